"""The list of all metrics, by family, with their figures; and what a search finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polso.base.ids import name_key
from polso.catalog.model import Metric
from polso.web.address import View
from polso.web.building.readings import Reading
from polso.web.building.tiles import figure_of
from polso.web.building.voice import Voice
from polso.web.views.frame import Frame
from polso.web.views.pages import MetricGroup, MetricsPage

FAMILIES = (("performance", "results"), ("activity", "activity"), ("productivity", "yield"))


def metrics_page(frame: Frame, readings: Mapping[str, Reading], query: str, view: View, voice: Voice) -> MetricsPage:
    """Each metric once, in the first of its families; what is known comes before what is missing."""
    groups = []
    for family, name in FAMILIES:
        chosen = [reading for reading in readings.values() if reading.answer.metric.families[0] == family]
        chosen.sort(key=lambda reading: not reading.known)
        if chosen:
            figures = tuple(figure_of(reading, view, voice) for reading in chosen)
            groups.append(MetricGroup(voice.say(f"family.{name}"), voice.say(f"family.note_{name}"), figures))
    nothing = voice.say("metrics.nothing_found", query=query) if query else ""
    return MetricsPage(frame, tuple(groups), query, nothing)


def found(metrics: Sequence[Metric], query: str) -> list[Metric]:
    """Metrics whose id, names or synonyms hold every word of the query, in either language."""
    words = [name_key(word) for word in query.split()]
    return [metric for metric in metrics if all(any(word in name for name in _names(metric)) for word in words)]


def _names(metric: Metric) -> list[str]:
    texts = [metric.id.replace("_", " "), metric.id, metric.names.en, metric.names.it, *metric.synonyms]
    if metric.short_names:
        texts += [metric.short_names.en, metric.short_names.it]
    return [name_key(text) for text in texts]

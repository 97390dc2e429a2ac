"""The list of all metrics, by family, with their figures; and what a search finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from unicodedata import combining, normalize

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
    """Metrics whose id, names, synonyms or readings hold every word of the query, in either language.

    Accents, case and apostrophes do not matter. Those come first that are called just that, then those of which one
    name holds all the words.
    """
    wanted = search_key(query)
    words = wanted.split()
    ranked: list[tuple[int, Metric]] = []
    for metric in metrics:
        names = _names(metric)
        if wanted in names:
            ranked.append((0, metric))
        elif any(all(word in name for word in words) for name in names):
            ranked.append((1, metric))
        elif all(any(word in name for name in names) for word in words):
            ranked.append((2, metric))
    return [metric for _, metric in sorted(ranked, key=lambda pair: pair[0])]


def search_key(text: str) -> str:
    """The text as it is searched by: no accents, no case, no signs.

    >>> search_key("  L’Attività per VENDITA-chiusa ")
    'l attivita per vendita chiusa'
    """
    plain = "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


@cache
def _names(metric: Metric) -> tuple[str, ...]:
    texts = [metric.id, metric.names.en, metric.names.it, *metric.synonyms]
    if metric.short_names:
        texts += [metric.short_names.en, metric.short_names.it]
    for variant in metric.variants:
        texts += [variant.names.en, variant.names.it]
    return tuple(dict.fromkeys(search_key(text) for text in texts))

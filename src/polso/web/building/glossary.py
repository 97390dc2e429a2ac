"""The glossary: every metric with its definition, formula, when it misleads, and the names it is known by."""

from __future__ import annotations

from collections.abc import Sequence

from polso.catalog.model import Metric
from polso.web.address import View
from polso.web.building.catalogue import FAMILIES, found
from polso.web.building.metric import needs_of
from polso.web.building.tiles import metric_path
from polso.web.building.voice import Voice
from polso.web.views.frame import Frame, Link
from polso.web.views.glossary import Entry, EntryGroup, GlossaryPage, Reading


def glossary_page(frame: Frame, metrics: Sequence[Metric], query: str, view: View, voice: Voice) -> GlossaryPage:
    """Those that the query finds, by family and in the order of the alphabet."""
    chosen = found(metrics, query) if query else list(metrics)
    groups = []
    for family, name in FAMILIES:
        entries = [entry_of(metric, view, voice) for metric in chosen if metric.families[0] == family]
        if entries:
            entries.sort(key=lambda entry: entry.name.casefold())
            groups.append(
                EntryGroup(family, voice.say(f"family.{name}"), voice.say(f"family.note_{name}"), tuple(entries))
            )
    count = voice.say("glossary.found" if query else "glossary.count", count=len(chosen))
    nothing = voice.say("metrics.nothing_found", query=query) if not chosen else ""
    everything = Link(voice.say("glossary.everything"), view.url_with(q=None)) if query else None
    return GlossaryPage(frame, tuple(groups), count, query, nothing, everything)


def entry_of(metric: Metric, view: View, voice: Voice) -> Entry:
    language = voice.language
    other = metric.names["en" if language == "it" else "it"]
    also = dict.fromkeys((*((metric.short_names[language],) if metric.short_names else ()), other, *metric.synonyms))
    also.pop(metric.names[language], None)
    readings = tuple(
        Reading(
            variant.names[language],
            view.url_with(metric_path(metric, variant)),
            variant.definition[language] if variant.definition else "",
        )
        for variant in metric.variants
    )
    return Entry(
        metric.id,
        metric.names[language],
        view.url_with(metric_path(metric)),
        metric.definition[language],
        metric.formula[language],
        metric.misleads[language],
        tuple(also),
        needs_of(metric, voice),
        readings,
    )

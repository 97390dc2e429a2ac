"""Every text is there in both languages, and the two differ where they are sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from polso.catalog.model import Metric, Words


def breaches(metrics: Sequence[Metric]) -> Iterator[str]:
    for metric in metrics:
        texts: list[tuple[str, Words]] = [
            ("names", metric.names),
            ("clock", metric.clock),
            ("definition", metric.definition),
            ("formula", metric.formula),
            ("misleads", metric.misleads),
            *((f"variant {variant.id}", variant.names) for variant in metric.variants),
        ]
        for field, words in texts:
            if not words.en.strip() or not words.it.strip():
                yield f"{metric.id}: {field} lacks a language"
        for field, words in (("definition", metric.definition), ("misleads", metric.misleads)):
            if words.en == words.it:
                yield f"{metric.id}: {field} is not translated"
        if not metric.source.strip():
            yield f"{metric.id}: no source"

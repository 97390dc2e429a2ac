"""SQL for scores that carry their scale in the cell."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from polso.catalog.schema import PHYSICAL_TYPES
from polso.intake.loading.columns import Expressions
from polso.intake.loading.unit import Unit
from polso.intake.mapping.ratings import lowest_of, rating_of
from polso.intake.reading.sqltext import literal


def settle_ratings(unit: Unit, columns: Expressions) -> None:
    """Set `score`, `scale_min` and `scale_max` from the cells of `rating`; a scale of the whole file fills the rest."""
    binding = unit.mapping.binding("rating")
    if binding is None:
        return
    words = {word: found for word, _ in unit.read.profiles[binding.index].listed or () if (found := rating_of(word))}
    tops = {word: found.highest for word, found in words.items() if found.highest is not None}
    scores = {top: [words[word].score for word in tops if tops[word] == top] for top in tops.values()}
    columns["score"] = _cases({word: found.score for word, found in words.items()})
    for name, own in (
        ("scale_min", {word: lowest_of(top, scores[top]) for word, top in tops.items()}),
        ("scale_max", tops),
    ):
        known = columns.get(name)
        columns[name] = f"coalesce({_cases(own)}, {known})" if known else _cases(own)


def _cases(values: Mapping[str, Decimal]) -> str:
    kind = PHYSICAL_TYPES["rate"]
    branches = " ".join(f"WHEN {literal(word)} THEN {value}" for word, value in values.items())
    return f"CAST(CASE v_rating {branches} END AS {kind})" if branches else f"CAST(NULL AS {kind})"

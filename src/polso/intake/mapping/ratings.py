"""Scores of reviews: with their scale in the cell (`4/5`, `4 su 5`, stars), or on a scale that all values show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from polso.intake.mapping.model import TableMapping
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading import ReadTable
from polso.intake.recognise.headers import header_forms
from polso.intake.report import Notice

SCALES = ("1-5", "0-5", "1-7", "0-10", "1-10", "0-100")
_FIVE, _TEN, _HUNDRED = Decimal(5), Decimal(10), Decimal(100)
_NEAR_TEN = Decimal(9)
_ENOUGH = 5
_TWICE = 2
_EXAMPLES = 5
_STARS = frozenset({"stelle", "stars", "star", "stella", "numero stelle", "star rating"})
_OUT_OF = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:/|su|di|of|out of|von|sur)\s*(\d+)(?:\s*(?:stell[ae]|stars?))?", re.IGNORECASE
)
_NAMED = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:stell[ae]|stars?|punt[io]|points?|★|⭐)?", re.IGNORECASE)
_DRAWN = re.compile("([★⭐]*)([☆✩]*)")


@dataclass(frozen=True, slots=True)
class Rating:
    """A score, and the top of its scale where the cell says it."""

    score: Decimal
    highest: Decimal | None = None
    is_drawn: bool = False


def rating_of(text: str) -> Rating | None:
    """The score in a cell; None where there is none, or one above its own scale.

    >>> rating_of("4 su 5"), rating_of("10/10") == Rating(Decimal(10), Decimal(10)), rating_of("6/5")
    (Rating(score=Decimal('4'), highest=Decimal('5'), is_drawn=False), True, None)
    >>> rating_of("★★★☆☆"), rating_of("4 stelle").score, rating_of("ottimo")
    (Rating(score=Decimal('3'), highest=Decimal('5'), is_drawn=True), Decimal('4'), None)
    """
    bare = text.replace("\ufe0f", "").strip()
    drawn = _DRAWN.fullmatch(bare.replace(" ", ""))
    if drawn is not None and bare:
        full, empty = map(len, drawn.groups())
        return Rating(Decimal(full), Decimal(full + empty) if empty else None, is_drawn=True)
    found = _OUT_OF.fullmatch(bare)
    if found is not None:
        score, highest = (Decimal(part.replace(",", ".")) for part in found.groups())
        return Rating(score, highest) if score <= highest else None
    named = _NAMED.fullmatch(bare)
    return Rating(Decimal(named[1].replace(",", ".")), None, is_drawn=not bare[-1].isdigit()) if named else None


def lowest_of(highest: Decimal, scores: Sequence[Decimal]) -> Decimal:
    """The bottom of a scale with this top: one, but zero for scales to ten and more and where a zero was given."""
    return Decimal(0) if highest >= _TEN or 0 in scores else Decimal(1)


def settle_ratings(
    file: str, read: ReadTable, mapping: TableMapping, asked: Asked
) -> tuple[TableMapping, list[Notice]]:
    """The mapping of reviews with the scale of its scores, where no column says it; other tables as they are.

    A scale in the cells stands. Else all values tell: a value of nine or ten is one of ten, stars are one to five, and
    so is what reaches five more than once and never goes beyond. What they leave open is asked (`FILE:scale`).
    """
    binding = mapping.binding("rating") or mapping.binding("score")
    if mapping.table != "survey_response" or binding is None or binding.index >= len(read.profiles):
        return mapping, []
    if mapping.has_any(("scale", "scale_min", "scale_max")):
        return mapping, []
    said = asked.said(f"{file}:scale")
    if said is not None and re.fullmatch(r"\d+-\d+", said) is None:
        asked.refuse(f"{file}:scale")
        said = None
    counts = {rating: count for word, count in read.profiles[binding.index].listed or () if (rating := rating_of(word))}
    open_still = {rating: count for rating, count in counts.items() if rating.highest is None}
    told = []
    if len(open_still) < len(counts):
        rows = sum(count for rating, count in counts.items() if rating.highest is not None)
        told.append(Notice("scale_in_cells", rows, (binding.header,)))
    if not open_still:
        return mapping, told
    scale = said or _shown(open_still, counts, binding.header)
    if scale is None:
        scale = asked.answer(_question(file, binding.header, counts))
    elif said is None:
        told.append(Notice("scale_from_values", 1, (binding.header, scale)))
    if scale is None:
        return mapping, told
    return replace(mapping, constants={**mapping.constants, "scale": scale}), told


def _shown(open_still: Mapping[Rating, int], counts: Mapping[Rating, int], header: str) -> str | None:
    """The scale that the values leave no doubt about."""
    beside = {rating.highest for rating in counts if rating.highest is not None}
    scores = [rating.score for rating in counts]
    top = max(rating.score for rating in open_still)
    if len(beside) == 1 and top <= (highest := max(beside)):
        return f"{lowest_of(highest, scores)}-{highest}"
    drawn = all(rating.is_drawn for rating in open_still) or bool(_STARS.intersection(header_forms(header)))
    fives = sum(count for rating, count in open_still.items() if rating.score == _FIVE)
    if top <= _FIVE and (drawn or (fives >= _TWICE and sum(open_still.values()) >= _ENOUGH and min(scores) >= 1)):
        return f"{lowest_of(_FIVE, scores)}-5"
    if _NEAR_TEN <= top <= _TEN:
        return "0-10"
    return "0-100" if _TEN < top <= _HUNDRED else None


def _question(file: str, header: str, counts: Mapping[Rating, int]) -> Question:
    scores = sorted({rating.score for rating in counts})
    possible = [
        one for one in SCALES if Decimal(one.split("-")[0]) <= scores[0] and scores[-1] <= Decimal(one.split("-")[1])
    ]
    return Question(
        key=f"{file}:scale",
        message="question.scale",
        choices=tuple(Choice(one) for one in possible or SCALES),
        parameters=(("column", header), ("lowest", str(scores[0])), ("highest", str(scores[-1]))),
        recommended=(possible or SCALES)[0],
        reason="values_fit_several_scales",
        examples=tuple(str(score) for score in scores[:_EXAMPLES]),
        file=file,
        column=header,
        others=True,
        weight=sum(counts.values()),
    )

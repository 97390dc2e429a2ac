"""Files of an import that tell sales which another source tells already: counted once, each with its own total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from polso.base.company import Language
from polso.base.money import decimal_text
from polso.i18n.amounts import format_money
from polso.i18n.translation import translate
from polso.intake.report import FileReport

SAME, OTHERS = "same_invoices", "sources_beside"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class BesideFile:
    """A file whose sales are not added, because those of `counted` count: `same` of them stand there with number, day
    and amount, `others` do not. `own` is the total of its cells, None where it is not known."""

    file: str
    counted: str
    same: int
    others: int
    own: Decimal | None

    def sentences(self, value: Decimal | None, currency: str, language: Language) -> tuple[str, ...]:
        """What counts, and the file's total held against the figure `value`."""
        said = [
            translate(language, f"first.{code}", count=count, file=self.file, counted=self.counted)
            for code, count in (("same", self.same), ("others", self.others))
            if count
        ]
        if self.own is not None:
            equal = value is not None and abs(value - self.own) < _CENT
            own = format_money(self.own, currency, language)
            said.append(translate(language, f"first.beside_{'equal' if equal else 'total'}", file=self.file, own=own))
        return tuple(said)

    def as_data(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "counted": self.counted,
            "same": self.same,
            "others": self.others,
            "file_total": None if self.own is None else decimal_text(self.own),
        }


def beside_from_data(data: Mapping[str, Any]) -> BesideFile:
    """The file that `as_data` wrote down."""
    own = data["file_total"]
    return BesideFile(
        data["file"], data["counted"], data["same"], data["others"], None if own is None else Decimal(own)
    )


def beside_of(file: FileReport, currency: str) -> BesideFile | None:
    """How a file stands beside what counts; None where it counts itself."""
    counts = {notice.code: notice for notice in file.notices if notice.code in (SAME, OTHERS)}
    if not counts:
        return None
    counted = next(iter(counts.values())).detail[0]
    same, others = (counts[code].count if code in counts else 0 for code in (SAME, OTHERS))
    own = file.own_total
    total = own.total if own is not None and set(own.currencies) <= {currency} else None
    return BesideFile(file.label or file.file, counted, same, others, total)

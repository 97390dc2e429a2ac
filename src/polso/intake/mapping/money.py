"""Which columns of a mapped table say in what money its records are."""

from __future__ import annotations

from polso.catalog.schema import TABLE
from polso.intake.mapping.model import TableMapping

_OF_LINES = ("unit_price", "line_amount")


def money_targets(mapping: TableMapping) -> tuple[str, ...]:
    """The bound amounts of the records; of records that are worth what their lines say, those of the lines.

    >>> from polso.intake.mapping.model import Binding
    >>> lines = (Binding("line_amount", 0, "Totale riga", "exact"),)
    >>> money_targets(TableMapping("sales_order", "files", lines, ("Totale riga",)))
    ('line_amount',)
    """
    own = tuple(
        name for name in (*(column.name for column in TABLE[mapping.table].money), "price") if mapping.has(name)
    )
    return own or tuple(name for name in _OF_LINES if mapping.table == "sales_order" and mapping.has(name))

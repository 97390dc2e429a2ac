"""Who comes back: customers by the quarter of their first purchase, and how many of them bought in each later one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from polso.base.period import Period
from polso.statistics.cohort_table import CohortTable, cohort_counts, cohort_table
from polso.store.workspace import Workspace

MONTHS = 3
QUARTERS = 4

# One statement over the named relation: a customer once for every quarter with a purchase.
_ACTIVE = """
    SELECT dense_rank() OVER (ORDER BY account_id), year(happened_on) * 4 + quarter(happened_on) - 1
    FROM (
        SELECT DISTINCT account_id, happened_on FROM sale
        WHERE basis = $basis AND kind = 'sale' AND account_id IS NOT NULL AND happened_on < $until
          AND CASE WHEN $as_of::TIMESTAMP IS NULL THEN known_to IS NULL
              ELSE known_from <= $as_of AND (known_to IS NULL OR known_to > $as_of) END
    )
"""


@dataclass(frozen=True, slots=True, eq=False)
class Cohorts:
    """`starts` are the first days of the quarters, one a row of `table`; `covered_from` is where the data begin.

    Customers of the first quarters of the data may be older than the data: they are only seen there first.
    """

    starts: tuple[date, ...]
    table: CohortTable
    covered_from: date

    @property
    def first_is_older(self) -> bool:
        """The oldest cohort begins with the data themselves."""
        return bool(self.starts) and self.starts[0] <= self.covered_from


def cohorts_of(
    workspace: Workspace, basis: str, covered: Period, *, as_of: datetime | None = None, most: int = 12
) -> Cohorts | None:
    """The last `most` cohorts of all customers of the basis, over the quarters that `covered` holds whole.

    An active customer of a quarter has at least one purchase in it, whatever was returned. None where no quarter is
    whole or nobody bought. Misleads for businesses whose customers buy less than once a year: a quarter without a
    purchase is then no sign of anything.
    """
    last = _quarter_before(covered.end)
    with workspace.cursor() as cursor:
        found = cursor.execute(_ACTIVE, {"basis": basis, "until": _start(last + 1), "as_of": as_of}).fetchnumpy()
    customer, quarter = found.values()
    if not len(customer):
        return None
    counts = cohort_counts(customer, quarter, last)
    if not counts.cohort.size:
        return None
    first = max(counts.cohort.size - most, 0)
    ages = int(counts.observed[first])
    table = cohort_table(counts.size[first:], counts.active[first:, :ages], counts.observed[first:])
    return Cohorts(tuple(_start(int(one)) for one in counts.cohort[first:]), table, covered.start)


def _quarter_before(day: date) -> int:
    """The last quarter that ends by the beginning of `day`."""
    return day.year * QUARTERS + (day.month - 1) // MONTHS - 1


def _start(quarter: int) -> date:
    return date(quarter // QUARTERS, quarter % QUARTERS * MONTHS + 1, 1)

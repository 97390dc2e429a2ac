"""What a company's first files decide once, written into its settings and announced; later files change none of it."""

from __future__ import annotations

from typing import Any

from polso.answers.context import usual_basis
from polso.base.period import MONTHS_OF_YEAR, Period, shift_months
from polso.catalog import registry
from polso.commands.session import Session
from polso.query.context import Context
from polso.query.resolve import clocks_of, covered_name

BASIS_COLUMNS = {
    "invoices": "invoice.net",
    "orders": "sales_order.net_amount",
    "won_deals": "opportunity.amount",
}
GROWTH = "sales_growth"
CYCLE = "sales_cycle_length"
ENOUGH_WON = 20
"""With fewer deals won nothing is settled yet about where their way begins."""
ENOUGH_LINKED = 0.8
"""From this share of the won deals on, their way begins with the lead of each."""
ENOUGH_CONVERSIONS = 20
"""With fewer leads that became customers their days tell no usual time."""
SHORTEST_LAG = 30
"""What is won sooner after the lead is won by the spending of its own month."""
DAYS_OF_MONTH = 365 / 12
HISTORY_MONTHS = MONTHS_OF_YEAR + 1
"""With less history than that, the year before has nothing to compare a whole month with."""


def settle(session: Session, currency: str | None = None) -> dict[str, Any]:
    """Write the choices that are still open and return them by the name of their setting.

    `company.revenue_basis`: invoices, else orders, else won deals, as soon as one of them is there.
    `variants.sales_growth`: against the year before when revenue covers thirteen months, else against the period
    before. `company.lead_maturity_days`: the days within which nine in ten of the leads that became customers did so,
    as soon as there are twenty of them. `company.cac_lag_days`: the days within which half of them did so, in whole
    months, as soon as expenses are there too. `variants.sales_cycle_length`: from the lead where at least 80 % of the
    won deals are tied to one, else from the deal, as soon as there are leads and twenty deals won. `company.currency`
    where `currency` is given. A choice that stands is never changed.
    """
    changes: dict[str, Any] = {} if currency is None else {"company.currency": currency}
    context = session.door.context(session.today())
    company = session.company
    if company.revenue_basis is None and any(column in context.filled for column in BASIS_COLUMNS.values()):
        changes["company.revenue_basis"] = usual_basis(context.filled)
    covered = revenue_coverage(context)
    if covered is not None and GROWTH not in dict(company.variants):
        changes[f"variants.{GROWTH}"] = "year" if is_long(covered) else "previous"
    if company.lead_maturity_days is None:
        maturity = usual_maturity(session)
        if maturity is not None:
            changes["company.lead_maturity_days"] = maturity
    if company.cac_lag_days is None and "expense.amount" in context.filled:
        lag = usual_lag(session)
        if lag is not None:
            changes["company.cac_lag_days"] = lag
    if CYCLE not in dict(company.variants) and "lead.created_at" in context.filled:
        beginning = usual_beginning(session)
        if beginning is not None:
            changes[f"variants.{CYCLE}"] = beginning
    if changes:
        session.workspace.change_settings(changes, session.now())
    return changes


def other_bases(session: Session) -> tuple[str, ...]:
    """Bases that the data would allow and the usual order prefers to the company's: told, never taken."""
    chosen = session.company.revenue_basis
    filled = session.door.context(session.today()).filled
    order = list(BASIS_COLUMNS)
    if chosen is None:
        return ()
    return tuple(basis for basis in order[: order.index(chosen)] if BASIS_COLUMNS[basis] in filled)


def usual_maturity(session: Session) -> int | None:
    """Days from the lead to the customer that nine in ten of the company's own conversions took; None for too few."""
    days = _days_to_win(session, 0.9)
    return None if days is None else max(days, 1)


def usual_lag(session: Session) -> int | None:
    """Days from the lead to the customer that half of the company's own conversions took, in whole months of a mean
    length; 0 for less than 30 days, None for too few conversions."""
    days = _days_to_win(session, 0.5)
    if days is None or days < SHORTEST_LAG:
        return None if days is None else 0
    return round(round(days / DAYS_OF_MONTH) * DAYS_OF_MONTH)


def _days_to_win(session: Session, share: float) -> int | None:
    """The days within which that share of the leads that became customers did so; None for too few."""
    with session.workspace.cursor() as cursor:
        found = cursor.execute(
            "select count(*), quantile_disc(conversion_days, $share::double) from lead_path"
            " where known_to is null and conversion_days >= 0 and in_order and not is_repeat",
            {"share": share},
        ).fetchone()
    return None if found is None or found[0] < ENOUGH_CONVERSIONS else int(found[1])


def usual_beginning(session: Session) -> str | None:
    """The variant of the sales cycle by where most won deals began: `from_lead` or `default`; None for too few."""
    with session.workspace.cursor() as cursor:
        found = cursor.execute(
            "select count(cycle_days), count(lead_cycle_days) from deal"
            " where known_to is null and status = 'won' and type is distinct from 'renewal'"
        ).fetchone()
    if found is None or found[0] < ENOUGH_WON:
        return None
    return "from_lead" if found[1] >= ENOUGH_LINKED * found[0] else registry.metrics()[CYCLE].default_variant


def revenue_coverage(context: Context) -> Period | None:
    """The days that the revenue of the company's basis covers."""
    revenue = registry.metrics()["net_revenue"]
    measure = clocks_of(revenue.variant(revenue.default_variant))[0]
    return context.covered.get((covered_name(measure, context), measure.clock))


def is_long(covered: Period) -> bool:
    """Whether a month of it can be held against the same month of the year before."""
    return shift_months(covered.start, HISTORY_MONTHS) <= covered.end

"""The relations of what people do and what customers say, made anew where their tables changed."""

from __future__ import annotations

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.store.derive.account_root import make_account_root
from polso.store.derive.coverage import make_end
from polso.store.derive.covered import COVERED
from polso.store.derive.held import clear
from polso.store.derive.inquiry import rebuild_inquiry_response
from polso.store.derive.networking import rebuild_networking_event
from polso.store.derive.social import rebuild_social_gain
from polso.store.derive.statements import fill, run
from polso.store.derive.survey import rebuild_survey_answer
from polso.store.derive.work import rebuild_work
from polso.store.derive.work_link import make_work_links
from polso.store.derive.work_time import make_started, rebuild_work_available, rebuild_work_time

_LINKED = frozenset({"lead", "opportunity", "opportunity_event", "stage"})
_WORK = _LINKED | {"activity", "rep", "account"}
_INQUIRY = frozenset({"inquiry", "rep", "account"})
_SURVEY = frozenset({"survey_response", "account", "sales_order", "order_line", "opportunity"})
_SOCIAL = frozenset({"social_stat", "rep"})
ACTIVITY_INPUTS = _WORK | _INQUIRY | _SURVEY | _SOCIAL


_MADE: dict[str, tuple[str, ...]] = {
    "activity": ("work", "work_touched", "work_won", "work_time", "work_available", "networking_event"),
    "inquiry": ("inquiry_response",),
    "survey_response": ("survey_answer",),
    "social_stat": ("social_gain",),
}
"""What is made of each table, and without it is empty."""


def rebuild_activity(
    cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar, changed: frozenset[str], there: frozenset[str]
) -> None:
    """Make the relations of activities, enquiries, surveys and social counters whose tables changed; needs `deal`.

    `there` are the canonical tables that hold anything.
    """
    clear(cursor, *(relation for table, made in _MADE.items() if table not in there for relation in made))
    if not changed & ACTIVITY_INPUTS or not there & _MADE.keys():
        return
    make_account_root(cursor)
    make_work_links(cursor)
    if changed & _WORK and "activity" in there:
        rebuild_work(cursor)
        make_started(cursor)
        rebuild_work_time(cursor)
        rebuild_networking_event(cursor)
    if changed & _INQUIRY and "inquiry" in there:
        rebuild_inquiry_response(cursor, calendar)
    if changed & _SURVEY and "survey_response" in there:
        rebuild_survey_answer(cursor)
    if changed & _SOCIAL and "social_stat" in there:
        rebuild_social_gain(cursor)


def rebuild_activity_coverage(cursor: duckdb.DuckDBPyConnection, company: Company, there: frozenset[str]) -> None:
    """Add the coverage of these relations: from the first day of a clock to the last day that its table describes.

    Fills `work_available` too, which follows it.
    """
    for table in sorted({one.table for one in COVERED} & there):
        rows = fill("(select * from derive_live_$table where known_to = $forever)", table=table)
        ones = [one for one in COVERED if one.table == table]
        make_end(cursor, "derive_own_end", " union all ".join(one.days(rows) for one in ones), (table,))
        for one in ones:
            run(
                cursor,
                """
                insert into coverage
                select f.source_system, '$relation', '$clock', least(f.from_on, n.end_on), n.end_on
                from (select source_system, min(day) as from_on from ($days) group by source_system) f
                join derive_own_end n on n.source_system = f.source_system
                where f.from_on is not null
                """,
                relation=one.relation,
                clock=one.clock,
                days=one.days(rows),
            )
    if "activity" in there:
        rebuild_work_available(cursor, company)

"""What each relation that is made from one canonical table covers: the table, and the days that its clocks read."""

from __future__ import annotations

from dataclasses import dataclass

from polso.store.derive.statements import fill


@dataclass(frozen=True, slots=True)
class Covered:
    """`day` is an expression over the columns of `table`; rows that give none, or do not fit `where`, say nothing."""

    relation: str
    clock: str
    table: str
    day: str
    where: str = "true"

    def days(self, rows: str) -> str:
        """The query `(source_system, day)` over `rows`, which hold versions of the table."""
        text = "select source_system, $day as day from $rows where not is_stub and ($which)"
        return fill(text, day=self.day, rows=rows, which=self.where)


_DONE = "coalesce(status, 'done') = 'done'"
_DONE_ON = "coalesce(done_on, starts_on, booked_on)"
WORK: tuple[Covered, ...] = (
    Covered("work", "done", "activity", _DONE_ON, _DONE),
    Covered("work", "booked", "activity", "coalesce(booked_on, starts_on, done_on)"),
    Covered("work_touched", "done", "activity", _DONE_ON, _DONE),
    Covered("work_won", "closed", "activity", _DONE_ON, _DONE),
    Covered("work_time", "day", "activity", "coalesce(starts_on, done_on)", f"{_DONE} and duration_min is not null"),
    Covered("work_available", "day", "activity", _DONE_ON, _DONE),
    Covered("networking_event", "day", "activity", _DONE_ON, _DONE),
    Covered("inquiry_response", "received", "inquiry", "received_on"),
    Covered("survey_answer", "responded", "survey_response", "responded_on"),
    Covered("survey_answer", "sent", "survey_response", "sent_on"),
    Covered("social_gain", "day", "social_stat", "stat_date"),
)
COVERED: tuple[Covered, ...] = (*WORK,)

"""The help desk's log as requests: its response times equal a query over the raw log that shares no code."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from tests.support.data import real_data
from tests.support.office import Office

# Public holidays of Italy on weekdays of those years, and 17 March 2011, written down by hand.
HOLIDAYS = """
    2010-01-06 2010-04-05 2010-06-02 2010-11-01 2010-12-08 2011-01-06 2011-03-17 2011-04-25 2011-06-02 2011-08-15
    2011-11-01 2011-12-08 2011-12-26 2012-01-06 2012-04-09 2012-04-25 2012-05-01 2012-08-15 2012-11-01 2012-12-25
    2012-12-26
"""
# A case is a request that came with its first entry and was answered by the next; one with no other entry waits.
LOG = """
    create table log as
    select CaseID as id, CompleteTimestamp::timestamp as moment,
        row_number() over (partition by CaseID order by CompleteTimestamp::timestamp) as place
    from read_csv('{file}', all_varchar = true);
    create table request as
    select id, max(moment) filter (where place = 1) as received, max(moment) filter (where place = 2) as answered
    from log group by id;
    create table opening as
    select d.day + h.opens as opens, d.day + h.closes as closes
    from (select unnest(generate_series(timestamp '2010-01-01', timestamp '2013-01-31', interval 1 day)) as day) d
    cross join (values (interval 9 hour, interval 13 hour), (interval 14 hour, interval 18 hour)) h(opens, closes)
    where isodow(d.day) <= 5 and d.day::date not in (select unnest(?::date[]));
    create table wait as
    select r.id, r.received, date_diff('second', r.received, r.answered) // 60 as elapsed,
        case when r.answered is not null then coalesce((
            select sum(greatest(0, date_diff('second', greatest(o.opens, r.received), least(o.closes, r.answered))))
            from opening o
            where o.closes > r.received and o.opens < r.answered
        ), 0) / 60.0 end as working
    from request r;
"""


@pytest.fixture(scope="module")
def raw() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    for statement in LOG.format(file=real_data() / "helpdesk" / "helpdesk.csv").split(";"):
        if statement.strip():
            connection.execute(statement, [HOLIDAYS.split()] if "?" in statement else None)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def desk(raw: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The requests as a file of its own, as such a desk would export them."""
    folder: Path = tmp_path_factory.mktemp("helpdesk")
    office = Office(folder, Company(name="Helpdesk"))
    file = folder / "requests.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("inquiry_id", "channel", "received_at", "first_response_at"))
        writer.writerows(raw.execute("select id, 'form', received, answered from request order by id").fetchall())
    assert not import_files(office.workspace, [file], as_table="inquiry").questions
    yield office
    office.close()


def _found(desk: Office, metric: str) -> Any:
    return next(answer for answer in desk.ask(metric, period="2010..2012"))


def _asked(raw: duckdb.DuckDBPyConnection, text: str) -> Any:
    row = raw.execute(text).fetchone()
    assert row is not None
    return row[0]


def test_every_request_is_there(desk: Office, raw: duckdb.DuckDBPyConnection) -> None:
    answer = _found(desk, "inquiry_response_time")
    assert answer.n == _asked(raw, "select count(*) from request")
    assert answer.numerator == _asked(raw, "select count(answered) from request")


def test_half_are_answered_within(desk: Office, raw: duckdb.DuckDBPyConnection) -> None:
    """Requests that wait are longer than all that were answered; working minutes are cut to whole ones at both ends."""
    elapsed = _asked(raw, "select quantile_disc(coalesce(elapsed, 1e12), 0.5) from wait")
    assert abs(_found(desk, "inquiry_response_time:elapsed").value - elapsed) <= 1
    working = _asked(raw, "select quantile_disc(coalesce(working, 1e12), 0.5) from wait")
    assert abs(_found(desk, "inquiry_response_time").value - working) <= 1


def test_answered_within_a_working_hour(desk: Office, raw: duckdb.DuckDBPyConnection) -> None:
    lowest = _asked(raw, "select avg((coalesce(working, 1e12) <= 59)::integer) from wait")
    highest = _asked(raw, "select avg((coalesce(working, 1e12) <= 61)::integer) from wait")
    assert lowest <= _found(desk, "inquiry_response_time:within_hour").value <= highest

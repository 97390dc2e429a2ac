"""Whatever program wrote a table of records, importing it gives the same records, or asks and then does.

Random records (text with quotes, separators, line ends and accents; amounts of 0 to 4 decimals and either sign; days of
forty years; nothing in several spellings) are written in random dialects: separator, quotes, encoding, line ends,
numbers, currency, days, order and language of the columns, lines before the table, file in a file, workbook. What comes
back is compared as typed values; a question counts as right only if the right answer to it gives the same records, and
no file may be refused.

The normal run tries few; `POLSO_LONG=N` tries N of each kind.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, note, settings

from polso.intake.importing import import_files
from polso.intake.reading import (
    Staged,
    as_date,
    as_number,
    clean_table,
    open_connection,
    open_source,
    profile_column,
    stage,
)
from tests.corpus.state import difference
from tests.properties.dialects.judge import answers, expected, right_answer
from tests.properties.dialects.model import Sample
from tests.properties.dialects.strategies import samples
from tests.properties.dialects.written import body, fields_in_order, file_bytes, file_name, headers, label
from tests.support.office import Office

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONG = int(os.environ.get("POLSO_LONG", "0"))
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(SLOW, max_examples=LONG or 15)
@given(samples(totals=True))
def test_an_import_gives_the_same_records(sample: Sample) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        try:
            judge_import(office, Path(folder), sample)
        finally:
            office.close()


def judge_import(office: Office, folder: Path, sample: Sample) -> None:
    path = folder / file_name(sample)
    path.write_bytes(file_bytes(sample))
    note(f"{path.name}: {path.read_bytes()[:2000]!r}")
    report = import_files(office.workspace, [path])
    given_answers: dict[str, str] = {}
    rounds = 0
    while report.questions and rounds < 4:
        assert report.batch is None
        given_answers |= answers(sample, [question.key for question in report.questions])
        report = import_files(office.workspace, [path], answers=given_answers)
        rounds += 1
    note(f"answers: {given_answers}")
    assert not report.questions
    assert [row for file in report.files for row in file.rejected] == []
    assert difference(expected(sample), office.workspace) == ([], [])


@settings(SLOW, max_examples=LONG or 18)
@given(samples(containers=("csv",)))
def test_the_cells_of_a_text_come_back(sample: Sample) -> None:
    """Encoding, separator, quotes and header, before a value is understood: for volume."""
    with tempfile.TemporaryDirectory() as folder, open_connection(Path(folder)) as connection:
        judge_cells(connection, Path(folder), sample)


@settings(SLOW, max_examples=LONG or 15)
@given(samples(containers=("csv",)))
def test_the_amounts_and_days_of_a_text_come_back(sample: Sample) -> None:
    """Numbers and dates column by column, without recognition and loading: for volume."""
    with tempfile.TemporaryDirectory() as folder, open_connection(Path(folder)) as connection:
        judge_values(sample, judge_cells(connection, Path(folder), sample))


def judge_cells(connection: DuckDBPyConnection, folder: Path, sample: Sample) -> Staged:
    path = folder / file_name(sample)
    path.write_bytes(file_bytes(sample))
    note(f"{path.name}: {path.read_bytes()[:2000]!r}")
    (raw,) = open_source(path)
    assert list(raw.names) == headers(sample)
    clean = clean_table(raw, folder)
    staged = stage(connection, clean, "staging")
    columns = ", ".join(staged.column(index) for index in range(raw.width))
    found = connection.execute(f"SELECT {columns} FROM {staged.table} ORDER BY line").fetchall()
    assert found == [tuple(cell.strip() or None for cell in row) for row in body(sample)]
    assert clean.rejected == 0
    return staged


def judge_values(sample: Sample, staged: Staged) -> None:
    for index, (position, field) in enumerate(fields_in_order(sample)):
        wanted = [row[position] for row in sample.rows]
        if field.kind not in ("amount", "day") or not any(cell is not None for cell in wanted):
            continue
        read = as_number if field.kind == "amount" else as_date
        profile = profile_column(staged, index)
        reading = read(staged, profile)
        if reading.question is not None:
            key = f"{label(sample)}:{reading.question.kind}:{profile.name}"
            reading = read(staged, profile, right_answer(sample, key))
        found = staged.connection.execute(f"SELECT {reading.sql()} FROM {staged.table} ORDER BY line").fetchall()
        assert [value for (value,) in found] == wanted, (profile.name, reading.form)

"""A random table written in a random dialect is read back equal, or asks a question whose right answer gives it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polso.intake.reading import ColumnReading, ReadTable

Reader = Callable[..., ReadTable]
Values = Callable[[ReadTable, ColumnReading], list[Any]]

letters = st.text(alphabet="abcdefgèàùéòìÀÉ '\"\n,;|\t.x", min_size=1, max_size=12).map(str.strip).filter(bool)
rows = st.lists(
    st.tuples(
        letters,
        st.decimals(min_value=-9999999, max_value=9999999, places=2, allow_nan=False, allow_infinity=False),
        st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)),
    ),
    min_size=3,
    max_size=25,
)
dialects = st.fixed_dictionaries(
    {
        "separator": st.sampled_from([",", ";", "\t", "|"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
        "ending": st.sampled_from(["\n", "\r\n"]),
        "mark": st.sampled_from(["point", "comma"]),
        "grouped": st.booleans(),
        "day": st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%y", "%Y%m%d"]),
        "above": st.sampled_from([0, 1, 3]),
    }
)
ORDERS = {"%d/%m/%Y": "dmy", "%m/%d/%Y": "mdy", "%d.%m.%y": "dmy"}


def amount(value: Decimal, mark: str, grouped: bool) -> str:
    text = f"{value:,.2f}" if grouped else f"{value:.2f}"
    return text.translate(str.maketrans(",.", ".,")) if mark == "comma" else text


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, dialects)
def test_written_in_any_dialect_it_is_read_back(reader: Reader, values: Values, written: list[Any], style: Any) -> None:
    buffer = io.StringIO()
    for line in range(style["above"]):
        buffer.write(f"riga {line}{style['ending']}")
    made = csv.writer(buffer, delimiter=style["separator"], quoting=style["quoting"], lineterminator=style["ending"])
    made.writerow(["nome cliente", "importo", "data ordine", "numero"])
    for index, (name, value, day) in enumerate(written):
        made.writerow([name, amount(value, style["mark"], style["grouped"]), day.strftime(style["day"]), index])
    content = buffer.getvalue()
    table = reader(content, encoding=style["encoding"])
    assert (table.clean.rows, table.clean.rejected) == (len(written), 0)
    answers = {}
    for reading in table.questions:
        assert reading.question is not None
        answers[reading.name] = style["mark"] if reading.question.kind == "decimal_mark" else ORDERS[style["day"]]
    if answers:
        table = reader(content, answers, encoding=style["encoding"])
    names, sums, days, numbers = (values(table, reading) for reading in table.readings)
    assert [str(name) for name in names] == [name for name, _, _ in written]
    assert sums == [value for _, value, _ in written]
    assert days == [day for _, _, day in written]
    assert numbers == list(range(len(written)))

"""Whatever a name or an attribute is called, it is looked up, never run: quotes, percent signs, emoji, 1,000 letters.

A user's own column may even carry the name of a dimension of ours, or of another entity's column, in another case.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from polso.base.errors import UserError
from tests.support.office import Office, deal

EXTRACTED = datetime(2026, 1, 31, 20, tzinfo=UTC)
HOSTILE = [
    "x\" ; DROP TABLE deal; --' % 100 {0} $1 ?",
    "O'Brien & Söhne",
    "🎉",
    "%",
    "a.b",
    "z" * 1000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_as_the_name_and_the_value_of_an_attribute_and_as_a_person(office: Office, text: str) -> None:
    office.load(
        {
            "rep": [{"rep_id": "r1", "name": text}],
            "attribute": [{"entity": "rep", "entity_id": "r1", "name": text, "value": text}],
            "opportunity": [deal(1), deal(2, owner_id="r2"), deal(3, status="lost")],
        },
        EXTRACTED,
    )
    won = {names: answer.value for names, answer in office.by("deals_won", text, period="2026-01").items()}
    assert won == {(text,): 1, (None,): 1, (): 2}
    assert office.by("deals_won", "rep", period="2026-01")[(text,)].value == 1
    for where in ({text: text}, {"rep": text}, {f"rep.{text}": text}):
        assert office.one("deals_won", period="2026-01", where=where).value == 1
        assert office.rows("deals_won", period="2026-01", where=where).count == 1
    assert office.one("deals_won", period="2026-01", where={text: ""}).value == 1


def test_an_attribute_named_like_a_dimension_stands_behind_its_entity(office: Office) -> None:
    office.load(
        {
            "attribute": [{"entity": "rep", "entity_id": "r1", "name": "team", "value": "Reds"}],
            "opportunity": [deal(1), deal(2, owner_id="r2")],
        },
        EXTRACTED,
    )
    assert set(office.by("deals_won", "team", period="2026-01")) == {(None,), ()}
    assert set(office.by("deals_won", "rep.team", period="2026-01")) == {("Reds",), (None,), ()}


def test_an_attribute_of_two_entities_is_a_question_with_answers_that_work(office: Office) -> None:
    office.load(
        {
            "attribute": [
                {"entity": "rep", "entity_id": "r1", "name": "zone.1", "value": "North"},
                {"entity": "account", "entity_id": "a1", "name": "zone.1", "value": "South"},
            ],
            "opportunity": [deal(1)],
        },
        EXTRACTED,
    )
    with pytest.raises(UserError) as caught:
        office.by("deals_won", "zone.1", period="2026-01")
    choices = caught.value.parameters["choices"]
    assert isinstance(choices, tuple)
    found = [names for choice in choices for names in office.by("deals_won", choice, period="2026-01") if names]
    assert found == [("South",), ("North",)]


def test_names_that_differ_only_by_case_are_two_groups_and_one_filter(office: Office) -> None:
    office.load(
        {
            "rep": [{"rep_id": "r1", "name": "Anna Rossi"}, {"rep_id": "r2", "name": "ANNA ROSSI"}],
            "opportunity": [deal(1, amount=10), deal(2, owner_id="r2", amount=5, closed_on=date(2026, 1, 30))],
        },
        EXTRACTED,
    )
    groups = office.by("net_revenue", "rep", period="2026-01")
    assert {names: answer.value for names, answer in groups.items()} == {
        ("Anna Rossi",): 10,
        ("ANNA ROSSI",): 5,
        (): 15,
    }
    assert office.one("net_revenue", period="2026-01", where={"rep": "anna rossi"}).value == 15
    assert office.one("net_revenue", period="2026-01", where={"rep": "r2"}).value == 5

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polso.base.company import Company
from polso.base.errors import UserError
from polso.store.settings_change import changed_text
from polso.store.settings_file import parse_settings
from polso.store.settings_text import first_text, set_value

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip)
spans = st.sampled_from(
    [(), ((time(9), time(13)),), ((time(8, 30), time(12)), (time(12), time(18, 45))), ((time(0), time(23, 59)),)]
)
companies = st.builds(
    Company,
    name=words,
    currency=st.sampled_from(["EUR", "CHF"]),
    timezone=st.sampled_from(["Europe/Rome", "America/New_York"]),
    week_start=st.integers(1, 7),
    fiscal_start=st.integers(1, 12),
    language=st.sampled_from(["it", "en"]),
    gross_margin_share=st.none() | st.decimals(0, 1, places=4),
    discount_rate_annual=st.decimals(0, 1, places=3),
    revenue_basis=st.sampled_from([None, "orders", "invoices"]),
    closed_days=st.frozensets(st.dates(date(2000, 1, 1)), max_size=3).map(lambda days: tuple(sorted(days))),
    hours=st.tuples(*[spans] * 7),
    activity_by_person=st.booleans(),
    deal_noun=words,
    variants=st.sampled_from([(), (("win_rate", "by_value"),)]),
)


@settings(deadline=None)
@given(companies)
def test_the_first_text_says_what_the_company_is(company: Company) -> None:
    assert parse_settings(first_text(company, company.language)).company == company


@settings(deadline=None)
@given(companies, companies)
def test_changes_make_one_company_of_another(before: Company, after: Company) -> None:
    changes = {
        f"company.{name}": getattr(after, name)
        for name in ("name", "currency", "week_start", "gross_margin_share", "discount_rate_annual", "revenue_basis")
    } | {"hours.mon": after.hours[0], "holidays.closed": after.closed_days}
    company = parse_settings(changed_text(first_text(before, "it"), changes, "polso.toml")).company
    assert (company.name, company.currency, company.week_start) == (after.name, after.currency, after.week_start)
    assert (company.gross_margin_share, company.revenue_basis) == (after.gross_margin_share, after.revenue_basis)
    assert (company.hours[0], company.closed_days) == (after.hours[0], after.closed_days)
    assert (company.language, company.timezone, company.hours[1:]) == (
        before.language,
        before.timezone,
        before.hours[1:],
    )


def test_the_remarks_of_a_person_stay() -> None:
    text = '# mine\n[company] # head\nname = "A # B"   # old name\n\n# about hours\n[hours]\nmon = ""\n'
    changed = set_value(text, "company", "name", '"C"')
    assert changed == '# mine\n[company] # head\nname = "C"   # old name\n\n# about hours\n[hours]\nmon = ""\n'
    assert set_value(text, "company", "currency", '"CHF"').splitlines()[3:6] == [
        'currency = "CHF"',
        "",
        "# about hours",
    ]


def test_a_value_over_several_lines_is_replaced_whole() -> None:
    text = "[holidays]\nclosed = [ # summer\n  2026-08-14,\n]\ncountry = 'IT'\n"
    assert set_value(text, "holidays", "closed", "[]") == "[holidays]\nclosed = []\ncountry = 'IT'\n"


def test_a_new_table_comes_last_and_line_ends_stay() -> None:
    assert set_value('[company]\r\nname = "A"\r\n', "variants", "win_rate", '"by_value"') == (
        '[company]\r\nname = "A"\r\n\r\n[variants]\r\nwin_rate = "by_value"\r\n'
    )


def test_what_was_not_chosen_takes_its_own_line_and_can_be_taken_back() -> None:
    text = first_text(Company(), "it")
    chosen = set_value(text, "company", "revenue_basis", '"orders"')
    assert chosen == text.replace("# revenue_basis =", 'revenue_basis = "orders"')
    assert set_value(chosen, "company", "revenue_basis", None) == text


def test_a_table_in_one_line_is_left_to_a_person() -> None:
    with pytest.raises(UserError) as caught:
        changed_text('company = { name = "A" }\n', {"company.currency": "CHF"}, "polso.toml")
    assert (caught.value.code, caught.value.place.setting) == ("setting_by_hand", "company.currency")


def test_a_dotted_name_is_left_to_a_person() -> None:
    with pytest.raises(UserError, match="setting_by_hand"):
        changed_text('company.name = "A"\n', {"company.name": "B"}, "polso.toml")


def test_a_bad_change_is_refused_with_its_place() -> None:
    with pytest.raises(UserError) as caught:
        changed_text(first_text(Company(), "en"), {"company.gross_margin_share": Decimal(2)}, "polso.toml")
    assert (caught.value.code, caught.value.place.setting) == ("setting_not_fraction", "company.gross_margin_share")

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from polso.base.company import Company
from polso.base.errors import UserError
from polso.store.settings_file import parse_settings

WHOLE = """\
# our company
[company]
name = "Officina Rossi"
currency = "CHF"
timezone = "Europe/Zurich"
week_start = "sunday"
fiscal_start = 7
language = "en"
customer_model = "one_off"
active_window_days = 90
gross_margin_share = 0.35
discount_rate_annual = 0.08
revenue_basis = "orders"
activity_by_person = true
deal_noun = "preventivo"
revenue_noun = "fatturato"

[hours]
mon = "08:30-12:30, 14:00-18:00"
sat = "09:00-12:00"
fri = ""

[holidays]
country = "CH"
closed = [2026-12-24, "2026-08-14", 2026-12-24]

[[metric]]
id = "visits_per_deal"
formula = 'series("visits") / opportunities_created'
unit = "count"

[variants]
win_rate = "by_value"
"""


def test_every_key_is_read() -> None:
    settings = parse_settings(WHOLE)
    morning, usual = (time(8, 30), time(12, 30)), ((time(9), time(13)), (time(14), time(18)))
    assert settings.company == Company(
        name="Officina Rossi",
        currency="CHF",
        timezone="Europe/Zurich",
        week_start=7,
        fiscal_start=7,
        language="en",
        customer_model="one_off",
        active_window_days=90,
        gross_margin_share=Decimal("0.35"),
        discount_rate_annual=Decimal("0.08"),
        revenue_basis="orders",
        activity_by_person=True,
        deal_noun="preventivo",
        revenue_noun="fatturato",
        hours=((morning, (time(14), time(18))), usual, usual, usual, (), ((time(9), time(12)),), ()),
        holidays_country="CH",
        closed_days=(date(2026, 8, 14), date(2026, 12, 24)),
        variants=(("win_rate", "by_value"),),
    )
    assert [(metric.id, metric.formula) for metric in settings.metrics] == [
        ("visits_per_deal", 'series("visits") / opportunities_created')
    ]


def test_an_empty_file_says_nothing() -> None:
    assert parse_settings("").company == Company()


@pytest.mark.parametrize(
    ("text", "code", "row", "setting"),
    [
        ('[company]\nname = "A"\nnmae = "B"\n', "unknown_setting", 3, "company.nmae"),
        ('[company]\n\n# a remark\ncurrency = "euro"\n', "setting_not_currency", 4, "company.currency"),
        ('[company]\r\nname = "A"\r\nfiscal_start = 13\r\n', "setting_not_whole_number", 3, "company.fiscal_start"),
        ("[company]\nfiscal_start = true\n", "setting_not_whole_number", 2, "company.fiscal_start"),
        ('[company]\ntimezone = "Europe/Roma"\n', "setting_not_timezone", 2, "company.timezone"),
        ('[company]\ntimezone = "../etc/passwd"\n', "setting_not_timezone", 2, "company.timezone"),
        ('[company]\nlanguage = "de"\n', "setting_not_choice", 2, "company.language"),
        ('[company]\nweek_start = "lunedì"\n', "setting_not_choice", 2, "company.week_start"),
        ("[company]\ngross_margin_share = 1.5\n", "setting_not_fraction", 2, "company.gross_margin_share"),
        ("[company]\ngross_margin_share = nan\n", "setting_not_fraction", 2, "company.gross_margin_share"),
        ("[company]\nname = 3\n", "setting_not_text", 2, "company.name"),
        ('[company]\nactivity_by_person = "yes"\n', "setting_not_boolean", 2, "company.activity_by_person"),
        ('[hours]\nmon = "09:00-18:00"\ntue = "9-18"\n', "setting_not_hours", 3, "hours.tue"),
        ('[hours]\nmon = "09:00-13:00,12:00-18:00"\n', "setting_not_hours", 2, "hours.mon"),
        ('[hours]\nmon = "18:00-09:00"\n', "setting_not_hours", 2, "hours.mon"),
        ('[hours]\nmonday = "09:00-18:00"\n', "unknown_setting", 2, "hours.monday"),
        ("[holidays]\nclosed = [\n  2026-08-14,\n  2026,\n]\n", "setting_not_dates", 2, "holidays.closed"),
        ('[company]\nname = "A"\n\n[compny]\n', "unknown_setting", 4, "compny"),
        ("company = 3\n", "setting_not_table", 1, "company"),
        ('[[metric]]\nid = "a"\nformula = "x"\n\n[[metric]]\nid = "b"\n', "setting_missing", 5, "metric"),
        ('[[metric]]\nid = "a"\nformula = "x"\n[[metric]]\nid = "a"\nformula = "y"\n', "setting_twice", 5, "metric.id"),
        ("[variants]\nwin_rate = 2\n", "setting_not_choice", 2, "variants.win_rate"),
        ('[variants]\n\nwin_rate = "by_colour"\n', "setting_not_choice", 3, "variants.win_rate"),
        ('[variants]\nwin_rat = "by_value"\n', "unknown_setting", 2, "variants.win_rat"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, code: str, row: int, setting: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_settings(text)
    assert (caught.value.code, caught.value.place.file) == (code, "polso.toml")
    assert (caught.value.place.row, caught.value.place.setting) == (row, setting)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('[company]\nname = "A"\ncurrency = EUR\n', 3),
        ('[company]\nname = "A"\nname = "B"\n', 3),
        ('[company]\nname = """A\n', 2),
    ],
)
def test_a_file_that_is_no_toml_names_the_line(text: str, row: int) -> None:
    with pytest.raises(UserError) as caught:
        parse_settings(text)
    assert (caught.value.code, caught.value.place.row) == ("settings_syntax", row)


def test_a_near_name_is_offered() -> None:
    with pytest.raises(UserError) as caught:
        parse_settings('[company]\ncurency = "EUR"\n')
    assert caught.value.parameters["suggestions"] == ("currency",)

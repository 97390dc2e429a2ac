"""What `polso.toml` may say: its tables, their keys, and the record made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from polso.base.company import Company
from polso.catalog.custom import UNITS
from polso.store import setting_values as values

TEXT_OF_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class CustomMetric:
    """A metric of the company's own, as written; its formula is vetted where metrics are resolved."""

    id: str
    formula: str
    name: str = ""
    name_it: str = ""
    name_en: str = ""
    unit: str = "count"
    better: str = "neutral"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `polso.toml`."""

    company: Company
    metrics: tuple[CustomMetric, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """A key of `polso.toml`: how it is read and written, and a remark for the file, in English and Italian."""

    name: str
    read: values.Reader
    remark_en: str
    remark_it: str
    field: str = ""
    """The field of `Company`, where it is named otherwise."""
    write: Callable[[object], object] = lambda value: value
    optional: bool = False
    """Left out of the file while the company has not chosen."""

    @property
    def company_field(self) -> str:
        return self.field or self.name


COMPANY_KEYS: tuple[Key, ...] = (
    Key("name", values.text, "The company’s name", "Il nome dell’azienda"),
    Key("currency", values.currency, "Currency of the totals, three letters", "Valuta dei totali, tre lettere"),
    Key("timezone", values.timezone, "Time zone that decides the day", "Fuso orario che decide il giorno"),
    Key(
        "week_start",
        values.weekday,
        "First day of the week, in English",
        "Primo giorno della settimana, in inglese",
        write=values.weekday_name,
    ),
    Key("fiscal_start", values.whole_number(1, 12), "First month of the fiscal year", "Primo mese dell’esercizio"),
    Key("language", values.choice("it", "en"), "it or en", "it oppure en"),
    Key(
        "customer_model",
        values.choice("subscription", "repeat", "one_off"),
        "How customers buy: subscription, repeat or one_off",
        "Come comprano i clienti: subscription (abbonamento), repeat (ritornano), one_off (una volta)",
        optional=True,
    ),
    Key(
        "active_window_days",
        values.whole_number(1, 3660),
        "A customer is active for so many days after a purchase",
        "Per quanti giorni dopo un acquisto un cliente è attivo",
    ),
    Key(
        "lead_maturity_days",
        values.whole_number(1, 3660),
        "A lead counts as converted if it becomes a customer within so many days; 90 if not chosen",
        "Un lead conta come convertito se diventa cliente entro questi giorni; 90 se non scelti",
        optional=True,
    ),
    Key(
        "cac_lag_days",
        values.whole_number(0, 3660),
        "Days from spending on customers until they are won, for the cost by lag; 0 if not chosen",
        "Giorni fra la spesa e il cliente acquisito, per il costo con ritardo; 0 se non scelti",
        optional=True,
    ),
    Key(
        "gross_margin_share",
        values.fraction(1),
        "Gross margin as a share of revenue, 0.35 = 35 %",
        "Margine lordo come quota del fatturato, 0.35 = 35 %",
        optional=True,
    ),
    Key(
        "discount_rate_annual",
        values.fraction(10),
        "Yearly discount rate of future money",
        "Tasso di sconto annuo del denaro futuro",
    ),
    Key(
        "revenue_basis",
        values.choice("invoices", "orders", "won_deals"),
        "What revenue is made of: invoices, orders or won_deals",
        "Di che cosa è fatto il fatturato: invoices (fatture), orders (ordini), won_deals (trattative vinte)",
        optional=True,
    ),
    Key(
        "revenue_sources",
        values.names,
        'Sources whose sales add up because they do not overlap, as ["shopify", "files"]',
        'Fonti le cui vendite si sommano perché non si sovrappongono, per esempio ["shopify", "files"]',
    ),
    Key(
        "activity_by_person",
        values.flag,
        "Show activity person by person (in Italy see art. 4 L. 300/1970)",
        "Mostrare le attività persona per persona (vedi art. 4 L. 300/1970)",
    ),
    Key("deal_noun", values.text, "Your word for a deal", "La vostra parola per una trattativa (offerta …)"),
    Key("revenue_noun", values.text, "Your word for revenue", "La vostra parola per il fatturato"),
)
HOLIDAY_KEYS: tuple[Key, ...] = (
    Key(
        "country",
        values.text,
        "Public holidays of this country, also by region (IT-MI); empty for none",
        "Giorni festivi di questo paese, anche con la provincia (IT-MI); vuoto per nessuno",
        field="holidays_country",
    ),
    Key(
        "closed",
        values.days,
        "Own closed days, as [2026-08-14, 2026-12-24]",
        "Chiusure proprie, per esempio [2026-08-14, 2026-12-24]",
        field="closed_days",
    ),
)
METRIC_KEYS: tuple[Key, ...] = (
    Key("id", values.text, "", ""),
    Key("formula", values.text, "", ""),
    Key("name", values.text, "", ""),
    Key("name_it", values.text, "", ""),
    Key("name_en", values.text, "", ""),
    Key("unit", values.choice(*UNITS), "", ""),
    Key("better", values.choice("higher", "lower", "neutral"), "", ""),
    Key("note", values.text, "", ""),
)
REQUIRED_OF_METRIC = ("id", "formula")


def flat(settings: Settings) -> dict[str, str]:
    """Every setting by its dotted name, as text: what the journal of changes compares and keeps.

    >>> flat(Settings(Company(name="Officina")))["company.name"]
    '"Officina"'
    """
    company = settings.company
    found: dict[str, str] = {}
    for table, keys in (("company", COMPANY_KEYS), ("holidays", HOLIDAY_KEYS)):
        for key in keys:
            value = getattr(company, key.company_field)
            if value is not None:
                found[f"{table}.{key.name}"] = values.write_value(key.write(value))
    for day, hours in zip(TEXT_OF_DAYS, company.hours, strict=True):
        found[f"hours.{day}"] = values.write_value(values.write_hours(hours))
    for metric_id, variant in company.variants:
        found[f"variants.{metric_id}"] = values.write_value(variant)
    for metric in settings.metrics:
        for key in METRIC_KEYS[1:]:
            found[f"metric.{metric.id}.{key.name}"] = values.write_value(getattr(metric, key.name))
    return found

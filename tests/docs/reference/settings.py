"""`docs/settings.md`: every key of `polso.toml` with its default."""

from __future__ import annotations

from collections.abc import Sequence

from polso.base.company import Company
from polso.catalog.registry import metrics
from polso.store.setting_values import write_hours, write_value
from polso.store.settings import (
    COMPANY_KEYS,
    HOLIDAY_KEYS,
    METRIC_KEYS,
    REQUIRED_OF_METRIC,
    TEXT_OF_DAYS,
    CustomMetric,
    Key,
)
from tests.docs.reference.markdown import code, codes, page, table

INTRODUCTION = """\
# Settings

Made from `src/polso/store/settings.py`. The settings of a workspace stand in its `polso.toml`, which a person may edit;
an unknown key or value is an error that names the line. What the file leaves out keeps its default. Every change is
journaled with its instant, and the relations that depend on it are made anew when the workspace is next opened.
"""
HOURS = """\
## [hours]

Opening hours of each weekday, several spans with commas, `""` for a closed day. Weekdays with hours are working days;
what is left out keeps its default. A file of opening hours (`calendar_hours`) stands in place of them, days of a file
(`calendar_exception`) above holidays and weekdays; where files name several calendars, only days that name none count.
"""
VARIANTS = """\
## [variants]

Which reading of a metric is the company's, as in `win_rate = "by_value"`. A variant never switches by itself; the first
import settles the one of `sales_growth` by the length of the history, and says so.
"""
METRICS = """\
## [[metric]]

Metrics of the company's own, one table each. They are read and checked for their shape; their formulas are not computed
yet.
"""
ENVIRONMENT = """\
## Environment

| variable | |
| --- | --- |
| `POLSO_WORKSPACE` | the folder of the workspace, where `--workspace` is not given |
| `POLSO_LANGUAGE` | `it` or `en`: the language of the command line, before that of the company |
| `POLSO_DEBUG` | set to anything, shows where an error of ours happened |
"""
METRIC_MEANINGS = {
    "id": "its name in questions",
    "formula": "from measures and metrics, with + − × ÷",
    "name": "what people see",
    "name_it": "what people see in Italian",
    "name_en": "what people see in English",
    "unit": "`currency`, `count`, `ratio`, `days`, `business_minutes` or `hours`",
    "better": "`higher`, `lower` or `neutral`",
    "note": "anything worth remembering",
}


def settings_page() -> str:
    company = Company()
    hours = [
        (code(day), code(write_value(write_hours(spans))))
        for day, spans in zip(TEXT_OF_DAYS, company.hours, strict=True)
    ]
    variants = [
        (code(metric.id), codes(metric.variant_ids), code(metric.default_variant))
        for metric in metrics().values()
        if metric.variants
    ]
    return page(
        INTRODUCTION,
        "## [company]",
        _keys(COMPANY_KEYS, company),
        "## [holidays]",
        _keys(HOLIDAY_KEYS, company),
        HOURS,
        table(("key", "default"), hours),
        VARIANTS,
        table(("key", "values", "default"), variants),
        METRICS,
        table(("key", "", "default"), [_metric_row(key) for key in METRIC_KEYS]),
        ENVIRONMENT,
    )


def _keys(keys: Sequence[Key], company: Company) -> str:
    rows = [(code(key.name), key.remark_en, key.remark_it, _default(key, company)) for key in keys]
    return table(("key", "English", "Italiano", "default"), rows)


def _default(key: Key, company: Company) -> str:
    value = getattr(company, key.company_field)
    return "not chosen" if value is None else code(write_value(key.write(value)))


def _metric_row(key: Key) -> tuple[str, str, str]:
    said = METRIC_MEANINGS[key.name]
    if key.name in REQUIRED_OF_METRIC:
        return code(key.name), said, "**required**"
    return code(key.name), said, code(write_value(getattr(CustomMetric("", ""), key.name)))

"""The named relations that questions read.

They are built from the canonical tables when a batch is loaded (what is peculiar to a metric is settled there), so that
any engine needs only to scan, filter and aggregate them. Every relation carries `[known_from, known_to)`; the row that
holds now has a null `known_to`. Local days are columns; a *clock* names the day column that dates a measure.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Clock:
    """A dating of the rows: the local `day` column, and the tables whose coverage bounds it."""

    name: str
    day: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of versions, its columns with SQL types, its clocks and the dimensions its rows can be split by.

    `dimensions` maps a dimension to the key column on the row; the key of `team` is found through the representative
    and the day of the clock. `entities` maps an entity with attributes of its own to its key column. `identity` is the
    business key of a row, which people see; `shown` are the columns listed when somebody opens the rows of a figure.
    `credits` maps a credit role (who earned it: at closing, at creation) to the representative's column.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    clocks: tuple[Clock, ...]
    identity: str
    dimensions: dict[str, str] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    credits: dict[str, str] = field(default_factory=lambda: {"closing": "rep_id"})

    def day_of(self, clock: str) -> str:
        for candidate in self.clocks:
            if candidate.name == clock:
                return candidate.day
        raise KeyError(f"{self.name}.{clock}")


KNOWN: tuple[tuple[str, str], ...] = (("known_from", "TIMESTAMP"), ("known_to", "TIMESTAMP"), ("origin", "VARCHAR"))

DEAL = Relation(
    "deal",
    (
        ("opportunity_id", "VARCHAR"),
        ("name", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("created_by_rep_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("stage_id", "VARCHAR"),
        ("type", "VARCHAR"),
        ("status", "VARCHAR"),
        ("amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("amount_base", "DECIMAL(18,4)"),
        ("created_on", "DATE"),
        ("started_on", "DATE"),
        ("started_from", "VARCHAR"),
        ("closed_on", "DATE"),
        ("decided_on", "DATE"),
        ("outlook", "VARCHAR"),
        ("cycle_days", "INTEGER"),
        ("lead_cycle_days", "INTEGER"),
        ("loss_reason", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("created", "created_on"), Clock("closed", "decided_on")),
    "opportunity_id",
    {
        "rep": "rep_id",
        "team": "rep_id",
        "source": "source_id",
        "channel": "channel",
        "product": "product_id",
        "segment": "account_id",
        "stage": "stage_id",
    },
    {
        "opportunity": "opportunity_id",
        "account": "account_id",
        "rep": "rep_id",
        "product": "product_id",
        "source": "source_id",
    },
    (
        "opportunity_id",
        "name",
        "account_id",
        "rep_id",
        "product_id",
        "source_id",
        "status",
        "amount",
        "currency",
        "created_on",
        "closed_on",
        "cycle_days",
    ),
    {"closing": "rep_id", "creation": "created_by_rep_id"},
)

DEAL_SPAN = Relation(
    "deal_span",
    (
        ("opportunity_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("stage_id", "VARCHAR"),
        ("type", "VARCHAR"),
        ("from_on", "DATE"),
        ("to_on", "DATE"),
        ("amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("amount_state", "VARCHAR"),
        ("expected_close_on", "DATE"),
        ("closing", "VARCHAR"),
        ("created_on", "DATE"),
        ("reopened", "BOOLEAN"),
        ("ended_as", "VARCHAR"),
        ("closed_until", "DATE"),
        *KNOWN,
    ),
    (Clock("span", "from_on"),),
    "opportunity_id",
    {**DEAL.dimensions, "closing": "closing"},
    dict(DEAL.entities),
    (
        "opportunity_id",
        "account_id",
        "rep_id",
        "product_id",
        "stage_id",
        "amount",
        "currency",
        "amount_state",
        "expected_close_on",
        "from_on",
        "to_on",
    ),
)

SALE = Relation(
    "sale",
    (
        ("sale_id", "VARCHAR"),
        ("basis", "VARCHAR"),
        ("kind", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("happened_on", "DATE"),
        ("amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("amount_base", "DECIMAL(18,4)"),
        *KNOWN,
    ),
    (Clock("happened", "happened_on"),),
    "sale_id",
    {
        "rep": "rep_id",
        "team": "rep_id",
        "source": "source_id",
        "channel": "channel",
        "product": "product_id",
        "segment": "account_id",
    },
    {
        "account": "account_id",
        "rep": "rep_id",
        "product": "product_id",
        "source": "source_id",
        "sales_order": "sale_id",
    },
    ("sale_id", "kind", "account_id", "rep_id", "product_id", "source_id", "amount", "currency", "happened_on"),
)

SALE_LINE = Relation(
    "sale_line",
    SALE.columns,
    SALE.clocks,
    SALE.identity,
    dict(SALE.dimensions),
    dict(SALE.entities),
    SALE.shown,
)

FIRST_SALE = Relation(
    "first_sale",
    (
        ("account_id", "VARCHAR"),
        ("basis", "VARCHAR"),
        ("sale_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("happened_on", "DATE"),
        *KNOWN,
    ),
    (Clock("happened", "happened_on"),),
    "account_id",
    dict(SALE.dimensions),
    {"account": "account_id", "rep": "rep_id", "source": "source_id"},
    ("account_id", "sale_id", "rep_id", "source_id", "happened_on"),
)

REP_DAY = Relation(
    "rep_day",
    (("rep_id", "VARCHAR"), ("day", "DATE"), ("fte", "DECIMAL(9,6)"), *KNOWN),
    (Clock("day", "day"),),
    "rep_id",
    {"rep": "rep_id", "team": "rep_id"},
    {"rep": "rep_id"},
    ("rep_id", "day", "fte"),
)

RELATIONS: dict[str, Relation] = {
    relation.name: relation for relation in (DEAL, DEAL_SPAN, SALE, SALE_LINE, FIRST_SALE, REP_DAY)
}

# Helpers of the relations, built at load too: they are joined, never asked for.
REP_TEAM_COLUMNS: tuple[tuple[str, str], ...] = (
    ("rep_id", "VARCHAR"),
    ("team_id", "VARCHAR"),
    ("valid_from", "DATE"),
    ("valid_to", "DATE"),
)
FX_DAY_COLUMNS: tuple[tuple[str, str], ...] = (("day", "DATE"), ("currency", "VARCHAR"), ("to_base", "DECIMAL(18,8)"))
CALENDAR_DAY_COLUMNS: tuple[tuple[str, str], ...] = (
    ("day", "DATE"),
    ("is_working", "BOOLEAN"),
    ("week", "INTEGER"),
    ("month", "INTEGER"),
    ("quarter", "INTEGER"),
    ("year", "INTEGER"),
    ("fiscal_quarter", "INTEGER"),
    ("fiscal_year", "INTEGER"),
)
COVERAGE_COLUMNS: tuple[tuple[str, str], ...] = (
    ("source_system", "VARCHAR"),
    ("relation", "VARCHAR"),
    ("clock", "VARCHAR"),
    ("covered_from", "DATE"),
    ("covered_to", "DATE"),
)

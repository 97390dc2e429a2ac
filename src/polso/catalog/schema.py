"""The canonical tables: what a company's records are, whatever file they came from.

One `Table` a kind of record. A column of kind `instant` is named `<word>_at` and is stored twice: `<word>_at`, the UTC
instant (null when the source knew the day only), and `<word>_on`, the company's local day. A `reference` names another
table; files may give the parent's id or its name. All ranges are half-open; an end that is null still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnKind = Literal[
    "text", "reference", "instant", "date", "money", "currency", "rate", "share", "integer", "boolean", "choice"
]

PHYSICAL_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "reference": "VARCHAR",
    "date": "DATE",
    "money": "DECIMAL(18,4)",
    "currency": "VARCHAR",
    "rate": "DECIMAL(18,8)",
    "share": "DECIMAL(9,6)",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "choice": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a canonical table; `choices` are the closed words of a `choice` column."""

    name: str
    kind: ColumnKind = "text"
    required: bool = False
    references: str | None = None
    choices: tuple[str, ...] = ()
    default: str | None = None
    personal: bool = False
    """Holds personal data: kept out of logs, reached by erasure."""
    open_end: bool = False
    """The end of a range; in a file it is the last included day."""

    def physical(self) -> tuple[tuple[str, str], ...]:
        """The stored columns and their SQL types.

        >>> Column("closed_at", "instant").physical()
        (('closed_at', 'TIMESTAMP'), ('closed_on', 'DATE'))
        """
        if self.kind == "instant":
            return ((self.name, "TIMESTAMP"), (day_column(self.name), "DATE"))
        return ((self.name, PHYSICAL_TYPES[self.kind]),)


@dataclass(frozen=True, slots=True)
class Table:
    """A canonical table; `key` identifies a record of one source, `display` is the column shown to people."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    display: str | None = None
    keyless: bool = False
    """Ordinary sources give no key: identity is content and ordinal."""
    importable: bool = True

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    def physical(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair for column in self.columns for pair in column.physical())

    @property
    def references(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.references)

    @property
    def money(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.kind == "money")


def day_column(instant: str) -> str:
    """The local day beside an instant column: `closed_at` -> `closed_on`."""
    return instant.removesuffix("_at") + "_on"


# Columns that every stored table has besides its own; DESIGN of versions: [known_from, known_to).
SYSTEM_COLUMNS: tuple[tuple[str, str], ...] = (
    ("source_system", "VARCHAR"),
    ("external_id", "VARCHAR"),
    ("is_stub", "BOOLEAN"),
    ("batch_id", "INTEGER"),
    ("file_id", "INTEGER"),
    ("line", "INTEGER"),
    ("first_seen_at", "TIMESTAMP"),
    ("deleted_at", "TIMESTAMP"),
    ("known_from", "TIMESTAMP"),
    ("known_to", "TIMESTAMP"),
    ("closed_by", "INTEGER"),
)


def _id(name: str, *, required: bool = True) -> Column:
    return Column(name, "text", required=required)


def _ref(name: str, table: str, *, required: bool = False) -> Column:
    return Column(name, "reference", references=table, required=required)


def _choice(name: str, *choices: str, required: bool = False, default: str | None = None) -> Column:
    return Column(name, "choice", choices=choices, required=required, default=default)


def _money(name: str, *, required: bool = False) -> Column:
    return Column(name, "money", required=required)


def _at(name: str, *, required: bool = False) -> Column:
    return Column(name, "instant", required=required)


def _on(name: str, *, required: bool = False) -> Column:
    return Column(name, "date", required=required)


def _end(name: str) -> Column:
    return Column(name, "date", open_end=True)


def _text(name: str, *, required: bool = False, personal: bool = False) -> Column:
    return Column(name, "text", required=required, personal=personal)


def _flag(name: str, default: str | None = None) -> Column:
    return Column(name, "boolean", default=default)


def _count(name: str, *, required: bool = False) -> Column:
    return Column(name, "integer", required=required)


def _share(name: str, default: str | None = None) -> Column:
    return Column(name, "share", default=default)


_CURRENCY = Column("currency", "currency")

TABLES: tuple[Table, ...] = (
    # Calendar and exchange
    Table(
        "calendar_hours",
        ("calendar_id", "weekday", "open_min"),
        (_id("calendar_id"), _count("weekday", required=True), _count("open_min", required=True), _count("close_min")),
    ),
    Table(
        "calendar_exception",
        ("calendar_id", "local_date", "open_min"),
        (
            _id("calendar_id", required=False),
            _on("local_date", required=True),
            _count("open_min"),
            _count("close_min"),
            _choice("kind", "closed", "open", default="closed"),
            _text("label"),
        ),
    ),
    Table(
        "fx_rate",
        ("rate_date", "currency"),
        (
            _on("rate_date", required=True),
            Column("currency", "currency", required=True),
            Column("to_base", "rate", required=True),
        ),
    ),
    # People
    Table(
        "rep",
        ("rep_id",),
        (
            _id("rep_id"),
            _text("name", personal=True),
            _text("email", personal=True),
            _text("role"),
            _text("calendar_id"),
            _on("hired_on"),
            _end("left_on"),
            _choice("kind", "human", "queue", "bot", default="human"),
        ),
        display="name",
    ),
    Table("team", ("team_id",), (_id("team_id"), _text("name"), _ref("parent_team_id", "team")), display="name"),
    Table(
        "team_membership",
        ("rep_id", "team_id", "valid_from"),
        (
            _ref("rep_id", "rep", required=True),
            _ref("team_id", "team", required=True),
            _on("valid_from"),
            _end("valid_to"),
            _share("fte", default="1"),
        ),
    ),
    # Parties and catalogue
    Table(
        "account",
        ("account_id",),
        (
            _id("account_id"),
            _text("name", personal=True),
            _choice("kind", "company", "person"),
            _text("segment"),
            _text("industry"),
            _text("country"),
            _text("vat_number", personal=True),
            _text("email", personal=True),
            _at("created_at"),
            _ref("merged_into", "account"),
        ),
        display="name",
    ),
    Table(
        "account_history",
        ("account_id", "valid_from"),
        (
            _ref("account_id", "account", required=True),
            _on("valid_from", required=True),
            _end("valid_to"),
            _ref("owner_id", "rep"),
            _text("segment"),
        ),
    ),
    Table(
        "product",
        ("product_id",),
        (
            _id("product_id"),
            _text("name"),
            _text("category"),
            _flag("is_recurring"),
            _money("list_price"),
            _money("unit_cost"),
            _CURRENCY,
        ),
        display="name",
    ),
    Table(
        "source",
        ("source_id",),
        (_id("source_id"), _text("name"), _text("channel"), _flag("is_paid"), _flag("is_referral")),
        display="name",
    ),
    Table(
        "stage",
        ("pipeline_id", "stage_id", "valid_from"),
        (
            _text("pipeline_id"),
            _id("stage_id"),
            _on("valid_from"),
            _end("valid_to"),
            _text("name"),
            _count("rank"),
            _choice("kind", "open", "won", "lost"),
            _choice("milestone", "qualified", "meeting", "proposal", "negotiation"),
        ),
        display="name",
    ),
    # Funnel
    Table(
        "lead",
        ("lead_id",),
        (
            _id("lead_id"),
            _ref("account_id", "account"),
            _text("name", personal=True),
            _at("created_at", required=True),
            _ref("source_id", "source"),
            _text("campaign"),
            _ref("owner_id", "rep"),
            _ref("referrer_account_id", "account"),
            _at("qualified_at"),
            _at("converted_at"),
            _ref("opportunity_id", "opportunity"),
            _at("disqualified_at"),
            _text("disqualify_reason"),
        ),
        display="name",
    ),
    Table(
        "opportunity",
        ("opportunity_id",),
        (
            _id("opportunity_id"),
            _text("name"),
            _ref("account_id", "account"),
            _ref("lead_id", "lead"),
            _text("pipeline_id"),
            _at("created_at"),
            _ref("owner_id", "rep"),
            _ref("source_id", "source"),
            _text("channel"),
            _ref("product_id", "product"),
            _choice("type", "new", "upsell", "cross_sell", "renewal", "other"),
            _money("amount"),
            _CURRENCY,
            _ref("stage_id", "stage"),
            _choice("status", "open", "won", "lost", required=True),
            _at("closed_at"),
            _on("expected_close_on"),
            _text("loss_reason"),
            _on("next_step_on"),
            _text("next_step"),
        ),
        display="name",
    ),
    Table(
        "opportunity_event",
        ("opportunity_id", "seq"),
        (
            _ref("opportunity_id", "opportunity", required=True),
            _count("seq"),
            _at("happened_at", required=True),
            _choice(
                "field",
                "created",
                "stage",
                "status",
                "owner",
                "amount",
                "currency",
                "expected_close",
                "deleted",
                required=True,
            ),
            _text("old"),
            _text("new"),
            _choice("origin", "observed", "inferred", default="observed"),
        ),
        keyless=True,
    ),
    Table(
        "opportunity_line",
        ("opportunity_id", "line_no"),
        (
            _ref("opportunity_id", "opportunity", required=True),
            _count("line_no"),
            _ref("product_id", "product"),
            Column("quantity", "rate"),
            _money("amount"),
            _CURRENCY,
        ),
    ),
    Table(
        "credit_split",
        ("opportunity_id", "rep_id"),
        (
            _ref("opportunity_id", "opportunity", required=True),
            _ref("rep_id", "rep", required=True),
            Column("share", "share", required=True),
        ),
    ),
    Table(
        "proposal",
        ("proposal_id",),
        (
            _id("proposal_id"),
            _ref("opportunity_id", "opportunity"),
            _ref("account_id", "account"),
            _count("version"),
            _at("sent_at", required=True),
            _ref("rep_id", "rep"),
            _money("amount"),
            _CURRENCY,
        ),
    ),
    # Money
    Table(
        "sales_order",
        ("order_id",),
        (
            _id("order_id"),
            _ref("account_id", "account"),
            _ref("opportunity_id", "opportunity"),
            _ref("rep_id", "rep"),
            _ref("source_id", "source"),
            _text("channel"),
            _at("ordered_at", required=True),
            _choice("status", "completed", "cancelled", "pending", "test", default="completed"),
            _CURRENCY,
            _money("net_amount", required=True),
            _money("tax"),
            _money("shipping"),
            _money("gross_amount"),
            _money("cost"),
        ),
        keyless=True,
    ),
    Table(
        "order_line",
        ("order_id", "line_no"),
        (
            _ref("order_id", "sales_order", required=True),
            _count("line_no"),
            _ref("product_id", "product"),
            Column("quantity", "rate"),
            _money("list_amount"),
            _money("net_amount"),
            _money("cost"),
        ),
    ),
    Table(
        "refund",
        ("refund_id",),
        (
            _id("refund_id"),
            _ref("order_id", "sales_order"),
            _at("refunded_at", required=True),
            _money("amount", required=True),
            _CURRENCY,
            _choice("kind", "refund", "chargeback", "credit_note", default="refund"),
            _text("reason"),
        ),
        keyless=True,
    ),
    Table(
        "invoice",
        ("invoice_id",),
        (
            _id("invoice_id"),
            _text("number"),
            _choice("kind", "invoice", "credit_note", "deposit", default="invoice"),
            _on("issued_on", required=True),
            _on("due_on"),
            _on("paid_on"),
            _ref("account_id", "account"),
            _money("net"),
            _money("vat"),
            _money("gross"),
            _CURRENCY,
            _ref("rep_id", "rep"),
            _ref("order_id", "sales_order"),
            _ref("opportunity_id", "opportunity"),
        ),
        display="number",
    ),
    Table(
        "subscription_span",
        ("subscription_id", "valid_from"),
        (
            _id("subscription_id"),
            _ref("account_id", "account"),
            _ref("product_id", "product"),
            _on("valid_from", required=True),
            _end("valid_to"),
            _money("mrr", required=True),
            _CURRENCY,
            Column("quantity", "rate"),
            _flag("is_trial", "false"),
            _flag("is_paused", "false"),
        ),
    ),
    Table(
        "expense",
        ("expense_id",),
        (
            _id("expense_id"),
            _on("span_start", required=True),
            _end("span_end"),
            _money("amount", required=True),
            _CURRENCY,
            _choice(
                "category",
                "ads",
                "sales_pay",
                "marketing_pay",
                "commission",
                "tools",
                "agency",
                "events",
                "overhead",
                "other",
                default="other",
            ),
            _share("acquisition_share"),
            _ref("source_id", "source"),
            _text("campaign"),
            _ref("team_id", "team"),
        ),
        keyless=True,
    ),
    # Work and voice
    Table(
        "activity",
        ("activity_id",),
        (
            _id("activity_id"),
            _choice(
                "kind",
                "call",
                "email",
                "meeting",
                "demo",
                "event",
                "social",
                "prospecting",
                "admin",
                "other",
                required=True,
            ),
            _choice("direction", "out", "in", "internal"),
            _choice("status", "scheduled", "done", "no_show", "cancelled", default="done"),
            _at("booked_at"),
            _at("starts_at"),
            _at("done_at"),
            _count("duration_min"),
            _ref("rep_id", "rep"),
            _ref("lead_id", "lead"),
            _ref("opportunity_id", "opportunity"),
            _ref("account_id", "account"),
            _text("thread_id"),
            _flag("is_automated", "false"),
            _flag("is_follow_up"),
        ),
        keyless=True,
    ),
    Table(
        "inquiry",
        ("inquiry_id",),
        (
            _id("inquiry_id"),
            _choice("channel", "phone", "email", "chat", "form", "social"),
            _at("received_at", required=True),
            _ref("account_id", "account"),
            _ref("lead_id", "lead"),
            _at("first_response_at"),
            _ref("first_response_by", "rep"),
            _flag("first_response_is_auto", "false"),
        ),
        keyless=True,
    ),
    Table(
        "social_stat",
        ("platform", "rep_or_brand", "post_id", "stat_date"),
        (
            _text("platform", required=True),
            _text("rep_or_brand"),
            _text("post_id"),
            _on("stat_date", required=True),
            _count("likes"),
            _count("comments"),
            _count("shares"),
            _count("direct_messages"),
            _count("impressions"),
            _count("followers"),
            _flag("is_cumulative", "false"),
        ),
    ),
    Table(
        "survey_response",
        ("response_id",),
        (
            _id("response_id"),
            _choice("survey", "csat", "nps", "ces", default="csat"),
            _at("sent_at"),
            _at("responded_at"),
            _ref("account_id", "account"),
            _ref("order_id", "sales_order"),
            _ref("opportunity_id", "opportunity"),
            _ref("rep_id", "rep"),
            Column("score", "rate"),
            Column("scale_min", "rate"),
            Column("scale_max", "rate"),
            _text("comment", personal=True),
            _text("topic"),
        ),
        keyless=True,
    ),
    # Goals and any other figure
    Table(
        "target",
        ("target_id",),
        (
            _id("target_id"),
            _text("metric_id", required=True),
            _choice("scope_type", "company", "team", "rep", "source", "product", default="company"),
            _text("scope_id"),
            _on("period_start", required=True),
            _end("period_end"),
            _money("value", required=True),
            _CURRENCY,
            _choice("kind", "quota", "goal", "threshold", default="goal"),
            _choice(
                "profile",
                "business_days",
                "calendar_days",
                "seasonal",
                "end_of_period",
                default="business_days",
            ),
            _at("set_at"),
            _at("superseded_at"),
        ),
        keyless=True,
    ),
    Table(
        "benchmark",
        ("benchmark_id",),
        (
            _id("benchmark_id"),
            _text("metric_id", required=True),
            _text("scope"),
            Column("p25", "rate"),
            Column("p50", "rate"),
            Column("p75", "rate"),
            _count("n"),
            _choice("basis", "own_trailing", "published", "user", default="user"),
            _text("citation"),
            _text("url"),
            _on("as_of"),
            _text("definition_note"),
        ),
    ),
    Table(
        "series",
        ("name", "value_date"),
        (_text("name", required=True), _on("value_date", required=True), Column("value", "rate", required=True)),
    ),
    Table(
        "note",
        ("note_id",),
        (_id("note_id"), _on("noted_on", required=True), _text("metric_id"), _text("body", required=True)),
    ),
    Table(
        "attribute",
        ("entity", "entity_id", "name"),
        (
            _text("entity", required=True),
            _text("entity_id", required=True),
            _text("name", required=True),
            _text("value"),
        ),
        importable=False,
    ),
    Table(
        "metric_snapshot",
        ("metric_id", "scope", "period", "closed_on"),
        (
            _text("metric_id", required=True),
            _text("scope"),
            _text("period", required=True),
            _on("closed_on", required=True),
            _text("result", required=True),
        ),
        importable=False,
    ),
)

TABLE: dict[str, Table] = {table.name: table for table in TABLES}
IMPORTABLE: tuple[str, ...] = tuple(table.name for table in TABLES if table.importable)

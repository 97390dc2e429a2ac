"""The relations of a dashboard in the size that is asked for: activities, and deals, orders and leads in proportion.

The sample company is imported whole, so that every canonical table is filled and no metric is refused; then the
relations that the dashboard reads are replaced by generated ones, written by DuckDB straight into the workspace.
Nothing is random: every value is a hash of the row's number. Rows come nearly in the order of time, as in
data that are appended.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
from benchmarks.dashboard_readings import END, FIRST, MATURITY

from polso.base.company import Company
from polso.demo import generate
from polso.intake.importing import import_files
from polso.store.derive.tables import empty
from polso.store.workspace import Workspace

TODAY = date(2026, 11, 24)
DAYS = (END - FIRST).days
REPS = 60
COMPANY = Company(
    name="Officina Verdi",
    revenue_basis="orders",
    activity_by_person=True,
    lead_maturity_days=MATURITY,
    variants=(("average_revenue_per_sale", "default"),),
)

# Each relation of ENGINE's proportions: rows an activity, then the columns that differ from null.
_ROWS: dict[str, tuple[float, str]] = {
    "work": (
        1.0,
        """
        'W' || i as activity_id,
        case when h(i, 1) < 45 then 'call' when h(i, 1) < 80 then 'email' when h(i, 1) < 90 then 'meeting'
             when h(i, 1) < 94 then 'demo' when h(i, 1) < 95 then 'event' else 'note' end as kind,
        case when h(i, 2) < 70 then 'out' when h(i, 2) < 90 then 'in' else 'internal' end as direction,
        case when h(i, 3) < 90 then 'done' when h(i, 3) < 94 then 'no_show' else 'planned' end as status,
        h(i, 4) < 5 as is_automated, h(i, 5) < 3 as is_copy, h(i, 6) < 30 as is_follow_up,
        case when h(i, 7) < 45 then true when h(i, 7) < 98 then false end as is_connected,
        rep(i, 8) as rep_id, 'A' || big(i, 9, n // 20 + 1) as account_id, 'A' || big(i, 9, n // 20 + 1) as touched,
        day(i, n) - h(i, 10)::integer % 10 as booked_on,
        case when h(i, 3) < 90 then day(i, n) end as done_on, 5 + h(i, 11)::integer % 40 as minutes
        """,
    ),
    "deal": (
        0.2,
        """
        'D' || i as opportunity_id, 'A' || big(i, 9, n // 4 + 1) as account_id, rep(i, 8) as rep_id,
        rep(i, 8) as created_by_rep_id, case when h(i, 1) < 10 then 'renewal' else 'new' end as type,
        case when h(i, 2) < 25 then 'won' when h(i, 2) < 70 then 'lost' else 'open' end as status,
        money(i, 3, 2000000) as amount, 'EUR' as currency, money(i, 3, 2000000) as amount_base, day(i, n) as created_on,
        case when h(i, 2) < 70 then day(i, n) + 1 + (big(i, 4, 20) * big(i, 5, 6))::integer end as decided_on,
        case when h(i, 2) < 25 then 'won' when h(i, 2) < 70 then 'lost' when h(i, 6) < 50 then 'silent' else 'open' end
            as outlook,
        case when h(i, 2) < 70 then 1 + (big(i, 4, 20) * big(i, 5, 6))::integer end as cycle_days
        """,
    ),
    "sale": (
        0.5,
        """
        'S' || i as sale_id, 'orders' as basis, case when h(i, 1) < 3 then 'refund' else 'sale' end as kind,
        'A' || big(i, 9, n // 10 + 1) as account_id, rep(i, 8) as rep_id, day(i, n) as happened_on,
        case when h(i, 1) < 3 then -money(i, 3, 500000) else money(i, 3, 500000) end as amount, 'EUR' as currency,
        case when h(i, 1) < 3 then -money(i, 3, 500000) else money(i, 3, 500000) end as amount_base
        """,
    ),
    "first_sale": (
        0.05,
        "'A' || i as account_id, 'orders' as basis, 'S' || i as sale_id, rep(i, 8) as rep_id, day(i, n) as happened_on",
    ),
    "lead_path": (
        0.25,
        """
        'L' || i as lead_id, 'A' || big(i, 9, n // 5 + 1) as account_id, rep(i, 8) as rep_id,
        rep(i, 8) as converted_by_rep_id, day(i, n) as created_on,
        case when h(i, 1) < 12 then h(i, 2)::integer % 40 end as conversion_days,
        true as in_order, h(i, 4) < 8 as is_referral, h(i, 5) < 6 as is_repeat, h(i, 6) < 10 as phoned_in
        """,
    ),
    "mrr_span": (
        0.02,
        """
        'B' || i as subscription_id, 'A' || i as account_id, rep(i, 8) as rep_id, day(i, n) as from_on,
        case when h(i, 1) < 40 then day(i, n) + 30 + big(i, 2, 300)::integer end as to_on,
        money(i, 3, 40000) as amount, 'EUR' as currency, 'known' as amount_state
        """,
    ),
    "mrr_movement": (
        0.02,
        """
        'A' || i as account_id, rep(i, 8) as rep_id, day(i, n) as day,
        case when h(i, 1) < 60 then 'new' when h(i, 1) < 75 then 'expansion' else 'churn' end as movement,
        money(i, 3, 40000) as amount, 'EUR' as currency, money(i, 3, 40000) as amount_base
        """,
    ),
}
_MADE: dict[str, str] = {
    "deal_credit": "select * exclude (known_from, known_to, origin), 1 as share from deal",
    "deal_span": """
        select opportunity_id, account_id, rep_id, type, created_on as from_on, decided_on as to_on, amount, currency,
            'known' as amount_state, created_on, case when status <> 'open' then status end as ended_as
        from deal
        """,
    "work_touched": """
        select touched, kind, is_follow_up, rep_id, account_id, done_on as day from work
        where status = 'done' and direction = 'out' and kind in ('call', 'email') and not is_automated and not is_copy
        """,
    "work_time": """
        select rep_id, day, kind, case kind when 'selling' then 3 + rank % 3 else 2 end as hours
        from (select distinct rep_id from work) cross join days
            cross join (values ('selling'), ('admin')) as kinds (kind)
        """,
    "work_available": """
        select rep_id, day, 1 as fte, 8 as hours from (select distinct rep_id from work) cross join days
        where isodow(day) < 6
        """,
}
RELATIONS = (*_ROWS, *_MADE)


def prepare(folder: Path, activities: int) -> Path:
    """Make the workspace, and beside it each relation as a Parquet file; the folder of the workspace."""
    source, workspace_folder, parquet = folder / "source", folder / "workspace", folder / "parquet"
    source.mkdir()
    parquet.mkdir()
    files = list(generate(source, today=TODAY, size=0.1))
    with Workspace.create(workspace_folder, COMPANY) as workspace:
        import_files(workspace, files)
        with workspace.cursor() as cursor:
            _fill(cursor, activities)
    with duckdb.connect(str(workspace_folder / "facts.duckdb")) as connection:
        connection.execute("CHECKPOINT")
        for name in RELATIONS:
            connection.execute(f"COPY {name} TO '{parquet / name}.parquet' (FORMAT parquet, COMPRESSION zstd)")
    return workspace_folder


def _fill(cursor: duckdb.DuckDBPyConnection, activities: int) -> None:
    for macro in (
        "h(i, salt) AS hash(i, salt) % 100",
        "big(i, salt, k) AS hash(i, salt) % k::ubigint",
        f"rep(i, salt) AS 'R' || lpad((hash(i, salt) % {REPS})::varchar, 2, '0')",
        "money(i, salt, k) AS ((hash(i, salt) % k::ubigint) * 0.01)::decimal(18,4)",
        f"day(i, n) AS DATE '{FIRST}' + (((i * {DAYS}) // n + (hash(i, 99) % 7)::bigint) % {DAYS})::integer",
    ):
        cursor.execute(f"CREATE TEMP MACRO {macro}")
    cursor.execute(
        f"CREATE TEMP TABLE days AS SELECT DATE '{FIRST}' + number::integer AS day, number AS rank"
        f" FROM range({DAYS}) AS r (number)"
    )
    for name, (share, columns) in _ROWS.items():
        rows = max(int(activities * share), REPS)
        _replace(cursor, name, f"SELECT {columns} FROM (SELECT range AS i, {rows} AS n FROM range({rows}))")
    for name, statement in _MADE.items():
        _replace(cursor, name, statement)
    _cover(cursor)


def _replace(cursor: duckdb.DuckDBPyConnection, name: str, statement: str) -> None:
    empty(cursor, name)
    cursor.execute(
        f"INSERT INTO {name} BY NAME SELECT *, TIMESTAMP '2024-11-01' AS known_from, 'given' AS origin"
        f" FROM ({statement})"
    )


def _cover(cursor: duckdb.DuckDBPyConnection) -> None:
    """The data cover the two years of the dashboard, and nothing else of the sample company bounds them."""
    bounded = ", ".join(f"'{name}'" for name in RELATIONS)
    cursor.execute(
        f"UPDATE coverage SET covered_from = DATE '{FIRST}', covered_to = DATE '{TODAY}'"
        f" WHERE split_part(relation, ':', 1) IN ({bounded})"
    )

"""One rate a currency and day, so that conversion is an equality join."""

from __future__ import annotations

import duckdb

from polso.base.company import Company
from polso.store.derive.statements import fill
from polso.store.derive.tables import empty

DAYS_FILLED = 7


def rebuild_fx_day(cursor: duckdb.DuckDBPyConnection, company: Company) -> None:
    """Fill `fx_day` from the rates that hold now: the last one, at most seven days old.

    The base currency is not in it: its rate is 1. A rate given for one day by two sources is the one learned last.
    """
    empty(cursor, "fx_day")
    cursor.execute(
        fill(
            """
            insert into fx_day
            with rate as (
                select rate_date, currency, arg_max(to_base, known_from) as to_base
                from derive_live_fx_rate
                where known_to = $forever and not is_stub and to_base is not null and currency <> ?
                group by rate_date, currency
            ),
            stretch as (
                select *, lead(rate_date) over (partition by currency order by rate_date) as next_date from rate
            )
            select rate_date + step.days::integer, currency, to_base
            from stretch, range(?) as step(days)
            where next_date is null or rate_date + step.days::integer < next_date
            """
        ),
        [company.currency, DAYS_FILLED + 1],
    )


def make_base_amount(cursor: duckdb.DuckDBPyConnection, company: Company) -> None:
    """The working macro `derive_base_amount(amount, currency, base, to_base)` and `derive_company(base)` to join.

    The amount in the base currency, exact to 4 decimals, half away from zero; null without a rate, never at rate 1.
    The product is widened first: DuckDB keeps that of two DECIMAL(18) in 18 digits and fails beyond.
    """
    cursor.execute("create or replace temp table derive_company as select ?::varchar as base", [company.currency])
    cursor.execute(
        """
        create or replace temp macro derive_base_amount(amount, currency, base, to_base) as
        case
            when currency is null or currency = base then amount
            else cast(round(amount::decimal(38, 4) * to_base, 4) as decimal(18, 4))
        end
        """
    )

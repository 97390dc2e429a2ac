"""Who looked after a customer on which day."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def make_account_owner(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working tables `derive_owner(account_id, rep_id, from_on, to_on)`, as known now and bounded, and
    `derive_first_rep(account_id, rep_id)`: who made the first sale, for customers without a history of owners."""
    replace_temp(
        cursor,
        "derive_owner",
        """
        select account_id, owner_id as rep_id, coalesce(valid_from, $first_day) as from_on,
            coalesce(valid_to, 'infinity'::date) as to_on
        from derive_live_account_history
        where known_to = $forever and not is_stub and account_id is not null and owner_id is not null
        qualify row_number() over (partition by account_id, valid_from order by known_from desc) = 1
        """,
    )
    replace_temp(
        cursor,
        "derive_first_rep",
        """
        select account_id, arg_min(rep_id, happened_on) as rep_id
        from first_sale
        where known_to is null and rep_id is not null
        group by account_id
        """,
    )

"""`deal`: every deal as it was known, and before the first import as it must have been."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty

SILENT_DAYS = 90


def rebuild_deal(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `deal` from `derive_state` and `derive_past`.

    `amount_base` is at the rate of the closing day, of the creation day for an open deal. `cycle_days` is in whole
    calendar days for won deals, `lead_cycle_days` counts from the lead; a closing before the beginning has none.
    Zero amounts of lost deals are unknown where no lost deal has another one.
    `decided_on` is the closing day, and for sources that keep none (a list of offers with outcomes) the day of the
    offer. `outlook` is the status, or `silent` for a deal that is open for more than 90 days since it was created,
    counted up to the newest day that its source describes: no outcome is overwritten by it.
    """
    _make_dating(cursor)
    empty(cursor, "deal")
    run(
        cursor,
        """
        insert into deal by name
        with every as (
            select opportunity_id, look, known_from, known_to, status, amount, currency, stage_id, closed_on,
                loss_reason, rep_id, 'observed' as origin
            from derive_state
            where look > 0
            union all by name
            select opportunity_id, 0 as look, known_from, known_to, status, amount, currency, stage_id, closed_on,
                loss_reason, rep_id, 'inferred' as origin
            from derive_past
        )
        select e.opportunity_id, s.name, s.account_id, e.rep_id, s.first_owner as created_by_rep_id, s.source_id,
            s.channel, s.product_id, e.stage_id, s.type, e.status, e.amount, e.currency,
            derive_base_amount(e.amount, e.currency, c.base, r.to_base) as amount_base,
            s.created_on,
            coalesce(s.lead_created_on, s.created_on) as started_on,
            case
                when s.lead_created_on is not null then 'lead'
                when s.created_on is not null then 'opportunity'
            end as started_from,
            e.closed_on,
            case
                when e.status = 'open' then null
                when d.by_offer then s.created_on
                else e.closed_on
            end as decided_on,
            case
                when e.status = 'open'
                    and if(e.known_to = $forever, d.newest_on, s.observed_on) - s.created_on > $silent
                then 'silent'
                else e.status
            end as outlook,
            case
                when e.status = 'won' and e.closed_on >= s.created_on then e.closed_on - s.created_on
            end as cycle_days,
            case
                when e.status = 'won' and e.closed_on >= s.lead_created_on then e.closed_on - s.lead_created_on
            end as lead_cycle_days,
            e.loss_reason, e.known_from, nullif(e.known_to, $forever) as known_to, e.origin
        from every e
        join derive_state s on s.opportunity_id = e.opportunity_id and s.look = e.look
        cross join derive_company c
        left join derive_dating d on d.source_system = s.source_system
        left join fx_day r on r.currency = e.currency and r.day = coalesce(e.closed_on, s.created_on)
        order by coalesce(e.closed_on, s.created_on), e.opportunity_id, e.known_from
        """,
        silent=str(SILENT_DAYS),
    )
    _forget_empty_amounts(cursor)


def _make_dating(cursor: duckdb.DuckDBPyConnection) -> None:
    """For each source the newest day that it describes, and whether its deals are dated by their offer: of those that
    are won or lost none has a day of closing. One that is known is never put aside for another."""
    replace_temp(
        cursor,
        "derive_dating",
        """
        select source_system, max(observed_on) as newest_on,
            count(*) filter (where status <> 'open' and known_to = $forever and created_on is not null) > 0
                and count(closed_on) filter (where status <> 'open' and known_to = $forever) = 0 as by_offer
        from derive_state
        where look > 0
        group by source_system
        """,
    )


def _forget_empty_amounts(cursor: duckdb.DuckDBPyConnection) -> None:
    """An amount of zero on every lost deal says that the source empties amounts, not that the deals were free."""
    run(
        cursor,
        """
        update deal set amount_base = null
        where status = 'lost' and amount = 0
            and not exists (select 1 from deal other where other.status = 'lost' and other.amount <> 0)
        """,
    )

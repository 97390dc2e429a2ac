"""`deal_credit`: every deal once for each person who shares in it."""

from __future__ import annotations

import duckdb

from polso.store.derive.merged import publish_merged
from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import COLUMNS, empty


def rebuild_deal_credit(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `deal_credit` from `deal` and the shares that are given: amounts by share, to four decimals.

    Shares are taken as parts of their sum. What rounding leaves goes to the first of the largest shares, so that the
    parts add up to the deal. A deal without shares is wholly of its owner at the close. Shares are known from when they
    were first given; before that the ones first learned hold.
    """
    replace_temp(
        cursor,
        "derive_split",
        """
        with shared as (
            select opportunity_id, rep_id, known_from, known_to, share from derive_live_credit_split
            where not is_stub and opportunity_id is not null and rep_id is not null and share > 0
        ),
        point as (
            select opportunity_id, known_from as point from shared
            union select opportunity_id, known_to from shared where known_to < $forever
        ),
        stretch as (
            select opportunity_id, if(lag(point) over w is null, $before_all, point) as known_from, point,
                coalesce(lead(point) over w, $forever) as known_to
            from point
            window w as (partition by opportunity_id order by point)
        )
        select t.opportunity_id, s.rep_id, t.known_from, t.known_to,
            s.share::double / sum(s.share::double) over (partition by t.opportunity_id, t.point) as share,
            row_number() over (partition by t.opportunity_id, t.point order by s.share desc, s.rep_id) = 1 as takes_rest
        from stretch t
        join shared s on s.opportunity_id = t.opportunity_id and s.known_from <= t.point and t.point < s.known_to
        """,
    )
    own = ", ".join(
        f"d.{name}"
        for name, _ in COLUMNS["deal"]
        if name not in ("rep_id", "amount", "amount_base", "known_from", "known_to")
    )
    publish_merged(
        cursor,
        "deal_credit",
        "opportunity_id",
        """
        with parted as (
            select $own, coalesce(s.rep_id, d.rep_id) as rep_id, coalesce(s.share, 1) as part, s.takes_rest,
                d.amount as whole, d.amount_base as whole_base,
                greatest(d.known_from, coalesce(s.known_from, d.known_from)) as known_from,
                least(coalesce(d.known_to, $forever), coalesce(s.known_to, $forever)) as known_to,
                cast(round(d.amount::decimal(38, 4) * coalesce(s.share, 1)::decimal(9, 6), 4) as decimal(18, 4))
                    as piece,
                cast(round(d.amount_base::decimal(38, 4) * coalesce(s.share, 1)::decimal(9, 6), 4) as decimal(18, 4))
                    as piece_base
            from deal d
            left join derive_split s on s.opportunity_id = d.opportunity_id
                and s.known_from < coalesce(d.known_to, $forever) and d.known_from < s.known_to
        )
        select * exclude (part, takes_rest, whole, whole_base, piece, piece_base), part::decimal(9, 6) as share,
            cast(
                if(coalesce(takes_rest, false), whole - (sum(piece) over same - piece), piece) as decimal(18, 4)
            ) as amount,
            cast(
                if(coalesce(takes_rest, false), whole_base - (sum(piece_base) over same - piece_base), piece_base)
                as decimal(18, 4)
            ) as amount_base
        from parted
        window same as (partition by opportunity_id, known_from, known_to)
        """,
        "closed_on",
        own=own,
    )


def rebuild_sale_credit(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `sale_credit` from `deal_credit`: the won deals that `sale` has, once for everybody who shares in them."""
    empty(cursor, "sale_credit")
    run(
        cursor,
        """
        insert into sale_credit by name
        select opportunity_id as sale_id, 'won_deals' as basis, 'sale' as kind, account_id, rep_id, source_id, channel,
            product_id, decided_on as happened_on, decided_on as restated_on, amount, currency, amount_base, known_from,
            known_to, origin
        from deal_credit
        where status = 'won' and opportunity_id in (select sale_id from sale where basis = 'won_deals')
        order by decided_on, opportunity_id, known_from
        """,
    )

"""`survey_answer`: what customers answered, on one scale, one voice a customer in thirty days."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp, run
from polso.store.derive.stretches import make_stretch
from polso.store.derive.tables import empty
from polso.store.derive.versions import Neighbour, cut

VOICE_DAYS = 30
"""Of a customer's answers to one survey within these days the last one counts."""
SATISFIED = "0.75"
"""The share of the scale from which on an answer is among its two best boxes of five."""

_ROOTS = (Neighbour("derive_account_root", "account_id", "account_id"),)


def rebuild_survey_answer(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `survey_answer`.

    `satisfied` and `rescaled` (0 to 1) are null without a scale or outside of it. `counts` is false for answers that a
    later one of the same customer to the same survey within 30 days replaces.
    """
    _make_answer(cursor)
    make_stretch(cursor, "derive_voice", "derive_survey_voice", "account_id", "survey")
    _make_counted(cursor)
    empty(cursor, "survey_answer")
    run(
        cursor,
        """
        insert into survey_answer by name
        with every as (
            select *, true as counts from derive_survey_rooted where responded_on is null or account_id is null
            union all by name
            select v.*, c.response_id is not null as counts
            from derive_voice v
            left join derive_voice_counted c on c.response_id = v.response_id and c.known_from = v.known_from
        ),
        scaled as (
            select *,
                case when score between scale_min and scale_max and scale_min < scale_max
                then (score - scale_min)::double / (scale_max - scale_min)::double end as height
            from every
        )
        select response_id, survey, rep_id, account_id, product_id, topic, sent_on, responded_on,
            round(height, 9) >= $satisfied as satisfied, score, scale_min, scale_max,
            height::decimal(18,4) as rescaled, counts, known_from, nullif(known_to, $forever) as known_to,
            'observed' as origin
        from scaled
        order by responded_on, response_id, known_from
        """,
        satisfied=SATISFIED,
    )


def _make_answer(cursor: duckdb.DuckDBPyConnection) -> None:
    replace_temp(
        cursor,
        "derive_survey",
        """
        with bought as (
            select sale_id as order_id, min(product_id) as product_id, min(account_id) as account_id
            from sale
            where basis = 'orders' and kind = 'sale' and known_to is null
            group by sale_id
        ),
        offered as (
            select opportunity_id, min(product_id) as product_id, min(account_id) as account_id
            from deal
            where known_to is null
            group by opportunity_id
        ),
        version as (
            select s.response_id, coalesce(s.survey, 'csat') as survey, s.rep_id,
                coalesce(s.account_id, o.account_id, d.account_id) as account_id,
                coalesce(o.product_id, d.product_id) as product_id, s.topic, s.sent_on, s.responded_on, s.responded_at,
                s.score, s.scale_min, s.scale_max, s.known_from, s.known_to,
                s.known_from = min(s.known_from) over (partition by s.source_system) as is_first
            from derive_live_survey_response s
            left join bought o on o.order_id = s.order_id
            left join offered d on d.opportunity_id = s.opportunity_id
            where not s.is_stub and s.response_id is not null
        )
        select * exclude (is_first) replace (
            if(is_first, least(coalesce(responded_at, responded_on::timestamp), known_from), known_from) as known_from
        )
        from version
        """,
    )
    cut(cursor, "derive_survey_piece", "derive_survey", "response_id", _ROOTS)
    replace_temp(
        cursor,
        "derive_survey_rooted",
        """
        select s.* replace (coalesce(r.root_id, s.account_id) as account_id)
        from derive_survey_piece s
        left join derive_account_root r on r.account_id = s.account_id
            and r.known_from <= s.known_from and s.known_from < r.known_to
        """,
    )
    replace_temp(
        cursor,
        "derive_survey_voice",
        "select * from derive_survey_rooted where responded_on is not null and account_id is not null",
    )


def _make_counted(cursor: duckdb.DuckDBPyConnection) -> None:
    """From each customer's last answer backwards: the next that counts is the last one a whole window earlier."""
    replace_temp(
        cursor,
        "derive_voice_counted",
        """
        with recursive voice as (
            select response_id, account_id, survey, known_from, responded_on,
                row_number() over (
                    partition by account_id, survey, known_from
                    order by responded_on, responded_at nulls first, response_id
                ) as ord
            from derive_voice
        ),
        kept as (
            select account_id, survey, known_from, max(ord) as ord, arg_max(responded_on, ord) as day
            from voice
            group by account_id, survey, known_from
            union all
            select v.account_id, v.survey, v.known_from, max(v.ord), arg_max(v.responded_on, v.ord)
            from kept k
            join voice v on v.account_id = k.account_id and v.survey = k.survey and v.known_from = k.known_from
                and v.responded_on <= k.day - $days::integer
            group by v.account_id, v.survey, v.known_from
        )
        select v.response_id, v.known_from
        from kept k
        join voice v on v.account_id = k.account_id and v.survey = k.survey and v.known_from = k.known_from
            and v.ord = k.ord
        """,
        days=str(VOICE_DAYS),
    )

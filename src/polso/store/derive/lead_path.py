"""`lead_path` and `lead_wait_span`: what became of every lead, and while it waited for an answer."""

from __future__ import annotations

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.store.derive.lead import DUPLICATE_DAYS, make_lead_link, make_lead_look
from polso.store.derive.lead_response import make_lead_answer, make_lead_touch
from polso.store.derive.merged import publish_merged
from polso.store.derive.statements import replace_temp

AGES = (("new", 0, 3), ("days", 3, 8), ("week", 8, None))
"""How long a lead has been waiting, in days from its own: up to two, up to a week, or longer."""


def rebuild_lead_path(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar) -> None:
    """Fill `lead_path` and `lead_wait_span` from leads, their activities, `deal` and `first_sale`.

    A lead is converted on the day when its account first bought anything or its first deal was won, whichever was
    earlier; where no lead of a source is tied to a deal or an account, on the day that the source calls its conversion.
    It ended on the day it was disqualified, else when the last of its deals was lost. Days count from its creation; a
    lead whose own days contradict each other has `in_order` null. `is_repeat`: the account had bought before, or had
    sent another lead within 30 days before. A lead waits from the day it came until it is answered, ended or converted;
    it has one span for each age that it reached.
    """
    make_lead_link(cursor)
    make_lead_touch(cursor)
    make_lead_look(cursor)
    make_lead_answer(cursor, calendar)
    _make_outcome(cursor)
    _make_repeat(cursor)
    _make_told(cursor)
    publish_merged(
        cursor,
        "lead_path",
        "lead_id",
        """
        select lead_id, account_id, source_id, campaign, channel, rep_id, converted_by_rep_id, created_on,
            converted_on - created_on as conversion_days, ended_on - created_on as ended_days,
            opportunity_on - created_on as opportunity_days, qualified_on - created_on as qualified_days,
            in_order, is_referral, is_repeat, begun, minutes, begun_elapsed, minutes_elapsed, ended_as, phoned_in,
            known_from, known_to, origin
        from derive_lead_told
        """,
        "created_on",
    )
    publish_merged(
        cursor,
        "lead_wait_span",
        "lead_id",
        """
        with waiting as (
            select lead_id, account_id, source_id, channel, rep_id, is_repeat, created_on,
                least(answered_on, converted_on, ended_on) as until, known_from, known_to, origin
            from derive_lead_told
            where created_on is not null and not phoned_in
        )
        select w.* exclude (until), w.created_on + a.first as from_on,
            least(w.until, w.created_on + a.past) as to_on, a.age, null as currency, 'observed' as amount_state
        from waiting w
        join (values $ages) a(age, first, past) on coalesce(w.until > w.created_on + a.first, true)
        """,
        "from_on",
        ages=", ".join(f"('{age}', {first}, {'null::integer' if past is None else past})" for age, first, past in AGES),
    )


def _make_outcome(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_lead_outcome`, by `(lead_id, known_from)`: the deals and the first sale known by then."""
    replace_temp(
        cursor,
        "derive_lead_outcome",
        """
        with dealt as (
            select l.lead_id, l.known_from, min(d.created_on) as opportunity_on,
                min(d.decided_on) filter (where d.status = 'won') as won_on,
                arg_min(d.rep_id, d.decided_on) filter (where d.status = 'won') as won_by,
                max(d.decided_on) filter (where d.status = 'lost') as lost_on,
                bool_and(d.status = 'lost') as all_lost
            from derive_lead_look l
            join derive_lead_deal d on d.lead_id = l.lead_id
                and d.known_from <= l.known_from and l.known_from < d.known_to
            group by l.lead_id, l.known_from
        ),
        sold as (
            select l.lead_id, l.known_from, min(s.happened_on) as sold_on,
                arg_min(s.rep_id, s.happened_on) as sold_by
            from derive_lead_look l
            join derive_lead_sale s on s.account_id = l.customer_id
                and s.known_from <= l.known_from and l.known_from < s.known_to
            group by l.lead_id, l.known_from
        )
        select l.lead_id, l.known_from, d.opportunity_on, d.won_on, d.won_by, s.sold_on, s.sold_by,
            case when d.all_lost then d.lost_on end as lost_on
        from derive_lead_look l
        left join dealt d on d.lead_id = l.lead_id and d.known_from = l.known_from
        left join sold s on s.lead_id = l.lead_id and s.known_from = l.known_from
        """,
    )


def _make_repeat(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working tables of the leads that repeat an earlier one, and of the sources that tie no lead to an outcome."""
    replace_temp(
        cursor,
        "derive_lead_again",
        """
        with ordered as (
            select lead_id, created_on,
                lag(created_on) over (partition by customer_id order by created_from, lead_id) as previous_on
            from derive_lead_look
            where known_to = $forever and customer_id is not null and created_on is not null
        )
        select lead_id from ordered where created_on - previous_on <= $days
        """,
        days=str(DUPLICATE_DAYS),
    )
    replace_temp(
        cursor,
        "derive_lead_untied",
        """
        select source_system
        from derive_lead
        where known_to = $forever
        group by source_system
        having count(account_id) = 0
            and count(*) filter (where lead_id in (select lead_id from derive_lead_link)) = 0
        """,
    )


def _make_told(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_lead_told`: everything of a lead in days, with nothing that was learned later."""
    replace_temp(
        cursor,
        "derive_lead_told",
        """
        with channel_of as (
            select source_id, min(channel) as channel, bool_or(is_referral) as is_referral
            from derive_live_source
            where known_to = $forever
            group by source_id
        ),
        known as (
            select l.*, o.opportunity_on as deal_on, o.won_on, o.won_by, o.sold_on, o.sold_by, o.lost_on,
                case when l.origin = 'observed' or l.qualified_from <= l.known_from then l.qualified_on end
                    as own_qualified,
                case when l.origin = 'observed' or l.converted_from <= l.known_from then l.converted_on end
                    as own_converted,
                case when l.origin = 'observed' or l.disqualified_from <= l.known_from then l.disqualified_on end
                    as own_disqualified,
                l.source_system in (select source_system from derive_lead_untied) as is_untied
            from derive_lead_look l
            join derive_lead_outcome o on o.lead_id = l.lead_id and o.known_from = l.known_from
        ),
        settled as (
            select *,
                coalesce(sold_on < created_on, false)
                    or lead_id in (select lead_id from derive_lead_again) as is_repeat,
                least(
                    won_on,
                    case when sold_on >= created_on then sold_on end,
                    case when is_untied then own_converted end
                ) as converted_day
            from known
        )
        select s.lead_id, s.customer_id as account_id, s.source_id, s.campaign, c.channel,
            s.first_owner as rep_id,
            coalesce(case when s.converted_day = s.won_on then s.won_by else s.sold_by end, s.owner_id)
                as converted_by_rep_id,
            s.created_on,
            s.converted_day as converted_on,
            case when s.converted_day is null then coalesce(s.own_disqualified, s.lost_on) end as ended_on,
            coalesce(s.deal_on, s.own_converted, s.converted_day) as opportunity_on,
            least(s.own_qualified, coalesce(s.deal_on, s.own_converted, s.converted_day)) as qualified_on,
            case
                when coalesce(
                    least(s.own_qualified, s.own_converted, s.own_disqualified, s.won_on) >= s.created_on, true
                ) then true
            end as in_order,
            coalesce(c.is_referral, false) or s.referrer_account_id is not null as is_referral,
            s.is_repeat, a.answered_on, a.begun, a.minutes, a.begun_elapsed, a.minutes_elapsed, a.ended_as,
            a.phoned_in, s.known_from, s.known_to, s.origin
        from settled s
        join derive_lead_answer a on a.lead_id = s.lead_id and a.known_from = s.known_from
        left join channel_of c on c.source_id = s.source_id
        """,
    )

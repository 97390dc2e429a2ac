"""`proposal_sent`: the proposals that went out, the first one of a deal apart from its revisions."""

from __future__ import annotations

import duckdb

from polso.store.derive.merged import publish_merged
from polso.store.derive.statements import replace_temp
from polso.store.derive.versions import Neighbour, cut


def rebuild_proposal_sent(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `proposal_sent` from proposals and `deal`; without any, from the deals that reached a stage marked proposal.

    The first proposal of a deal is the one of the lowest version, then the earliest; a proposal of no deal stands for
    itself. `status` is the deal's as known by then. Money is at the rate of the day of sending. What is told from
    stages is marked inferred, and has the deal's amount.
    """
    _make_proposal(cursor)
    publish_merged(
        cursor,
        "proposal_sent",
        "proposal_id",
        """
        with dealt as (
            select p.*, d.account_id as deal_account_id, d.rep_id as deal_rep_id, d.source_id, d.channel, d.product_id,
                d.status
            from derive_proposal_look p
            left join deal d on d.opportunity_id = p.opportunity_id and d.known_from <= p.known_from
                and p.known_from < coalesce(d.known_to, $forever)
        ),
        every as (
            select proposal_id, opportunity_id, coalesce(account_id, deal_account_id) as account_id,
                coalesce(rep_id, deal_rep_id) as rep_id, source_id, channel, product_id, version, position, sent_on,
                status, amount, currency, known_from, known_to, origin
            from dealt
            union all by name
            select r.opportunity_id as proposal_id, r.opportunity_id, d.account_id, d.rep_id, d.source_id, d.channel,
                d.product_id, 1 as version, 'first' as position, min(r.entered_on) as sent_on, d.status, d.amount,
                d.currency, r.known_from, r.known_to, 'inferred' as origin
            from derive_reach r
            join derive_ladder l on l.pipeline_id = r.pipeline_id and l.stage_id = r.stage_id
                and l.milestone = 'proposal'
            join deal d on d.opportunity_id = r.opportunity_id and d.known_from = r.known_from
            where r.outcome is not null and not exists (select 1 from derive_proposal)
            group by all
        )
        select e.* replace (coalesce(a.root_id, e.account_id) as account_id),
            derive_base_amount(e.amount, e.currency, c.base, x.to_base) as amount_base
        from every e
        cross join derive_company c
        left join fx_day x on x.currency = e.currency and x.day = e.sent_on
        left join derive_account_root a on a.account_id = e.account_id
            and a.known_from <= e.known_from and e.known_from < a.known_to
        """,
        "sent_on",
    )


def _make_proposal(cursor: duckdb.DuckDBPyConnection) -> None:
    """Versions of proposals; those sent by the first extract of their source are known from the day they were sent."""
    replace_temp(
        cursor,
        "derive_proposal",
        """
        with version as (
            select p.proposal_id, p.source_system, p.opportunity_id, p.account_id, p.rep_id, p.version, p.sent_on,
                coalesce(p.sent_at, s.start_at, p.sent_on::timestamp) as sent_from, p.amount, p.currency,
                p.known_from, p.known_to, min(p.known_from) over (partition by p.proposal_id) as first_known
            from derive_live_proposal p
            left join derive_day_start s on p.sent_at is null and s.day = p.sent_on
            where not p.is_stub and p.proposal_id is not null
        ),
        every as (
            select *, 'observed' as origin from version
            union all by name
            select v.* replace (v.sent_from as known_from, x.first_from as known_to), 'inferred' as origin
            from version v
            join derive_extract x on x.table_name = 'proposal' and x.source_system = v.source_system
                and x.known_from = v.known_from
            where v.known_from = v.first_known and v.sent_from < x.first_from
        ),
        first as (
            select opportunity_id, arg_min(proposal_id, (coalesce(version, 1), sent_from, proposal_id)) as proposal_id
            from version
            where known_to = $forever and opportunity_id is not null
            group by opportunity_id
        )
        select e.* exclude (first_known),
            if(e.opportunity_id is null or f.proposal_id = e.proposal_id, 'first', 'later') as position
        from every e
        left join first f on f.opportunity_id = e.opportunity_id
        """,
    )
    replace_temp(
        cursor,
        "derive_proposal_deal",
        "select opportunity_id, known_from, coalesce(known_to, $forever) as known_to from deal",
    )
    cut(
        cursor,
        "derive_proposal_look",
        "derive_proposal",
        "proposal_id",
        (Neighbour("derive_proposal_deal", "opportunity_id", "opportunity_id"),),
    )

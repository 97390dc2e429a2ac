"""`rep_team`: the one team that each representative counts for on every day."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty


def rebuild_rep_team(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `rep_team` from `derive_membership`: non-overlapping half-open spans, a null end is unbounded.

    Of overlapping memberships the one with the highest share of time counts, then the first team by id.
    """
    _make_membership(cursor)
    empty(cursor, "rep_team")
    run(
        cursor,
        """
        insert into rep_team
        with bound as (
            select rep_id, from_on as day from derive_membership
            union
            select rep_id, to_on from derive_membership
        ),
        stretch as (
            select rep_id, day as from_on, lead(day) over (partition by rep_id order by day) as to_on from bound
        ),
        winner as (
            select s.rep_id, s.from_on, s.to_on, arg_min(m.team_id, (-m.fte, m.team_id)) as team_id
            from stretch s
            join derive_membership m on m.rep_id = s.rep_id and m.from_on <= s.from_on and s.from_on < m.to_on
            where s.to_on is not null
            group by s.rep_id, s.from_on, s.to_on
        ),
        marked as (
            select *,
                lag(to_on) over w is distinct from from_on or lag(team_id) over w is distinct from team_id as starts
            from winner
            window w as (partition by rep_id order by from_on)
        ),
        numbered as (
            select *, sum(starts::integer) over (partition by rep_id order by from_on) as part from marked
        )
        select rep_id, team_id, nullif(min(from_on), $first_day), nullif(max(to_on), 'infinity'::date)
        from numbered
        group by rep_id, team_id, part
        order by rep_id, min(from_on)
        """,
    )


def _make_membership(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_membership(rep_id, team_id, fte, from_on, to_on)` with bounded ends for unbounded ones.

    Dated rows are as they are. Rows without dates say who is where now: the first ones of a representative hold since
    ever, until later ones say something else, from the day on which that was learned.
    """
    replace_temp(
        cursor,
        "derive_membership",
        """
        with member as (
            select rep_id, team_id, coalesce(fte, 1) as fte, valid_from, valid_to, known_from, known_to,
                valid_from is null and valid_to is null as is_undated
            from derive_live_team_membership
            where not is_stub and rep_id is not null and team_id is not null
        ),
        statement as (
            select rep_id, known_from,
                lag(known_from) over (partition by rep_id order by known_from) as previous,
                lead(known_from) over (partition by rep_id order by known_from) as next
            from (select distinct rep_id, known_from from member where is_undated)
        ),
        every as (
            select rep_id, team_id, fte,
                coalesce(valid_from, $first_day) as from_on,
                coalesce(valid_to, 'infinity'::date) as to_on
            from member
            where not is_undated and known_to = $forever
            union all
            select m.rep_id, m.team_id, m.fte,
                if(s.previous is null, $first_day, f.day),
                coalesce(t.day, 'infinity'::date)
            from member m
            join statement s on s.rep_id = m.rep_id and s.known_from = m.known_from
            join derive_known_day f on f.known_at = m.known_from
            left join derive_known_day t on t.known_at = nullif(least(m.known_to, s.next), $forever)
            where m.is_undated
        )
        select * from every where from_on < to_on
        """,
    )

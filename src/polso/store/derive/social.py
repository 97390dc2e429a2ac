"""`social_gain`: what posts and profiles gained each day, whatever the file counts: days or running totals."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty
from polso.store.derive.versions import Neighbour, cut

_BEFORE = (Neighbour("derive_social_row", "before_key", "row_key"),)


def rebuild_social_gain(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `social_gain`: likes, comments, shares and direct messages of a day, and impressions.

    A running total gives the difference to its reading before; a lower one has begun anew and counts as it is. The
    first reading of a total says nothing of its day, unless the post appeared after the file had begun to watch the
    platform. `rep_id` is the person of that code or name; a brand has none.
    """
    replace_temp(
        cursor,
        "derive_social_row",
        """
        with version as (
            select *, concat_ws(chr(31), source_system, platform, coalesce(rep_or_brand, ''), coalesce(post_id, ''))
                    as counter,
                coalesce(likes, comments, shares, direct_messages) is not null as has_any,
                coalesce(likes, 0) + coalesce(comments, 0) + coalesce(shares, 0) + coalesce(direct_messages, 0)
                    as reading
            from derive_live_social_stat
            where not is_stub and platform is not null and stat_date is not null
        ),
        place as (
            select counter, stat_date, lag(stat_date) over (partition by counter order by stat_date) as before_on
            from (select distinct counter, stat_date from version)
        ),
        watched as (select source_system, platform, min(stat_date) as begun_on from version group by all)
        select v.counter || chr(31) || v.stat_date as row_key, v.counter || chr(31) || p.before_on as before_key,
            v.platform, v.rep_or_brand, v.post_id, v.stat_date, coalesce(v.is_cumulative, false) as is_cumulative,
            case when v.has_any then v.reading end as reading, v.impressions,
            v.post_id is not null and v.stat_date > w.begun_on as is_new,
            v.known_from, v.known_to
        from version v
        join place p on p.counter = v.counter and p.stat_date = v.stat_date
        join watched w on w.source_system = v.source_system and w.platform = v.platform
        """,
    )
    cut(cursor, "derive_social_piece", "derive_social_row", "row_key", _BEFORE)
    empty(cursor, "social_gain")
    run(
        cursor,
        """
        insert into social_gain by name
        with person as (
            select lower(trim(key)) as key, min(rep_id) as rep_id
            from (
                select rep_id as key, rep_id from derive_live_rep where known_to = $forever
                union
                select name, rep_id from derive_live_rep where known_to = $forever
            )
            where key is not null
            group by all
            having count(distinct rep_id) = 1
        ),
        paired as (
            select s.*, b.row_key is not null as has_before, b.reading as before, b.impressions as seen_before
            from derive_social_piece s
            left join derive_social_row b on b.row_key = s.before_key
                and b.known_from <= s.known_from and s.known_from < b.known_to
        ),
        gain as (
            select *,
                case
                    when not is_cumulative or not has_before then reading
                    when reading >= before then reading - before
                    else reading
                end as gained,
                case
                    when not is_cumulative or not has_before then impressions
                    when impressions >= seen_before then impressions - seen_before
                    else impressions
                end as shown
            from paired
            where not is_cumulative or has_before or is_new
        )
        select g.platform as channel, g.post_id, p.rep_id, g.stat_date as day, g.gained, g.shown as impressions,
            g.known_from, nullif(g.known_to, $forever) as known_to, 'observed' as origin
        from gain g
        left join person p on p.key = lower(trim(g.rep_or_brand))
        order by g.stat_date, channel, g.post_id
        """,
    )

-- The dashboard as somebody writes it who knows the tables and the engine: one pass a (table, clock), an integer month,
-- distinct accounts in two steps, stocks as running sums of what begins and ends.
WITH months AS (SELECT unnest(range(24298, 24322)) AS month),
done AS (
    SELECT year(done_on) * 12 + month(done_on) - 1 AS month, rep_id,
        count(*) FILTER (WHERE kind IN ('call', 'email') AND direction = 'out' AND NOT is_copy) AS outreach,
        count(*) FILTER (WHERE kind = 'email' AND direction = 'out' AND NOT is_copy) AS emails,
        count(*) FILTER (WHERE kind = 'call' AND direction = 'out') AS calls,
        count(*) FILTER (WHERE kind = 'call' AND direction = 'out' AND is_connected IS NOT NULL) AS timed,
        count(*) FILTER (WHERE kind = 'call' AND direction = 'out' AND is_connected) AS connects,
        count(*) FILTER (WHERE kind = 'meeting' AND direction <> 'internal') AS held,
        count(*) FILTER (WHERE is_follow_up) AS follow_ups,
        count(*) FILTER (WHERE kind = 'demo') AS demos,
        count(*) FILTER (WHERE kind = 'event') AS attended,
        count(*) FILTER (WHERE kind IN ('call', 'email', 'meeting', 'demo') AND direction <> 'internal' AND NOT is_copy) AS work
    FROM work WHERE known_to IS NULL AND status = 'done' AND NOT is_automated
        AND done_on >= DATE '2024-11-01' AND done_on < DATE '2026-11-01' GROUP BY 1, 2
),
booked AS (
    SELECT year(booked_on) * 12 + month(booked_on) - 1 AS month, rep_id,
        count(*) FILTER (WHERE kind = 'meeting' AND direction <> 'internal') AS meetings,
        count(*) FILTER (WHERE kind = 'meeting' AND direction <> 'internal' AND status = 'no_show') AS no_shows,
        count(*) FILTER (WHERE kind = 'meeting' AND direction <> 'internal' AND status IN ('done', 'no_show')) AS decided,
        count(*) FILTER (WHERE kind = 'demo') AS demos
    FROM work WHERE known_to IS NULL AND NOT is_automated AND kind IN ('meeting', 'demo')
        AND booked_on >= DATE '2024-11-01' AND booked_on < DATE '2026-11-01' GROUP BY 1, 2
),
touched AS (
    SELECT month, rep_id, count(*) AS accounts FROM (
        SELECT DISTINCT year(day) * 12 + month(day) - 1 AS month, rep_id, touched FROM work_touched
        WHERE known_to IS NULL AND kind IN ('call', 'email') AND day >= DATE '2024-11-01' AND day < DATE '2026-11-01'
    ) GROUP BY 1, 2
),
hours AS (
    SELECT year(day) * 12 + month(day) - 1 AS month, rep_id,
        sum(hours) FILTER (WHERE kind = 'selling') AS selling, sum(hours) AS logged
    FROM work_time WHERE known_to IS NULL AND day >= DATE '2024-11-01' AND day < DATE '2026-11-01' GROUP BY 1, 2
),
present AS (
    SELECT year(day) * 12 + month(day) - 1 AS month, rep_id, sum(fte) AS days
    FROM work_available WHERE known_to IS NULL AND day >= DATE '2024-11-01' AND day < DATE '2026-11-01' GROUP BY 1, 2
),
closed AS (
    SELECT year(decided_on) * 12 + month(decided_on) - 1 AS month, rep_id,
        count(*) FILTER (WHERE status = 'won') AS won, count(*) FILTER (WHERE status = 'lost') AS lost,
        sum(amount_base) FILTER (WHERE status = 'won') AS won_amount, sum(amount_base) AS closed_amount,
        median(cycle_days) FILTER (WHERE status = 'won') AS cycle, avg(cycle_days) FILTER (WHERE status = 'won') AS mean_cycle,
        median(amount_base::double) FILTER (WHERE status = 'won') AS median_size
    FROM deal_credit WHERE known_to IS NULL AND status IN ('won', 'lost') AND type <> 'renewal'
        AND decided_on >= DATE '2024-11-01' AND decided_on < DATE '2026-11-01' GROUP BY 1, 2
),
created AS (
    SELECT year(created_on) * 12 + month(created_on) - 1 AS month, created_by_rep_id AS rep_id,
        count(*) AS deals, count(*) FILTER (WHERE outlook = 'silent') AS silent, count(*) FILTER (WHERE status = 'won') AS won,
        count(*) FILTER (WHERE status IN ('won', 'lost')) AS closed
    FROM deal WHERE known_to IS NULL AND type <> 'renewal'
        AND created_on >= DATE '2024-11-01' AND created_on < DATE '2026-11-01' GROUP BY 1, 2
),
deal_change AS (
    SELECT month, rep_id, sum(sign) AS deals, sum(sign * amount) AS amount FROM (
        SELECT year(from_on) * 12 + month(from_on) - 1 AS month, rep_id, 1 AS sign, amount FROM deal_span
        WHERE known_to IS NULL AND type <> 'renewal' AND from_on < DATE '2026-11-01'
        UNION ALL
        SELECT year(to_on) * 12 + month(to_on) - 1, rep_id, -1, amount FROM deal_span
        WHERE known_to IS NULL AND type <> 'renewal' AND to_on < DATE '2026-11-01'
    ) GROUP BY 1, 2
),
open AS (
    SELECT month, rep_id, sum(deals) OVER so_far AS deals, sum(amount) OVER so_far AS amount FROM deal_change
    WINDOW so_far AS (PARTITION BY rep_id ORDER BY month)
),
sold AS (
    SELECT year(happened_on) * 12 + month(happened_on) - 1 AS month, rep_id, sum(amount_base) AS net,
        count(*) FILTER (WHERE kind = 'sale') AS orders, sum(amount_base) FILTER (WHERE kind = 'sale') AS amount,
        median(amount_base::double) FILTER (WHERE kind = 'sale') AS median_amount
    FROM sale WHERE known_to IS NULL AND basis = 'orders'
        AND happened_on >= DATE '2024-11-01' AND happened_on < DATE '2026-11-01' GROUP BY 1, 2
),
first AS (
    SELECT year(happened_on) * 12 + month(happened_on) - 1 AS month, rep_id, count(*) AS customers
    FROM first_sale WHERE known_to IS NULL AND basis = 'orders'
        AND happened_on >= DATE '2024-11-01' AND happened_on < DATE '2026-11-01' GROUP BY 1, 2
),
leads AS (
    SELECT year(created_on) * 12 + month(created_on) - 1 AS month, rep_id, count(*) AS leads,
        count(*) FILTER (WHERE conversion_days <= 14) AS converted
    FROM lead_path WHERE known_to IS NULL AND NOT is_repeat
        AND created_on >= DATE '2024-11-01' AND created_on < DATE '2026-11-01' GROUP BY 1, 2
),
mrr_change AS (
    SELECT month, rep_id, sum(amount) AS amount FROM (
        SELECT year(from_on) * 12 + month(from_on) - 1 AS month, rep_id, amount FROM mrr_span
        WHERE known_to IS NULL AND from_on < DATE '2026-11-01'
        UNION ALL
        SELECT year(to_on) * 12 + month(to_on) - 1, rep_id, -amount FROM mrr_span
        WHERE known_to IS NULL AND to_on < DATE '2026-11-01'
    ) GROUP BY 1, 2
),
running AS (
    SELECT month, rep_id, sum(amount) OVER (PARTITION BY rep_id ORDER BY month) AS amount FROM mrr_change
),
movement AS (
    SELECT year(day) * 12 + month(day) - 1 AS month, rep_id, sum(amount_base) AS new
    FROM mrr_movement WHERE known_to IS NULL AND movement = 'new'
        AND day >= DATE '2024-11-01' AND day < DATE '2026-11-01' GROUP BY 1, 2
),
spine AS (SELECT month, rep_id FROM months CROSS JOIN (SELECT DISTINCT rep_id FROM done))
SELECT s.month, s.rep_id,
    d.outreach AS "outreach_count",
    d.emails AS "outreach_count:emails",
    d.connects AS "outreach_count:connects",
    t.accounts AS "outreach_count:accounts",
    d.calls AS "calls_made",
    d.calls / p.days AS "calls_made:per_day",
    d.connects / d.timed AS "connect_rate",
    b.meetings AS "meetings_scheduled",
    d.held AS "meetings_scheduled:held",
    b.no_shows / b.decided AS "no_show_rate",
    d.follow_ups AS "follow_ups",
    d.demos AS "demos_held",
    b.demos AS "demos_held:booked",
    d.attended AS "networking_events:attendances",
    h.selling AS "sales_activity_time",
    h.selling / h.logged AS "sales_activity_time:selling_share",
    d.work / c.won AS "activity_ratio",
    n.deals AS "opportunities_created",
    n.silent AS "silent_offers",
    c.won / (c.won + c.lost) AS "win_rate",
    c.won_amount::double / c.closed_amount::double AS "win_rate:by_value",
    n.won / n.deals AS "win_rate:created_cohort",
    n.won / n.closed AS "win_rate:created_resolved",
    c.won AS "deals_won",
    c.lost AS "deals_lost",
    c.cycle AS "sales_cycle_length",
    c.mean_cycle AS "sales_cycle_length:mean",
    c.won_amount::double / c.won AS "average_deal_size",
    c.median_size AS "average_deal_size:median",
    o.amount AS "pipeline_value",
    o.deals AS "open_deals",
    a.net AS "net_revenue",
    a.amount::double / a.orders AS "average_order_value",
    a.median_amount AS "average_order_value:median",
    a.orders AS "order_count",
    f.customers AS "new_customers",
    l.leads AS "leads_created",
    l.converted / l.leads AS "lead_conversion_rate",
    r.amount AS "mrr",
    m.new AS "mrr_new"
FROM spine AS s
LEFT JOIN done AS d ON d.month = s.month AND d.rep_id = s.rep_id
LEFT JOIN booked AS b ON b.month = s.month AND b.rep_id = s.rep_id
LEFT JOIN touched AS t ON t.month = s.month AND t.rep_id = s.rep_id
LEFT JOIN hours AS h ON h.month = s.month AND h.rep_id = s.rep_id
LEFT JOIN present AS p ON p.month = s.month AND p.rep_id = s.rep_id
LEFT JOIN closed AS c ON c.month = s.month AND c.rep_id = s.rep_id
LEFT JOIN created AS n ON n.month = s.month AND n.rep_id = s.rep_id
ASOF LEFT JOIN open AS o ON s.rep_id = o.rep_id AND s.month >= o.month
LEFT JOIN sold AS a ON a.month = s.month AND a.rep_id = s.rep_id
LEFT JOIN first AS f ON f.month = s.month AND f.rep_id = s.rep_id
LEFT JOIN leads AS l ON l.month = s.month AND l.rep_id = s.rep_id
ASOF LEFT JOIN running AS r ON s.rep_id = r.rep_id AND s.month >= r.month
LEFT JOIN movement AS m ON m.month = s.month AND m.rep_id = s.rep_id

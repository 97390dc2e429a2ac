-- The figures of the Overview as one would write them by hand for this company alone.
SELECT
  date_trunc('month', closed_on), count(*) FILTER (status = 'won'), count(*) FILTER (status = 'lost'),
  sum(amount) FILTER (status = 'won'), median(closed_on - created_on) FILTER (status = 'won'),
  median(amount) FILTER (status = 'won')
FROM opportunity WHERE known_to IS NULL AND closed_on IS NOT NULL GROUP BY 1;
SELECT date_trunc('month', created_on), count(*) FROM opportunity WHERE known_to IS NULL GROUP BY 1;
SELECT owner_id, sum(amount) FROM opportunity WHERE known_to IS NULL AND status = 'won' GROUP BY 1;
SELECT month, count(*)
FROM (
  SELECT account_id, date_trunc('month', min(closed_on)) AS month
  FROM opportunity WHERE known_to IS NULL AND status = 'won' GROUP BY 1
) GROUP BY 1;
SELECT m, count(*)
FROM range(DATE '2016-11-01', DATE '2018-01-01', INTERVAL 1 MONTH) t(m)
JOIN opportunity o
  ON (o.created_on IS NULL OR o.created_on <= last_day(m)) AND (o.closed_on IS NULL OR o.closed_on > last_day(m))
WHERE o.known_to IS NULL GROUP BY 1;

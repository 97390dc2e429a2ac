"""Why a company has no customers who stay or go, or none who buy something else."""

from __future__ import annotations

import duckdb

from polso.base.company import Company


def customer_gaps(cursor: duckdb.DuckDBPyConnection, company: Company) -> frozenset[str]:
    """`one_off_customers`: the company says that customers buy once. `one_off_products`: more than half of the products
    on order lines were ordered only once, so that another one says nothing (where neither deals nor subscriptions tell
    of upselling). `no_product_category`: orders are all the evidence and their products have no category."""
    found = {"one_off_customers"} if company.customer_model == "one_off" else set()
    row = cursor.execute(
        "WITH line AS (SELECT product_id, count(DISTINCT sale_id) AS orders, count(*) AS lines FROM sale_line"
        "   WHERE known_to IS NULL AND basis = 'orders' AND product_id IS NOT NULL GROUP BY product_id)"
        " SELECT (SELECT count(*) FROM deal WHERE known_to IS NULL AND type IN ('upsell', 'cross_sell')),"
        " (SELECT count(*) FROM mrr_span WHERE known_to IS NULL),"
        " (SELECT coalesce(sum(lines) FILTER (WHERE orders = 1), 0) * 2 > sum(lines) FROM line),"
        " (SELECT count(category) FROM product WHERE known_to IS NULL AND deleted_at IS NULL)"
    ).fetchone()
    deals, spans, once, categories = row or (0, 0, None, 0)
    if not deals and not spans and once is not None:
        if once:
            found.add("one_off_products")
        elif not categories:
            found.add("no_product_category")
    return frozenset(found)

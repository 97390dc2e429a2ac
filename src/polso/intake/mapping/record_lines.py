"""Records that stand on several lines: what makes lines one record, and how its amounts come from them."""

from __future__ import annotations

from polso.intake.mapping.model import Gathering, TableMapping
from polso.intake.mapping.number_columns import LINE_VALUE, NumberColumns
from polso.intake.reading.nulls import null_sql

LINE_TARGETS = frozenset({"product_id", "quantity", "unit_price", "line_amount"})
"""Helpers of orders that say something of a line, never of the order."""
_FEW = 3
_MOSTLY_FIRST = 0.9
_NEARLY_ALL = 0.95
_SEVERAL = "(SELECT key FROM line_probe GROUP BY key HAVING count(*) > 1)"


def key_target(mapping: TableMapping) -> str | None:
    """The target whose equal values make lines one record, where the table knows such lines."""
    if mapping.table == "invoice":
        return next((target for target in ("invoice_id", "number") if mapping.binding(target)), None)
    return "order_id" if mapping.table == "sales_order" and mapping.binding("order_id") else None


def has_lines(mapping: TableMapping) -> bool:
    """Whether the columns speak of lines: an order without such columns that comes again is the same one, later."""
    return mapping.table == "invoice" or mapping.continuation is not None or mapping.has_any(LINE_TARGETS)


def record_key(mapping: TableMapping) -> str:
    """SQL, over the staging table, of what the lines of one record share.

    An invoice is known by number, day, customer and kind, because numbers start again each year and each series; what
    is blank on a further line is what stood above it.
    """
    own = key_target(mapping)
    assert own is not None
    key = mapping.binding(own)
    assert key is not None
    parts = [f"c{key.index}"]
    if own == "number":
        for target in ("issued_on", "kind", "account_id"):
            binding = mapping.binding(target)
            if binding is not None:
                cell = f"CASE WHEN NOT {null_sql(f'c{binding.index}', text=True)} THEN c{binding.index} END"
                above = f"last_value({cell} IGNORE NULLS) OVER (PARTITION BY c{key.index} ORDER BY line)"
                parts.append(f"coalesce({cell}, {above}, '')")
    return " || '\x1f' || ".join(parts)


def repeats(columns: NumberColumns, mapping: TableMapping) -> bool:
    """Whether some key stands on several lines."""
    own = key_target(mapping)
    binding = mapping.binding(own) if own else None
    if binding is None:
        return False
    profile = columns.read.profiles[binding.index]
    return profile.distinct < profile.filled


def probe(columns: NumberColumns, mapping: TableMapping) -> None:
    """Create the temp table `line_probe` (line, key, n<number>): the numbers of each line, the key of its record."""
    binding = mapping.binding(key_target(mapping) or "")
    assert binding is not None
    cells = "".join(f", {sql} AS n{index}" for index, sql in columns.sql.items())
    columns.read.staged.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE line_probe AS SELECT line, {record_key(mapping)} AS key{cells} "
        f"FROM {columns.table} WHERE NOT {null_sql(f'c{binding.index}', text=True)}"
    )


def gatherings(columns: NumberColumns, mapping: TableMapping) -> dict[int, Gathering]:
    """How each number column of the records on several lines in `line_probe` is to be gathered.

    `first` where nine records in ten have it on one line only; `same` where it never differs within a record and equals
    on several records, unless it is quantity times price of its own line; else the lines are parts and add up. Records
    that have nothing in the column say nothing about it.
    """
    connection = columns.read.staged.connection
    facts = ", ".join(
        f"coalesce(avg(CAST(f{index} <= 1 AS INTEGER)) FILTER (f{index} > 0), 1), "
        f"coalesce(avg(CAST(f{index} = n AND s{index} AS INTEGER)) FILTER (f{index} > 0), 1)"
        for index in columns.sql
    )
    inner = ", ".join(
        f"count(n{index}) FILTER (n{index} <> 0) AS f{index}, "
        f"coalesce(min(n{index}) = max(n{index}), FALSE) AS s{index}"
        for index in columns.sql
    )
    row = connection.execute(
        f"SELECT count(*), {facts} FROM "
        f"(SELECT count(*) AS n, {inner} FROM line_probe GROUP BY key HAVING count(*) > 1)"
    ).fetchone()
    if row is None or not row[0]:
        return {}
    found: dict[int, Gathering] = {}
    adds_up = _lines_make_total(columns, mapping)
    for place, index in enumerate(columns.sql):
        first, same = row[1 + 2 * place], row[2 + 2 * place]
        if first >= _MOSTLY_FIRST:
            found[index] = "first"
        elif same >= _NEARLY_ALL and (adds_up or row[0] >= _FEW or not _lines_differ(columns)):
            found[index] = "same"
        else:
            found[index] = "sum"
    if LINE_VALUE in columns.sql:
        found[LINE_VALUE] = "sum"
    product = _line_total(columns, mapping)
    if product is not None:
        found[product] = "sum"
    return found


def _lines_make_total(columns: NumberColumns, mapping: TableMapping) -> bool:
    """Whether an amount that stands whole on each line is what the lines are worth together, with shipping or tax."""
    if LINE_VALUE not in columns.sql:
        return False
    added = [
        binding.index
        for target in ("shipping", "tax")
        if (binding := mapping.binding(target)) is not None and binding.index in columns.sql
    ]
    sums = ["", *(f" + coalesce(max(n{index}), 0)" for index in added)]
    if len(added) > 1:
        sums.append("".join(sums[1:]))
    for target in ("net_amount", "gross_amount"):
        binding = mapping.binding(target)
        if binding is None or binding.index not in columns.sql:
            continue
        whole = f"n{binding.index}"
        tests = ", ".join(f"avg(CAST(least_{place} <= 0.011 AS INTEGER))" for place in range(len(sums)))
        cells = ", ".join(
            f"abs(max({whole}) - (sum(n{LINE_VALUE}){more})) AS least_{place}" for place, more in enumerate(sums)
        )
        row = columns.read.staged.connection.execute(
            f"SELECT {tests} FROM (SELECT {cells} FROM line_probe GROUP BY key "
            f"HAVING count(*) > 1 AND min({whole}) = max({whole}))"
        ).fetchone()
        if row is not None and any(share is not None and share >= _NEARLY_ALL for share in row):
            return True
    return False


def gather(columns: NumberColumns, found: dict[int, Gathering]) -> str:
    """Create the temp table `record_probe` with one row a record, its amounts as `found` says."""
    how = {"sum": "sum(n{0})", "same": "max(n{0})", "first": "arg_min(n{0}, line) FILTER (n{0} IS NOT NULL)"}
    cells = ", ".join(f"{how[found.get(index, 'sum')].format(index)} AS n{index}" for index in columns.sql)
    columns.read.staged.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE record_probe AS SELECT {cells} FROM line_probe GROUP BY key ORDER BY min(line)"
    )
    return "record_probe"


def forget(columns: NumberColumns) -> None:
    """Drop the temp tables of `probe` and `gather`."""
    for name in ("line_probe", "record_probe"):
        columns.read.staged.connection.execute(f"DROP TABLE IF EXISTS {name}")


def _lines_differ(columns: NumberColumns) -> bool:
    """Whether the lines of the same record differ in anything at all: equal ones are one line, written twice."""
    texts = ", ".join(f"c{index}" for index in range(columns.read.raw.width))
    row = columns.read.staged.connection.execute(
        f"SELECT count(*) > count(DISTINCT ({texts})) FROM {columns.table} "
        f"WHERE line IN (SELECT line FROM line_probe WHERE key IN {_SEVERAL})"
    ).fetchone()
    return not (row is not None and row[0])


def _line_total(columns: NumberColumns, mapping: TableMapping) -> int | None:
    """The net amount's column where it is price times quantity on nearly every line."""
    net, price, quantity = (mapping.binding(target) for target in ("net_amount", "unit_price", "quantity"))
    if net is None or price is None or quantity is None:
        return None
    if not {net.index, price.index, quantity.index} <= columns.sql.keys():
        return None
    row = columns.read.staged.connection.execute(
        f"SELECT avg(CAST(abs(n{net.index} - n{price.index} * n{quantity.index}) <= 0.011 AS INTEGER)) FROM line_probe"
    ).fetchone()
    return net.index if row is not None and row[0] is not None and row[0] >= _NEARLY_ALL else None

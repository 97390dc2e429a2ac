"""SQL for what the row of an order leaves to be concluded: net of tax and shipping, customer, cancelled or not."""

from __future__ import annotations

from polso.intake.loading.columns import Expressions
from polso.intake.loading.unit import Unit
from polso.intake.mapping.arithmetic import RATES
from polso.intake.report import Notice

_CENT = "0.011"


def settle_order(unit: Unit, columns: Expressions) -> None:
    """Net where arithmetic showed that prices hold the tax, or from the total where only that is given; the e-mail
    address for a customer who has no other name; cancelled where a day of cancelling stands."""
    value = "v_line_value" if unit.mapping.gathered else line_value_sql(unit)
    if "net_amount" not in columns and value is not None and ("gross_amount" not in columns or unit.mapping.by_lines):
        columns["net_amount"] = f"CAST({value} AS DECIMAL(18,4))"
    if "net_amount" not in columns and "gross_amount" in columns:
        taken = [f"coalesce({columns[name]}, 0)" for name in ("tax", "shipping") if name in columns]
        columns["net_amount"] = f"CAST({' - '.join([columns['gross_amount'], *taken])} AS DECIMAL(18,4))"
        unit.notices.append(Notice("net_from_gross" if "tax" in columns else "gross_as_net"))
    if unit.mapping.vat_inside or unit.mapping.less_discount:
        _net(unit, columns)
    if unit.mapping.has("customer_email"):
        mail = "v_customer_email"
        known = columns.get("r_account_id")
        columns["r_account_id"] = f"coalesce({known}, {mail})" if known else mail
    if unit.mapping.has("cancelled_at"):
        status = columns.get("status", "'completed'")
        columns["status"] = f"CASE WHEN v_cancelled_at IS NOT NULL THEN 'cancelled' ELSE {status} END"


def line_value_sql(unit: Unit) -> str | None:
    """SQL for what one line is worth, as the file says it: its total, price times quantity, or the part that the line
    has of the order; None where the file tells no such thing. A missing quantity is one."""
    mapping = unit.mapping
    if mapping.has("line_amount"):
        return "v_line_amount"
    if mapping.gathered.get("net_amount") == "sum":
        return "v_net_amount"
    if not mapping.has("unit_price"):
        return None
    quantity = "coalesce(v_quantity, 1)" if mapping.has("quantity") else "1"
    return f"CAST(v_unit_price * {quantity} AS DECIMAL(18,4))"


def _net(unit: Unit, columns: Expressions) -> None:
    """The subtotal less its discount and the tax in it.

    The tax of the order belongs to goods and shipping together where it is a usual rate of both, to the goods alone
    where it is one of them only; else it is shared by value.
    """
    goods = columns["net_amount"]
    if unit.mapping.less_discount:
        goods = f"({goods} - abs(coalesce(CAST(v_discount AS DECIMAL(18,4)), 0)))"
        unit.notices.append(Notice("discount_taken_off"))
    if not unit.mapping.vat_inside:
        columns["net_amount"] = f"CAST({goods} AS DECIMAL(18,4))"
        return
    tax = f"coalesce({columns['tax']}, 0)"
    shipping = f"coalesce({columns['shipping']}, 0)" if "shipping" in columns else "0"
    whole = f"({goods} + {shipping})"
    share = f"round({tax} * {goods} / nullif({whole}, 0), 2)"
    columns["net_amount"] = (
        f"CAST({goods} - CASE WHEN {_at_a_rate(whole, tax)} THEN {share} WHEN {_at_a_rate(goods, tax)} THEN {tax} "
        f"ELSE coalesce({share}, 0) END AS DECIMAL(18,4))"
    )
    unit.notices.append(Notice("tax_taken_out"))


def _at_a_rate(gross: str, tax: str) -> str:
    """SQL for whether a tax is a usual rate contained in `gross`."""
    tests = [f"abs({tax} * {100 + rate} - {gross} * {rate}) <= {_CENT} * {100 + rate}" for rate in RATES]
    return f"({gross} <> 0 AND ({' OR '.join(tests)}))"

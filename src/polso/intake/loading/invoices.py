"""SQL for what the row of an invoice leaves to be concluded: kind, identity, net amount, whether it is paid."""

from __future__ import annotations

from polso.intake.loading.columns import Expressions, words_sql
from polso.intake.loading.unit import Unit
from polso.intake.reading.sqltext import literal
from polso.intake.recognise.words import meaning
from polso.intake.report import Notice

_CREDIT = r"^\s*(N\.?\s*C\.?|CN|NDC|CRN|NOTA\s+(DI\s+)?(CREDITO|ACCREDITO)|CREDIT\s*(NOTE|MEMO))([^A-Z].*)?$"
_SERIES = "NC "


def settle_invoice(unit: Unit, columns: Expressions) -> None:
    """Set `kind` (a credit note by its word, its number or its sign), `net` where the rate of tax gives it, `is_paid`.

    A net amount is never invented: where only the total is known it stays unknown, and revenue says so.
    """
    if "net" not in columns and "gross" in columns:
        _net(unit, columns)
    columns["kind"] = _kind(unit, columns)
    _paid(unit, columns)


def invoice_key(columns: Expressions) -> str:
    """SQL for the identity of an invoice known by its number: numbers start again each year, and credit notes may have
    a series of their own. Documents that still have one key (series that no column names) are counted on."""
    number, year = "CAST(v_number AS VARCHAR)", f"year({columns['issued_on']})"
    whole = f"regexp_matches({number}, '(^|[^0-9])' || {year} || '([^0-9]|$)')"
    short = f"regexp_matches({number}, '[-/._ ]' || lpad(CAST({year} % 100 AS VARCHAR), 2, '0') || '([^0-9]|$)')"
    dated = f"CASE WHEN {whole} OR {short} THEN {number} ELSE {number} || '/' || {year} END"
    is_credit = f"({columns['kind']}) = 'credit_note' AND NOT regexp_matches(upper({number}), {literal(_CREDIT)})"
    key = f"CASE WHEN {is_credit} THEN {literal(_SERIES)} ELSE '' END || {dated}"
    account = columns.get("r_account_id", "NULL")
    order = f"{columns['issued_on']}, {account}"
    place = f"dense_rank() OVER (PARTITION BY {key} ORDER BY {order})"
    return f"{key} || CASE WHEN {place} > 1 THEN ' (' || {place} || ')' ELSE '' END"


def _net(unit: Unit, columns: Expressions) -> None:
    gross = columns["gross"]
    if unit.mapping.has("vat_rate"):
        rate = "TRY_CAST(replace(regexp_replace(v_vat_rate, '[% ]', '', 'g'), ',', '.') AS DECIMAL(9,4))"
        columns["net"] = f"CAST(round(CAST({gross} AS DECIMAL(18,4)) * 100 / (100 + {rate}), 2) AS DECIMAL(18,4))"
        unit.notices.append(Notice("net_from_rate"))
    elif "vat" in columns:
        unit.notices.append(Notice("net_from_gross"))
    else:
        unit.notices.append(Notice("gross_as_net"))


def _kind(unit: Unit, columns: Expressions) -> str:
    tests = []
    said = words_sql("v_kind", unit.words.get("kind", {})) if unit.mapping.has("kind") else "CAST(NULL AS VARCHAR)"
    if unit.mapping.has("number"):
        tests.append(f"regexp_matches(upper(CAST(v_number AS VARCHAR)), {literal(_CREDIT)})")
    amounts = [columns[name] for name in ("net", "gross") if name in columns]
    if amounts:
        tests.append(f"coalesce({', '.join(amounts)}) < 0")
    credit = f"CASE WHEN {' OR '.join(tests)} THEN 'credit_note' END" if tests else "CAST(NULL AS VARCHAR)"
    # A word that says more than "invoice" stands; a plain one is refuted by the number or the sign.
    return f"coalesce(nullif({said}, 'invoice'), {credit}, {said}, 'invoice')"


def _paid(unit: Unit, columns: Expressions) -> None:
    if "is_paid" in columns:
        return
    if unit.mapping.has("invoice_status"):
        binding = unit.mapping.binding("invoice_status")
        assert binding is not None
        profile = unit.read.profiles[binding.index]
        new = {word: said for word, _ in profile.listed or () if (said := meaning("invoice", "invoice_status", word))}
        words = unit.words.setdefault("invoice_status", new)
        paid = {
            word: "true" if said == "paid" else "false" for word, said in words.items() if said in ("paid", "unpaid")
        }
        if paid:
            columns["is_paid"] = f"CAST({words_sql('v_invoice_status', paid)} AS BOOLEAN)"
    if "is_paid" not in columns and "paid_on" in columns:
        columns["is_paid"] = f"({columns['paid_on']}) IS NOT NULL"

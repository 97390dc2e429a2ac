"""Which column is net, which tax, which total, and whether prices hold the tax: proved on the rows, else asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from polso.intake.mapping.arithmetic import MOST, Found, Records, equal, near, never_larger, share, tell_apart
from polso.intake.mapping.fill_down import fill_down
from polso.intake.mapping.model import FILES, Binding, Gathering, TableMapping
from polso.intake.mapping.number_columns import LINE_VALUE, fetch, number_columns
from polso.intake.mapping.record_lines import LINE_TARGETS, forget, gather, gatherings, has_lines, probe, repeats
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading import ReadTable
from polso.intake.recognise.headers import header_forms
from polso.intake.recognise.read_evidence import ReadEvidence
from polso.intake.report import Notice

_TARGETS = {"invoice": ("net", "vat", "gross"), "sales_order": ("net_amount", "tax", "gross_amount")}
_VAGUE = frozenset(
    {"importo", "amount", "valore", "value", "totale", "total", "prezzo", "price", "somma", "sum", "importo totale"}
)
_RATES = frozenset({0, 4, 5, 10, 20, 21, 22})
_RATE_WORDS = 6


def prove_amounts(
    file: str, read: ReadTable, mapping: TableMapping, asked: Asked, evidence: ReadEvidence
) -> tuple[TableMapping, list[Notice]]:
    """The mapping of invoices or orders with its amounts as the rows prove them; other tables as they are.

    Net + tax = total, or total = net × (1 + rate), tells columns apart whatever their headers say; subtotal + shipping
    = total tells that prices hold the tax. Two amounts that nothing tells apart are asked for (`FILE:net`). How the
    amounts of a record on several lines are gathered is settled first, since only whole records add up.
    """
    if mapping.table not in _TARGETS or mapping.minor_units:
        return mapping, []
    notices: list[Notice] = []
    columns = number_columns(file, read, mapping, asked, evidence)
    if not columns.sql:
        return mapping, notices
    ways: dict[int, Gathering] = {}
    filled = fill_down(read, mapping, columns.sql) if mapping.source_system == FILES else 0
    if has_lines(mapping) and (filled or repeats(columns, mapping)):
        probe(columns, mapping)
        ways = gatherings(columns, mapping)
        records = fetch(columns, gather(columns, ways))
        forget(columns)
    else:
        records = fetch(columns, columns.rows)
    if not mapping.forced and mapping.source_system == FILES:
        mapping, notices = _settle(file, mapping, records, asked, evidence)
    if mapping.table == "sales_order" and not mapping.forced:
        mapping = _prices(mapping, records)
    if ways:
        mapping = replace(mapping, gathered=_by_target(mapping, ways))
    if filled:
        notices.append(Notice("filled_down", filled))
    return mapping, notices


def _by_target(mapping: TableMapping, ways: Mapping[int, Gathering]) -> dict[str, Gathering]:
    found = {binding.target: ways[binding.index] for binding in mapping.bindings if binding.index in ways}
    return {target: way for target, way in found.items() if target not in LINE_TARGETS} or {"": "sum"}


def _as_rate(mapping: TableMapping, evidence: ReadEvidence) -> TableMapping | None:
    """The mapping with a column of percents under the header of the tax as its rate: 22 percent, not 22 euros."""
    vat = mapping.binding(_TARGETS[mapping.table][1])
    words = evidence.words(vat.index) if vat is not None else None
    if vat is None or not words or len(words) > _RATE_WORDS:
        return None
    rates = {_rate(word) for word in words}
    if not rates <= _RATES or rates == {0}:
        return None
    rate = replace(vat, target="vat_rate", how="values")
    return replace(mapping, bindings=tuple(rate if binding is vat else binding for binding in mapping.bindings))


def _rate(word: str) -> int | None:
    digits = word.strip().removesuffix("%").strip().replace(",", ".")
    whole, _, rest = digits.partition(".")
    return int(whole) if whole.isdigit() and not rest.strip("0") else None


def _settle(
    file: str, mapping: TableMapping, records: Records, asked: Asked, evidence: ReadEvidence
) -> tuple[TableMapping, list[Notice]]:
    """Net, tax and total by arithmetic, else by the answer where the headers leave it open."""
    net, vat, gross = _TARGETS[mapping.table]
    said = Found(*(binding.index if (binding := mapping.binding(one)) else None for one in (net, vat, gross)))
    bound = {binding.index: binding.target for binding in mapping.bindings}
    if mapping.has_any(("shipping", "discount")):
        return mapping, []
    columns = [index for index in records.amounts if bound.get(index, net) in (net, vat, gross) and index != LINE_VALUE]
    found = tell_apart(records, columns, said)
    in_percent = said.vat is not None and "%" in mapping.headers[said.vat]
    rated = _as_rate(mapping, evidence) if found is None or found.vat != said.vat or in_percent else None
    if rated is not None:
        return rated, []
    if found is None:
        return _ask(file, mapping, records, columns, asked), []
    wanted = {net: found.net, vat: found.vat, gross: found.gross}
    if all(index is None or bound.get(index) == target for target, index in wanted.items()):
        return mapping, []
    moved = {target: index for target, index in wanted.items() if index is not None and bound.get(index) != target}
    told = [
        Notice("amounts_by_arithmetic", 1, (mapping.headers[index], target)) for target, index in sorted(moved.items())
    ]
    return _rebound(mapping, {target: index for target, index in wanted.items() if index is not None}), told


def _rebound(mapping: TableMapping, wanted: Mapping[str, int]) -> TableMapping:
    """The mapping with `wanted` columns in their places; what stood there and is proved to be something else leaves."""
    taken = set(wanted.values())
    before = {binding.target: binding for binding in mapping.bindings}
    kept = [binding for binding in mapping.bindings if binding.target not in wanted and binding.index not in taken]
    made = [
        before[target]
        if target in before and before[target].index == index
        else Binding(target, index, mapping.headers[index], "arithmetic")
        for target, index in wanted.items()
    ]
    return replace(mapping, bindings=tuple(sorted((*kept, *made), key=lambda binding: binding.index)))


def _ask(file: str, mapping: TableMapping, records: Records, columns: list[int], asked: Asked) -> TableMapping:
    """Which of several amounts is net: asked where none of the headers plainly says it and the amounts differ."""
    net, _, gross = _TARGETS[mapping.table]
    bound = {binding.index: binding.target for binding in mapping.bindings}
    candidates = [
        index
        for index in columns
        if bound.get(index) in (net, gross) or (index not in bound and _is_vague(mapping.headers[index]))
    ]
    plain = mapping.binding(net)
    key = f"{file}:net"
    if key not in asked.answers and plain is not None and not _is_vague(plain.header):
        return mapping
    differing = [index for index in candidates if not equal(records, candidates[0], index)]
    if not differing:
        return mapping
    smaller = never_larger(records, candidates)
    question = Question(
        key=key,
        message="question.net",
        choices=tuple(Choice(mapping.headers[index]) for index in candidates),
        parameters=(("columns", tuple(mapping.headers[index] for index in candidates)),),
        recommended=None if smaller is None else mapping.headers[smaller],
        reason="amounts_do_not_add_up",
        file=file,
    )
    answer = asked.answer(question)
    if answer is None:
        return mapping
    # Nothing proves that the other amount is the total: where its header does not say so, it is an attribute.
    return _rebound(mapping, {net: next(index for index in candidates if mapping.headers[index] == answer)})


def _is_vague(header: str) -> bool:
    return any(form in _VAGUE for form in header_forms(header))


def _prices(mapping: TableMapping, records: Records) -> TableMapping:
    """Whether the subtotal holds the tax, and whether a discount is still to be taken from it."""
    indexes = {
        target: binding.index
        for target in ("net_amount", "tax", "shipping", "gross_amount", "discount")
        if (binding := mapping.binding(target)) is not None and binding.index in records.amounts
    }
    by_lines = "net_amount" not in indexes and LINE_VALUE in records.amounts
    if by_lines:
        indexes["net_amount"] = LINE_VALUE
    if not {"net_amount", "tax", "gross_amount"} <= indexes.keys():
        return mapping
    amounts = {target: records.amounts[index] for target, index in indexes.items()}
    rows = records.together([indexes["net_amount"], indexes["gross_amount"]])
    taxed = rows & (amounts["tax"] != 0)
    nothing = 0 * amounts["tax"]
    shipping, discount = amounts.get("shipping", nothing), amounts.get("discount", nothing)
    best, holds = (False, False), 0.0
    for less in (False, True) if bool(((abs(discount) > 0) & taxed).any()) else (False,):
        base = amounts["net_amount"] + shipping - (abs(discount) if less else nothing)
        for inside in (False, True):
            found = share(near(base if inside else base + amounts["tax"], amounts["gross_amount"]), taxed)
            if found > holds:
                best, holds = (inside, less), found
    if holds < MOST:
        return mapping
    return replace(mapping, vat_inside=best[0], less_discount=best[1], by_lines=by_lines)

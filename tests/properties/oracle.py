"""What a company's figures are, worked out from its extracts record by record, in plain Python.

Nothing of the product is imported: the definitions are those of METRICS §3 and §5, DECISIONS and OWNER, told once more.
`Extract` is one import: the instant, the source and rows by table. `Facts(extracts, as_of)` is what was known then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from tests.properties.oracle_timeline import ONE_DAY, Look, OpenDeal, Row, State, timeline

BASE = "EUR"


@dataclass(frozen=True)
class Extract:
    """One import; `at` is UTC without zone, on the evening of `day`."""

    at: datetime
    day: date
    source: str
    tables: dict[str, list[Row]]


@dataclass
class Fact:
    """One record that counts: its day, its amount in the base currency (None: unknown), and what it is split by."""

    day: date | None
    amount: Fraction | None
    by: dict[str, str | None]
    rep: str | None
    kind: str = ""
    key: str = ""
    without_rate: bool = False
    days: int | None = None
    lead_days: int | None = None


class Facts:
    """What was known at `as_of` (None: now) of the company that `extracts` describe, in the order of their instants."""

    def __init__(self, extracts: Sequence[Extract], as_of: datetime | None = None) -> None:
        self.all = list(extracts)
        self.known = [one for one in extracts if as_of is None or one.at <= as_of]
        self.reps = self._latest("rep", "rep_id")
        self.teams = self._latest("team", "team_id")
        self.sources = self._latest("source", "source_id")
        self.products = self._latest("product", "product_id")
        self.accounts = self._latest("account", "account_id")
        self.stages = self._latest("stage", "stage_id")
        self.attributes = {
            (row["entity"], row["entity_id"], row["name"]): row["value"] for row in self._rows("attribute")
        }
        # Teams and rates are told as they are known now, whatever is asked.
        self.memberships = [row for one in extracts for row in one.tables.get("team_membership", [])]
        self.rates = {
            (row["currency"], row["rate_date"]): row["to_base"]
            for one in extracts
            for row in one.tables.get("fx_rate", [])
        }
        losses = [row for one in extracts for row in one.tables.get("opportunity", []) if row["status"] == "lost"]
        self.free_losses_are_unknown = not any(row["amount"] for row in losses)
        self.any_loss = bool(losses)
        self.any_loss_amount = any(self._lost_amount(row) is not None for row in losses)
        self.deals = self._looks()
        self.by_offer = self._dated_by_offer()
        self.has_orders = any(one.tables.get("sales_order") for one in extracts)

    def _rows(self, table: str) -> Iterable[Row]:
        return (row for one in self.known for row in one.tables.get(table, []))

    def _latest(self, table: str, key: str) -> dict[str, Row]:
        return {row[key]: row for row in self._rows(table)}

    def _looks(self) -> dict[str, list[Look]]:
        found: dict[str, list[Look]] = {}
        first: dict[str, date] = {}
        for one in self.known:
            for row in one.tables.get("opportunity", []):
                first.setdefault(one.source, one.day)
                looks = found.setdefault(row["opportunity_id"], [])
                if not looks or looks[-1].row != row:
                    looks.append(Look(row, one.day, one.day > first[one.source]))
        return found

    def _dated_by_offer(self) -> set[str]:
        """Sources whose deals, as known now, are won or lost without a single day of closing."""
        newest = {
            row["opportunity_id"]: (one.source, row) for one in self.all for row in one.tables.get("opportunity", [])
        }
        decided = [(source, row) for source, row in newest.values() if row["status"] != "open"]
        told = {source for source, row in decided if row["closed_on"]}
        return {source for source, row in decided if row["created_on"]} - told

    # Names and memberships

    def root(self, account: str | None) -> str | None:
        seen = set()
        while account in self.accounts and self.accounts[account].get("merged_into") and account not in seen:
            seen.add(account)
            account = self.accounts[account]["merged_into"]
        return account

    def team_of(self, rep: str | None, day: date | None) -> str | None:
        """Of overlapping memberships the one with most of the time, then the first by id."""
        here = [m for m in self.memberships if m["rep_id"] == rep and day is not None and _holds(m, day)]
        return min(here, key=lambda m: (-m["fte"], m["team_id"]))["team_id"] if here else None

    def _label(self, records: dict[str, Row], key: str | None) -> str | None:
        name = records[key].get("name") if key in records else None
        return name if name is not None else key

    def by(self, row: Row, rep: str | None, day: date | None, product: str | None) -> dict[str, str | None]:
        account = self.root(row.get("account_id"))
        source = row.get("source_id")
        channel = row.get("channel") or (self.sources[source].get("channel") if source in self.sources else None)
        return {
            "rep": self._label(self.reps, rep),
            "team": self._label(self.teams, self.team_of(rep, day)),
            "source": self._label(self.sources, source),
            "channel": channel,
            "product": self._label(self.products, product),
            "segment": self.accounts[account].get("segment") if account in self.accounts else None,
            "region": self.attributes.get(("rep", rep, "region")),
            "zone": self.attributes.get(("account", account, "zone")),
        }

    # Money

    def rate(self, currency: str | None, day: date | None) -> Decimal | None:
        """The last rate at most seven days old; one for the base currency."""
        if currency in (None, BASE):
            return Decimal(1)
        days = [day - ONE_DAY * back for back in range(8)] if day is not None else []
        return next((self.rates[(currency, one)] for one in days if (currency, one) in self.rates), None)

    def base(self, amount: Decimal | None, currency: str | None, day: date | None) -> Fraction | None:
        rate = self.rate(currency, day)
        return None if amount is None or rate is None else rounded(Fraction(amount) * Fraction(rate))

    # Deals

    def final_deals(self) -> list[tuple[Row, str | None, str | None, str | None]]:
        """Each deal's newest row with its lead's source, who closed it or has it, and who had it first."""
        leads = {row["lead_id"]: row for row in self._rows("lead")}
        sources = {row["opportunity_id"]: one.source for one in self.known for row in one.tables.get("opportunity", [])}
        found = []
        for looks in self.deals.values():
            row = dict(looks[-1].row)
            lead = leads.get(row.get("lead_id"))
            row["source_id"] = row["source_id"] or (lead and lead["source_id"])
            row["lead_created_on"] = lead and lead["created_on"]
            if row["status"] != "open" and sources[row["opportunity_id"]] in self.by_offer:
                row["closed_on"] = row["created_on"]
                row["by_offer"] = True
            owners = [look.row["owner_id"] for look in looks]
            run = 0
            while run < len(looks) and looks[-1 - run].row["status"] == row["status"]:
                run += 1
            closer = next((owner for owner in owners[len(looks) - run :] if owner), None)
            first = next((owner for owner in owners if owner), None)
            found.append((row, owners[-1], closer, first))
        return found

    def created(self) -> list[Fact]:
        return [
            Fact(row["created_on"], None, self.by(row, first, row["created_on"], row["product_id"]), first)
            for row, _, _, first in self.final_deals()
            if (row["type"] or "new") != "renewal"
        ]

    def closed(self) -> list[Fact]:
        """Won and lost deals, renewals included (`key` is the type)."""
        facts = []
        for row, _, closer, _ in self.final_deals():
            if row["status"] == "open":
                continue
            day, amount = row["closed_on"], self.base(row["amount"], row["currency"], row["closed_on"])
            if row["status"] == "lost":
                amount = self._lost_amount(row)
            fact = Fact(
                day, amount, self.by(row, closer, day, row["product_id"]), closer, row["status"], row["type"] or "new"
            )
            fact.without_rate = bool(row["amount"]) and amount is None
            if row["status"] == "won" and day is not None and not row.get("by_offer"):
                fact.days = _not_negative(row["created_on"], day)
                fact.lead_days = _not_negative(row["lead_created_on"], day)
            facts.append(fact)
        return facts

    def _lost_amount(self, row: Row) -> Fraction | None:
        """Nothing where zero stands on every lost deal: then the source empties amounts."""
        if row["amount"] == 0 and self.free_losses_are_unknown:
            return None
        return self.base(row["amount"], row["currency"], row["closed_on"] or row["created_on"])

    # Sales

    def sales(self, *, by_line: bool = False) -> list[Fact]:
        """Orders and refunds, one a line where the lines account for the order; `kind` is sale or refund."""
        orders = self._latest("sales_order", "order_id")
        lines: dict[str, list[Row]] = {}
        for row in self._rows("order_line"):
            lines.setdefault(row["order_id"], []).append(row)
        facts = []
        for row in orders.values():
            if row["status"] != "completed":
                continue
            kind = "refund" if row["net_amount"] < 0 else "sale"
            for product, amount in self._parts(row, lines.get(row["order_id"], []), by_line=by_line):
                facts.append(
                    self._sale(row, row["ordered_on"], amount, row["currency"], kind, product, row["order_id"])
                )
        for row in self._latest("refund", "refund_id").values():
            order = orders.get(row["order_id"], {})
            if order and order["status"] != "completed":
                continue
            product = _only_product(lines.get(row["order_id"], []))
            currency = row["currency"] or order.get("currency")
            facts.append(
                self._sale(order, row["refunded_on"], -abs(row["amount"]), currency, "refund", product, row["order_id"])
            )
        return facts

    def _parts(self, order: Row, lines: list[Row], *, by_line: bool) -> list[tuple[str | None, Decimal]]:
        amount = order["net_amount"]
        if not by_line:
            return [(_only_product(lines), amount)]
        if not lines or abs(sum(line["net_amount"] for line in lines) - amount) > Decimal("0.01"):
            return [(None, amount)]
        parts = [(line["product_id"], line["net_amount"]) for line in lines]
        largest = min(range(len(parts)), key=lambda at: (-abs(parts[at][1]), parts[at][0] is None, parts[at][0] or ""))
        rest = amount - sum(part for _, part in parts)
        parts[largest] = (parts[largest][0], parts[largest][1] + rest)
        return parts

    def _sale(
        self, row: Row, day: date, amount: Decimal, currency: str | None, kind: str, product: str | None, key: str
    ) -> Fact:
        money = self.base(amount, currency, day)
        rep = row.get("rep_id")
        return Fact(day, money, self.by(row, rep, day, product), rep, kind, key, amount != 0 and money is None)

    def won_sales(self) -> list[Fact]:
        return [
            Fact(one.day, one.amount, one.by, one.rep, "sale", "", one.without_rate)
            for one in self.closed()
            if one.kind == "won"
        ]

    def revenue(self, *, by_line: bool = False) -> list[Fact]:
        return self.sales(by_line=by_line) if self.has_orders else self.won_sales()

    def firsts(self) -> list[Fact]:
        """What made each account a customer: its first sale by day and id, not given back within thirty days."""
        candidates: dict[str, list[tuple[date, str, Fact]]] = {}
        if self.has_orders:
            backs = list(self._latest("refund", "refund_id").values())
            orders = self._latest("sales_order", "order_id")
            for fact in self.sales():
                if fact.kind != "sale" or fact.day is None:
                    continue
                order = orders[fact.key]
                last = fact.day + ONE_DAY * 30
                back = sum(
                    abs(one["amount"]) for one in backs if one["order_id"] == fact.key and one["refunded_on"] <= last
                )
                if back and order["net_amount"] > 0 and back >= order["net_amount"]:
                    continue
                account = self.root(order["account_id"])
                if account is not None:
                    candidates.setdefault(account, []).append((fact.day, fact.key, fact))
        else:
            won = [
                (row, closer) for row, _, closer, _ in self.final_deals() if row["status"] == "won" and row["closed_on"]
            ]
            for row, closer in won:
                day, account = row["closed_on"], self.root(row["account_id"])
                if account is not None:
                    fact = Fact(day, None, self.by(row, closer, day, row["product_id"]), closer)
                    candidates.setdefault(account, []).append((day, row["opportunity_id"], fact))
        return [min(found, key=lambda one: one[:2])[2] for found in candidates.values()]

    # What is open

    def pipeline(self) -> list[OpenDeal]:
        source_of = {
            row["opportunity_id"]: one.source for one in self.known for row in one.tables.get("opportunity", [])
        }
        started: dict[str, date] = {}
        for one in self.known:
            if one.tables.get("opportunity"):
                started.setdefault(one.source, one.day)
        finals = {row["opportunity_id"]: (row, first) for row, _, _, first in self.final_deals()}
        return [
            OpenDeal(finals[key][0], timeline(looks, started[source_of[key]], finals[key][1]))
            for key, looks in self.deals.items()
        ]

    def standing(self, day: date) -> list[tuple[OpenDeal, State, dict[str, str | None]]]:
        """The deals open at the end of a day, without renewals, with what they are split by then."""
        found = []
        for deal in self.pipeline():
            state = deal.at(day)
            if state is not None and (deal.row["type"] or "new") != "renewal":
                by = self.by(deal.row, state.owner, day, deal.row["product_id"])
                by["stage"] = self._label(self.stages, state.stage)
                found.append((deal, state, by))
        return found

    # People

    def presence(self, days: Iterable[date], working: Callable[[date], bool]) -> list[Fact]:
        """One fact a person and working day, with the share of the day."""
        facts = []
        for day in days:
            if not working(day):
                continue
            for rep, row in self.reps.items():
                if (row["hired_on"] and day < row["hired_on"]) or (row["left_on"] and day >= row["left_on"]):
                    continue
                shares = [m["fte"] for m in self.memberships if m["rep_id"] == rep and _holds(m, day)]
                share = min(Fraction(sum(shares)), Fraction(1)) if shares else Fraction(1)
                facts.append(Fact(day, share, self.by({}, rep, day, None), rep))
        return facts


def _holds(membership: Row, day: date) -> bool:
    starts, ends = membership["valid_from"], membership["valid_to"]
    return (starts is None or starts <= day) and (ends is None or day < ends)


def _only_product(lines: list[Row]) -> str | None:
    products = {line["product_id"] for line in lines}
    return products.pop() if len(products) == 1 else None


def _not_negative(start: date | None, end: date) -> int | None:
    return (end - start).days if start is not None and end >= start else None


def rounded(value: Fraction, places: int = 4) -> Fraction:
    """Half away from zero."""
    scale = 10**places
    whole = (abs(value) * scale * 2 + 1) // 2
    return Fraction(whole if value >= 0 else -whole, scale)

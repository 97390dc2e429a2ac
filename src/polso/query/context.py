"""What the resolver must know of the workspace: passed in as data, so that planning stays a pure function."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from polso.base.calendar import CompanyCalendar
from polso.base.company import RevenueBasis
from polso.base.period import ONE_DAY, Period
from polso.catalog import registry
from polso.catalog.model import Metric
from polso.query.targets import Target

SUBSCRIPTIONS = "subscriptions"
"""The basis of customers who pay for subscriptions, beside the bases of money."""


@dataclass(frozen=True, slots=True)
class Context:
    """The state of a workspace at one data version.

    `covered` maps (relation, clock) to the days that the data cover. `filled` holds the `table.column` names that hold
    at least one value. `attributes` maps the name of a user's dimension to the entities that carry it. `first_known`
    is the instant of the earliest knowledge; before it an as-of answer is a reconstruction.
    """

    calendar: CompanyCalendar
    today: date
    data_version: int
    revenue_basis: RevenueBasis
    covered: dict[tuple[str, str], Period] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()
    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first_known: datetime | None = None
    variants: dict[str, str] = field(default_factory=dict)
    has_losses: bool = True
    has_loss_amounts: bool = True
    undated: frozenset[tuple[str, str]] = frozenset()
    """The (relation, clock) pairs that some records give no day: they are counted in no period."""
    as_of: datetime | None = None
    by_offer_date: bool = False
    """Deals of some source are dated by their offer, because it keeps no closing dates."""
    gross_as_net: frozenset[str] = frozenset()
    """The bases of money of which some amounts are known with tax only."""
    beside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Sources that tell sales on a basis too and do not count, by basis."""
    metrics: dict[str, Metric] = field(default_factory=registry.metrics)
    """Every metric by id, those of the company's own among them."""
    known_until: datetime | None = None
    """The instant of the newest extract: nobody has looked since."""
    targets: tuple[Target, ...] = ()
    """Every version of every target."""
    gaps: frozenset[str] = frozenset()
    """What the records lack although their columns are there, by the flag that says so."""
    stage_ranks: dict[str, int] = field(default_factory=dict)
    """Which stage comes after which, by the key of the stage; one without a place is not in it."""
    best_mark: float | None = None
    """The best mark that customers could give, where all surveys of satisfaction have one scale."""

    @property
    def customer_basis(self) -> str:
        """What makes an account an active customer: what it pays for subscriptions, else its purchases.

        It is what the company says in `customer_model`, else subscriptions where there are any.
        """
        has_subscriptions = "subscription_span.mrr" in self.filled
        usual = "subscription" if has_subscriptions else "repeat"
        model = self.calendar.company.customer_model or usual
        return SUBSCRIPTIONS if model == "subscription" else self.revenue_basis

    @property
    def first_basis(self) -> str:
        """What the first purchase of a customer is: on the basis of money, else the first payment of a subscription."""
        sold = ("first_sale:" + self.revenue_basis, "happened") in self.covered
        paid = (f"first_sale:{SUBSCRIPTIONS}", "happened") in self.covered
        return SUBSCRIPTIONS if paid and not sold else self.revenue_basis

    @property
    def as_of_is_inferred(self) -> bool:
        """The question goes back before anything was known, so its answer is put together from dates."""
        return self.as_of is not None and self.first_known is not None and self.as_of < self.first_known

    @property
    def lacks_refunds(self) -> bool:
        """Revenue comes from orders and no refund was ever imported."""
        return self.revenue_basis == "orders" and "refund.amount" not in self.filled

    @property
    def all_covered(self) -> Period | None:
        """From the first to the last covered day of anything; what is planned for days to come is not there yet."""
        if not self.covered:
            return None
        start, end = min(p.start for p in self.covered.values()), max(p.end for p in self.covered.values())
        return Period(start, max(start, min(end, self.today + ONE_DAY)))

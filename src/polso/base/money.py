"""Money: a Decimal with a currency, kept to four decimals, never added to another currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from polso.base.errors import UserError

STORED_DECIMALS = 4
_UNIT = Decimal(1).scaleb(-STORED_DECIMALS)
_STORING, _DIVIDING = Context(prec=50), Context(prec=40)
_CURRENCIES_WITHOUT_CENTS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "HUF", "XAF", "XOF", "PYG", "UGX"})


def round_money(amount: Decimal) -> Decimal:
    """`amount` to four decimals, half away from zero (the rounding of the store, of invoices and of schools).

    >>> round_money(Decimal("2000") / 12), round_money(Decimal("-0.00005"))
    (Decimal('166.6667'), Decimal('-0.0001'))
    """
    return amount.quantize(_UNIT, rounding=ROUND_HALF_UP, context=_STORING)


def divide_money(amount: Decimal, by: Decimal | int) -> Decimal:
    """`amount / by` with forty digits in between, rounded once to four decimals; raises ZeroDivisionError."""
    if by == 0:
        raise ZeroDivisionError("money divided by zero")
    return round_money(_DIVIDING.divide(amount, by))


def scaled(amount: Decimal) -> int:
    """The stored integer of an amount: ten-thousandths of the unit."""
    return int(round_money(amount).scaleb(STORED_DECIMALS))


def from_scaled(value: int) -> Decimal:
    """The amount of a stored integer: `from_scaled(scaled(x)) == round_money(x)`."""
    return Decimal(value).scaleb(-STORED_DECIMALS)


def decimal_text(amount: Decimal, decimals: int = 2) -> str:
    """Plain decimal text for JSON and CSV: at least `decimals` places, no exponent, no further trailing zeros.

    >>> decimal_text(Decimal("2500.0000")), decimal_text(Decimal("166.6667")), decimal_text(Decimal("-0.0000"))
    ('2500.00', '166.6667', '0.00')
    """
    text = f"{round_money(amount):f}"
    whole, _, places = text.partition(".")
    places = places.rstrip("0").ljust(decimals, "0")
    joined = f"{whole}.{places}" if places else whole
    return joined.removeprefix("-") if Decimal(joined) == 0 else joined


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount of one currency.

    >>> Money.of("10.10", "EUR") + Money.of("0.20", "EUR")
    Money(amount=Decimal('10.3000'), currency='EUR')
    >>> Money.of(1, "EUR") + Money.of(1, "USD")
    Traceback (most recent call last):
    ...
    polso.base.errors.UserError: currencies_differ(left='EUR', right='USD')
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("an amount is a Decimal")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise UserError("unknown_currency", value=self.currency)
        object.__setattr__(self, "amount", round_money(self.amount))

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Money:
        """From a Decimal, an integer or plain decimal text; a float is refused because it has already lost cents."""
        if isinstance(amount, float):
            raise TypeError("an amount is never a float")
        try:
            return cls(Decimal(amount), currency)
        except InvalidOperation as error:
            raise UserError("unreadable_number", value=str(amount)) from error

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise UserError("currencies_differ", left=self.currency, right=other.currency)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def times(self, factor: Decimal | int) -> Money:
        """The amount times a share or a rate, rounded once."""
        return Money(round_money(self.amount * factor), self.currency)

    def per(self, count: Decimal | int) -> Money:
        """The amount per one of `count`; raises ZeroDivisionError."""
        return Money(divide_money(self.amount, count), self.currency)


def minor_digits(currency: str) -> int:
    """Decimals that the currency is usually written with (2, or 0 for yen-like ones)."""
    return 0 if currency in _CURRENCIES_WITHOUT_CENTS else 2

"""Currency signs and codes as they stand beside amounts."""

from __future__ import annotations

from polso.intake.reading.sqltext import literal

_CODES = (
    *("EUR", "USD", "GBP", "CHF", "JPY", "CNY", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "HRK", "TRY"),
    *("RUB", "UAH", "AUD", "CAD", "NZD", "BRL", "MXN", "ARS", "CLP", "INR", "KRW", "SGD", "HKD", "ZAR", "ILS", "AED"),
    *("SAR", "QAR", "KWD", "EGP", "MAD", "TND", "THB", "TWD", "MYR", "IDR", "PHP", "VND", "NGN", "KES", "ISK", "RSD"),
)
SIGNS = {
    "US$": "USD", "R$": "BRL", "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₽": "RUB", "₺": "TRY", "₹": "INR",
    "₪": "ILS", "₩": "KRW", "zł": "PLN", "Kč": "CZK", "Euro": "EUR", "euro": "EUR", "EURO": "EUR",
}  # fmt: skip
"""Sign to ISO code. A bare `$` is taken as USD and `¥` as JPY; the token itself is kept as evidence."""
SHARED_SIGNS = frozenset({"$", "¥"})
"""Signs that several currencies write."""

_TOKENS = sorted((*SIGNS, *_CODES, *(code.lower() for code in ("EUR", "USD", "GBP", "CHF"))), key=len, reverse=True)
UNKNOWN = r"\p{Sc}"
"""Any other sign of a currency: an amount has it, and which currency it is must be asked."""
PATTERN = "(?:" + "|".join(token.replace("$", "\\$") for token in _TOKENS) + f"|{UNKNOWN})"
_CODE = "[A-Za-z]{3}"


def token_sql(value: str) -> str:
    """SQL for the currency token of an amount, '' where there is none."""
    return f"regexp_extract({value}, {literal(PATTERN)})"


def currency_sql(value: str) -> str:
    """SQL for the ISO code of an amount, NULL where it has none or a sign that is not known."""
    signs = " ".join(f"WHEN {literal(sign)} THEN {literal(code)}" for sign, code in SIGNS.items())
    token = token_sql(value)
    code = f"CASE WHEN regexp_full_match({token}, '{_CODE}') THEN upper({token}) END"
    return f"CASE {token} WHEN '' THEN NULL {signs} ELSE {code} END"

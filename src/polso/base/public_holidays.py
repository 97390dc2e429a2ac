"""Public holidays of a country, from the library `holidays`; what is taken here is later copied into the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from polso.base.errors import Place, UserError, did_you_mean


def public_holidays(country: str, years: Iterable[int]) -> frozenset[date]:
    """Dates of the public holidays in `years`.

    `country` is an ISO 3166 code, with a subdivision where the place has own ones (`IT`, `IT-MI`); empty means none.
    Raises UserError `unknown_country`. The dates are what the installed library knows: movable and newly made
    holidays of far years change with its version, which is why the workspace keeps its own copy.

    >>> sorted(public_holidays("IT", [2025]))[3:5]
    [datetime.date(2025, 4, 21), datetime.date(2025, 4, 25)]
    """
    if not country:
        return frozenset()
    from holidays import country_holidays, list_supported_countries

    code, _, subdivision = country.upper().partition("-")
    try:
        return frozenset(country_holidays(code, subdiv=subdivision or None, years=list(years)))
    except NotImplementedError as error:
        raise UserError(
            "unknown_country",
            value=country,
            suggestions=did_you_mean(code, list_supported_countries()),
            place=Place(setting="holidays.country"),
        ) from error

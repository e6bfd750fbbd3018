"""Sums of money as whole numbers of the smallest unit of a currency: read as people write them, and written so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.errors import InputError

# ISO 4217: currencies whose smallest unit is not a hundredth.
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_PLACES: Mapping[str, int] = {
    **dict.fromkeys(_WHOLE.split(), 0),
    **dict.fromkeys(_THOUSANDTHS.split(), 3),
}
_SIGNS: Mapping[str, str] = {"€": "EUR", "£": "GBP"}  # dollars and yen are of several currencies
_MOST = 10**15
_CODE = re.compile(r"[A-Za-z]{3}")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ .,'’\u00a0\u202f])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d{1,3})?")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """So many of the smallest unit: 1250 of EUR are 12.50 EUR."""

    minor: int
    currency: str

    def __str__(self) -> str:
        places = _PLACES.get(self.currency, 2)
        whole = Decimal(self.minor).scaleb(-places)
        shown = f"{whole:,.{places}f}" if places == 3 or self.minor % 10**places else f"{whole:,.0f}"
        return f"{shown} {self.currency}"


def read_money(text: str, currency: str) -> Money | None:
    """ "12,500.50", "12.500,50 €", "800 CHF"; without letters or € or £ of its own it is of the given currency.

    A single sign before three digits parts thousands, but for the point of currencies with thousandths.
    None for nothing; raises InputError for what is no sum.
    """
    said = text.strip()
    if not said:
        return None
    code = _CODE.search(said)
    sign = next((name for sign, name in _SIGNS.items() if sign in said), currency)
    own = code.group().upper() if code else sign
    digits = re.sub(r"[€$£¥]", "", _CODE.sub("", said, count=1)).strip(" \u00a0\u202f")
    places = _PLACES.get(own, 2)
    number = _number(digits, places)
    minor = number.scaleb(places) if number is not None else None
    if minor is None or minor != int(minor) or not 0 <= minor < _MOST:
        raise InputError(f"Write a sum of money, like 12,500 or 800 {own}; “{text}” is none.")
    return Money(int(minor), own)


def summed(sums: Iterable[Money]) -> tuple[Money, ...]:
    """One sum for each currency, by its letters: what is of two currencies is not added."""
    totals: dict[str, int] = {}
    for one in sums:
        totals[one.currency] = totals.get(one.currency, 0) + one.minor
    return tuple(Money(totals[currency], currency) for currency in sorted(totals))


def _number(digits: str, places: int) -> Decimal | None:
    grouped = _GROUPED.fullmatch(digits)
    if grouped and not (places == 3 and re.fullmatch(r"\d+\.\d{3}", digits)):
        digits = digits.replace(grouped.group(1), "")
    plain = re.fullmatch(r"(\d{1,16})(?:[.,](\d{1,3}))?", digits)
    return Decimal(f"{plain.group(1)}.{plain.group(2) or 0}") if plain else None

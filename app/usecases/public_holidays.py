"""Public holidays of a country by name, and how agreements speak of them. The days come from the library `holidays`.

It takes 0.1 s to import, so it is imported late: only hours with a country need it.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=512)
def public_holidays(country: str | None, subdivision: str | None, year: int) -> Mapping[date, str]:
    """The public holidays of a year with their names, in English where they are known in it."""
    if not country:
        return {}
    import holidays

    found = holidays.country_holidays(country, subdiv=subdivision, years=year, language="en_US")
    return dict(sorted(found.items()))


def less_holidays(country: str | None, subdivision: str | None) -> str:
    """ ", less public holidays of Germany (BY)", to be said after a weekly pattern; nothing without a country."""
    if not country:
        return ""
    region = f" ({subdivision})" if subdivision else ""
    return f", less public holidays of {_country_name(country)}{region}"


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    from holidays.registry import COUNTRIES

    return {codes[1]: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", codes[0]) for codes in COUNTRIES.values()}


def _country_name(code: str) -> str:
    """ "Germany" for DE; the code itself when it is not known."""
    return _countries().get(code, code)

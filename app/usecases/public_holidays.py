"""Public holidays of a country by name, and how agreements speak of them. The days come from the library `holidays`.

It takes 0.1 s to import, so it is imported late: only hours with a country need it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import cast

# ISO 3166-2 parts that English names otherwise than their own language does.
_IN_ENGLISH = {
    ("DE", "BY"): "Bavaria",
    ("DE", "HE"): "Hesse",
    ("DE", "MV"): "Mecklenburg-Western Pomerania",
    ("DE", "NI"): "Lower Saxony",
    ("DE", "NW"): "North Rhine-Westphalia",
    ("DE", "RP"): "Rhineland-Palatinate",
    ("DE", "SN"): "Saxony",
    ("DE", "ST"): "Saxony-Anhalt",
    ("DE", "TH"): "Thuringia",
    ("AT", "2"): "Carinthia",
    ("AT", "3"): "Lower Austria",
    ("AT", "4"): "Upper Austria",
    ("AT", "6"): "Styria",
    ("AT", "7"): "Tyrol",
    ("AT", "9"): "Vienna",
}


@lru_cache(maxsize=512)
def public_holidays(country: str | None, subdivision: str | None, year: int) -> Mapping[date, str]:
    """The public holidays of a year with their names, in English where they are known in it."""
    if not country:
        return {}
    import holidays

    found = holidays.country_holidays(country, subdiv=subdivision, years=year, language="en_US")
    return dict(sorted(found.items()))


def less_holidays(country: str | None, subdivision: str | None) -> str:
    """ ", less public holidays of Germany (Bavaria)", to be said after a weekly pattern; nothing without a country."""
    if not country:
        return ""
    region = f" ({subdivision_name(country, subdivision)})" if subdivision else ""
    return f", less public holidays of {_country_name(country)}{region}"


def subdivision_name(country: str, code: str) -> str:
    """ "Bavaria" for BY of DE: its English name where it has one, else its own; the code itself when none is known."""
    own = _own_names(country).get(code, code)
    return _IN_ENGLISH.get((country, code), own)


def subdivision_label(country: str, code: str) -> str:
    """The name with what else is typed to find it: "Bavaria (Bayern, BY)", "Hamburg (HH)"."""
    name = subdivision_name(country, code)
    also = dict.fromkeys((_own_names(country).get(code, code), code))
    others = ", ".join(word for word in also if word != name)
    return f"{name} ({others})" if others else name


@lru_cache(maxsize=64)
def _own_names(country: str) -> Mapping[str, str]:
    """The first name the library has for each part of a country, in the country's own language."""
    import holidays

    try:
        found = holidays.country_holidays(country)
    except NotImplementedError:  # a country the library does not know
        return {}
    aliases = cast("Mapping[str, Sequence[str]]", found.get_subdivision_aliases())  # pyright: ignore[reportUnknownMemberType]
    return {code: names[0] if names else code for code, names in aliases.items()}


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    from holidays.registry import COUNTRIES

    return {codes[1]: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", codes[0]) for codes in COUNTRIES.values()}


def _country_name(code: str) -> str:
    """ "Germany" for DE; the code itself when it is not known."""
    return _countries().get(code, code)

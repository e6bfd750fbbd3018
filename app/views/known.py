"""Words the program knows by heart: time zones and countries."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from zoneinfo import available_timezones

from PySide6.QtCore import QLocale

from app.errors import InputError
from app.usecases.public_holidays import subdivision_label, subdivision_name

_NOT_PLACES = ("posix/", "right/", "Etc/", "SystemV/")


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """The IANA time zones by name: places, and UTC."""
    places = {name for name in available_timezones() if "/" in name and not name.startswith(_NOT_PLACES)}
    return ("UTC", *sorted(places))


@lru_cache(maxsize=1)
def currencies() -> tuple[str, ...]:
    """The currencies in use somewhere, by their three letters."""
    symbol = QLocale.CurrencySymbolFormat.CurrencyIsoCode
    any_one = (QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyTerritory)
    found = {locale.currencySymbol(symbol) for locale in QLocale.matchingLocales(*any_one)}
    return tuple(sorted(code for code in found if code))


def country_name(code: str) -> str:
    """ "Germany" for DE; the code itself when it is not known."""
    territory = QLocale.codeToTerritory(code)
    return QLocale.territoryToString(territory) if territory != QLocale.Country.AnyTerritory else code


def region_choices(country: str | None, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Parts of a country by name, each with its code: BY stands as "Bavaria (Bayern, BY)"."""
    named = ((code, subdivision_label(country or "", code)) for code in codes)
    return sorted(named, key=lambda choice: choice[1])


def holiday_words(country: str | None, subdivision: str | None) -> str:
    """ ", less public holidays of Germany (Bavaria)", to be said after a weekly pattern; nothing without a country."""
    if not country:
        return ""
    region = f" ({subdivision_name(country, subdivision)})" if subdivision else ""
    return f", less public holidays of {country_name(country)}{region}"


def known_word(typed: str, known: Sequence[str]) -> str:
    """The known word that was meant: itself, its last part ("Berlin"), or the only one with `typed` inside.

    InputError says what is wrong with any other.
    """
    wanted = _folded(typed)
    folded = {_folded(word): word for word in known}
    if wanted in folded:
        return folded[wanted]
    for found in (
        [word for key, word in folded.items() if key.rpartition("/")[2] == wanted],
        [word for key, word in folded.items() if wanted and wanted in key],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(found[:4]) + (" …" if len(found) > 4 else "")
            raise InputError(f"“{typed.strip()}” may be {several}. Choose one of them.")
    raise InputError(
        f"“{typed.strip()}” is not known here. Type a part of the name and choose from the list."
    )


def _folded(text: str) -> str:
    return "_".join(text.casefold().split())

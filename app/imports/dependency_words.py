"""The words of a list of who needs what: its headings, kinds of components, and how many of a group are needed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

_HEADINGS: Mapping[str, str] = {
    "who": "service component parent from source who name upper consumer dienst komponente von wer",
    "needs": "needs needed child to target requires lower dependency provider braucht benötigt nach "
    "depends_on stands_on hängt_ab_von steht_auf",
    "kind": "kind type art typ",
    "group": "group groups gruppe",
    "rule": "rule how_many quorum redundancy regel wie_viele",
    "share": "share share_% capacity capacity_% anteil anteil_% kapazität",
}
HEADINGS: Mapping[str, str] = {
    word.replace("_", " "): field for field, words in _HEADINGS.items() for word in words.split()
}
KINDS: Mapping[str, str] = {
    **{one: one for one in ("system", "network", "application", "team", "supplier", "site")},
    **{
        "server": "system",
        "database": "system",
        "netz": "network",
        "netzwerk": "network",
        "app": "application",
    },
    **{"anwendung": "application", "software": "application", "lieferant": "supplier", "standort": "site"},
    **{"location": "site", "vendor": "supplier"},
}
_COUNT = (
    r"(?:at least |min\.? |mindestens )?(?P<count>\d{1,4})\s*(?:of|von|aus|(?P<slash>/))\s*(?P<of>\d{1,4})"
)
_LEAST = r"(?:at least|min\.?|mindestens)\s+(?P<least>\d{1,4})"
_CAPACITY = r"(?P<percent>\d{1,3}(?:[.,]\d{1,6})?)\s*%(?:\s*of the capacity)?"
_ANY = r"(?P<any>any(?: one)?(?: of(?: them)?)?|one of(?: them)?|eine?r? von(?: ihnen)?)"
_ALL = r"(?P<all>all(?: of(?: them| \d{1,4})?)?|alle)"
_RULE = rf"(?:{_COUNT}|{_LEAST}|{_CAPACITY}|{_ANY}|{_ALL})"
_WHOLE = re.compile(_RULE, re.IGNORECASE)
_AFTER = re.compile(
    rf"(?P<name>.+?)\s*(?:[(\[]\s*{_RULE}\s*[)\]]|[:,–-]\s+{_RULE.replace('?P<', '?P<b_')})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class GroupWords:
    """A group as somebody wrote it: "Web servers (2 of 3)". `rule` is "" where none is said; `of` is the 3.

    "Server (1/2)" `may_be_a_name`: the first of two as well as a group, which only what stands in it tells.
    """

    name: str
    rule: str = ""
    needed: Decimal | None = None
    of: int = 0
    may_be_a_name: bool = False


def group_of(text: str) -> GroupWords:
    """The name of a group and how many of it are needed, as far as the words tell; "24/7" is no such words."""
    said = _WHOLE.fullmatch(text) or _AFTER.fullmatch(text)
    found = (
        {key.removeprefix("b_"): value for key, value in said.groupdict().items() if value} if said else {}
    )
    if not found or ("slash" in found and int(found["count"]) > int(found["of"])):
        return GroupWords(text)
    return _group(found.pop("name", ""), found)


def _group(name: str, found: Mapping[str, str]) -> GroupWords:
    count = found.get("count") or found.get("least")
    if count:
        numbered = bool(name) and "slash" in found
        return GroupWords(name, "at_least", Decimal(count), int(found.get("of") or 0), numbered)
    percent = found.get("percent")
    if percent:
        return GroupWords(name, "capacity", Decimal(percent.replace(",", ".")))
    return GroupWords(name, "any" if found.get("any") else "all")


def fields_of(cells: Sequence[str]) -> Mapping[str, int]:
    """Which column holds what, from a row of headings; empty where it is none."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = HEADINGS.get(cell.casefold().strip(" :"), "")
        if field == "who" and field in found:
            field = "needs"
        if field and field not in found:
            found[field] = place
    return found if {"who", "needs"} <= found.keys() else {}

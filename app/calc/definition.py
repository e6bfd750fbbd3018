"""How a level is worked out: the choices two fair people can differ on, each one named.

The defaults are ITIL's: agreed service time less agreed exclusions is the base, and only down counts as
downtime.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Literal, cast, get_args

from app.errors import InputError

Base = Literal["agreed", "hours", "calendar"]
Maintenance = Literal["excluded", "up", "down"]
Exclusion = Literal["reserved", "used"]
Degraded = Literal["up", "down", "weighted"]
Unknown = Literal["left out", "up", "down"]
SiteRule = Literal["any", "mean", "weighted"]
StartTime = Literal["occurred", "detected", "reported"]
EndTime = Literal["restored", "confirmed"]

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "base": get_args(Base),
    "maintenance": get_args(Maintenance),
    "exclusion": get_args(Exclusion),
    "degraded": get_args(Degraded),
    "unknown": get_args(Unknown),
    "sites": get_args(SiteRule),
    "starts": get_args(StartTime),
    "ends": get_args(EndTime),
}
_NUMBERS = ("degraded_weight", "from_minutes", "joining_gap_minutes")


@dataclass(frozen=True, slots=True)
class Definition:
    """One way to work out a level; raises InputError for a choice or number that does not exist.

    base: "agreed" service hours less exclusions; "hours": service hours, in which exclusions are not honoured
    unless `maintenance` counts them up or down; "calendar": around the clock. maintenance: the exclusions
    leave the base, or stay in it and count up or down. exclusion: the whole agreed window ("reserved"), or
    only announced work inside it ("used"). degraded_weight: the share of degraded time that counts as down
    when `degraded` is "weighted". from_minutes: a break with less outage time than this does not count;
    joining_gap_minutes: outages closer together than this are one break.
    """

    base: Base = "agreed"
    maintenance: Maintenance = "excluded"
    exclusion: Exclusion = "reserved"
    degraded: Degraded = "up"
    degraded_weight: Decimal = Decimal("0.5")
    unknown: Unknown = "left out"
    sites: SiteRule = "any"
    starts: StartTime = "occurred"
    ends: EndTime = "restored"
    from_minutes: Decimal = Decimal(0)
    joining_gap_minutes: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise InputError(f"“{getattr(self, name)}” is not a choice for {name}: {', '.join(choices)}.")
        for name in _NUMBERS:
            object.__setattr__(self, name, _number(name, getattr(self, name)))
        if self.degraded_weight > 1:
            raise InputError("The share of degraded time that counts as down is at most 1.")

    @property
    def honours_exclusions(self) -> bool:
        """Whether exclusions make a difference at all."""
        return self.base != "hours" or self.maintenance != "excluded"


def downtime_shares(definition: Definition) -> dict[str, Decimal]:
    """Ledger class in the base → the share of it that is downtime; a class not named is outside the base."""
    no, yes = Decimal(0), Decimal(1)
    degraded = {"up": no, "down": yes, "weighted": definition.degraded_weight}[definition.degraded]
    shares = {"up": no, "degraded": degraded, "down": yes}
    if definition.unknown != "left out":
        shares["unknown"] = yes if definition.unknown == "down" else no
    if definition.maintenance != "excluded":
        shares["excluded"] = yes if definition.maintenance == "down" else no
    return shares


def to_dict(definition: Definition) -> dict[str, str]:
    """What differs from the defaults, as text, for storage as JSON."""
    usual = Definition()
    return {
        f.name: str(getattr(definition, f.name))
        for f in fields(definition)
        if getattr(definition, f.name) != getattr(usual, f.name)
    }


def from_dict(stored: Mapping[str, object]) -> Definition:
    """The definition of `to_dict`; raises InputError for an unknown key."""
    known = {f.name for f in fields(Definition)}
    if unknown := sorted(set(stored) - known):
        raise InputError(f"“{unknown[0]}” is not part of a definition.")
    values = {
        name: _number(name, value) if name in _NUMBERS else str(value) for name, value in stored.items()
    }
    return Definition(**cast(dict[str, Decimal], values))  # pyright: ignore[reportArgumentType]


def describe(definition: Definition, *, several_sites: bool = False) -> str:
    """The definition in one or two plain sentences; with `several_sites` always how they combine."""
    first = f"Downtime is counted in {_BASES[definition.base]}{_maintenance(definition)}."
    others = [*_states(definition), *_sites(definition, several_sites), *_times(definition)]
    return f"{first} {_sentence(others)}" if others else first


_BASES = {
    "agreed": "the agreed service hours",
    "hours": "the service hours",
    "calendar": "calendar time, around the clock",
}


def _maintenance(definition: Definition) -> str:
    if not definition.honours_exclusions:
        return ", maintenance included"
    which = (
        "agreed maintenance"
        if definition.exclusion == "reserved"
        else "announced work inside agreed maintenance"
    )
    if definition.maintenance == "excluded":
        return f" less {which}"
    return f"; {which} counts as {definition.maintenance}"


def _states(definition: Definition) -> list[str]:
    share = f"{(definition.degraded_weight * 100).normalize():f} % down"
    degraded = {"up": "up", "down": "down", "weighted": share}[definition.degraded]
    unknown = {"left out": "is left out", "up": "counts as up", "down": "counts as down"}[definition.unknown]
    return [f"degraded time counts as {degraded}", f"unknown time {unknown}"]


_SITES: Mapping[SiteRule, str] = {
    "any": "an outage at any site counts in full",
    "mean": "the level is the mean of all sites",
    "weighted": "the level is the mean of all sites, weighted by their users",
}


def site_mean(words: str) -> str:
    """Which mean of the sites a definition in the words of `describe` takes; "" where it takes none."""
    if _SITES["weighted"] in words:
        return "the mean of all sites, weighted by their users"
    return "the mean of all sites" if _SITES["mean"] in words else ""


def _sites(definition: Definition, several_sites: bool) -> list[str]:
    return [_SITES[definition.sites]] if several_sites or definition.sites != "any" else []


def _times(definition: Definition) -> list[str]:
    words: list[str] = []
    if (definition.starts, definition.ends) != ("occurred", "restored"):
        words.append(
            f"an outage runs from when it {_STARTED[definition.starts]} until it was {definition.ends}"
        )
    if definition.from_minutes:
        words.append(f"outages shorter than {definition.from_minutes:f} min do not count")
    if definition.joining_gap_minutes:
        words.append(f"outages less than {definition.joining_gap_minutes:f} min apart are one break")
    return words


_STARTED = {"occurred": "occurred", "detected": "was detected", "reported": "was reported"}


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _number(name: str, value: object) -> Decimal:
    """A finite decimal that is not negative."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise InputError(f"“{value}” is not a number for {name}.") from None
    if not number.is_finite() or number < 0:
        raise InputError(f"{name} is a number from 0 on, not {value}.")
    return number

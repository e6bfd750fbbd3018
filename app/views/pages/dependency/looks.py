"""What a node of the picture says and how it is coloured. Decides nothing: it words what the rows say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor, log10

from app.usecases.picture import PictureNode

MOST_DIGITS = 9
MOMENT = {
    "down": ("✕ down", "missed"),
    "down, planned": ("✕ down, planned", "planned"),
    "degraded": ("▲ degraded", "nearly"),
    "degraded, planned": ("▲ degraded, planned", "planned"),
    "unknown": ("– not observed", "nothing"),
}
KEEPERS = {"team": "a team", "supplier": "a supplier", "best_effort": "best effort"}


@dataclass(frozen=True, slots=True)
class State:
    """What is worked out beside the picture: levels, what was pulled, what fell, what now carries alone."""

    services: Mapping[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    pulled: frozenset[str] = frozenset()
    fallen: frozenset[str] = frozenset()
    newly_alone: frozenset[str] = frozenset()
    moment: Mapping[str, str] | None = None  # of a month that is played: every node that was not up


def percent_up(unavailability: float) -> str:
    """As many digits as its nines need: 99.5 %, 99.95 %, 99.999 87 %; never 100 % by rounding alone."""
    if unavailability <= 0:
        return "100 %"
    digits = min(MOST_DIGITS, max(2, 1 - floor(log10(unavailability * 100))))
    if unavailability * 100 < 10**-MOST_DIGITS:
        return f"> {100 - 10**-MOST_DIGITS:.{MOST_DIGITS}f} %"
    return f"{100 * (1 - unavailability):.{digits}f} %"


def level_of(node: PictureNode, state: State) -> str:
    """The modelled availability of a service, and of a component the one that counts; "" where not known yet."""
    if node.kind == "service" and node.name in state.services:
        low, high = state.services[node.name]
        return percent_up(low) if low == high else f"≥ {percent_up(high)}"
    if node.kind == "component" and node.figures is not None:
        return percent_up(node.figures.unavailability)
    return ""


def mark_of(node: PictureNode, state: State) -> tuple[str, str]:
    """The sign and word of its state, and the name of its colour; "planned" is that of agreed exclusions."""
    if state.moment is not None:
        return MOMENT.get(state.moment.get(node.name, ""), ("", ""))
    if node.name in state.pulled:
        return "✕ taken away", "missed"
    if node.name in state.fallen:
        return "✕ falls", "missed"
    if node.name in state.newly_alone:
        return "▲ now alone", "nearly"
    if node.takes_it_down_alone:
        return "◆ single point", "accent"
    return "", ""


def basis_of(node: PictureNode) -> str:
    """Where a component's availability comes from."""
    return node.figures.basis if node.kind == "component" and node.figures else ""


def spoken(node: PictureNode, state: State) -> str:
    """A node in one sentence, for screen readers and tooltips."""
    level = level_of(node, state)
    mark = mark_of(node, state)[0].lstrip("✕▲◆– ")
    title = node.title if node.title != node.what else "group"
    facts = (title, node.what, node.keeper and f"kept by {node.keeper}", level and f"up {level}", mark)
    return ", ".join(fact for fact in facts if fact)


def shown_of(node: PictureNode, state: State) -> tuple[str, str]:
    """What changes about a node while its picture stays: its sign and word, and its level."""
    return mark_of(node, state)[0], level_of(node, state)


def differing(old: State, new: State) -> set[str] | None:
    """The nodes that may look different where only the moment is another one; None where any of them may."""
    apart = any(
        getattr(old, name) is not getattr(new, name)
        for name in ("services", "pulled", "fallen", "newly_alone")
    )
    if apart or old.moment is None or new.moment is None:
        return None
    names = old.moment.keys() | new.moment.keys()
    return {name for name in names if old.moment.get(name) != new.moment.get(name)}

"""How the columns of one table are laid out: their order, widths and which are hidden; what is remembered of it.

Widths come from what stands in the columns; what somebody set by hand stays.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

MARGINS = 20  # around a text in its cell
PADDING = 17  # around a heading
ARROW = 16  # the sign of sorting beside it, with what Qt leaves around it
CAP = 300  # a text wider than this is cut where room is short
LEAST_TEXT = 110  # and never below this
LEAST_NAME = 120  # nor, in the first column, below this: rows are told by their names
WIDEST = 2_000


@dataclass(frozen=True, slots=True)
class Layout:
    """What a user has changed about the columns, each named by its heading."""

    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict[str, int])
    frozen: bool | None = None

    def written(self) -> str:
        """As one line of JSON; nothing when nothing was changed."""
        if self == Layout():
            return ""
        return json.dumps(
            {"order": self.order, "hidden": self.hidden, "widths": dict(self.widths), "frozen": self.frozen}
        )

    @classmethod
    def read(cls, text: str, titles: Sequence[str]) -> "Layout":
        """What was written for these headings; anything odd is as if nothing had been."""
        try:
            said = json.loads(text)
            order = tuple(str(title) for title in said["order"])
            hidden = tuple(str(title) for title in said["hidden"] if title in titles)
            widths = {str(title): int(width) for title, width in said["widths"].items() if title in titles}
            frozen = None if said["frozen"] is None else bool(said["frozen"])
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls()
        if (order and sorted(order) != sorted(titles)) or len(hidden) >= len(titles):
            return cls()
        return cls(order, hidden, {t: w for t, w in widths.items() if 0 < w <= WIDEST}, frozen)


class Memory(Protocol):
    """Where layouts are kept between starts."""

    def layout(self, key: str) -> str: ...
    def keep_layout(self, key: str, text: str) -> None: ...


@runtime_checkable
class Remembering(Protocol):
    """A window that remembers."""

    @property
    def preferences(self) -> Memory: ...


def memory_of(widget: QWidget) -> Memory | None:
    """What the window a widget stands in remembers; None outside one."""
    window = widget.window()
    return window.preferences if isinstance(window, Remembering) else None


@dataclass(frozen=True, slots=True)
class Need:
    """The width a column needs so that nothing is cut; texts can do with less, and take what is left over."""

    best: int
    is_text: bool
    least: int = LEAST_TEXT  # of a text: its heading is never cut


def widths_for(needs: Sequence[Need], room: int) -> list[int]:
    """A width for each column: all they need where there is room, what is left over to the texts; where there is
    not, long texts are shortened, that of the first column last, and after that the table scrolls."""
    best = [need.best for need in needs]
    texts = [number for number, need in enumerate(needs) if need.is_text]
    free = room - sum(best)
    if free >= 0:
        return _given(best, texts or list(range(len(best))), free)
    least = [
        min(need.best, max(need.least, LEAST_TEXT if number else LEAST_NAME)) if need.is_text else need.best
        for number, need in enumerate(needs)
    ]
    if sum(least) > room:
        return [min(need.best, max(need.least, CAP)) if need.is_text else need.best for need in needs]
    for some in (texts[1:], texts[:1]):
        _shorten(best, least, some, room)
    return best


def _shorten(widths: list[int], least: Sequence[int], texts: Sequence[int], room: int) -> None:
    """Take from the longest of these until all fit or each has its least."""
    while (missing := sum(widths) - room) > 0:
        longer = [number for number in texts if widths[number] > least[number]]
        if not longer:
            return
        widest = max(longer, key=widths.__getitem__)
        # Down to the next one, so that the long are shortened before the short.
        floor = max([least[widest], *(widths[n] for n in longer if widths[n] < widths[widest])])
        widths[widest] -= min(missing, widths[widest] - floor)


def _given(widths: list[int], to: Sequence[int], free: int) -> list[int]:
    """What is left over falls on these columns by what they have."""
    whole = sum(widths[number] for number in to)
    if not whole:
        return widths
    given = list(widths)
    for number in to:
        given[number] += free * widths[number] // whole
    given[max(to, key=widths.__getitem__)] += sum(widths) + free - sum(given)
    return given

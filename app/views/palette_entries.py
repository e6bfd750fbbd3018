"""What the command palette offers: every command that can be run now, every page, and the records of the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from app.calc.matching import rank
from app.views.commands import MENUS
from app.views.pages import MORE_PAGES, PAGES
from app.views.widgets.palette import Entry

if TYPE_CHECKING:
    from app.usecases.finding import FoundRow
    from app.views.workplace import Workplace

_LEFT_OUT = frozenset({"", "recent", "palette"})
_GROUPS = {
    "customer": "Customers",
    "service": "Services",
    "component": "Components",
    "agreement": "Agreements",
    "levels": "Levels",
    "packs": "Packs",
    "outage": "Outages",
    "ticket": "Tickets",
}
_ICONS = {
    "customer": "customers",
    "service": "services",
    "component": "component",
    "agreement": "agreements",
    "levels": "levels",
    "packs": "packs",
    "outage": "outage",
    "ticket": "ticket",
}


class PaletteEntries:
    """Turns commands and found records into lines for one workplace."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        place.palette.wanted.connect(self._find)

    def open(self) -> None:
        """Show the palette over the window."""
        self._place.palette.show_over(self.commands)

    def commands(self, typed: str) -> tuple[Entry, ...]:
        """The pages and commands that match, the likeliest first, in the order of the menus where alike.

        The group with the likeliest stands first.
        """
        ranked = [(rank(typed, entry.title), entry) for entry in self._all()]
        known = [(place, entry) for place, entry in ranked if place is not None]
        best = {entry.group: place for place, entry in sorted(known, key=lambda each: -each[0])}

        def order(each: tuple[int, Entry]) -> tuple[int, bool, int]:
            place, entry = each
            return best[entry.group], entry.group != "Pages", place

        return tuple(entry for _, entry in sorted(known, key=order))

    def _all(self) -> list[Entry]:
        place = self._place
        pages = [
            Entry(page.title, "Pages", f"Ctrl+{n}", page.icon, partial(place.turn, page.key))
            for n, page in enumerate(PAGES, start=1)
            if place.customer_view.offers(page.key)
        ]
        more = {page.key for page in MORE_PAGES}
        commands = [
            Entry(
                place.menus.actions[command.name].text().replace("&&", "&"),
                "Pages" if command.name in more else "Commands",
                command.keys,
                command.icon,
                self._runner(command.name),
            )
            for menu in MENUS.values()
            for command in menu
            if command.name not in _LEFT_OUT and _is_offered(place.menus.actions[command.name])
        ]
        return [*(pages if place.desk else ()), *commands]

    def _runner(self, name: str) -> Callable[[], object]:
        return lambda: self._place.commands.run(name)

    def _find(self, typed: str) -> None:
        """Look for records off the window's thread; only the answer to the last text counts."""
        desk = self._place.desk
        if desk is None:
            self._place.palette.show_records(typed, ())
            return
        # Late: the storage is loaded once a desk is open.
        from app.usecases.finding import find_records, find_released

        audience = desk.audience

        def find(_report: object, _cancelled: object) -> tuple[FoundRow, ...]:
            if audience is None:
                return find_records(desk.db, typed)
            return find_released(desk.db, audience.customer_id, typed, date.today())  # noqa: DTZ011 (the user's day)

        def show(found: object) -> None:
            if desk.audience is audience:  # nobody else has come to watch meanwhile
                records = [self._record(row) for row in found]  # pyright: ignore[reportGeneralTypeIssues]
                self._place.palette.show_records(typed, records)

        desk.tasks.start(find, show, owner=desk, key="palette")

    def _record(self, row: FoundRow) -> Entry:
        view = self._place.customer_view
        go = partial(view.reveal, *_shown_where(row)) if view.on else partial(self._place.go, *_where(row))
        return Entry(row.name, _GROUPS[row.kind], row.about, _ICONS[row.kind], go)


def _is_offered(action: QAction) -> bool:
    return action.isEnabled() and action.isVisible()


def _shown_where(row: FoundRow) -> tuple[str, object]:
    """The page that shows a record to a customer who is watching, and what to reveal there."""
    match row.kind:
        case "service":
            return "levels", row.name
        case "agreement":
            return "agreements", row.id
        case _:
            return row.kind, row.period


def _where(row: FoundRow) -> tuple[str, object]:
    """The page that shows a record, and what to reveal there."""
    places: dict[str, tuple[str, object]] = {
        "customer": ("customers", row.id),
        "service": ("services", row.id),
        "component": ("services", ("component", row.id)),
        "agreement": ("agreements", row.id),
        "levels": ("levels", (row.id, row.period)),
        "packs": ("packs", (row.id, row.period)),
        "outage": ("measurements", ("outage", row.id)),
        "ticket": ("measurements", ("ticket", row.name)),
    }
    return places[row.kind]

"""Pull a column: take parts away and see at once which services fall and what now carries alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.words import plural
from app.usecases.picture import Picture
from app.usecases.pulling import FallenService, Pulled, SinglePoint
from app.views import theme
from app.views.pages.dependency.ways_stepper import WaysStepper
from app.views.rows_model import Column
from app.views.widgets.basics import button, label, row
from app.views.widgets.editors import ChoiceEditor
from app.views.widgets.listing import Listing, Words

SHOWN = 6
LONGEST = 28  # letters of a title on a button


@dataclass(frozen=True, slots=True)
class Bundle:
    """Parts that go together: a place, whoever keeps them, everything on best effort."""

    words: str
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _PointRow:
    id: int
    point: SinglePoint


def bundles(picture: Picture) -> tuple[Bundle, ...]:
    """What can be taken away at once in this picture."""
    parts = [node for node in picture.nodes if node.entered is not None]
    found = [
        *_by("At ", ((node.name, node.entered.location) for node in parts if node.entered)),
        *_by("Kept by ", ((node.name, node.entered.owner) for node in parts if node.entered)),
    ]
    best_effort = frozenset(node.name for node in parts if node.is_best_effort)
    return (*found, Bundle("Everything on best effort", best_effort)) if best_effort else tuple(found)


class PullPanel(QWidget):
    """`changed` carries the parts that are away now."""

    changed = Signal(object)
    agreement_wanted = Signal(int)

    def __init__(self, go_to: Callable[[str], object]) -> None:
        super().__init__()
        self.gone: frozenset[str] = frozenset()
        self._current = ""
        self._titles: dict[str, str] = {}
        self._bundles: tuple[Bundle, ...] = ()
        self.away = label("", wrap=True)
        self.toggle_button = button("Take away", self._toggle_current)
        self.back_button = button("Put all back", lambda: self.show_gone(()), kind="quiet", icon="undo")
        self.bundle_choice = ChoiceEditor()
        self.bundle_choice.setAccessibleName("Take away together")
        self.bundle_choice.setMinimumWidth(240)
        self.bundle_choice.committed.connect(self._take_bundle)
        self.verdict = label("", "section", wrap=True)
        self.alone = label("", "caption", muted=True, wrap=True)
        self.standing = label("", "caption", muted=True, wrap=True)
        self.costs = label("", "strong", wrap=True)
        self.ways = WaysStepper()
        self.ways.wanted.connect(self.show_gone)
        self.fallen: Listing[FallenService] = Listing(
            Words("Services that fall", "None."),
            (
                Column("Service", lambda one: one.service, role="strong"),
                Column("What rests on it", rests_on, tip=rests_on),
                Column(
                    "An hour costs",
                    lambda one: one.hour_cost.minor if one.hour_cost else None,
                    lambda one: str(one.hour_cost or ""),
                    "right",
                    104,
                ),
            ),
        )
        self.fallen.opened.connect(self._open_agreement)
        self.points: Listing[_PointRow] = Listing(
            Words("Single points of failure now", "Nothing left takes a service down alone."),
            (
                Column("Part", lambda one: one.point.part, role="strong"),
                Column("Takes down", lambda one: one.point.services),
                Column(
                    "State",
                    lambda one: "▲ new" if one.point.is_new else "as before",
                    width=88,
                    colour=lambda one: "nearly" if one.point.is_new else "muted",
                ),
            ),
        )
        self.points.opened.connect(lambda one: go_to(one.point.id))
        self._build()

    def show_picture(self, picture: Picture) -> None:
        """What can be taken away here; what is no longer there is forgotten."""
        self._titles = {node.name: node.title for node in picture.nodes if node.kind != "group"}
        self._bundles = bundles(picture)
        choices = [(None, "Take away together…"), *((one, one.words) for one in self._bundles)]
        self.bundle_choice.set_choices(choices)
        self.bundle_choice.set_value(None)
        left = self.gone & self._titles.keys()
        if left != self.gone:
            self.gone = left
        self._say()

    def show_current(self, name: str) -> None:
        """Which node is chosen in the picture."""
        self._current = name if name in self._titles else ""
        self._say()

    def toggle(self, name: str) -> None:
        """Take a part away, or put it back."""
        if name in self._titles:
            self.show_gone(self.gone ^ {name})

    def show_gone(self, parts: Iterable[str]) -> None:
        """Take exactly these away."""
        self.gone = frozenset(parts) & self._titles.keys()
        self.ways.show_gone(self.gone)
        self._say()
        self.changed.emit(self.gone)

    def show_pulled(self, pulled: Pulled | None) -> None:
        """What follows; None while nothing is away."""
        for part in (self.verdict, self.costs, self.standing, self.fallen, self.alone, self.points):
            part.setVisible(pulled is not None)
        if pulled is None:
            return
        fall = len(pulled.fallen)
        self.verdict.setText(
            f"{plural(fall, 'service')} {'falls' if fall == 1 else 'fall'}, {len(pulled.standing)} still "
            f"{'stands' if len(pulled.standing) == 1 else 'stand'}."
        )
        self.standing.setText(f"Still standing: {_listed(pulled.standing)}" if pulled.standing else "")
        self.costs.setText(cost_words(pulled))
        self.costs.setVisible(bool(pulled.fallen))
        self.fallen.set_rows(pulled.fallen)
        new = sum(one.is_new for one in pulled.single_points)
        self.alone.setText(
            f"{plural(pulled.alone_before, 'single point')} of failure before, "
            f"{len(pulled.single_points)} now, {new} of them new."
        )
        self.points.set_rows(tuple(_PointRow(at, one) for at, one in enumerate(pulled.single_points)))

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.setSpacing(theme.GAP)
        said = (
            "Click parts in the picture (or walk to one and press Space) to take them away or put them back."
        )
        layout.addWidget(label(said, muted=True, wrap=True))
        layout.addWidget(row(self.toggle_button, self.back_button, None))
        layout.addWidget(row(self.bundle_choice, None))
        layout.addWidget(self.ways)
        for part in (
            self.away,
            self.verdict,
            self.costs,
            self.standing,
            self.fallen,
            self.alone,
            self.points,
        ):
            layout.addWidget(part)
        layout.addStretch(1)
        self.show_pulled(None)
        self._say()

    def _say(self) -> None:
        titles = sorted((self._titles.get(one, one) for one in self.gone), key=str.casefold)
        self.away.setText(f"Taken away: {_listed(titles)}" if titles else "Everything is in its place.")
        title = self._titles.get(self._current, "")
        verb = "Put back" if self._current in self.gone else "Take away"
        short = title if len(title) <= LONGEST else f"{title[:LONGEST]}…"
        self.toggle_button.setText(f"{verb} {short}".strip().replace("&", "&&"))
        self.toggle_button.setAccessibleName(f"{verb} {title}".strip())
        self.toggle_button.setEnabled(bool(title))
        self.back_button.setEnabled(bool(self.gone))
        self.bundle_choice.setEnabled(bool(self._bundles))

    def _open_agreement(self, fallen: FallenService) -> None:
        if fallen.resting:
            self.agreement_wanted.emit(fallen.resting[0].agreement_id)

    def _toggle_current(self) -> None:
        self.toggle(self._current)

    def _take_bundle(self) -> None:
        chosen = self.bundle_choice.value()
        if isinstance(chosen, Bundle):
            self.bundle_choice.set_value(None)
            self.show_gone(self.gone | chosen.parts)


def rests_on(fallen: FallenService) -> str:
    """Customers with their SLAs in force."""
    return ", ".join(f"{one.customer}: {one.title}" for one in fallen.resting) or "no SLA in force"


def cost_words(pulled: Pulled) -> str:
    """What an hour of it costs, and of how many services nobody has said so."""
    known = " and ".join(map(str, pulled.hour_costs))
    if not known:
        return "What an hour of it costs is not said; write it under Part, or in the Catalogue."
    unsaid = (
        f" at least; of {plural(pulled.without_cost, 'service')} it is not said"
        if pulled.without_cost
        else ""
    )
    return f"An hour of it costs {known}{unsaid}."


def _by(words: str, pairs: Iterable[tuple[str, str]]) -> list[Bundle]:
    together: dict[str, set[str]] = {}
    for name, where in pairs:
        if where:
            together.setdefault(where, set()).add(name)
    return [Bundle(f"{words}{where}", frozenset(names)) for where, names in sorted(together.items())]


def _listed(titles: Iterable[str]) -> str:
    names = list(titles)
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")

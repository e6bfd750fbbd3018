"""Under the picture while a month is played: the slider, its buttons, and which moment it is."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.structure.moments import Moments
from app.calc.words import duration
from app.usecases.picture import Picture
from app.usecases.playing import Played
from app.views import icons, theme
from app.views.pages.dependency.month_slider import MonthSlider
from app.views.widgets.basics import icon_button, rename, restyle, row
from app.views.widgets.elided import Elided
from app.views.words import moment, until

PACE = 700  # milliseconds a moment
LISTED = 4


class PlayBar(QWidget):
    """`moved` carries the number of the moment."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._played: Played | None = None
        self._picture: Picture | None = None
        self._timer = QTimer(self, interval=PACE)
        self._timer.timeout.connect(self._go_on)
        self.slider = MonthSlider()
        self.back_button = icon_button("left", "Previous change (Left)", lambda: self.step(-1))
        self.play_button = icon_button("play", "Play (Space)", self.toggle)
        self.next_button = icon_button("right", "Next change (Right)", lambda: self.step(1))
        self.when, self.what = Elided("strong"), Elided()
        restyle(self.when, muted=False)
        self._build()

    @property
    def plays(self) -> bool:
        return self._timer.isActive()

    def show_played(self, played: Played | None, picture: Picture | None) -> None:
        """Slide over another period, from its first fall on or from its start."""
        self.pause()
        self._played, self._picture = played, picture
        moments = played.moments if played is not None else None
        zone = played.time_zone if played is not None else "UTC"
        self.slider.show_moments(moments, about(picture) if picture is not None else (), zone)
        for one in (self.back_button, self.play_button, self.next_button):
            one.setEnabled(moments is not None and len(moments) > 1)
        self._say(self.slider.value())

    def step(self, way: int) -> None:
        """To the next or previous change."""
        self.slider.setValue(self.slider.value() + way)

    def toggle(self) -> None:
        """Play from here, from the start where it is at the end, or pause."""
        if self.plays:
            self.pause()
            return
        if self.slider.value() == self.slider.maximum():
            self.slider.setValue(0)
        if self.slider.maximum():
            self._timer.start()
            self._dress()

    def pause(self) -> None:
        self._timer.stop()
        self._dress()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, 0, theme.GRID, theme.GRID)
        layout.setSpacing(4)
        layout.addWidget(self.slider)
        line = row(self.back_button, self.play_button, self.next_button, self.when)
        line.layout().setStretch(3, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        layout.addWidget(line)
        layout.addWidget(self.what)
        self.slider.valueChanged.connect(self._move)
        self.slider.play_asked.connect(self.toggle)

    def _go_on(self) -> None:
        self.step(1)
        if self.slider.value() == self.slider.maximum():
            self.pause()

    def _move(self, number: int) -> None:
        self._say(number)
        self.moved.emit(number)

    def _dress(self) -> None:
        icons.put(self.play_button, "pause" if self.plays else "play", "muted")
        rename(self.play_button, "Pause (Space)" if self.plays else "Play (Space)")

    def _say(self, number: int) -> None:
        """Which moment it is, and what is down then."""
        moments = self._played.moments if self._played is not None else None
        self.when.setVisible(moments is not None)
        self.what.setVisible(moments is not None)
        if moments is None or self._played is None or self._picture is None:
            return
        start, end = bounds_of(moments, number)
        zone = self._played.time_zone
        self.when.show_text(
            f"{moment(start, zone)} – {until(start, end, zone)} · {duration(end - start)} · {zone}"
        )
        said = words_of(moments, number, self._picture)
        self.what.show_text(said)
        self.slider.setAccessibleDescription(f"{self.when.whole}: {said}")
        QAccessible.updateAccessibility(QAccessibleEvent(self.slider, QAccessible.Event.DescriptionChanged))


def about(picture: Picture) -> tuple[str, ...]:
    """The nodes the slider's bar is about: the service of the picture, or every service."""
    if picture.service_id is not None:
        return (f"service:{picture.service_id}",)
    return tuple(node.name for node in picture.nodes if node.kind == "service")


def bounds_of(moments: Moments, number: int) -> tuple[int, int]:
    """From when to when nothing changes."""
    last = number + 1 >= len(moments)
    return int(moments.at[number]), moments.end if last else int(moments.at[number + 1])


def words_of(moments: Moments, number: int, picture: Picture) -> str:
    """What is not up at this moment, groups left out."""
    states = moments.states_at(number)
    found: dict[str, list[str]] = {}
    for node in picture.nodes:
        state = states.get(node.name)
        if state is not None and node.kind != "group":
            found.setdefault(state, []).append(node.title)
    told = [f"{state}: {_listed(titles)}" for state, titles in sorted(found.items()) if state != "unknown"]
    if "unknown" in found:
        told.append(f"not observed: {_listed(found['unknown'])}")
    sentence = "; ".join(told) or "everything up"
    return sentence[0].upper() + sentence[1:]


def _listed(titles: list[str]) -> str:
    more = len(titles) - LISTED
    return ", ".join(titles[:LISTED]) + (f" and {more} more" if more > 0 else "")

"""Playing a month: reads it in the background and keeps picture, slider and ledger at the same moment."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from app.calc.periods import Period, parse_period
from app.errors import AppError
from app.usecases.picture import Picture
from app.usecases.playing import Played, PlayedOutage, last_period, play
from app.views.desk import Desk
from app.views.naming import home_zone
from app.views.pages.dependency.play_bar import PlayBar
from app.views.pages.dependency.play_panel import WAIT, PlayPanel


class Playing(QObject):
    """`changed` says that the picture shows another moment; `states` are those of it, None while none is shown."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        zone = home_zone(desk.db)
        self._key = last_period(datetime.now(UTC), zone)
        self._customer_id: int | None = None
        self._picture: Picture | None = None
        self._played: Played | None = None
        self._starts: list[int] = []
        self._wanted: PlayedOutage | None = None  # the row that was chosen, which stays so at its own moment
        self._active = False
        self._stale = True
        self.bar = PlayBar()
        self.panel = PlayPanel(parse_period(self._key, zone))
        self.bar.hide()
        self.bar.moved.connect(self._moved)
        self.panel.period_wanted.connect(self._take_period)
        self.panel.buyer_wanted.connect(self._take_buyer)
        self.panel.chosen.connect(self._take_outage)

    @property
    def states(self) -> dict[str, str] | None:
        """Of every node that is not up at the moment shown."""
        if not self._active or self._played is None or self._played.moments is None:
            return None
        return self._played.moments.states_at(self.bar.slider.value())

    def show_picture(self, picture: Picture) -> None:
        """Another picture, or the same one after something changed."""
        if self._played is not None and self._played.service_id != picture.service_id:
            self._forget()
        self._picture = picture
        self._stale = True
        if self._active:
            self.read()

    def set_active(self, active: bool) -> None:
        """Whether the month is shown; it is read when first wanted."""
        self._active = active
        self.bar.setVisible(active)
        if not active:
            self.bar.pause()
        elif self._stale:
            self.read()
        self.changed.emit()

    def show_month(self, key: str) -> None:
        """Play another period, by its key such as "2026-10"."""
        if key != self._key:
            self._forget()
            self.panel.show_waiting(parse_period(key, home_zone(self.desk.db)))
        self._key = key
        self.read()

    def read(self) -> None:
        """Read the period in the background; the slider stays at its instant where that is still one of it."""
        picture, db, key, customer = self._picture, self.desk.db, self._key, self._customer_id
        if picture is None:
            return
        zone, now = home_zone(db), datetime.now(UTC)
        self.desk.tasks.start(
            lambda _report, _cancelled: play(db, picture, key, now, time_zone=zone, customer_id=customer),
            done=lambda played: self._show(played, picture),
            failed=lambda error: self._fail(error, picture),
            owner=self,
            key="play a month",
        )

    def _forget(self, sentence: str = WAIT) -> None:
        """What another month, or that of another service, was like."""
        self.panel.show_none(sentence)
        self._played = None
        self.bar.show_played(None, None)
        self.changed.emit()

    def _fail(self, error: AppError, picture: Picture) -> None:
        """Say why nothing is shown; it is read again when the tab is next turned to."""
        if picture is not self._picture:
            return
        self._forget(str(error))
        self._stale = True

    def _show(self, played: object, picture: Picture) -> None:
        """What was read of another picture is left; it is read again when it is next wanted."""
        assert isinstance(played, Played)
        if picture is not self._picture:
            return
        before, number = self._played, self.bar.slider.value()
        self._played, self._stale = played, False
        self._starts = [one.start for one in played.outages]
        self.bar.show_played(played, picture)
        self.panel.show_played(played, picture.title)
        if played.moments is not None:
            self._settle(before, number)
        self.changed.emit()

    def _settle(self, before: Played | None, number: int) -> None:
        """Where it was in the same period, else at the first moment at which something changes."""
        assert self._played is not None
        assert self._played.moments is not None
        moments = self._played.moments
        if before is not None and before.moments is not None and before.period == self._played.period:
            at = int(before.moments.at[min(number, len(before.moments) - 1)])
            self.bar.slider.setValue(moments.number_at(at))
        elif len(moments) > 1:
            self.bar.slider.setValue(1)

    def _take_period(self, period: object) -> None:
        assert isinstance(period, Period)
        self.show_month(period.key)

    def _take_buyer(self, customer_id: object) -> None:
        self._customer_id = customer_id if isinstance(customer_id, int) else None
        self.panel.show_none()  # the slider stays: what was down is the same in whosever ledger
        self.read()

    def _take_outage(self, outage: object) -> None:
        assert isinstance(outage, PlayedOutage)
        if self._played is not None and self._played.moments is not None:
            self._wanted = outage
            self.bar.slider.setValue(self._played.moments.number_at(outage.start))
            self._wanted = None

    def _moved(self, number: int) -> None:
        played = self._played
        if played is None or played.moments is None:
            return
        if self._wanted is None:
            self.panel.choose(self._outage_at(int(played.moments.at[number])))
        self.changed.emit()

    def _outage_at(self, instant: int) -> PlayedOutage | None:
        """The one that began last of those under way then."""
        assert self._played is not None
        for one in reversed(self._played.outages[: bisect_right(self._starts, instant)]):
            if one.end is None or one.end > instant:
                return one
        return None

"""The frame of every page: title, one line of purpose, find, actions at the right, and the body below."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.calc.periods import Period
from app.views import theme
from app.views.desk import Desk
from app.views.widgets.basics import label
from app.views.widgets.find import FindField
from app.views.widgets.refitting import Refitting
from app.views.widgets.scrolling import width_in_sight

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


@dataclass(frozen=True, slots=True)
class LookingAt:
    """Whose figures a page shows, and of which period."""

    customer_id: int | None = None
    period: Period | None = None


class Page(Refitting):
    """Base of all pages. A page names the tables it shows in `listens`; its `refresh` is called when one of
    them changed, at once when it is seen and otherwise when it is next shown.

    Subclasses give `title`, `purpose`, `icon`, fill `self.body` in `_build`, and read the desk in `refresh`.
    """

    title: ClassVar[str] = ""
    purpose: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    listens: ClassVar[frozenset[str]] = frozenset()
    takes_lists: ClassVar[bool] = False  # whether a spreadsheet dropped on it is read as a list of its own
    find_hint: ClassVar[str] = ""  # empty: nothing to find on this page

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(self.title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes on to what can be seen to have it
        self._stale = True
        self._build_frame()
        self._build()
        theme.dress(self)
        self._connect()
        desk.changed.connect(self._hear)

    # For subclasses

    def _build(self) -> None:
        """Fill `self.body`."""

    def _connect(self) -> None:
        """Connect the page's own signals."""

    def refresh(self) -> None:
        """Read the desk again."""

    def reveal(self, what: object) -> None:
        """Show one thing of this page: called when another page or a message points here."""

    def looking_at(self) -> LookingAt:
        """Which customer and period are shown, where the page is about one."""
        return LookingAt()

    def import_files(self, paths: tuple[Path, ...]) -> None:
        """Take spreadsheets that were dropped or chosen; only pages that import do."""

    def add_action(self, widget: QWidget) -> None:
        """Put a control at the right of the header; the primary button comes last."""
        self._actions.addWidget(widget)
        self._last_action = widget

    def refuse(self, why: str) -> None:
        """Say below the header, in place of the purpose, why a control in it was refused; "" when it is mended."""
        self._refusal.setText(why)
        self._refusal.setVisible(bool(why))
        self.purpose_label.setVisible(not why)
        if why:
            QAccessible.updateAccessibility(QAccessibleEvent(self._refusal, QAccessible.Event.Alert))

    def focus_find(self) -> bool:
        """Put the cursor into the find field; False when the page has none."""
        if self.find_field is None:
            return False
        self.find_field.setFocus()
        self.find_field.selectAll()
        return True

    def told(self) -> tuple[str, ...]:
        """What narrows the tables of this page now, a sentence each; it is printed above them."""
        found = self.find_field.text().strip() if self.find_field and self.find_field.isVisible() else ""
        return (f"Found by “{found}”.",) if found else ()

    def print_own(self) -> bool:
        """Show or print what the page draws itself; False where its table is what there is to print."""
        return False

    def focus_first(self) -> None:
        """Put the keyboard's focus onto the page, so that keys work as soon as it is turned to."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Below

    def _build_frame(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        self._header = header = QBoxLayout(_ACROSS)
        header.setSpacing(theme.GRID)
        self.title_label = label(self.title, "title")
        self._title_row = QHBoxLayout()
        self._title_row.setSpacing(theme.GRID)
        self._title_row.addWidget(self.title_label, 1)
        header.addLayout(self._title_row, 1)
        self._last_action: QWidget | None = None
        self._actions = QHBoxLayout()
        self._actions.setSpacing(theme.GRID)
        self.find_field = FindField(self.find_hint) if self.find_hint else None
        if self.find_field:
            self._actions.addWidget(self.find_field)
        header.addLayout(self._actions)
        self.purpose_label = label(self.purpose, muted=True)
        self.purpose_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        top = QVBoxLayout()
        top.setSpacing(2)
        top.addLayout(header)
        top.addWidget(self.purpose_label)
        self._refusal = label(wrap=True, tone="error")
        self._refusal.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._refusal.hide()
        top.addWidget(self._refusal)
        layout.addLayout(top)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.GAP)
        layout.addLayout(self.body, 1)

    def _hear(self, tables: frozenset[str]) -> None:
        if not (tables & self.listens):
            return
        self._stale = True
        if self.isVisible():
            self._refresh_now()

    def _refresh_now(self) -> None:
        self._stale = False
        self.refresh()

    def _fit(self) -> None:
        """The header keeps to what is in sight; where that is narrow the primary action stays beside the title and
        the other controls go to a row of their own.
        """
        seen = width_in_sight(self)
        if self._header.contentsMargins().right() != self.width() - seen:
            self._header.setContentsMargins(0, 0, self.width() - seen, 0)
        needed = self._title_row.sizeHint().width() + self._actions.sizeHint().width() + theme.GAP
        direction = _DOWN if needed > seen - 2 * theme.MARGIN else _ACROSS
        if direction == self._header.direction():
            return  # setting anything asks for another layout, which leads here again
        self._header.setDirection(direction)
        self._header.setAlignment(
            self._actions, Qt.AlignmentFlag.AlignLeft if direction == _DOWN else Qt.AlignmentFlag(0)
        )
        if self._last_action is not None:
            (self._title_row if direction == _DOWN else self._actions).addWidget(self._last_action)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh_now()

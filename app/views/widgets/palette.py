"""The command palette: one field over the window that finds commands at once and records a moment later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.views import icons, theme
from app.views.widgets.basics import Card, label

WAIT_MILLISECONDS = 30  # after the last key, before records are looked for
_WIDTH = 640
_ROW, _HEADING = 36, 30
_MOST_ROWS = 14
_ENTRY = Qt.ItemDataRole.UserRole
_NOTHING = (
    "Nothing is called so. Try the beginning of a name, a ticket’s number, or a period such as oct 2026."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its words, the group it stands in, what is said at the right, and what choosing it does."""

    title: str
    group: str
    hint: str
    icon: str
    run: Callable[[], object]

    @property
    def said(self) -> str:
        """The line for a screen reader."""
        return ", ".join(filter(None, (self.title, self.group, self.hint)))


class Palette(QWidget):
    """Lies over the window's centre; `wanted` asks for the records of a text, `show_records` answers."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._before: QWidget | None = None
        self._commands: Callable[[str], Sequence[Entry]] = lambda _text: ()
        self._records: tuple[Entry, ...] = ()
        self._waiting = False
        self.setAccessibleName("Command palette")
        parent.installEventFilter(self)
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MILLISECONDS)
        self._timer.timeout.connect(lambda: self.wanted.emit(self.text))
        self._build()
        self.hide()

    @property
    def text(self) -> str:
        return self.field.text().strip()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines that can be chosen, in order."""
        items = (self.list.item(number) for number in range(self.list.count()))
        return tuple(entry for item in items if isinstance(entry := item.data(_ENTRY), Entry))

    def show_over(self, commands: Callable[[str], Sequence[Entry]]) -> None:
        """Open it, empty; `commands` tells those that match a text."""
        if self.isVisible():
            self.field.selectAll()
            return
        self._before = QApplication.focusWidget()
        self._commands, self._records = commands, ()
        self.setGeometry(self._parent.rect())
        self.show()
        self.raise_()
        self.field.clear()
        self._fill()
        self.field.setFocus()

    def show_records(self, text: str, records: Sequence[Entry]) -> None:
        """Show the records found for a text, unless something else is typed by now."""
        if self.isVisible() and text == self.text:
            self._records, self._waiting = tuple(records), False
            self._fill()

    def close_over(self) -> None:
        """Close it and give the keyboard back."""
        self._timer.stop()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def forget(self) -> None:
        """Close it and drop every line and what was typed."""
        self.close_over()
        self._records = ()
        self.field.clear()
        self._timer.stop()
        self.list.clear()

    def choose(self) -> None:
        """Do what the current line says."""
        item = self.list.currentItem()
        entry = item.data(_ENTRY) if item else None
        if isinstance(entry, Entry):
            self.close_over()
            entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._parent.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key == Qt.Key.Key_Escape:
            self.close_over()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        elif key in steps:
            self._step(steps[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_over()

    # Below

    def _build(self) -> None:
        self.field = _Field(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setItemDelegate(_Line(self.list))
        self.list.itemClicked.connect(lambda _item: self.choose())
        self.list.currentItemChanged.connect(self._tell)
        self.nothing = label(_NOTHING, muted=True, wrap=True)
        self.card = _PaletteCard()
        self.card.setFixedWidth(_WIDTH)
        for part in (self.field, self.list, self.nothing):
            self.card.body.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, 56, theme.MARGIN, theme.MARGIN)
        layout.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.field.textChanged.connect(self._typed)

    def _typed(self) -> None:
        self._records, self._waiting = (), bool(self.text)
        self._fill()
        if self.text:
            self._timer.start()
        else:
            self._timer.stop()

    def _fill(self) -> None:
        """Commands, then records, each group under its name; the first line is current, or the one that was."""
        kept = self.list.currentItem().data(_ENTRY) if self.list.currentItem() else None
        moved = self.list.currentRow() > 1
        self.list.blockSignals(True)
        self.list.clear()
        group = ""
        for entry in (*self._commands(self.text), *self._records):
            if entry.group != group:
                group = entry.group
                self._add(group, None)
            self._add(entry.said, entry)
        self.list.blockSignals(False)
        self._choose_again(kept if moved and isinstance(kept, Entry) else None)
        found = self.list.count() > 0
        self.list.setVisible(found)
        self.nothing.setVisible(not found and not self._waiting)
        heights = sum(self.list.sizeHintForRow(n) for n in range(min(self.list.count(), _MOST_ROWS)))
        self.list.setFixedHeight(min(heights + 4, max(_ROW, self.height() - 160)))
        self.card.adjustSize()

    def _add(self, words: str, entry: Entry | None) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        item.setData(_ENTRY, entry)
        if entry is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, _HEADING if entry is None else _ROW))
        self.list.addItem(item)

    def _choose_again(self, kept: Entry | None) -> None:
        rows = [n for n in range(self.list.count()) if self.list.item(n).data(_ENTRY) is not None]
        same = [n for n in rows if kept and self.list.item(n).data(_ENTRY).said == kept.said]
        if rows:
            self.list.setCurrentRow((same or rows)[0])
            self.list.scrollToItem(self.list.item(same[0] if same else 0))

    def _step(self, by: int) -> None:
        """So many lines on, over the groups' names; a single step goes round at the ends."""
        rows = [n for n in range(self.list.count()) if self.list.item(n).data(_ENTRY) is not None]
        if not rows:
            return
        at = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else 0
        wanted = (at + by) % len(rows) if abs(by) == 1 else max(0, min(len(rows) - 1, at + by))
        self.list.setCurrentRow(rows[wanted])
        self.list.scrollToItem(self.list.item(0 if wanted == 0 else rows[wanted]))

    def _tell(self, item: QListWidgetItem | None) -> None:
        """Say the current line to a screen reader, for the keyboard stays in the field."""
        entry = item.data(_ENTRY) if item else None
        if isinstance(entry, Entry):
            self.field.setAccessibleDescription(entry.said)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, entry.said))


class _PaletteCard(Card):
    """Takes presses beside its parts, which would close the palette."""

    def __init__(self) -> None:
        super().__init__(margin=theme.GRID)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()


class _Field(QLineEdit):
    """Hands the keys that move and choose to the palette."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self.setPlaceholderText("Type a command, a name, a ticket’s number or a period")
        self.setAccessibleName("Command palette: type a command, a name, a ticket’s number or a period")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        handed = (
            *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
            *(Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter),
        )
        if event.key() in handed:
            self._palette.keyPressEvent(event)
        elif event.key() != Qt.Key.Key_Tab:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        return True  # the field is the only place for the keyboard while the palette is open


class _Line(QStyledItemDelegate):
    """Icon and words at the left, kind or keys at the right; a group's name small and muted."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry, colours = index.data(_ENTRY), theme.current()
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        if isinstance(entry, Entry):
            self._draw_entry(painter, option, area, entry)
        else:
            painter.setFont(theme.font("caption"))
            painter.setPen(QColor(colours.muted))
            painter.drawText(area.adjusted(12, 8, -12, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        painter.restore()

    def _draw_entry(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, entry: Entry) -> None:
        colours = theme.current()
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        if state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), 6, 6)
        if entry.icon:
            picture = icons.pixmap(entry.icon, "muted", 18, painter.device().devicePixelRatioF())
            painter.drawPixmap(area.left() + 12, area.center().y() - 8, picture)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("caption"))
        metrics = painter.fontMetrics()
        hint = metrics.elidedText(entry.hint, Qt.TextElideMode.ElideRight, area.width() // 2)
        wide = metrics.horizontalAdvance(hint)
        painter.setPen(QColor(colours.muted))
        painter.drawText(area.adjusted(0, 0, -12, 0), middle | Qt.AlignmentFlag.AlignRight, hint)
        painter.setFont(theme.font("body"))
        painter.setPen(QColor(colours.text))
        room = area.adjusted(42, 0, -24 - wide, 0)
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, title)

"""The status line: which file, when it was last saved, what runs in the background, what is selected."""

from datetime import datetime

from PySide6.QtWidgets import QProgressBar, QStatusBar

from app.views import theme
from app.views.widgets.basics import STRONG_FOCUS, ToolButton, label, tip


class StatusLine:
    """Fills a status bar: "northwind.slm · saved 14:02"."""

    def __init__(self, bar: QStatusBar) -> None:
        self.file = label(role="caption", muted=True)
        self.file.setContentsMargins(12, 0, 0, 0)
        self.work = label(role="caption", muted=True)
        self.note = label(role="caption", muted=True)
        self.note.setContentsMargins(0, 0, 12, 0)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(80)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Work in the background")
        bar.addWidget(self.file)
        bar.addWidget(self.work)
        bar.addWidget(self._bar)
        bar.addPermanentWidget(self.note)
        self.switch = ToolButton()
        self.switch.setProperty("role", "switch")
        self.switch.setFont(theme.font("caption"))
        self.switch.setProperty("focusPolicy", STRONG_FOCUS)
        self.show_audience("")
        bar.addPermanentWidget(self.switch)
        self.show_work(())

    def show_file(self, name: str, saved: datetime | None, *, read_only: bool = False) -> None:
        """Name the desk and when it was last saved; an empty name clears the line."""
        state = "read-only" if read_only else f"saved {saved:%H:%M}" if saved else ""
        self.file.setText(" · ".join(part for part in (name, state) if part))

    def show_audience(self, name: str) -> None:
        """Say whose edition is on the screen; without a name the customer view is off."""
        words = f"customer view: {name or 'off'}"
        self.switch.setText(words.replace("&", "&&"))
        what = "Leave the customer view" if name else "Show one customer’s edition while the screen is shared"
        self.switch.setAccessibleName(words)
        self.switch.setToolTip(tip(f"{what} (Ctrl+Shift+C)"))

    def show_work(self, titles: tuple[str, ...]) -> None:
        """Say what runs in the background."""
        more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
        self.work.setText(f"{titles[0]}{more}" if titles else "")
        self.work.setVisible(bool(titles))
        self._bar.setVisible(bool(titles))

    def show_note(self, text: str) -> None:
        """A word at the right: how many rows are selected, their sum."""
        self.note.setText(text)

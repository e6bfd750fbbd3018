"""How the program looks: palettes, the type scale and the style sheet, in light and dark.

`current()` is what painting code asks for colours; widgets repaint on the palette change Qt sends them.
Nothing that is loaded before the first paint touches the namespace `Qt`: its hundred enums cost 30 ms.
"""

from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.paths import resource

Mode = Literal["system", "light", "dark"]
TextRole = Literal["title", "figure", "section", "body", "strong", "caption"]

GRID = 8
MARGIN = 24
GAP = 16
_SCHEMES: dict[Mode, int] = {"system": 0, "light": 1, "dark": 2}  # of Qt.ColorScheme
_POINTS: dict[str, float] = {
    "title": 16,
    "figure": 16,
    "section": 10.5,
    "body": 10,
    "strong": 10,
    "caption": 9,
}
_SEMIBOLD = frozenset({"title", "figure", "section", "strong"})


class Colours(NamedTuple):
    """Every colour of one scheme as #RRGGBB; a state's colour never stands without its sign or word.

    A named tuple, because the window's first paint should not wait for dataclasses to be loaded (6 ms).
    """

    name: str
    window: str
    surface: str
    line: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    hover: str
    field: str
    met: str
    met_soft: str
    nearly: str
    nearly_soft: str
    missed: str
    missed_soft: str
    unproven: str
    unproven_soft: str
    nothing: str
    nothing_soft: str
    ledger_up: str
    ledger_down: str
    ledger_degraded: str
    ledger_excluded: str
    ledger_outside: str
    ledger_unknown: str
    ledger_future: str

    def verdict(self, verdict: str) -> tuple[str, str]:
        """(strong, soft) of a verdict's words; an unknown word is "no data"."""
        name = {"met": "met", "nearly missed": "nearly", "missed": "missed", "not proven": "unproven"}.get(
            verdict
        )
        return getattr(self, name or "nothing"), getattr(self, f"{name or 'nothing'}_soft")

    def ledger(self, ledger_class: str) -> str:
        """The fill of one ledger class; hatching and dots are the painter's."""
        return getattr(self, f"ledger_{ledger_class}")


LIGHT = Colours(
    name="light",
    window="#F6F7F9",
    surface="#FFFFFF",
    line="#DCE1E8",
    text="#1B2430",
    muted="#5A6675",
    accent="#1F5FBF",
    accent_hover="#184E9E",
    accent_soft="#E6EEFA",
    on_accent="#FFFFFF",
    hover="#F0F2F6",
    field="#FFFFFF",
    met="#1E7F5C",
    met_soft="#DFF2EA",
    nearly="#9A6400",
    nearly_soft="#FCEFD2",
    missed="#B3261E",
    missed_soft="#FBE1DF",
    unproven="#4B5A9B",
    unproven_soft="#E7EAF7",
    nothing="#6B7685",
    nothing_soft="#ECEFF3",
    ledger_up="#CFE9DC",
    ledger_down="#B3261E",
    ledger_degraded="#C98A1B",
    ledger_excluded="#C3CBD9",
    ledger_outside="#EEF1F5",
    ledger_unknown="#8A95A4",
    ledger_future="#FFFFFF",
)
DARK = Colours(
    name="dark",
    window="#14181F",
    surface="#1C222B",
    line="#303947",
    text="#E8ECF2",
    muted="#9AA6B5",
    accent="#6EA8FF",
    accent_hover="#8DBAFF",
    accent_soft="#22324A",
    on_accent="#0E1420",
    hover="#252D38",
    field="#171C24",
    met="#5CC79B",
    met_soft="#1B3A31",
    nearly="#E6B455",
    nearly_soft="#3D3118",
    missed="#F28B82",
    missed_soft="#47211F",
    unproven="#A9B6F2",
    unproven_soft="#272D48",
    nothing="#8A95A4",
    nothing_soft="#272F3A",
    ledger_up="#245243",
    ledger_down="#F28B82",
    ledger_degraded="#E6B455",
    ledger_excluded="#465267",
    ledger_outside="#232A34",
    ledger_unknown="#8A95A4",
    ledger_future="#14181F",
)


def current() -> Colours:
    """The colours in use now; light before a `Theme` was made."""
    return _IN_USE[0]


def font(role: TextRole = "body") -> QFont:
    """The system's font in one size of the scale, figures of equal width."""
    result = QFont(QApplication.font())
    result.setPointSizeF(_POINTS[role])
    result.setWeight(QFont.Weight.DemiBold if role in _SEMIBOLD else QFont.Weight.Normal)
    return result


class Theme(QObject):
    """Dresses the application and keeps it dressed when the mode or the system's scheme changes."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = "system") -> None:
        super().__init__(app)
        self._app = app
        self._turns = _Turns(self)
        self.sheet = ""
        self.mode: Mode = mode
        app.setStyle("Fusion")
        app.setFont(_body_font(app))
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.set_mode(mode)
        _NOTIFIERS.append(self)

    def set_mode(self, mode: Mode) -> None:
        """Light, dark, or as the system has it; takes effect at once."""
        self.mode = mode
        self._app.styleHints().setProperty("colorScheme", _SCHEMES[mode])
        self._dress()

    def dress_in_turn(self, dresser: "_Dresser") -> None:
        """Dress a root that is seen, soon and not all of them at once."""
        self._turns.add(dresser)

    def _follow_system(self) -> None:
        if self.mode == "system":
            self._dress()

    def _dress(self) -> None:
        dark = self.mode == "dark" or (self.mode == "system" and _system_is_dark(self._app))
        _IN_USE[0] = DARK if dark else LIGHT
        self._app.setPalette(qt_palette(current()))
        self.sheet = style_sheet(current())
        self.changed.emit()


def dress(root: QWidget) -> None:
    """Give `root` and all within it the style sheet, now and after every change of theme; if hidden, when next shown.

    Not the application, though that would be one line: then Qt looks at the whole sheet again for every widget below
    each one that gets a parent, which made pages five times as slow to build, and a change restyles hidden pages too.
    """
    look = _in_force()
    if look is not None:
        _Dresser(root, look)


def on_change(receiver: QObject, slot_name: str) -> None:
    """Have `receiver`'s slot called after every change of theme, for as long as it lives."""
    look = _in_force()
    if look is not None:
        look.changed.connect(getattr(receiver, slot_name))


def _in_force() -> Theme | None:
    """The theme made last of those that Qt has not deleted."""
    while _NOTIFIERS and not isValid(_NOTIFIERS[-1]):
        _NOTIFIERS.pop()
    return _NOTIFIERS[-1] if _NOTIFIERS else None


class _Dresser(QObject):
    """Keeps one root in the style sheet; lives and dies with it."""

    def __init__(self, root: QWidget, look: Theme) -> None:
        super().__init__(root)
        self._root = root
        self._look = look
        self._dress()
        look.changed.connect(self._follow)
        root.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self._stale:
            self._dress()
        return False

    @property
    def root(self) -> QWidget:
        return self._root

    def dress_if_seen(self) -> None:
        """Put on the sheet now in force, if that was not done and the root is on the screen."""
        if self._stale and self._root.isVisible():
            self._dress()

    def _follow(self) -> None:
        self._stale = True
        if self._root.isVisible():
            self._look.dress_in_turn(self)

    def _dress(self) -> None:
        self._stale = False
        self._root.setStyleSheet(self._look.sheet)


class _Turns(QObject):
    """Dresses one root a turn of the event loop, and lets its window paint once all are dressed.

    So no turn takes longer than the largest root does, and nobody sees a window half dark.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[_Dresser] = []
        self._held: list[QWidget] = []
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._dress_next)

    def add(self, dresser: _Dresser) -> None:
        window = dresser.root.window()
        if window not in self._held:
            window.setUpdatesEnabled(False)
            self._held.append(window)
        self._waiting.append(dresser)
        self._timer.start()

    def _dress_next(self) -> None:
        dresser = self._waiting.pop(0)
        if isValid(dresser):
            dresser.dress_if_seen()
        if self._waiting:
            self._timer.start()
            return
        held, self._held = self._held, []
        for window in held:
            if isValid(window):
                window.setUpdatesEnabled(True)


def style_sheet(colours: Colours) -> str:
    """The style sheet with the scheme's colours filled in."""
    text = resource("style/colonnade.qss").read_text(encoding="utf-8")
    words = {**colours._asdict(), "controls": resource("icons/controls").as_posix()}
    # Longest names first, for some begin with others; string.Template would take the first paint 5 ms.
    for name in sorted(words, key=len, reverse=True):
        text = text.replace(f"${name}", words[name])
    return text


def qt_palette(colours: Colours) -> QPalette:
    """Qt's own palette, for everything the style sheet leaves to Fusion."""
    role = QPalette.ColorRole
    pairs = {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.hover,
        role.Text: colours.text,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.missed,
        role.Highlight: colours.accent_soft,
        role.HighlightedText: colours.text,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.PlaceholderText: colours.muted,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text,
        role.Mid: colours.line,
        role.Light: colours.surface,
        role.Dark: colours.line,
    }
    palette = QPalette()
    for which, value in pairs.items():
        palette.setColor(which, QColor(value))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.nothing))
    return palette


def _system_is_dark(app: QApplication) -> bool:
    # Fusion's own palette follows the system's scheme.
    return app.style().standardPalette().window().color().lightness() < 128


def _body_font(app: QApplication) -> QFont:
    result = QFont(app.font())
    result.setPointSizeF(_POINTS["body"])
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


_IN_USE: list[Colours] = [LIGHT]
_NOTIFIERS: list[Theme] = []

"""The menu bar made from the commands: actions by name, enabled by what is open, undo and redo named."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolButton

from app.views import icons, theme
from app.views.commands import MENUS, Command
from app.views.pages import PageEntry
from app.views.widgets.basics import icon_button, rename, row


class WindowMenus:
    """Builds the menus of a window; `run` is called with a command's name, `go` with a page's key."""

    def __init__(
        self,
        window: QMainWindow,
        menus: Mapping[str, QMenu],
        run: Callable[[str], None],
        go: Callable[[str], None],
    ) -> None:
        self._window = window
        self._run = run
        self._go = go
        self.actions: dict[str, QAction] = {}
        self._needs: dict[str, str] = {}
        self._pages: list[QAction] = []
        self._page_keys: list[str] = []
        self.recent = QMenu("Recent desks", window)
        for title, commands in MENUS.items():
            self._fill(menus[title], commands)
        self._menus = dict(menus)
        self._view = menus["View"]
        self._group_modes()
        self.undo_button, self.redo_button = self._corner()

    def add_pages(self, entries: Sequence[PageEntry]) -> None:
        """Ctrl+1, Ctrl+2 … for the pages, in their order."""
        for number, entry in enumerate(entries, start=1):
            action = QAction(entry.title.replace("&", "&&"), self._window)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            icons.put(action, entry.icon, "muted")
            action.triggered.connect(lambda _checked=False, key=entry.key: self._go(key))
            self._view.addAction(action)
            self._pages.append(action)
            self._page_keys.append(entry.key)

    def offers(self, name: str) -> bool:
        """Whether a command is in the menus now."""
        return name in self.actions and self.actions[name].isVisible()

    def enable(self, *, desk: bool, writing: bool) -> None:
        """Enable what can be done now."""
        for name, needs in self._needs.items():
            self.actions[name].setEnabled({"": True, "desk": desk, "writing": writing}[needs])
        for action in self._pages:
            action.setEnabled(desk)

    def name_steps(self, undo: str | None, redo: str | None) -> None:
        """Name the steps that Undo and Redo would take."""
        for action, button, verb, step, keys in (
            (self.actions["undo"], self.undo_button, "Undo", undo, "Ctrl+Z"),
            (self.actions["redo"], self.redo_button, "Redo", redo, "Ctrl+Y"),
        ):
            words = f"{verb}: {step}" if step else verb
            action.setText(words.replace("&", "&&"))
            action.setEnabled(step is not None)
            button.setEnabled(step is not None)
            rename(button, f"{words} ({keys})")

    def list_recent(self, desks: Sequence[Path], open_desk: Callable[[Path], None]) -> None:
        """Fill the submenu of desks opened of late."""
        self.recent.clear()
        for path in desks:
            action = self.recent.addAction(f"{path.name}  –  {path.parent}".replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, path=path: open_desk(path))
        self.recent.setEnabled(bool(desks))

    def show_public(self, keys: Collection[str] | None) -> None:
        """While a customer is watching, offer these pages and the public commands only; None offers everything."""
        everything = keys is None
        for menu in MENUS.values():
            for command in menu:
                if command.name in self.actions:
                    self.actions[command.name].setVisible(everything or command.public)
        for key, action in zip(self._page_keys, self._pages, strict=True):
            action.setVisible(keys is None or key in keys)
        self.recent.menuAction().setVisible(everything)
        if not everything:
            self.recent.clear()
        for menu in self._menus.values():  # one with nothing in it is none
            offered = (each for each in menu.actions() if each.isVisible() and not each.isSeparator())
            menu.menuAction().setVisible(any(True for _ in offered))
        for corner in (self.undo_button, self.redo_button):
            corner.setVisible(everything)

    def mark_mode(self, mode: theme.Mode) -> None:
        """Tick the scheme in use."""
        self.actions[f"mode_{mode}"].setChecked(True)

    def _fill(self, menu: QMenu, commands: Sequence[Command]) -> None:
        for command in commands:
            if not command.text:
                menu.addSeparator()
            elif command.name == "recent":
                menu.addMenu(self.recent)
            else:
                menu.addAction(self._action(command))

    def _action(self, command: Command) -> QAction:
        action = QAction(command.text, self._window)
        if command.keys:
            action.setShortcut(QKeySequence(command.keys))
        if command.icon:
            icons.put(action, command.icon, "muted")
        action.triggered.connect(lambda _checked=False: self._run(command.name))
        self.actions[command.name] = action
        self._needs[command.name] = command.needs
        return action

    def _group_modes(self) -> None:
        group = QActionGroup(self._window)
        self.actions["customer_view"].setCheckable(True)
        for name in ("mode_system", "mode_light", "mode_dark"):
            self.actions[name].setCheckable(True)
            group.addAction(self.actions[name])

    def _corner(self) -> tuple[QToolButton, QToolButton]:
        undo = icon_button("undo", "Undo (Ctrl+Z)", lambda: self._run("undo"), role="text")
        redo = icon_button("redo", "Redo (Ctrl+Y)", lambda: self._run("redo"), role="text")
        # The menu bar does not keep its corner alive for Python; a parent does.
        corner = row(undo, redo, spacing=2)
        corner.setParent(self._window.menuBar())
        corner.setContentsMargins(0, 0, 8, 0)
        self._window.menuBar().setCornerWidget(corner, Qt.Corner.TopRightCorner)
        corner.show()
        return undo, redo

"""Everything the window can be told to do, as data: words, menu, keys, and when it can be done."""

from dataclasses import dataclass
from typing import Literal

Need = Literal["", "desk", "writing"]


@dataclass(frozen=True, slots=True)
class Command:
    """One command; the window runs its method of the same name. An empty text is a line between commands."""

    name: str
    text: str
    keys: str = ""
    icon: str = ""
    needs: Need = ""
    public: bool = False  # may be offered while a customer is watching the screen


_LINE = Command("", "")

MENUS: dict[str, tuple[Command, ...]] = {
    "File": (
        Command("new_desk", "New desk…", "Ctrl+N", "new"),
        Command("open_desk", "Open desk…", "Ctrl+O", "open"),
        Command("recent", "Recent desks"),
        Command("sample_desk", "Make the sample desk…", icon="sample"),
        _LINE,
        Command("import_sheets", "Import spreadsheets…", "Ctrl+I", "import", "writing"),
        _LINE,
        Command("print", "Print…", "Ctrl+P", "print", "desk"),
        _LINE,
        Command("save_copy", "Save a copy…", "Ctrl+S", "save_copy", "desk"),
        Command("back_up", "Back up now", icon="history", needs="desk"),
        Command("restore", "Restore a backup…"),
        Command("show_in_folder", "Show in folder", icon="folder", needs="desk"),
        _LINE,
        Command("settings", "Settings", "Ctrl+,", "settings", "desk"),
        _LINE,
        Command("close_desk", "Close desk", "Ctrl+W", needs="desk"),
        Command("quit", "Quit", "Ctrl+Q", public=True),
    ),
    "Edit": (
        Command("undo", "Undo", "Ctrl+Z", "undo", "writing"),
        Command("redo", "Redo", "Ctrl+Y", "redo", "writing"),
        Command("paste_rows", "Paste rows as measurements", "Ctrl+Shift+V", "copy", "writing"),
        _LINE,
        Command("find", "Find on this page", "Ctrl+F", "search", "desk"),
        Command("filter_row", "Filter row of the table", "Ctrl+Shift+F", "filter", "desk"),
    ),
    "View": (
        Command("customer_view", "Customer view", "Ctrl+Shift+C", "customers", "desk", public=True),
        Command("whose_view", "Customer view of…", needs="desk", public=True),
        _LINE,
        Command("palette", "Command palette", "Ctrl+K", "search", public=True),
        Command("fold", "Fold navigation", "Ctrl+B", "fold", "desk", public=True),
        Command("history", "History", "Ctrl+H", "history", "desk"),
        _LINE,
        Command("dismiss", "Close the message", "Shift+Esc", public=True),
        _LINE,
        Command("larger", "Larger", "Ctrl++", public=True),
        Command("smaller", "Smaller", "Ctrl+-", public=True),
        Command("normal_size", "Normal size", "Ctrl+0", public=True),
        _LINE,
        Command("mode_system", "Light or dark as the system", public=True),
        Command("mode_light", "Light", public=True),
        Command("mode_dark", "Dark", public=True),
        _LINE,
    ),
    "Help": (
        Command("guide", "Guide", icon="info", needs="desk"),
        Command("shortcuts", "Keyboard shortcuts", "F1", "keyboard", public=True),
        _LINE,
        Command("about", "About Colonnade"),
    ),
}

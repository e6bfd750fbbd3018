"""The program without a mouse: Tab reaches all as the page reads, focus is seen, Esc leads back, every key works."""

from pathlib import Path

import pytest

from app.views.main_window import MainWindow
from app.views.theme import Mode, Theme
from tests.views import keyboard

SCENES = frozenset(
    {
        *("home", "customers", "services", "agreements", "settings", "history", "guide", "empty-levels"),
        *("measurements-outages", "measurements-filters-scrolled", "measurements-cover", "import-2-columns"),
        *("levels-evidence", "packs", "packs-closed", "agreements-target", "agreements-hours"),
        *("palette", "customer-view-evidence", "shortcuts"),
    }
)
DARK = frozenset({"home", "agreements", "levels-evidence", "packs", "agreements-hours"})


@pytest.mark.parametrize(("mode", "scenes"), [("light", SCENES), ("dark", DARK)])
def test_tab_reaches_every_control_as_the_page_reads_and_is_seen_to(
    window: MainWindow, look: Theme, sample_desk: Path, mode: Mode, scenes: frozenset[str]
) -> None:
    look.set_mode(mode)
    assert list(keyboard.walk(window, sample_desk, scenes.__contains__)) == []

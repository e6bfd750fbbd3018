"""Every scene at 100 % and 200 %: names for screen readers, nothing cut off, drafts kept, all reached by Tab, and seen.

One test, because the walk takes most of a minute and each process would go it again.
"""

from pathlib import Path

from app.views.main_window import MainWindow
from tests.views.walked import NOT_KEPT, walk


def test_every_scene_has_names_fits_keeps_drafts_and_is_gone_through_by_keyboard(
    window: MainWindow, sample_desk: Path
) -> None:
    seen = walk(window, sample_desk)
    assert (seen.nameless, seen.misfits, seen.keyboard) == ({}, [], [])
    assert set(seen.unkept) == set(NOT_KEPT)
    assert len(seen.editors) > 20
    assert all(len(names) > 50 for names in seen.looked.values())

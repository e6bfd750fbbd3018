"""The guide: every chapter is there, leads to pages that exist, and is found by its words."""

import re

from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from app.views.main_window import MainWindow
from app.views.pages import MORE_PAGES, PAGES
from app.views.pages.guide import GuidePage, chapters


def guide(window: MainWindow) -> GuidePage:
    window.run("guide")
    page = window.page("guide")
    assert isinstance(page, GuidePage)
    return page


def test_every_link_of_the_guide_leads_to_a_page() -> None:
    linked = {key for chapter in chapters() for key in re.findall(r"\(page:(\w+)\)", chapter.text)}
    assert linked
    assert linked <= {entry.key for entry in (*PAGES, *MORE_PAGES)}


def test_every_chapter_has_a_title_and_a_text() -> None:
    assert all(chapter.title and len(chapter.text) > 200 for chapter in chapters())


def test_the_help_menu_opens_the_first_chapter(desk_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk_window.inside.tasks.busy)
    page = guide(desk_window)
    qtbot.waitUntil(page.isVisible)
    assert "Import what was measured." in page.reader.toPlainText()


def test_a_link_turns_to_its_page(desk_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk_window.inside.tasks.busy)
    guide(desk_window).reader.anchorClicked.emit(QUrl("page:levels"))
    qtbot.waitUntil(lambda: desk_window.inside.page_key == "levels")


def test_finding_keeps_the_chapters_with_all_words(desk_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk_window.inside.tasks.busy)
    page = guide(desk_window)
    assert page.find_field is not None
    page.find_field.wanted.emit("restatements objections")
    assert [chapter.title for chapter in page.table.rows_model.rows] == ["Packs: draft, issued, final"]

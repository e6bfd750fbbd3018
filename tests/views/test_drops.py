"""What is dropped on the window is sorted by what it is, and what it is not is said."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from app.views.drops import dropped
from app.views.main_window import MainWindow


def mime(*urls: QUrl) -> QMimeData:
    found = QMimeData()
    found.setUrls(list(urls))
    return found


def local(*paths: Path | str) -> QMimeData:
    return mime(*(QUrl.fromLocalFile(str(path)) for path in paths))


def test_several_spreadsheets_are_imported_and_one_is_named() -> None:
    assert dropped(local("/a/x.csv", "/a/y.XLSX")).words() == "Drop to import 2 spreadsheets"
    assert dropped(local("/a/x.csv")).words() == "Drop to import x.csv"
    assert dropped(local("/a/desk.slm")).words() == "Drop to open desk.slm"


def test_over_dependencies_the_hint_says_that_a_list_is_read(desk_window: MainWindow) -> None:
    hint = desk_window.inside.drop_hint.words
    for page, words in (("dependencies", "Drop to read x.csv as a list"), ("home", "Drop to import x.csv")):
        desk_window.go(page)
        assert desk_window.inside.welcome(local("/a/x.csv"))
        assert hint.text() == words
    desk_window.go("dependencies")
    assert desk_window.inside.welcome(local("/a/x.csv", "/a/y.csv"))
    assert hint.text() == "Drop to read x.csv as a list, the first of 2"
    assert desk_window.inside.welcome(local("/a/desk.slm"))
    assert hint.text() == "Drop to open desk.slm"


def test_a_folder_gives_its_spreadsheets_by_name(tmp_path: Path) -> None:
    for name in ("b.csv", "a.xlsx", "notes.pdf", "desk.slm"):
        (tmp_path / name).touch()
    found = dropped(local(tmp_path))
    assert [path.name for path in found.sheets] == ["a.xlsx", "b.csv"]
    assert found.desk is None


def test_a_file_on_a_network_path_is_taken_by_its_name() -> None:
    found = dropped(mime(QUrl("file://server/share/october.csv")))
    assert [path.name for path in found.sheets] == ["october.csv"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mail.eml", "mail.eml is a message. Save the spreadsheet attached to it, and drop that."),
        ("pack.pdf", "pack.pdf is neither a spreadsheet nor a desk."),
    ],
)
def test_what_cannot_be_taken_is_said(window: MainWindow, name: str, words: str) -> None:
    assert window.inside.welcome(local(f"/a/{name}"))
    assert window.inside.drop_hint.words.text() == words
    window.inside.take(local(f"/a/{name}"))
    assert window.message.text.text() == words


def test_an_empty_folder_and_the_web_have_sentences_of_their_own(tmp_path: Path) -> None:
    assert dropped(local(tmp_path)).refusal == f"There is no spreadsheet in the folder {tmp_path.name}."
    assert dropped(mime(QUrl("https://example.com/a.csv"))).refusal.startswith("This lies on the web.")


def test_spreadsheets_without_a_desk_ask_for_one_first(window: MainWindow) -> None:
    window.inside.take(local("/a/x.csv"))
    assert window.message.text.text() == "Open a desk first, and drop the spreadsheets then."


def test_text_that_is_no_file_is_not_welcome(window: MainWindow) -> None:
    plain = QMimeData()
    plain.setText("hello")
    assert not window.inside.welcome(plain)


def test_a_refusal_goes_when_something_else_is_dropped(desk_window: MainWindow, monkeypatch) -> None:
    monkeypatch.setattr(desk_window.inside, "import_files", lambda _paths: None)
    desk_window.inside.take(local("/a/x.docx"))
    assert desk_window.inside.message.isVisible()
    desk_window.inside.take(local("/a/x.csv"))
    assert not desk_window.inside.message.isVisible()

"""Playing a month on the Dependencies page: slider, picture and ledger stand at one moment."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.calc.periods import parse_period
from app.errors import InputError
from app.models.database import Database
from app.usecases.agreements import add_window, list_agreements
from app.usecases.coverage import declare_coverage
from app.usecases.outages import record_outage
from app.usecases.picture import draw_picture
from app.usecases.services import add_service
from app.views.pages.dependencies import DependenciesPage
from app.views.pages.dependency.findings import ONE_SERVICE, WAIT
from app.views.pages.dependency.side_panel import LISTS, PLAY
from app.views.tab_order import step
from tests.usecases.retail import NOVEMBER, at
from tests.usecases.test_playing import till_on_two_lines
from tests.views.window import settle, shown


@pytest.fixture
def page(qtbot: QtBot, db: Database) -> Iterator[DependenciesPage]:
    _, parts = till_on_two_lines(db)
    declare_coverage(db, start=at(9, 1), end=at(11, 1))
    record_outage(db, start=at(10, 5, 8), end=at(10, 5, 12), component_id=parts["Line 1"], cause="<b>cut</b>")
    record_outage(db, start=at(10, 5, 10), end=at(10, 5, 14), component_id=parts["Line 2"], planned=True)
    record_outage(
        db, start=at(10, 20, 6), end=at(10, 20, 7), component_id=parts["Database"], state="degraded"
    )
    with shown(qtbot, db, DependenciesPage, (1280, 800)) as page:
        page.side.setCurrentIndex(PLAY)
        page.side.playing.show_month("2026-10")
        settle(qtbot, page)
        yield page


def marks(page: DependenciesPage) -> dict[str, str]:
    """What is not up, as the table says it."""
    page.views.setCurrentIndex(1)
    found = {row.node.title: row.mark for row in page.model.rows if row.mark}
    page.views.setCurrentIndex(0)
    return found


def slide(page: DependenciesPage, key: Qt.Key) -> None:
    QTest.keyClick(page.side.playing.bar.slider, key)


def test_keys_go_from_change_to_change_and_the_picture_follows(page: DependenciesPage) -> None:
    assert marks(page) == {"Line 1": "✕ down"}
    slide(page, Qt.Key.Key_Right)
    assert marks(page) == {
        "Line 1": "✕ down",
        "Line 2": "✕ down, planned",
        "1 of 2": "✕ down, planned",
        "Till": "✕ down, planned",
    }
    assert page.side.playing.bar.what.whole == "Down: Line 1; down, planned: Till, Line 2"
    slide(page, Qt.Key.Key_Left)
    assert marks(page) == {"Line 1": "✕ down"}
    slide(page, Qt.Key.Key_Home)
    assert marks(page) == {}
    assert page.side.playing.bar.what.whole == "Everything up"


def test_page_keys_go_to_where_the_service_changes(page: DependenciesPage) -> None:
    slide(page, Qt.Key.Key_PageDown)
    assert "Till" in marks(page)
    slide(page, Qt.Key.Key_PageDown)
    assert "Till" not in marks(page)
    slide(page, Qt.Key.Key_PageDown)
    assert marks(page)["Till"] == "▲ degraded"
    slide(page, Qt.Key.Key_PageUp)
    assert marks(page) == {"Line 2": "✕ down, planned"}


def test_a_row_of_the_ledger_moves_the_slider_and_the_slider_chooses_the_row(page: DependenciesPage) -> None:
    panel = page.side.playing.panel
    panel.table.choose(lambda row: row.title == "Database")
    assert marks(page)["Database"] == "▲ degraded"
    slide(page, Qt.Key.Key_Left)  # the end of the planned work before it
    assert panel.table.selected_rows() == ()
    slide(page, Qt.Key.Key_Left)
    assert [row.title for row in panel.table.selected_rows()] == ["Line 2"]
    assert [row.counted for row in panel.model.rows] == [0, 2 * 3600 * 10**6, 0]


def test_of_two_outages_that_begin_together_the_chosen_row_stays_chosen(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    record_outage(db, start=at(10, 25, 6), end=at(10, 25, 7), service_id=page.service_id)
    record_outage(db, start=at(10, 25, 6), end=at(10, 25, 8), service_id=page.service_id)
    settle(qtbot, page)
    panel = page.side.playing.panel
    for row in [row for row in panel.model.rows if row.title == "Till"]:
        panel.table.choose(lambda one, wanted=row.id: one.id == wanted)
        assert [one.id for one in panel.table.selected_rows()] == [row.id]
        assert marks(page)["Till"] == "✕ down"


def test_a_click_on_the_bar_goes_to_that_instant(page: DependenciesPage) -> None:
    slider = page.side.playing.bar.slider
    middle = QPoint(8 + round((slider.width() - 16) * (4 + 11 / 24) / 31), slider.height() // 4)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=middle)
    assert "Till" in marks(page)


def test_it_plays_to_the_end_and_stops_there(qtbot: QtBot, page: DependenciesPage) -> None:
    bar = page.side.playing.bar
    bar._timer.setInterval(1)
    slide(page, Qt.Key.Key_Space)
    assert bar.plays
    qtbot.waitUntil(lambda: not bar.plays)
    assert bar.slider.value() == bar.slider.maximum() > 3
    assert bar.play_button.accessibleName() == "Play (Space)"
    slide(page, Qt.Key.Key_Space)
    assert bar.slider.value() == 0
    page.side.setCurrentIndex(0)
    assert not bar.plays
    assert not bar.isVisible()


def test_the_month_gives_way_to_the_structure_when_its_tab_is_left(page: DependenciesPage) -> None:
    assert "Line 1" in marks(page)
    page.side.setCurrentIndex(0)
    assert marks(page) == {"Database": "◆ single point"}
    page.side.setCurrentIndex(PLAY)
    assert marks(page) == {"Line 1": "✕ down"}


def test_an_empty_month_says_so_and_another_keeps_its_moment_when_the_desk_changes(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    page.side.playing.show_month("2026-09")
    settle(qtbot, page)
    assert "nothing was recorded" in page.side.playing.panel.sentence.text()
    assert not page.side.playing.panel.table.isVisible()
    page.side.playing.show_month("2026-10")
    settle(qtbot, page)
    slide(page, Qt.Key.Key_Right)
    before = page.side.playing.bar.when.text()
    record_outage(db, start=at(10, 2, 8), end=at(10, 2, 9), service_id=page.service_id)
    settle(qtbot, page)
    assert page.side.playing.bar.when.text() == before
    assert "4 outages" in page.side.playing.panel.sentence.text()


def test_what_is_counted_follows_the_agreed_windows(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    def counted() -> list[int | None]:
        return [row.counted for row in page.side.playing.panel.model.rows if row.title == "Line 2"]

    assert counted() == [2 * 3600 * 10**6]
    version = list_agreements(db)[0].versions[0].id
    starts_at = at(10, 5, 10).replace(tzinfo=None)
    add_window(db, version, "Lines", starts_at=starts_at, duration_minutes=120)
    settle(qtbot, page)
    assert counted() == [0]


def test_what_is_read_of_one_service_is_not_shown_for_another(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    other = add_service(db, "Mail")
    settle(qtbot, page)
    playing = page.side.playing
    mail = draw_picture(db, other, NOVEMBER)
    playing.read()
    page.side.setCurrentIndex(0)
    playing.show_picture(mail)  # while the month of the till is still being read
    settle(qtbot, page)
    assert playing.states is None
    assert not playing.panel.table.isVisibleTo(playing.panel)
    page.side.setCurrentIndex(PLAY)
    settle(qtbot, page)
    assert "October 2026, Mail: " in playing.panel.sentence.text()
    assert playing.panel.model.rows == ()


def test_levels_read_of_one_service_are_not_shown_for_everything(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    page.side.setCurrentIndex(LISTS)
    page.side.lists.show_list("kept")
    kept = page.side.lists.kept
    settle(qtbot, page)
    kept.show_month("2026-10")
    kept.show_picture(draw_picture(db, None, NOVEMBER))  # while it is still being read
    settle(qtbot, page)
    assert kept.sentence.text() == ONE_SERVICE
    assert not kept.table.isVisible()


def test_tab_leads_from_the_picture_to_the_slider_under_it(page: DependenciesPage) -> None:
    page.view.setFocus()
    assert step(page, forward=True)
    focused = QApplication.focusWidget()
    assert focused is page.side.playing.bar.slider, (type(focused), focused.accessibleName())


def test_times_are_said_with_their_zone_and_causes_stay_plain(page: DependenciesPage) -> None:
    assert page.side.playing.bar.when.text() == "Mon 5 Oct 08:00 – 10:00 · 2 h · UTC"
    index = page.side.playing.panel.model.index(0, 3)
    assert "&lt;b&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_components_are_held_against_their_contract_in_a_month(qtbot: QtBot, page: DependenciesPage) -> None:
    page.side.setCurrentIndex(LISTS)
    page.side.lists.show_list("kept")
    kept = page.side.lists.kept
    kept.show_month("2026-10")
    settle(qtbot, page)
    assert "Till: " in kept.sentence.text()
    assert {row.title for row in kept.model.rows} == {"Database", "Line 1", "Line 2"}
    kept.table.choose(lambda row: row.title == "Line 2")
    assert page.scene.nodes[page.scene.current].node.title == "Line 2"
    page.choose_service(None)
    settle(qtbot, page)
    assert kept.sentence.text() == "Choose one service above to see this."


def test_another_month_shows_nothing_of_the_one_before_while_it_is_read(
    qtbot: QtBot, page: DependenciesPage
) -> None:
    playing, kept = page.side.playing, page.side.lists.kept
    playing.panel.stepper.stepped.emit(parse_period("2026-09", "UTC"))
    assert playing.panel.sentence.text() == "Reading the month…"
    assert playing.states is None
    assert not playing.panel.table.isVisibleTo(playing.panel)
    settle(qtbot, page)
    assert "September 2026, Till: " in playing.panel.sentence.text()
    page.side.setCurrentIndex(LISTS)
    page.side.lists.show_list("kept")
    kept.show_month("2026-10")
    settle(qtbot, page)
    assert kept.table.isVisibleTo(kept)
    kept.show_month("2026-09")
    assert kept.sentence.text() == WAIT
    assert not kept.table.isVisibleTo(kept)
    assert not kept.why.isVisibleTo(kept)
    settle(qtbot, page)
    assert kept.table.isVisibleTo(kept)


def test_a_month_that_cannot_be_read_says_why_and_is_read_when_wanted_again(
    qtbot: QtBot, page: DependenciesPage, monkeypatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise InputError("The disk is gone.")

    playing, kept = page.side.playing, page.side.lists.kept
    with monkeypatch.context() as broken:
        broken.setattr("app.views.pages.dependency.playing.play", refuse)
        broken.setattr("app.views.pages.dependency.kept_panel.play", refuse)
        playing.show_month("2026-10")
        settle(qtbot, page)
        assert playing.panel.sentence.text() == "The disk is gone."
        assert playing.states is None
        assert not playing.panel.table.isVisibleTo(playing.panel)
        page.side.setCurrentIndex(LISTS)
        page.side.lists.show_list("kept")
        settle(qtbot, page)
        assert kept.sentence.text() == "The disk is gone."
        assert not kept.table.isVisibleTo(kept)
    page.side.setCurrentIndex(PLAY)
    settle(qtbot, page)
    assert "October 2026, Till: " in playing.panel.sentence.text()
    page.side.setCurrentIndex(LISTS)
    settle(qtbot, page)
    assert kept.table.isVisibleTo(kept)

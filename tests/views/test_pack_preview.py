"""The pages of a pack inside the program: the same texts as in the file, walked by keyboard."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.calc.periods import month
from app.models.database import Database
from app.usecases.customers import add_customer
from app.usecases.packs import pack_pages
from app.views.pages.packing.preview import PackPreview
from app.views.pages.packs import PacksPage
from tests.usecases.retail import Retail, at, retail
from tests.views.window import settle, shown


@pytest.fixture
def desk(db: Database) -> Retail:
    from app.usecases.outages import record_outage

    made = retail(db)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=made.service)
    return made


def texts(pages) -> set[str]:
    return {
        item.text
        for page in pages
        for placed in page.placed
        for item in placed.items
        if hasattr(item, "text")
    }


def ink(image: QImage) -> int:
    """How many of a hundred rows and columns of points are dark."""
    wide, high = image.width(), image.height()
    points = ((x * wide // 100, y * high // 100) for x in range(100) for y in range(100))
    return sum(1 for x, y in points if image.pixelColor(x, y).lightness() < 128)


def test_the_pages_are_those_of_the_file_in_each_edition(db: Database, desk: Retail) -> None:
    now = datetime(2026, 11, 2, 8, tzinfo=UTC)
    customer = texts(pack_pages(db, desk.customer, "2026-10", "customer", now))
    internal = texts(pack_pages(db, desk.customer, "2026-10", "internal", now))
    assert "Service level review" in customer & internal
    assert "Internal edition" in internal - customer


def previewed(qtbot: QtBot, page: PacksPage, desk: Retail) -> PackPreview:
    """The customer's October as it would be printed."""
    page.reveal((desk.customer, month("2026-10", "UTC")))
    settle(qtbot, page)
    page.preview_button.click()
    settle(qtbot, page)
    assert page._preview is not None
    return page._preview


def test_the_preview_shows_the_chosen_pack_page_by_page(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, PacksPage) as page:
        page.resize(1180, 760)
        preview = previewed(qtbot, page, desk)
        assert preview.isVisible()
        assert preview._heading.text() == "Retail · October 2026"
        assert preview._place.text() == f"page 1 of {preview.pages.page_count}"
        assert ink(preview.pages.viewport().grab().toImage()) > 0
        qtbot.keyClick(preview.pages, Qt.Key.Key_PageDown)
        assert preview._place.text().startswith("page 2 of")
        qtbot.keyClick(preview.pages, Qt.Key.Key_End)
        assert preview.pages.number == preview.pages.page_count
        wide = preview.pages.horizontalScrollBar().maximum()
        qtbot.keyClick(preview.pages, Qt.Key.Key_Plus)
        assert preview.pages.horizontalScrollBar().maximum() > wide
        preview.left.emit()
        assert page.split.isVisible()


def test_another_edition_is_worked_out_at_once(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, PacksPage) as page:
        preview = previewed(qtbot, page, desk)
        assert "Internal edition" not in texts(preview.pages._pages)
        preview.editions.setCurrentIndex(1)
        settle(qtbot, page)
        assert "Internal edition" in texts(preview.pages._pages)


def test_a_link_of_the_contents_leads_to_its_page(qtbot, db: Database, desk: Retail) -> None:
    from app.reports.page import Link

    with shown(qtbot, db, PacksPage) as page:
        page.resize(1180, 760)
        view = previewed(qtbot, page, desk).pages
        links = [item for placed in view._pages[0].placed for item in placed.items if isinstance(item, Link)]
        view._follow(links[-1])
        assert view.number > 1


def test_the_links_of_the_contents_are_walked_and_followed_by_keys(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, PacksPage) as page:
        page.resize(1180, 760)
        view = previewed(qtbot, page, desk).pages
        qtbot.keyClick(view, Qt.Key.Key_Return)
        assert view.number == 1
        said = []
        for _ in view._links:
            qtbot.keyClick(view, Qt.Key.Key_L)
            said.append(view.accessibleDescription())
        assert said == [f"Link: {link.words}" for link in view._links]
        assert all(link.words for link in view._links)
        plain = view.viewport().grab().toImage()
        qtbot.keyClick(view, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
        assert view.viewport().grab().toImage() != plain
        qtbot.keyClick(view, Qt.Key.Key_Return)
        assert view.number > 1
        qtbot.keyClick(view, Qt.Key.Key_Backspace)
        assert view.number == 1
        assert view.accessibleDescription() == said[-2]


def test_nothing_is_printed_under_the_name_of_another_edition_or_customer(
    qtbot, db: Database, desk: Retail
) -> None:
    add_customer(db, "Wholesale", time_zone="UTC")
    with shown(qtbot, db, PacksPage) as page:
        preview = previewed(qtbot, page, desk)
        preview.editions.setCurrentIndex(1)
        assert (preview.pages.page_count, preview.print_button.isEnabled()) == (0, False)
        settle(qtbot, page)
        assert preview.print_button.isEnabled()
        preview.refresh()
        assert preview.pages.page_count > 0
        settle(qtbot, page)
        preview.left.emit()
        page.table.choose(lambda row: row.customer.name == "Wholesale")
        page.show_preview()
        assert preview._heading.text() == "Wholesale · October 2026"
        assert (preview.pages.page_count, preview.print_button.isEnabled()) == (0, False)
        settle(qtbot, page)
        assert preview.print_button.isEnabled()

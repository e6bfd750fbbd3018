"""Pictures of every page, light and dark, in three sizes, on the full sample: `python -m tests.shots DIR`.

Made by the program itself without a screen, on a copy of the sample desk; nothing of the user's is touched.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from app.views.main_window import MainWindow
    from app.views.pages.agreement_detail import AgreementDetail
    from app.views.theme import Mode

SIZES = ((1100, 700), (1280, 800), (1920, 1080))
MODES: "tuple[Mode, ...]" = ("light", "dark")
LONGEST_WAIT = 60_000
Act = Callable[["MainWindow"], object]


@dataclass(frozen=True)
class Scene:
    """A page, and what is done on it before the picture is taken."""

    name: str
    page: str
    act: Act | None = None


def main(arguments: list[str] | None = None) -> int:
    """Write the pictures into a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="a part of the scenes' names")
    parser.add_argument("--desk", type=Path, help="a desk to use instead of the sample")
    parser.add_argument("--size", default="", help="one size only, such as 1280x800")
    parser.add_argument("--mode", default="", choices=("", *MODES), help="one colour scheme only")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        keep_away_from_the_user(Path(home))
        desk = Path(home) / "Hollerbach IT.slm"
        make_desk(desk, given.desk)
        for mode in MODES:
            for size in SIZES:
                if given.mode not in ("", mode) or given.size not in ("", f"{size[0]}x{size[1]}"):
                    continue
                for path in take(given.folder, desk, mode, size, given.only):
                    print(path.name, flush=True)
    return 0


def take(folder: Path, desk: Path, mode: "Mode", size: tuple[int, int], only: str = "") -> Iterator[Path]:
    """Every scene in one scheme and size, on a fresh copy of the desk."""
    from PySide6.QtWidgets import QApplication

    from app.views.main_window import MainWindow
    from app.views.preferences import Preferences
    from app.views.theme import Theme

    app = QApplication.instance() or QApplication(["shots"])
    assert isinstance(app, QApplication)
    look = Theme(app, mode)
    folder_of_desk = desk.parent / f"{mode}-{size[0]}"
    folder_of_desk.mkdir(exist_ok=True)
    copy = Path(shutil.copy(desk, folder_of_desk / desk.name))
    window = MainWindow(look, Preferences(desk.parent / "shots.ini"))
    window.resize(*size)
    window.show()
    settle(window)
    try:
        for scene in scenes(copy):
            if only in scene.name or scene.name.startswith("("):
                play(window, scene)
            if only in scene.name and not scene.name.startswith("("):
                path = folder / f"{scene.name}-{mode}-{size[0]}x{size[1]}.png"
                picture(window).save(str(path))
                yield path
    finally:
        window.close()
        window.deleteLater()
        app.processEvents()


def picture(window: "MainWindow") -> "QPixmap":
    """The window, and on it the menu that is open."""
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication

    whole, menu = window.grab(), QApplication.activePopupWidget()
    if menu is not None:
        painter = QPainter(whole)
        painter.drawPixmap(window.mapFromGlobal(menu.pos()), menu.grab())
        painter.end()
    return whole


def play(window: "MainWindow", scene: Scene) -> None:
    """Bring the window to where the picture is taken."""
    if scene.page:
        window.go(scene.page)
    settle(window)
    if scene.act:
        scene.act(window)
    settle(window)


def settle(window: "MainWindow") -> None:
    """Let everything under way finish and be painted."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    longest = QTimer(singleShot=True)  # it also wakes what waits
    longest.start(LONGEST_WAIT)
    for _ in range(3):
        QApplication.processEvents()
        while window.inside.tasks.busy and longest.isActive():  # the end of a task is an event too
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    longest.stop()
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def scenes(desk: Path) -> tuple[Scene, ...]:
    """Every picture, in the order in which the window comes to them."""
    from app.views.pages import PAGES

    own = {scene.page for scene in (*LEVELS, *MEASUREMENTS, *PACKS, *DEPENDENCIES)}
    plain = tuple(Scene(entry.key, entry.key) for entry in PAGES if entry.key not in own)
    return (
        Scene("start", ""),
        Scene("empty-levels", "", lambda window: _open(window, _empty(desk))),
        Scene("empty-measurements", "measurements"),
        Scene("(open)", "", lambda window: _open(window, desk)),
        *plain,
        *DEPENDENCIES,
        *MEASUREMENTS,
        *IMPORT,
        *LEVELS,
        *PACKS,
        *HISTORY,
        *HOURS,
        *SETTINGS,
        *PALETTE,
        *CUSTOMER_VIEW,
        *EDITORS,
    )


def _open(window: "MainWindow", path: Path) -> None:
    from app.usecases.desks import open_desk

    window.show_desk(open_desk(path))
    window.go("levels")


def _empty(desk: Path) -> Path:
    from app.usecases.desks import new_desk

    path = desk.with_name(f"empty-{desk.name}")
    if not path.exists():
        new_desk(path).close()
    return path


def _tab(title: str, then: str = "") -> Act:
    """A tab of the measurements by its title, with its first row chosen and what `then` names opened."""

    from app.views.pages.measurements import TABS

    def turn(window: "MainWindow") -> None:
        page = window.page("measurements")
        assert page is not None
        page.tabs.setCurrentIndex([kind.title for kind in TABS].index(title))  # pyright: ignore[reportAttributeAccessIssue]
        settle(window)
        tab = page.tab(next(kind for kind in TABS if kind.title == title))  # pyright: ignore[reportAttributeAccessIssue]
        table = getattr(tab, "table", None)
        if table is not None and table.model().rowCount():
            table.selectRow(0)
        if then:
            getattr(tab, then)()

    return turn


LIST = """Webshop
    Web servers (2 of 3)
        Web server 1
        Web server 2
        Web server 3
        Web server 4
    Load balancer
    Mail gateways (any one of them)
        Gateway 1
        Gateway 2
    Edge caches (3 of 4)
        Cache 1
        Cache 2
Power Hamburg
    Webshop
"""


def _dependency(service: str, part: str, tab: int = 0, *, view: int = 0, shown: str = "") -> Act:
    """The picture of a service (or of everything) with one part chosen; where columns are pulled it is taken away.

    `shown` is the list of the tab of lists, or the month that is played.
    """
    from app.usecases.services import list_services

    def choose(window: "MainWindow") -> None:
        page = window.page("dependencies")
        assert page is not None
        found = [row.id for row in list_services(page.desk.db) if row.name == service]
        if page.bringing_in.is_open:  # pyright: ignore[reportAttributeAccessIssue]
            page.bringing_in.sheet.leave()  # pyright: ignore[reportAttributeAccessIssue]
        page.choose_service(found[0] if found else None)  # pyright: ignore[reportAttributeAccessIssue]
        settle(window)
        page.views.setCurrentIndex(view)  # pyright: ignore[reportAttributeAccessIssue]
        page.side.setCurrentIndex(tab)  # pyright: ignore[reportAttributeAccessIssue]
        name = next((name for name, item in page.scene.nodes.items() if item.node.title == part), "")  # pyright: ignore[reportAttributeAccessIssue]
        page.go_to(name)  # pyright: ignore[reportAttributeAccessIssue]
        if tab == 1:
            page.side.pull.show_gone({name})  # pyright: ignore[reportAttributeAccessIssue]
        if tab == 2:
            page.side.playing.show_month(shown)  # pyright: ignore[reportAttributeAccessIssue]
            settle(window)
        if tab == 3:
            page.side.lists.show_list(shown)  # pyright: ignore[reportAttributeAccessIssue]
            if shown == "kept":
                page.side.lists.kept.show_month("2026-10")  # pyright: ignore[reportAttributeAccessIssue]
            settle(window)

    return choose


def _file_on_list(window: "MainWindow") -> None:
    """A file that was dropped on a list that is typed."""
    page = window.page("dependencies")
    assert page is not None
    page.import_files((Path("What the shop floor needs, as of October.xlsx"),))


def _dependency_list(text: str) -> Act:
    """A list of who needs what on its way in."""

    def bring(window: "MainWindow") -> None:
        page = window.page("dependencies")
        assert page is not None
        page.bringing_in.open()  # pyright: ignore[reportAttributeAccessIssue]
        page.bringing_in.sheet.open_with(text, "Webshop")  # pyright: ignore[reportAttributeAccessIssue]
        settle(window)

    return bring


def _typical(window: "MainWindow") -> None:
    """The library of typical parts, offered where a component has no designed figure."""
    from PySide6.QtWidgets import QScrollArea

    from app.views.pages.dependency.typical import TypicalChooser

    _dependency("Webshop", "Search index")(window)
    settle(window)
    chooser = window.findChild(TypicalChooser)
    assert chooser is not None
    for area in window.findChildren(QScrollArea):
        if area.isAncestorOf(chooser):
            area.ensureWidgetVisible(chooser)


def _filters(window: "MainWindow") -> None:
    """Filters under the headings of the outages, one of them not understood, and a selection."""
    table = window.page("measurements").outages.table  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    for column, typed in ((0, ">= aug 2026"), (2, "many"), (3, "till")):
        table.set_filter(column, typed)
    settle(window)
    table.setFocus()
    table.selectAll()


def _scrolled(window: "MainWindow") -> None:
    table = window.page("measurements").outages.table  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    table.set_filter(2, "")
    table.selectRow(1)
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum() // 2)


def _columns(window: "MainWindow") -> None:
    header = window.page("measurements").outages.table.header  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    header.menu_button.click()


def _close_menu(window: "MainWindow") -> None:
    from PySide6.QtWidgets import QApplication

    if menu := QApplication.activePopupWidget():
        menu.close()
    window.page("measurements").outages.table.hide_filters()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


def _hours(window: "MainWindow") -> None:
    window.go("agreements", "hours")


def _stop_recording(window: "MainWindow") -> None:
    window.page("measurements").outages.editor.stop_recording()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


def _import_shown(steps: int) -> Act:
    """The import sheet after this many steps, on a file of the sample that is new to the desk."""

    def go(window: "MainWindow") -> None:
        sheet = window.page("measurements").sheet  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        if steps == 0:
            window.inside.import_files((_awkward_file(window),))
        else:
            sheet.forward()

    return go


def _pasted(text: str) -> Act:
    """The import sheet on rows copied in Excel."""

    def paste(window: "MainWindow") -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(text)
        window.run("paste_rows")

    return paste


def _close_import(window: "MainWindow") -> None:
    window.page("measurements").sheet.close_sheet()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


def _awkward_file(window: "MainWindow") -> Path:
    """A small file with an unknown name, a date that cannot be and a duplicate."""
    path = Path(window.desk.db.path).with_name("network-outages-nov.csv")  # pyright: ignore[reportOptionalMemberAccess]
    path.write_text(
        "Ticket;System;Down from;Up again;Comment\n"
        "N-17;Store network;02.11.2026 08:14;02.11.2026 09:02;switch in Hamburg\n"
        "N-18;Payments;05.11.2026 12:30;05.11.2026 12:55;provider\n"
        "N-19;Core router 2;11.11.2026 22:10;12.11.2026 00:40;firmware\n"
        "N-20;Till;17.11.2026 16:05;17.11.2026 15:40;typed wrongly\n"
        "N-17;Store network;02.11.2026 08:14;02.11.2026 09:02;switch in Hamburg\n",
        encoding="utf-8",
    )
    return path


def _palette(window: "MainWindow", text: str) -> None:
    """The palette with this text typed and its records found."""
    window.run("palette")
    palette = window.inside.palette
    palette.field.setText(text)
    if text:
        palette.wanted.emit(text)


def _logo(window: "MainWindow") -> None:
    """A name, a logo and an accent, as a user would set them."""
    from PIL import Image, ImageDraw

    from app.usecases.settings import change_settings, set_logo

    db = window.desk.db  # pyright: ignore[reportOptionalMemberAccess]
    picture = Image.new("RGB", (480, 160), "white")
    pen = ImageDraw.Draw(picture)
    for at, height in enumerate((60, 90, 120)):
        pen.rounded_rectangle((24 + 60 * at, 140 - height, 64 + 60 * at, 140), 8, fill="#0F6674")
    pen.text((220, 50), "Hollerbach", fill="#1B2430", font_size=44)
    path = Path(db.path).with_suffix(".png")
    picture.save(path)
    set_logo(db, path)
    change_settings(db, accent="Petrol")


def _customer(name: str) -> Act:
    def choose(window: "MainWindow") -> None:
        page = window.page("levels")
        page.customers.setCurrentIndex(page.customers.findText(name))  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        page.refresh()  # pyright: ignore[reportOptionalMemberAccess]

    return choose


def _cell(label: str, *, evidence: bool = False) -> Act:
    """The last cell of the first target whose label starts so, with the evidence of its first outage."""

    def choose(window: "MainWindow") -> None:
        page = window.page("levels")
        rows = page.chart.model().rows  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        wanted = next((row.lineage for row in rows if row.lineage and row.label.startswith(label)), "")
        page.chart.choose(wanted)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        settle(window)
        view = page.level_view  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        if evidence and view.outages.rows_model.rows:
            view.outages.choose(lambda outage: outage.counted > 0)
            view.evidence_wanted.emit(view.outages.current_row().id)

    return choose


def _click(attribute: str) -> Act:
    def press(window: "MainWindow") -> None:
        page = window.page("levels")
        getattr(page.stepper, "_kinds")[attribute].click()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]  # noqa: B009

    return press


def _days(first: str, last: str) -> Act:
    """A free period, typed as a user does."""

    def type_days(window: "MainWindow") -> None:
        stepper = window.page("levels").stepper  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        getattr(stepper, "_kinds")["days"].click()  # noqa: B009
        for field, text in ((stepper.first, first), (stepper.last, last)):
            field.setText(text)
            field.editingFinished.emit()

    return type_days


def _public_evidence(window: "MainWindow") -> None:
    """What a customer is told of the first outage."""
    view = window.inside.current_page().level_view  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    if view.outages.rows_model.rows:
        view.outages.selectRow(0)


def _version(window: "MainWindow") -> "AgreementDetail":
    """The version chosen on Agreements."""
    return window.page("agreements").agreement_detail  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


def _draft_version(window: "MainWindow") -> None:
    """A version of the first SLA that is not signed yet."""
    from datetime import date

    from app.usecases.agreements import add_version, list_agreements

    page, db = window.page("agreements"), window.desk.db  # pyright: ignore[reportOptionalMemberAccess]
    page.new_form.close_form()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    agreement = next(row for row in list_agreements(db) if row.kind == "sla")
    made = add_version(db, agreement.id, valid_from=date(2027, 6, 1), note="Longer hours on Saturdays")
    window.go("agreements", agreement.id)
    settle(window)
    versions = _version(window).versions
    versions.set_value(made)
    versions.committed.emit()


def _edit_version(window: "MainWindow", part: str) -> None:
    """The editor of a new target, window or volume, and no other."""
    detail = _version(window)
    for form in (detail.next_form, detail.sign_form):
        form.hide()
    parts = {"target": detail.targets, "window": detail.windows, "volume": detail.volumes}
    for each in parts.values():
        each.close_editor()
    parts[part].add_button.click()


def _hours_date(window: "MainWindow") -> None:
    """A date of its own for a copy of the first hours."""
    page = window.page("agreements")
    window.go("agreements", "hours")
    settle(window)
    page.hours_detail.copy_button.click()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    settle(window)
    page.hours_detail.dates.add_button.click()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


def _months_back(window: "MainWindow", count: int) -> None:
    """Packs of an earlier month, which was issued; the last month of the sample is a draft."""
    page = window.page("packs")
    for _ in range(count):
        stepper = page.stepper  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        stepper.stepped.emit(stepper.period.previous())
        settle(window)


def _issue(window: "MainWindow") -> None:
    """The step that issues the chosen month, asked first."""
    from PySide6.QtWidgets import QPushButton

    page = window.page("packs")
    page.reveal((None, "2026-10"))  # pyright: ignore[reportOptionalMemberAccess]
    settle(window)
    draft = next(row for row in page.table.rows_model.rows if row.latest is None)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    page.reveal((draft.customer.id, "2026-10", "closing"))  # pyright: ignore[reportOptionalMemberAccess]
    settle(window)
    begin = next(
        each
        for each in page.closing.findChildren(QPushButton)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        if each.text().startswith("Issue ") and each.isVisible()
    )
    begin.click()


def _preview(window: "MainWindow") -> None:
    """The second page of the chosen customer's pack."""
    page = window.page("packs")
    page.show_preview()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    settle(window)
    page._preview.pages.go_to(2)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


def _leak(window: "MainWindow") -> None:
    """The chosen customer's summary names another customer, and its files are asked for."""
    from app.usecases.commentary import write_remark
    from app.usecases.customers import list_customers

    page = window.page("packs")
    chosen = page.table.current_row()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    other = next(row for row in list_customers(page.desk.db) if row.id != chosen.customer.id)  # pyright: ignore[reportOptionalMemberAccess]
    text = {"customer_text": f"The network failed as it did at {other.name}."}
    write_remark(page.desk.db, chosen.customer.id, chosen.period.key, text)  # pyright: ignore[reportOptionalMemberAccess]
    settle(window)
    page.write()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


def _check_leaks(window: "MainWindow") -> None:
    """The leak check of the next issue, asked for on the page."""
    window.page("packs").leaks.check()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


def _accept_leaks(window: "MainWindow") -> None:
    """What was found is accepted, and listed so."""
    from app.usecases.leaks import accept_leak

    page = window.page("packs")
    chosen, db = page.table.current_row(), page.desk.db  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    for leak in page.leaks._found.leaks:  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        accept_leak(db, chosen.customer.id, leak, "Both belong to one group and share the network.")
    page.leaks.look_again()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]


def _closed(window: "MainWindow") -> None:
    """The chosen customer's period issued, objected to, issued again and agreed to."""
    from datetime import UTC, datetime, timedelta

    from app.usecases.closing import (
        answer_objection,
        finalise_month,
        issue_month,
        raise_objection,
        reissue_month,
    )

    page = window.page("packs")
    chosen, db = page.table.current_row(), page.desk.db  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    why = "The supplier has not answered yet."
    today = datetime.now(UTC).date()
    first = issue_month(
        db, chosen.customer.id, chosen.period.key, today + timedelta(days=30), uncommented_reason=why
    )
    said = raise_objection(db, first, "Anna Behrens", "The tills were back at ten, not at nine.")
    answer_objection(db, said, accepted=True, answer="You are right: they came back at 10:02.")
    again = reissue_month(db, first, uncommented_reason=why)
    finalise_month(db, again, agreed_by="Anna Behrens", agreed_on=today)
    settle(window)


def _to_the_end(window: "MainWindow") -> None:
    from PySide6.QtWidgets import QScrollArea

    for area in window.page("packs").split.findChildren(QScrollArea):  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def _leave_preview(window: "MainWindow") -> None:
    preview = window.page("packs")._preview  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    if preview is not None:  # none where only some scenes are played
        preview.left.emit()


def _paste_over(text: str) -> Act:
    """A block pasted over the causes of the outages, with what is refused."""

    def paste(window: "MainWindow") -> None:
        from PySide6.QtGui import QGuiApplication

        _tab("Outages")(window)
        table = window.page("measurements").outages.table  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        table.setCurrentIndex(table.model().index(0, 4))
        QGuiApplication.clipboard().setText(text)
        table.paste()

    return paste


def _printed(window: "MainWindow") -> None:
    _tab("Outages")(window)
    window.run("print")


COPIED = "Till\t02.11.2026 08:14\t02.11.2026 09:02\tswitch\nWebshop\t05.11.2026 12:30\t05.11.2026 12:55\tprovider\n"
DEPENDENCIES = (
    Scene("dependencies", "dependencies", _dependency("Webshop", "Search index")),
    Scene("dependencies-typical", "dependencies", _typical),
    Scene("dependencies-group", "dependencies", _dependency("Webshop", "2 of 3")),
    Scene("dependencies-points", "dependencies", _dependency("Webshop", "Load balancer", 3, shown="points")),
    Scene("dependencies-ways", "dependencies", _dependency("Webshop", "Load balancer", 3, shown="ways")),
    Scene(
        "dependencies-improve", "dependencies", _dependency("Webshop", "Load balancer", 3, shown="improve")
    ),
    Scene(
        "dependencies-best", "dependencies", _dependency("Webshop", "Search index", 3, shown="best effort")
    ),
    Scene("dependencies-kept", "dependencies", _dependency("Till", "Till", 3, shown="kept")),
    Scene("dependencies-pull", "dependencies", _dependency("Webshop", "Power Hamburg", 1)),
    Scene("dependencies-play", "dependencies", _dependency("Webshop", "Webshop", 2, shown="2026-10")),
    Scene("dependencies-play-empty", "dependencies", _dependency("Webshop", "Webshop", 2, shown="2020-10")),
    Scene("dependencies-play-all", "dependencies", _dependency("", "Webshop", 2, shown="2026-10")),
    Scene("dependencies-list-empty", "dependencies", _dependency_list("")),
    Scene("dependencies-list", "dependencies", _dependency_list(LIST)),
    Scene("dependencies-list-file", "dependencies", _file_on_list),
    Scene("dependencies-table", "dependencies", _dependency("Webshop", "Power Hamburg", 1, view=1)),
    Scene("dependencies-everything", "dependencies", _dependency("", "Power Hamburg")),
    Scene("dependencies-bare", "dependencies", _dependency("Payments", "Payments")),
)
MEASUREMENTS = (
    Scene("measurements-imports", "measurements", _tab("Imports")),
    Scene("measurements-outages", "measurements", _tab("Outages")),
    Scene(
        "measurements-pasting",
        "measurements",
        _paste_over("storage path\tslow\nnetwork\tdown\tmaybe\npower\tdown\tyes\n"),
    ),
    Scene("measurements-printed", "measurements", _printed),
    Scene("measurements-filters", "measurements", _filters),
    Scene("measurements-filters-scrolled", "measurements", _scrolled),
    Scene("measurements-columns", "measurements", _columns),
    Scene("(menu closed)", "measurements", _close_menu),
    Scene("measurements-record", "measurements", _tab("Outages", "record")),
    Scene("(recorded)", "measurements", _stop_recording),
    Scene("measurements-work", "measurements", _tab("Planned work")),
    Scene("measurements-announce", "measurements", _tab("Planned work", "open_form")),
    Scene("measurements-tickets", "measurements", _tab("Tickets")),
    Scene("measurements-samples", "measurements", _tab("Samples")),
    Scene("measurements-names", "measurements", _tab("What sources call things")),
    Scene("measurements-coverage", "measurements", _tab("Coverage")),
    Scene("measurements-cover", "measurements", _tab("Coverage", "open_form")),
)
IMPORT = (
    Scene("import-1-file", "", _import_shown(0)),
    Scene("import-2-columns", "", _import_shown(1)),
    Scene("import-3-check", "", _import_shown(2)),
    Scene("import-4-done", "", _import_shown(3)),
    Scene("import-pasted", "", _pasted(COPIED)),
    Scene("(pasted)", "", _close_import),
)
LEVELS = (
    Scene("levels", "levels", _customer("Retail")),
    Scene("levels-evidence", "levels", _cell("Availability", evidence=True)),
    Scene("levels-tickets", "levels", _cell("Resolution")),
    Scene("levels-quarter", "levels", _click("quarter")),
    Scene("levels-week", "levels", _click("week")),
    Scene("levels-days", "levels", _days("5 Oct 2026", "18 Oct 2026")),
    Scene("(levels by month)", "levels", _click("month")),
)
PACKS = (
    Scene("packs", "packs"),
    Scene("packs-leak", "packs", _leak),
    Scene("packs-leak-check", "packs", _check_leaks),
    Scene("packs-accepted", "packs", _accept_leaks),
    Scene("packs-issued", "packs", lambda window: window.page("packs").show_issued()),  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    Scene("(packs listed)", "packs", lambda window: window.page("packs").issued.left.emit()),  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    Scene("packs-preview", "packs", _preview),
    Scene("(prepared)", "packs", _leave_preview),
    Scene("packs-closed", "packs", _closed),
    Scene("packs-closed-history", "packs", _to_the_end),
)
SETTINGS = (Scene("settings", "settings", _logo),)
PALETTE = (
    Scene("palette", "levels", lambda window: _palette(window, "")),
    Scene("palette-found", "", lambda window: _palette(window, "re")),
    Scene("palette-period", "", lambda window: _palette(window, "oct 2026 levels")),
    Scene("(palette closed)", "", lambda window: window.inside.palette.close_over()),
)
HISTORY = (Scene("history", "history"), Scene("guide", "guide"))
CUSTOMER_VIEW = (
    Scene("customer-view", "levels", lambda window: window.run("customer_view")),
    Scene("customer-view-evidence", "", _public_evidence),
    Scene("customer-view-agreements", "agreements"),
    Scene("customer-view-packs", "packs"),
    Scene("customer-view-palette", "", lambda window: _palette(window, "re")),
    Scene("(customer left)", "", lambda window: window.inside.customer_view.leave()),
)
HOURS = (Scene("agreements-hours", "agreements", _hours),)
# Later scenes change the desk, so these come last.
EDITORS = (
    Scene("agreements-new", "", lambda window: window.go("agreements", ("new", None))),
    Scene("agreements-draft", "", _draft_version),
    Scene("agreements-next", "", lambda window: _version(window).next_button.click()),
    Scene("agreements-sign", "", lambda window: _version(window).sign_button.click()),
    Scene("agreements-target", "", lambda window: _edit_version(window, "target")),
    Scene("agreements-window", "", lambda window: _edit_version(window, "window")),
    Scene("agreements-volume", "", lambda window: _edit_version(window, "volume")),
    Scene("agreements-hours-date", "agreements", _hours_date),
    Scene("packs-month-before", "packs", lambda window: _months_back(window, 1)),
    Scene("packs-months-before", "packs", lambda window: _months_back(window, 2)),
    Scene("packs-issue", "packs", _issue),
    Scene("shortcuts", "packs", lambda window: window.run("shortcuts")),
    Scene("(shortcuts closed)", "", lambda window: window.inside.sheet.hide()),
)


def make_desk(path: Path, given: Path | None = None) -> Path:
    """The sample desk, or a copy of a given one."""
    from app.usecases.sample import make_sample_desk

    if given is None:
        make_sample_desk(path)
    else:
        shutil.copy(given, path)
    return path


def keep_away_from_the_user(home: Path) -> None:
    """No screen, and a home folder of our own."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["HOME"] = os.environ["USERPROFILE"] = str(home)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(home / name.lower())


if __name__ == "__main__":
    raise SystemExit(main())

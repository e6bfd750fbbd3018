"""An outage nobody's spreadsheet knows is written down by hand; times and sites of any outage are mended."""

from datetime import datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from app.models.database import Database
from app.usecases.outages import list_outages, record_outage, remove_outages
from app.usecases.settings import change_settings
from app.usecases.targets import TargetEntry, change_target
from app.views.desk import Action
from app.views.pages.measurements import MeasurementsPage
from tests.usecases.retail import Retail, at, retail
from tests.views.window import messages, settle, shown


@pytest.fixture
def desk(db: Database) -> Retail:
    change_settings(db, time_zone="Europe/Berlin")
    return retail(db)


def actions(page: MeasurementsPage) -> list[tuple[str, Action]]:
    """A list that fills with what the page says and offers."""
    said: list[tuple[str, Action]] = []
    page.desk.message.connect(lambda text, action: said.append((text, action)))
    return said


def outages(qtbot, page: MeasurementsPage) -> MeasurementsPage:
    page.tabs.setCurrentWidget(page.outages)
    settle(qtbot, page)
    return page


def test_an_outage_is_recorded_by_hand_in_local_time_and_then_chosen(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(outages(qtbot, page))
        page.outages.record_button.click()
        editor = page.outages.editor
        editor._fields["subject"].set_value(("service", desk.service))
        editor._fields["start"].setText("13 Oct 2026 09:12")
        editor._fields["end"].setText("2026-10-13 10:00")
        editor._fields["site_ids"].set_value((desk.site,))
        editor._fields["cause"].setText("storage path")
        editor.save()
        settle(qtbot, page)
        (outage,) = list_outages(db)
        assert (outage.start, outage.end) == (at(10, 13, 7, 12), at(10, 13, 8))
        assert (outage.subject, outage.sites, outage.cause) == ("Till", ("Berlin",), "storage path")
        assert said == ["Recorded an outage of Till."]
        assert page.outages.table.current_row().id == outage.id
        page.desk.undo()
        settle(qtbot, page)
        assert list_outages(db) == ()


def test_an_outage_without_an_end_is_still_open(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        outages(qtbot, page).outages.record()
        editor = page.outages.editor
        editor._fields["subject"].set_value(("service", desk.service))
        editor._fields["start"].setText("13 Oct 2026 09:12:30")
        editor.save()
        (outage,) = list_outages(db)
        assert (outage.start.second, outage.end) == (30, None)


@pytest.mark.parametrize(
    ("subject", "start", "end", "said"),
    [
        (False, "13 Oct 2026 09:12", "", "which service"),
        (True, "", "", "when it began"),
        (True, "yesterday", "", "no day and time"),
        (True, "13 Oct 2026 09:12", "12 Oct 2026 09:12", "end after it starts"),
    ],
)
def test_what_is_missing_or_unclear_is_said_where_it_was_typed(
    qtbot, db: Database, desk: Retail, subject: bool, start: str, end: str, said: str
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        outages(qtbot, page).outages.record()
        editor = page.outages.editor
        if subject:
            editor._fields["subject"].set_value(("service", desk.service))
        editor._fields["start"].setText(start)
        editor._fields["end"].setText(end)
        editor.save()
        assert said in editor._trouble.text()
        assert editor.recording
        assert list_outages(db) == ()


def test_start_end_state_and_sites_of_an_outage_are_mended_in_one_step(
    qtbot, db: Database, desk: Retail
) -> None:
    record_outage(db, start=at(10, 3, 9), end=at(10, 3, 10), service_id=desk.service)
    with shown(qtbot, db, MeasurementsPage) as page:
        outages(qtbot, page).outages.table.selectRow(0)
        editor = page.outages.editor
        assert editor._fields["start"].value() == datetime(2026, 10, 3, 11)  # noqa: DTZ001 (a wall clock)
        editor._fields["end"].setText("")
        editor._fields["state"].set_value("degraded")
        editor._fields["site_ids"].item(0).setCheckState(
            editor._fields["site_ids"].item(0).checkState().Checked
        )
        editor._touch("end")
        editor._touch("state")
        editor.save()
        (outage,) = list_outages(db)
        assert (outage.start, outage.end, outage.state) == (at(10, 3, 9), None, "degraded")
        assert outage.sites == ("Berlin",)
        page.desk.undo()
        settle(qtbot, page)
        assert list_outages(db)[0].sites == ()
        assert list_outages(db)[0].state == "down"


def test_of_outages_to_be_mended_together_those_left_are_chosen_and_no_others(
    qtbot, db: Database, desk: Retail
) -> None:
    first, *others = (
        record_outage(db, start=at(10, day, 9), end=at(10, day, 10), service_id=desk.service)
        for day in (3, 4, 5, 6)
    )
    remove_outages(db, [first])
    with shown(qtbot, db, MeasurementsPage) as page:
        page.reveal(("mend", first, *others[:2]))
        settle(qtbot, page)
        assert {outage.id for outage in page.outages.editor.outages} == set(others[:2])
        page.reveal(("outages", tuple(others)))
        settle(qtbot, page)
        assert [outage.id for outage in page.outages.editor.outages] == [others[0]]


def test_moments_and_sites_are_mended_for_one_outage_at_a_time(qtbot, db: Database, desk: Retail) -> None:
    for day in (3, 4):
        record_outage(db, start=at(10, day, 9), end=at(10, day, 10), service_id=desk.service)
    with shown(qtbot, db, MeasurementsPage) as page:
        outages(qtbot, page).outages.table.selectAll()
        editor = page.outages.editor
        assert not editor._places["start"].isVisible()
        assert editor._places["state"].isVisible()
        page.outages.table.selectRow(0)
        assert editor._places["start"].isVisible()


def test_cancelling_goes_back_to_the_chosen_outage(qtbot, db: Database, desk: Retail) -> None:
    record_outage(db, start=at(10, 3, 9), end=at(10, 3, 10), service_id=desk.service, cause="switch")
    with shown(qtbot, db, MeasurementsPage) as page:
        outages(qtbot, page).outages.table.selectRow(0)
        page.outages.record()
        assert page.outages.editor._fields["cause"].text() == ""
        page.outages.editor._cancel.click()
        assert page.outages.editor._fields["cause"].text() == "switch"
        assert page.outages.record_button.isEnabled()


def test_what_was_typed_for_an_outage_and_not_saved_waits_until_it_is_chosen_again(
    qtbot, db: Database, desk: Retail
) -> None:
    for day in (3, 4):
        record_outage(db, start=at(10, day, 9), end=at(10, day, 10), service_id=desk.service, cause="switch")
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(outages(qtbot, page))
        table, editor = page.outages.table, page.outages.editor
        table.selectRow(0)
        editor._fields["cause"].setText("power")
        editor._touch("cause")
        editor._fields["end"].setText("noon or so")
        editor._touch("end")
        table.selectRow(1)
        assert editor._fields["cause"].text() == "switch"
        assert not editor._save.isEnabled()
        assert said[-1].endswith("is kept, but not saved yet.")
        page.outages.search("nothing like this")
        settle(qtbot, page)
        page.outages.search("")
        settle(qtbot, page)
        table.selectRow(0)
        assert (editor._fields["cause"].text(), editor._fields["end"].text()) == ("power", "noon or so")
        assert editor._save.isEnabled()
        editor._cancel.click()
        assert editor._fields["cause"].text() == "switch"
        table.selectRow(1)
        table.selectRow(0)
        assert editor._fields["cause"].text() == "switch"
        assert {outage.cause for outage in list_outages(db)} == {"switch"}


def test_the_zone_of_the_times_is_named_where_they_are_shown_and_typed(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        outages(qtbot, page).outages.record()
        headings = [page.outages.model.headerData(n, Qt.Orientation.Horizontal) for n in range(2)]
        assert headings == ["From (Europe/Berlin)", "Until"]
        assert page.outages.editor._titles["start"].text() == "From (Europe/Berlin)"
        assert page.outages.editor._titles["end"].text() == "Until (Europe/Berlin)"
        for tab, column in ((page.imports, 3), (page.tickets, 3), (page.coverage, 2)):
            assert "(Europe/Berlin)" in tab.table.rows_model.headerData(column, Qt.Orientation.Horizontal)
        assert page.planned_work.form.form._labels["start"].text() == "From (Europe/Berlin)"
        change_settings(db, time_zone="Asia/Tokyo")
        settle(qtbot, page)
        assert page.outages.model.headerData(0, Qt.Orientation.Horizontal) == "From (Asia/Tokyo)"
        assert page.outages.editor._titles["start"].text() == "From (Asia/Tokyo)"


def test_recording_opens_at_the_top_of_the_fields(qtbot, db: Database, desk: Retail) -> None:
    record_outage(db, start=at(10, 3, 9), end=at(10, 3, 10), service_id=desk.service)
    with shown(qtbot, db, MeasurementsPage, (1000, 500)) as page:
        outages(qtbot, page).outages.table.selectRow(0)
        bar = page.outages.editor._area.verticalScrollBar()
        settle(qtbot, page)
        bar.setValue(bar.maximum())
        assert bar.value() > 0
        page.outages.record()
        settle(qtbot, page)
        assert bar.value() == 0
        assert page.outages.editor._fields["subject"].hasFocus()


def test_after_saving_recording_and_removing_the_focus_never_stands_on_remove(
    qtbot, db: Database, desk: Retail
) -> None:
    record_outage(db, start=at(10, 3, 9), end=at(10, 3, 10), service_id=desk.service)
    with shown(qtbot, db, MeasurementsPage) as page:
        tab, editor = outages(qtbot, page).outages, page.outages.editor
        tab.table.selectRow(0)
        editor._fields["planned"].click()
        editor._save.setFocus()
        editor._save.click()
        settle(qtbot, page)
        assert editor._fields["planned"].hasFocus()
        tab.record()
        editor._cancel.setFocus()
        editor._cancel.click()
        assert tab.record_button.hasFocus()
        editor._remove.setFocus()
        editor._remove.click()
        assert tab.table.hasFocus()


@pytest.mark.parametrize(
    "lead", [lambda tab, old: tab.show_only((old,)), lambda tab, _old: tab._take_kind(1)]
)
def test_an_outage_recorded_while_a_filter_hides_it_is_shown_when_asked_for(
    qtbot, db: Database, desk: Retail, lead
) -> None:
    old = record_outage(db, start=at(10, 3, 9), end=at(10, 3, 10), service_id=desk.service, planned=True)
    with shown(qtbot, db, MeasurementsPage) as page:
        tab, editor, said = outages(qtbot, page).outages, page.outages.editor, actions(page)
        lead(tab, old)
        settle(qtbot, page)
        tab.record()
        editor._fields["subject"].set_value(("service", desk.service))
        editor._fields["start"].setText("13 Oct 2026 09:12")
        editor._save.setFocus()
        editor._save.click()
        settle(qtbot, page)
        assert tab.model.rowCount() < 2  # the filters stay
        text, action = said[-1]
        assert text == "Recorded an outage of Till. The filters leave it out."
        action.run()
        settle(qtbot, page)
        assert tab.model.rowCount() == 2
        assert not tab.all_button.isVisible()
        assert tab.table.current_row().id != old
        assert editor._fields["start"].text() == "13 Oct 2026 09:12"
        assert tab.table.hasFocus()


@pytest.mark.parametrize(
    "field", ["subject", "start", "state", "site_ids", "planned", "cause", "customer_text"]
)
def test_ctrl_and_enter_record_once_from_whatever_field(
    qtbot, db: Database, desk: Retail, field: str
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(outages(qtbot, page))
        page.outages.record()
        settle(qtbot, page)
        editor = page.outages.editor
        editor._fields["subject"].set_value(("service", desk.service))
        editor._fields["start"].setText("13 Oct 2026 09:12")
        editor._fields[field].setFocus()
        qtbot.keyClick(editor._fields[field], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, page)
        assert said == ["Recorded an outage of Till."]
        assert len(list_outages(db)) == 1


def test_an_error_goes_when_what_it_speaks_of_is_corrected(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        outages(qtbot, page).outages.record()
        editor = page.outages.editor
        editor._fields["subject"].set_value(("service", desk.service))
        editor._fields["start"].setText("13 Okt 2026")
        editor.save()
        assert editor._trouble.isVisible()
        editor._fields["start"].clear()
        qtbot.keyClicks(editor._fields["start"], "13 Oct 2026 09:12")
        assert not editor._trouble.isVisible()
        assert list_outages(db) == ()


def test_recording_keeps_the_filters_and_show_lifts_them_with_the_find_field(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        said = actions(page)
        tab = outages(qtbot, page).outages
        page.find_field.setFocus()
        qtbot.keyClicks(page.find_field, "storage\r")
        for cause in ("storage path", "network"):
            tab.record()
            settle(qtbot, page)
            tab.editor._fields["subject"].set_value(("service", desk.service))
            tab.editor._fields["start"].setText("13 Oct 2026 09:12")
            tab.editor._fields["cause"].setText(cause)
            tab.editor.save()
            settle(qtbot, page)
            assert page.find_field.text() == "storage"
            assert tab.table.current_row().cause == "storage path"
        assert [text for text, _ in said] == [
            "Recorded an outage of Till.",
            "Recorded an outage of Till. The filters leave it out.",
        ]
        said[-1][1].run()
        settle(qtbot, page)
        assert page.find_field.text() == ""
        assert tab.table.current_row().cause == "network"


def test_where_nothing_is_found_one_press_shows_all_outages(qtbot, db: Database, desk: Retail) -> None:
    record_outage(db, start=at(10, 3, 9), end=at(10, 3, 10), service_id=desk.service)
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = outages(qtbot, page).outages
        tab.table.show_filters(0)
        page.find_field.setFocus()
        qtbot.keyClicks(page.find_field, "storage\r")
        settle(qtbot, page)
        assert tab.nothing.isVisible()
        tab.lift.click()
        settle(qtbot, page)
        assert tab.table.isVisible()
        assert tab.model.rowCount() == 1
        assert page.find_field.text() == ""


def test_an_outage_that_a_source_of_record_leaves_out_says_so_when_it_is_recorded(
    qtbot, db: Database, desk: Retail
) -> None:
    entry = TargetEntry(
        desk.service, desk.hours, "availability", Decimal("99.5"), source_of_record="<b>Prober</b>"
    )
    change_target(db, desk.target, entry)
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(outages(qtbot, page))
        page.outages.record()
        editor = page.outages.editor
        editor._fields["subject"].set_value(("service", desk.service))
        editor._fields["start"].setText("13 Oct 2026 09:12")
        editor.save()
        assert said[-1].startswith("Recorded an outage of Till. This outage is kept, but the target")
        assert "counts only outages of <b>Prober</b>" in said[-1]

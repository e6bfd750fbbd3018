from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from app.calc.periods import month
from app.models.database import Database
from app.reports.month import PastLevel
from app.reports.pack_summary import state_in_words
from app.usecases.closing import issue_month
from app.usecases.commentary import remarks
from app.usecases.customers import list_customers
from app.usecases.desks import open_desk
from app.usecases.months import build_month
from app.usecases.outages import change_outages, list_outages, record_outage
from app.usecases.targets import TargetEntry, add_target
from app.views.levels_read import kept_words
from app.views.pages.levels import LevelsPage
from app.views.widgets.level_view import LevelView
from app.views.widgets.slam_chart import ChartRow
from tests.usecases.retail import Retail, at, retail
from tests.views.window import messages, settle, shown


@pytest.fixture
def desk(db: Database) -> Retail:
    made = retail(db)
    record_outage(
        db,
        start=at(10, 13, 9),
        end=at(10, 13, 15),
        service_id=made.service,
        cause="storage path",
        customer_text="Tills off",
    )
    record_outage(db, start=at(9, 2, 9), end=at(9, 2, 9, 30), service_id=made.service, cause="release")
    return made


def october(qtbot, page: LevelsPage, desk: Retail) -> LevelsPage:
    page.reveal((desk.customer, month("2026-10", "UTC")))
    settle(qtbot, page)
    return page


def test_an_empty_desk_says_what_to_do_first(qtbot, db: Database) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        assert "agreement" in page._empty.sentence.text()
        assert not page.make_pack.isEnabled()


def test_the_chosen_cell_is_explained_down_to_its_outages(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        level = page.level_view.level
        assert level is not None
        assert level.target.verdict == "missed"
        assert page.level_view._pill.text() == "✕ missed"
        assert [outage.cause for outage in page.level_view.outages.rows_model.rows] == ["storage path"]
        assert page.level_view.timeline.isVisible()


def test_the_month_is_told_in_one_line_above_the_chart(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        assert page._kept.text() == "October 2026: none of 1 target kept"


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ("met;nearly missed;missed", "Q3 2026: 2 of 3 targets kept"),
        ("missed;no data;no data", "Q3 2026: none of 3 targets kept; 2 without data"),
        ("met;not proven;no data", "Q3 2026: 1 of 3 targets kept; 1 not proven; 1 without data"),
        ("no data;no data", "Q3 2026: 2 targets without data"),
        ("not proven;no data", "Q3 2026: 1 target not proven; 1 without data"),
        ("", ""),
    ],
)
def test_kept_is_counted_of_all_in_force_and_what_could_not_be_judged_is_named(
    verdicts: str, said: str
) -> None:
    rows = tuple(
        ChartRow("Till", "at", "1", (PastLevel("2026-Q3", "Q3 2026", one, ""),))
        for one in verdicts.split(";")
    )
    assert kept_words("Q3 2026", (ChartRow("Till", "Till"), *rows)) == said


def test_page_and_pack_count_the_kept_targets_alike(qtbot, db: Database, desk: Retail) -> None:
    for metric, value in (("breaks", "3"), ("sample_share", "95"), ("mtrs", "1")):
        add_target(db, desk.version, TargetEntry(desk.service, desk.hours, metric, Decimal(value)))
    pack = build_month(db, desk.customer, "2026-10", at(11, 10))
    verdicts = [target.verdict for target in pack.services[0].targets]
    assert sorted(verdicts) == ["met", "missed", "missed", "no data"]
    assert state_in_words(pack).startswith("1 of 4 targets was kept in October 2026.")
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        assert page._kept.text() == "October 2026: 1 of 4 targets kept; 1 without data"


def test_a_level_not_yet_read_claims_nothing(qtbot) -> None:
    view = LevelView()
    qtbot.addWidget(view)
    view.show()
    shown_words = [one.text() for one in view.findChildren(QLabel) if one.isVisible() and one.text()]
    assert shown_words == []
    assert not view.commentary.isVisible()


def test_a_block_of_the_timeline_brings_what_it_is_made_of_into_view(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, LevelsPage, (852, 560)) as page:
        october(qtbot, page, desk)
        down = next(piece for piece in page.level_view.timeline._timeline.pieces if piece.kind == "down")
        page.level_view.timeline.opened.emit(down)
        settle(qtbot, page)
        evidence = page.level_view.evidence
        qtbot.waitUntil(lambda: not evidence.visibleRegion().isEmpty())
        assert evidence.visibleRegion().boundingRect().top() == 0


def test_an_outage_opens_the_values_it_was_recorded_with(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        outage = page.level_view.outages.rows_model.rows[0]
        page.level_view.evidence_wanted.emit(outage.id)
        settle(qtbot, page)
        assert page.level_view.evidence.isVisible()
        lines = page.level_view.evidence._table.rows_model.rows
        assert ("Cause", "storage path") in {(line.what, line.value) for line in lines}


def test_a_class_of_the_ledger_opens_its_pieces(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        page.level_view.legend.opened.emit("down")
        lines = page.level_view.evidence._table.rows_model.rows
        assert [(line.what, line.value) for line in lines] == [("Tue 13 Oct 09:00 – 15:00", "6 h")]


def test_stepping_back_a_month_shows_that_month(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        page.stepper._step(page.stepper.period.previous())
        settle(qtbot, page)
        assert page.stepper.period.key == "2026-09"
        assert page.chart.current_period() == "2026-09"
        assert page.level_view.level is not None
        assert page.level_view.level.target.verdict == "met"


def test_a_quarter_and_a_year_are_shown_like_a_month(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        for kind, key in (("quarter", "2026-Q4"), ("year", "2026")):
            page.stepper._take_kind(kind)
            settle(qtbot, page)
            assert page.chart.current_period() == key


def test_a_change_elsewhere_is_shown_without_being_asked_for(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        outage = next(row for row in list_outages(db) if row.cause == "storage path")
        change_outages(db, [outage.id], excluded=True, exclusion_reason="agreed test")
        settle(qtbot, page)
        assert page.level_view.level is not None
        assert page.level_view.level.target.verdict == "met"


def test_what_is_written_while_another_month_is_read_stays_with_the_month_in_sight(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        page.chart.choose(desk.lineage, "2026-09")
        assert page.chart.current_period() == "2026-09"
        page.level_view.written.emit("happened", "Tills off.")
        settle(qtbot, page)
        assert remarks(db, desk.customer, "2026-10").on_target(desk.lineage).happened == "Tills off."
        assert not remarks(db, desk.customer, "2026-09").on_target(desk.lineage).happened


def test_what_is_written_about_a_miss_is_kept_for_its_pack(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        page.level_view.written.emit("happened", "The storage path was doubled.")
        settle(qtbot, page)
        written = remarks(db, desk.customer, "2026-10").on_target(desk.lineage)
        assert written.happened == "The storage path was doubled."


def test_make_pack_turns_to_the_packs_of_this_customer_and_period(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        with qtbot.waitSignal(page.desk.wanted) as wanted:
            page.make_pack.click()
        key, (customer, period) = wanted.args
        assert (key, customer, period.key) == ("packs", desk.customer, "2026-10")


def test_only_the_last_of_several_quick_choices_is_shown(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        said = messages(page)
        october(qtbot, page, desk)
        for key in ("2026-08", "2026-09", "2026-08", "2026-10", "2026-09"):
            page.chart.choose(desk.lineage, key)
        settle(qtbot, page)
        level = page.level_view.level
        assert level is not None
        assert datetime.fromtimestamp(level.start / 1e6, at(9, 1).tzinfo) == at(9, 1)
        assert not said


def test_a_small_window_shows_twelve_months_and_no_horizontal_scroll_bar(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, LevelsPage, (852, 560)) as page:
        october(qtbot, page, desk)
        assert not any(page.chart.isColumnHidden(column) for column in range(13))
        assert not page._area.horizontalScrollBar().isVisible()


def test_an_exclusion_of_ones_own_is_called_by_its_reason_in_the_legend(
    qtbot, db: Database, desk: Retail
) -> None:
    outage = next(row for row in list_outages(db) if row.cause == "storage path")
    change_outages(db, [outage.id], excluded=True, exclusion_reason="Customer's own change")
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        names = [entry.accessibleName() for entry in page.level_view.legend.findChildren(QPushButton)]
        assert "agreed exclusion: Customer's own change 6 h; show what it is made of" in names


def test_figures_of_an_issue_say_so_and_what_the_desk_has_differently_by_now(
    qtbot, db: Database, desk: Retail
) -> None:
    issue_month(db, desk.customer, "2026-10", date(2027, 1, 31), at(11, 6), uncommented_reason="to come")
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        note = page.level_view.issued
        assert note.issued.text() == "As issued on 6 November 2026, issue 1"
        assert not note.differing.isVisible()
        outage = next(row for row in list_outages(db) if row.cause == "storage path")
        change_outages(db, [outage.id], excluded=True, exclusion_reason="agreed test")
        settle(qtbot, page)
        assert page.level_view.level is not None
        assert page.level_view.level.target.verdict == "missed"
        assert note.differing.isVisible()
        assert "read differently on the desk now" in note.differing.text()
        with qtbot.waitSignal(page.desk.wanted) as wanted:
            note.to_packs.click()
        assert wanted.args[0] == "packs"


def test_words_written_after_issuing_stay_in_their_field_and_wait_for_the_next_issue(
    qtbot, db: Database, desk: Retail
) -> None:
    issue_month(db, desk.customer, "2026-10", date(2027, 1, 31), at(11, 6), uncommented_reason="to come")
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        assert page.level_view._next_issue.isVisible()
        page.level_view.written.emit("happened", "The storage path was doubled.")
        settle(qtbot, page)
        assert page.level_view.form.value("happened") == "The storage path was doubled."
        page.stepper._step(page.stepper.period.previous())
        settle(qtbot, page)
        assert not page.level_view._next_issue.isVisible()
        assert not page.level_view.issued.isVisible()


def test_every_ticket_decided_is_listed_missed_first_and_opens_the_row_it_came_from(
    qtbot, sample_desk: Path
) -> None:
    db = open_desk(sample_desk)
    retail_id = next(row.id for row in list_customers(db) if row.name == "Retail")
    with shown(qtbot, db, LevelsPage) as page:
        page.reveal((retail_id, month("2026-10", "Europe/Berlin")))
        settle(qtbot, page)
        rows = page.chart.model().rows
        page.chart.choose(next(row.lineage for row in rows if row.label.startswith("Resolution P3")))
        settle(qtbot, page)
        view = page.level_view
        assert view.level is not None
        met = [each.met for each in view.tickets.rows_model.rows]
        assert (len(met), met.count(False)) == (view.level.target.base, view.level.target.used)
        assert met == sorted(met)
        view.tickets.opened.emit(view.tickets.rows_model.rows[0])
        assert ", row " in view.evidence._table.rows_model.rows[0].where
    db.close()


def test_a_level_names_the_month_it_is_of_whichever_month_stands_on_top(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        october(qtbot, page, desk)
        assert page.level_view._under.text().startswith("October 2026 · ")
        page.chart.choose(desk.lineage, "2026-09")
        settle(qtbot, page)
        assert page.level_view._under.text().startswith("September 2026 · ")


def test_days_that_are_refused_are_told_below_the_header_until_they_are_right(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        said = messages(page)
        page.stepper._kinds["days"].click()
        for text in ("nonsense", "18.10.2026"):
            page.stepper.last.setText(text)
            page.stepper.last.editingFinished.emit()
            wrong = text == "nonsense"
            assert page._refusal.isVisible() is wrong
            assert page.purpose_label.isVisible() is not wrong
        settle(qtbot, page)
        assert said == []


def test_a_desk_opened_again_shows_the_customer_looked_at_last(window, sample_desk: Path) -> None:
    from tests.views.window import settle_desk

    window.show_desk(open_desk(sample_desk))
    window.go("levels")
    settle_desk(window.desk)
    page = window.page("levels")
    second = page.customers.itemData(1)
    page.customers.setCurrentIndex(1)
    page.customers.activated.emit(1)
    settle_desk(window.desk)
    window.inside.close_desk()
    window.show_desk(open_desk(sample_desk))
    window.go("levels")
    settle_desk(window.desk)
    assert window.page("levels").customers.currentData() == second

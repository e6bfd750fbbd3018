"""What a source covers is said by hand and taken back; a level without data shows the way there."""

from datetime import date
from decimal import Decimal

import pytest

from app.models.database import Database
from app.usecases.coverage import declare_coverage, list_coverage
from app.usecases.settings import change_settings
from app.usecases.targets import TargetEntry, change_target
from app.views.desk import Desk
from app.views.gap import Gap
from app.views.pages.levels import LevelsPage
from app.views.pages.measurements import MeasurementsPage
from tests.usecases.retail import Retail, at, retail
from tests.views.fitting import is_all_in_sight
from tests.views.window import messages, settle, shown


@pytest.fixture
def desk(db: Database) -> Retail:
    return retail(db, covered=False)


def coverage(qtbot, page: MeasurementsPage, gap: Gap | None = None):
    page.reveal(("coverage", gap))
    settle(qtbot, page)
    return page.coverage


def test_a_service_is_declared_covered_for_whole_local_days(qtbot, db: Database, desk: Retail) -> None:
    change_settings(db, time_zone="Europe/Berlin")
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(page)
        tab = coverage(qtbot, page)
        tab.declare_button.click()
        tab.form.form.set_value("subject", ("service", desk.service))
        tab.form.form.editors["first"].setText("1 Oct 2026")
        tab.form.form.editors["last"].setText("31 Oct 2026")
        tab.form.accept()
        settle(qtbot, page)
        (covered,) = list_coverage(db)
        assert (covered.start, covered.end) == (at(9, 30, 22), at(10, 31, 23))
        assert (covered.subject, covered.source, covered.kind) == ("Till", "by hand", "outages")
        assert said == ["Covered now: 1 Oct 2026 – 31 Oct 2026."]
        model = tab.table.rows_model
        assert [model.data(model.index(0, n)) for n in (2, 3)] == ["1 Oct 2026", "end of 31 Oct 2026"]


def test_coverage_is_taken_back_and_undone(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = coverage(qtbot, page)
        assert not tab.remove_button.isEnabled()
        tab.open_form()
        tab.form.accept()
        settle(qtbot, page)
        assert list_coverage(db)[0].subject == "every service"
        tab.table.selectRow(0)
        tab.remove_button.click()
        settle(qtbot, page)
        assert list_coverage(db) == ()
        page.desk.undo()
        settle(qtbot, page)
        assert len(tab.table.rows_model.rows) == 1


def test_days_in_the_wrong_order_are_refused_in_the_form(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = coverage(qtbot, page)
        tab.open_form()
        tab.form.form.editors["first"].setText("2 Oct 2026")
        tab.form.form.editors["last"].setText("1 Oct 2026")
        tab.form.accept()
        assert "before the first" in tab.form.error.text()
        assert list_coverage(db) == ()


def test_a_level_without_data_says_why_and_leads_to_the_coverage(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, LevelsPage) as page:
        wanted: list[tuple[str, object]] = []
        page.desk.wanted.connect(lambda key, what: wanted.append((key, what)))
        page.chart.choose(desk.lineage)
        settle(qtbot, page)
        assert page.level_view.level is not None
        assert page.level_view.level.target.verdict == "no data"
        page.level_view.cover_button.click()
        ((key, (what, gap)),) = wanted
        assert (key, what, gap.service, gap.kind) == ("measurements", "coverage", "Till", "outages")
        assert gap.start.day == gap.end.day == 1
        assert (gap.end - gap.start).days >= 28


def test_the_gap_of_a_level_is_filled_in_ready_to_be_said(qtbot, db: Database, desk: Retail) -> None:
    gap = Gap("Till", "outages", at(10, 1), at(11, 1))
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = coverage(qtbot, page, gap)
        assert isinstance(page.desk, Desk)
        assert tab.form.isVisible()
        assert tab.form.form.values() == {
            "subject": ("service", desk.service),
            "kind": "outages",
            "first": date(2026, 10, 1),
            "last": date(2026, 10, 31),
            "source": "by hand",
        }
        assert tab.stepper.period.key == "2026-Q4"


@pytest.mark.parametrize("height", [634, 714])
def test_what_is_covered_is_said_without_scrolling_to_the_button(
    qtbot, db: Database, desk: Retail, height: int
) -> None:
    with shown(qtbot, db, MeasurementsPage, (1080, height)) as page:
        tab = coverage(qtbot, page)
        tab.declare_button.click()
        settle(qtbot, page)
        qtbot.waitUntil(lambda: is_all_in_sight(tab.form.verb_button))


def going_by(db: Database, desk: Retail, source: str) -> None:
    entry = TargetEntry(desk.service, desk.hours, "availability", Decimal("99.5"), source_of_record=source)
    change_target(db, desk.target, entry)


def test_what_a_level_lacks_is_said_of_the_source_that_counts_and_proves_it(
    qtbot, db: Database, desk: Retail
) -> None:
    going_by(db, desk, "Prober")
    for first, until in ((at(10, 1), at(10, 9)), (at(10, 12), at(10, 20)), (at(10, 22), at(11, 1))):
        declare_coverage(db, start=first, end=until, source="Prober", service_id=desk.service)
    with shown(qtbot, db, LevelsPage) as levels, shown(qtbot, db, MeasurementsPage) as page:
        wanted: list[object] = []
        levels.desk.wanted.connect(lambda _key, what: wanted.append(what))
        levels.reveal((desk.customer, "2026-10", desk.lineage))
        settle(qtbot, levels)
        level = levels.level_view.level
        assert level is not None
        assert level.target.verdict == "not proven"
        levels.level_view.cover_button.click()
        page.reveal(wanted[0])
        settle(qtbot, page)
        form = page.coverage.form
        filled = form.form.values()
        assert (filled["first"], filled["last"]) == (date(2026, 10, 9), date(2026, 10, 21))
        assert (filled["subject"], filled["source"]) == (("service", desk.service), "Prober")
        assert page.coverage.left_out.isHidden()
        form.accept()
        settle(qtbot, page)
        settle(qtbot, levels)
        assert levels.level_view.level is not None
        assert levels.level_view.level.target.verdict == "met"


def test_a_source_that_no_target_counts_is_told_before_and_after(qtbot, db: Database, desk: Retail) -> None:
    going_by(db, desk, "Prober")
    told = (
        "The target Availability 99.5 % of Till counts only what Prober covers. To have this count, name Prober as its"
        " source, or change the source of record in the agreement."
    )
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(page)
        tab = coverage(qtbot, page, Gap("Till", "outages", at(10, 1), at(11, 1), "Prober"))
        assert tab.left_out.isHidden()
        source = tab.form.form.editors["source"]
        source.setText("by hand")
        source.committed.emit()
        assert tab.left_out.text() == told
        assert tab.left_out.isVisible()
        tab.form.form.set_value("kind", "tickets")
        tab.form.form.editors["kind"].committed.emit()
        assert tab.left_out.isHidden()
        tab.form.form.set_value("kind", "outages")
        tab.form.accept()
        settle(qtbot, page)
        assert said[-1] == f"Covered now: 1 Oct 2026 – 31 Oct 2026. {told}"

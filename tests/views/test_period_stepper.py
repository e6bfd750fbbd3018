"""The stepper walks months, quarters, years and weeks, and takes two days for any other period."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from PySide6.QtCore import Qt

from app.calc.periods import Named, month, period_between, period_of
from app.views.widgets.period_stepper import PeriodStepper


@pytest.fixture
def stepper(qtbot) -> PeriodStepper:
    made = PeriodStepper(month("2026-10", "UTC"))
    qtbot.addWidget(made)
    made.show()
    return made


def type_day(field, text: str) -> None:
    field.setText(text)
    field.editingFinished.emit()


def test_a_month_becomes_the_week_in_which_it_ends(stepper: PeriodStepper) -> None:
    stepper._kinds["week"].click()
    assert stepper.period.key == "2026-W44"
    stepper._step(stepper.period.previous())
    assert stepper.period.key == "2026-W43"


def test_two_days_typed_are_a_free_period_and_step_by_their_own_length(stepper: PeriodStepper) -> None:
    told: list[str] = []
    stepper.stepped.connect(lambda period: told.append(period.key))
    stepper._kinds["days"].click()
    assert (stepper.first.text(), stepper.last.text(), told) == ("1 Oct 2026", "31 Oct 2026", [])
    stepper.show_period(stepper.period)  # news of the desk while nothing is typed yet
    assert stepper.first.isVisible()
    type_day(stepper.first, "5.10.2026")
    type_day(stepper.last, "18.10.2026")
    assert told[-1] == "2026-10-05..2026-10-18"
    stepper._step(stepper.period.next())
    assert (stepper.first.text(), stepper.last.text()) == ("19 Oct 2026", "1 Nov 2026")


def test_days_that_are_a_month_step_to_the_month(stepper: PeriodStepper) -> None:
    stepper._kinds["days"].click()
    type_day(stepper.last, "30.9.2026")
    type_day(stepper.first, "1.9.2026")
    assert stepper.period.key == "2026-09"
    assert stepper._kinds["month"].isChecked()


def test_a_first_day_after_the_last_waits_and_a_last_before_the_first_is_refused(
    stepper: PeriodStepper,
) -> None:
    said: list[str] = []
    stepper.refused.connect(said.append)
    stepper._kinds["days"].click()
    type_day(stepper.first, "5.11.2026")
    assert said == []
    type_day(stepper.last, "2.11.2026")
    assert "the first day comes first" in said[-1]
    type_day(stepper.last, "2.11.2028")
    assert "at most 366 days" in said[-1]
    type_day(stepper.last, "nonsense")
    assert "nonsense" in said[-1]
    assert stepper.period.key == "2026-10"


def test_a_day_being_typed_is_left_alone_by_what_the_first_one_led_to(stepper: PeriodStepper, qtbot) -> None:
    stepper._kinds["days"].click()
    type_day(stepper.first, "5.10.2026")
    stepper.last.setFocus()
    qtbot.waitUntil(stepper.last.hasFocus)
    stepper.last.selectAll()
    qtbot.keyClicks(stepper.last, "18.1")
    stepper.show_period(stepper.period)  # the page has read the period of the first day meanwhile
    qtbot.keyClicks(stepper.last, "0.2026")
    assert stepper.last.text() == "18.10.2026"
    qtbot.keyClick(stepper.last, Qt.Key.Key_Return)
    assert stepper.period.key == "2026-10-05..2026-10-18"
    assert stepper.last.text() == "18 Oct 2026"


@pytest.mark.parametrize("mend", ["last day", "kind", "step"])
def test_a_refusal_is_taken_back_once_the_days_are_right_or_something_else_is_chosen(
    stepper: PeriodStepper, mend: str
) -> None:
    said: list[str] = []
    stepper.refused.connect(said.append)
    stepper._kinds["days"].click()
    type_day(stepper.last, "nonsense")
    assert said[-1]
    match mend:
        case "last day":
            type_day(stepper.last, "18.10.2026")
        case "kind":
            stepper._kinds["week"].click()
        case "step":
            stepper._step(stepper.period.previous())
    assert said[-1] == ""
    assert len(said) == 2


@pytest.mark.parametrize("kind", get_args(Named))
def test_it_does_not_step_to_what_has_not_begun(qtbot, kind: Named) -> None:
    now = datetime.now(UTC)
    stepper = PeriodStepper(period_of(kind, now, "UTC").previous())
    qtbot.addWidget(stepper)
    assert stepper._next.isEnabled()
    stepper._next.click()
    assert stepper.period.start <= now < stepper.period.end
    assert not stepper._next.isEnabled()


def test_free_days_do_not_step_past_today_either(qtbot) -> None:
    today = datetime.now(UTC).date()
    stepper = PeriodStepper(period_between(today - timedelta(days=9), today, "UTC"))
    qtbot.addWidget(stepper)
    assert not stepper._next.isEnabled()
    stepper._step(stepper.period.previous())
    assert stepper._next.isEnabled()

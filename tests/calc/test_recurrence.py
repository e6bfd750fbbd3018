"""Recurrence rules in words."""

from datetime import datetime

import pytest

from app.calc.recurrence import recurrence_words

SUNDAY = datetime(2026, 10, 4, 2)  # noqa: DTZ001 (a local reading)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (None, "once"),
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY", "every Sunday"),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH", "every Tuesday and Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every working day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every second week on Tuesday"),
        ("FREQ=MONTHLY;BYDAY=1SU", "the first Sunday of the month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "the last Friday of the month"),
        ("FREQ=MONTHLY;BYDAY=1SU,3SU", "the first Sunday and third Sunday of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "day 15 of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "the last day of the month"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2SA", "the second Saturday of every 3 months"),
        ("FREQ=YEARLY", "every year on 4 October"),
        ("FREQ=WEEKLY;BYDAY=SU;COUNT=4", "every Sunday, 4 times"),
        ("FREQ=WEEKLY;BYDAY=SU;UNTIL=20261231T000000Z", "every Sunday, until 31 December 2026"),
        ("FREQ=WEEKLY;BYDAY=SU;BYMONTH=1,2", "every Sunday in January and February"),
    ],
)
def test_usual_rules_are_said_in_words(rule: str | None, words: str) -> None:
    assert recurrence_words(rule, SUNDAY) == words


def test_a_rule_beyond_words_stays_as_it_is_written() -> None:
    assert recurrence_words("FREQ=DAILY;BYSETPOS=2;BYDAY=MO", SUNDAY) == "FREQ=DAILY;BYSETPOS=2;BYDAY=MO"

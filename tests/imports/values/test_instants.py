"""Dates and times of whole columns: the shapes they are written in, and the order of day and month."""

# ruff: noqa: DTZ001 (cells and local readings have no time zone)
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.columns import NUMBER, Column
from app.imports.values.instants import SKIPPED, UNREADABLE, Instants, instants_of, order_evidence

BERLIN = "Europe/Berlin"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(*texts: str, order: str = "dmy", zone: str = "UTC") -> Instants:
    return instants_of(Column.of_texts(texts), order, zone)  # type: ignore[arg-type]


def as_text(instants: Instants, place: int = 0) -> str:
    assert instants.known[place], instants.problem[place]
    return (EPOCH + timedelta(microseconds=int(instants.values[place]))).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-03T14:05:06Z", "2026-04-03 14:05:06"),
        ("2026-04-03 14:05", "2026-04-03 14:05:00"),
        ("2026-04-03T14:05:06.250+02:00", "2026-04-03 12:05:06"),
        ("2026-04-03T14:05:06-0530", "2026-04-03 19:35:06"),
        ("2026/4/3 9:05", "2026-04-03 09:05:00"),
        ("20260403T140506Z", "2026-04-03 14:05:06"),
        ("03/04/2026 14:05", "2026-04-03 14:05:00"),
        ("3/4/26 2:05 PM", "2026-04-03 14:05:00"),
        ("03.04.2026 14.05", "2026-04-03 14:05:00"),
        ("03.04.2026, 14:05 Uhr", "2026-04-03 14:05:00"),
        ("3. April 2026 14:05", "2026-04-03 14:05:00"),
        ("Fri, 3 Apr 2026 14:05:06 GMT", "2026-04-03 14:05:06"),
        ("April 3, 2026 2:05 pm", "2026-04-03 14:05:00"),
        ("Apr 3, 2026 12:00 AM", "2026-04-03 00:00:00"),
        ("03-Apr-2026 14:05", "2026-04-03 14:05:00"),
        ("3 avril 2026 14:05", "2026-04-03 14:05:00"),
        ("3 de abril de 2026 14:05", "2026-04-03 14:05:00"),
        ("3 mrt 2026", "2026-03-03 00:00:00"),
        ("Freitag, 3. April 2026", "2026-04-03 00:00:00"),
        ("2026-04-03 24:00", "2026-04-04 00:00:00"),
        ("1775225106", "2026-04-03 14:05:06"),
        ("1775225106000", "2026-04-03 14:05:06"),
        ("2026-04-03 14:05 CEST", "2026-04-03 12:05:00"),
    ],
)
def test_a_date_is_read_in_the_shape_it_is_written_in(text: str, expected: str) -> None:
    assert as_text(read(text)) == expected


@pytest.mark.parametrize(
    "text", ["garbage", "31/02/2026", "2026-13-01", "12:00", "2026-04-03 25:00", "1", "0000-00-00"]
)
def test_what_is_no_date_is_unreadable(text: str) -> None:
    assert read(text).problem[0] == UNREADABLE


@pytest.mark.parametrize("text", ["", " ", "?", "-", "n/a", "NULL", "None", "#N/A"])
def test_what_means_nothing_is_neither_a_date_nor_a_problem(text: str) -> None:
    for texts in ((text,), (text, "2026-04-03 14:05"), (text, text)):
        found = read(*texts)
        assert not found.known[0]
        assert found.problem[0] == 0


def test_the_order_of_day_and_month_is_the_columns_and_never_swapped_in_a_row() -> None:
    found = read("03/04/2026", "25/03/2026", order="mdy")
    assert as_text(found) == "2026-03-04 00:00:00"
    assert found.problem[1] == UNREADABLE


def test_a_column_proves_its_order_by_a_day_beyond_twelve() -> None:
    assert order_evidence(Column.of_texts(["03/04/2026", "25/03/2026"])).order == "dmy"
    assert order_evidence(Column.of_texts(["03/04/2026", "03/25/2026"])).order == "mdy"


def test_a_column_without_proof_or_with_contrary_proof_is_a_question() -> None:
    doubtful = order_evidence(Column.of_texts(["03/04/2026", "05/06/2026"]))
    assert doubtful.open
    assert doubtful.example == "03/04/2026"
    assert order_evidence(Column.of_texts(["25/03/2026", "03/25/2026"])).open


@pytest.mark.parametrize("text", ["03.04.2026", "2026-04-03", "4 Apr 2026", "03/03/2026"])
def test_dots_names_and_equal_numbers_are_no_question(text: str) -> None:
    assert not order_evidence(Column.of_texts([text])).open


def test_a_skipped_hour_is_refused_and_a_repeated_one_is_its_first_occurrence() -> None:
    found = read("2026-03-29 02:30", "2026-10-25 02:30", zone=BERLIN)
    assert found.problem[0] == SKIPPED
    assert as_text(found, 1) == "2026-10-25 00:30:00"
    assert found.repeated[1]
    assert found.second[1] - found.values[1] == 3_600_000_000


def test_a_time_that_names_its_zone_needs_none() -> None:
    found = read("2026-07-01T12:00:00Z", "2026-07-01 12:00", zone=BERLIN)
    assert found.local.tolist() == [False, True]
    assert as_text(found, 0) == "2026-07-01 12:00:00"
    assert as_text(found, 1) == "2026-07-01 10:00:00"


def test_excel_days_and_unix_seconds_are_told_apart_by_size() -> None:
    numbers = np.array([46115.5, 1775225106, 1775225106000, 7.0, np.nan])
    found = instants_of(Column(5, NUMBER, numbers=numbers), "dmy", "UTC")
    assert as_text(found, 0) == "2026-04-03 12:00:00"
    assert as_text(found, 1) == as_text(found, 2) == "2026-04-03 14:05:06"
    assert found.problem.tolist() == [0, 0, 0, UNREADABLE, 0]


@given(
    moments=st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), min_size=1, max_size=20),
    shape=st.sampled_from(
        ["%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d %b %Y %H:%M:%S"]
    ),
    zone=st.sampled_from(["UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_what_is_written_comes_back_as_the_same_instant(
    moments: list[datetime], shape: str, zone: str
) -> None:
    moments = [moment.replace(microsecond=0) for moment in moments]
    found = read(*(moment.strftime(shape) for moment in moments), zone=zone)
    for place, moment in enumerate(moments):
        aware = moment.replace(tzinfo=ZoneInfo(zone))
        there_and_back = aware.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if there_and_back != moment:
            assert found.problem[place] == SKIPPED
        else:
            assert found.values[place] == (aware.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


@given(texts=st.lists(st.text(max_size=30), max_size=12))
def test_no_text_is_too_odd_to_be_told(texts: list[str]) -> None:
    found = read(*texts)
    assert not (found.known & (found.problem > 0)).any()

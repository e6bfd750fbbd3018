"""Outage lists: what is stored, what is refused and why, what is asked, and what it covers."""

# ruff: noqa: DTZ001 (cells have no time zone)

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.errors import InputError
from app.models.database import Database
from app.models.measurements import Coverage, Outage, OutageSite
from app.usecases import customers, importing, services
from app.usecases.settings import change_settings
from tests.imports.books import workbook
from tests.usecases.imports import checked, counts, imported, proposed, sheet

HEAD = ("Service", "Start", "End", "Reference")


def outages(db: Database) -> list[Outage]:
    with db.reading() as session:
        return list(session.scalars(select(Outage).order_by(Outage.id)))


def reasons(db: Database, path: Path, **answers: object) -> list[tuple[str, str]]:
    rows = checked(db, path, **{"create": "yes", **answers}).rejected.rows
    return [(row.cell, row.reason) for row in rows]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_list_of_outages_is_stored_with_file_sheet_and_row(
    db: Database, tmp_path: Path, suffix: str
) -> None:
    path = sheet(tmp_path / f"october{suffix}", HEAD, ("Mail", "2026-10-01 08:00", "2026-10-01 09:30", "R1"))
    batch = imported(db, path)
    (row,) = outages(db)
    assert counts(batch) == (1, 0, 0, 0)
    assert (row.start, row.end) == (
        datetime(2026, 10, 1, 8, tzinfo=UTC),
        datetime(2026, 10, 1, 9, 30, tzinfo=UTC),
    )
    assert (row.reference, row.batch_id, row.source_row, row.state) == ("R1", batch.id, 2, "down")
    assert [service.name for service in services.list_services(db)] == ["Mail"]


def test_nothing_is_written_before_the_import(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, ("Mail", "2026-10-01 08:00", "2026-10-01 09:30", "R1"))
    before = db.path.read_bytes()
    checked(db, path, create="yes")
    assert db.path.read_bytes() == before


def test_excel_dates_and_texts_mean_the_same(db: Database, tmp_path: Path) -> None:
    texts = sheet(tmp_path / "texts.xlsx", HEAD, ("Mail", "2026-10-01 08:00", "2026-10-01 09:30", "R1"))
    cells = (datetime(2026, 10, 1, 8), datetime(2026, 10, 1, 9, 30))
    assert counts(imported(db, texts)) == (1, 0, 0, 0)
    assert counts(imported(db, sheet(tmp_path / "cells.xlsx", HEAD, ("Mail", *cells, "R1")))) == (0, 0, 1, 0)


def test_durations_give_the_end_in_the_unit_of_their_heading(db: Database, tmp_path: Path) -> None:
    head = ("Service", "Start", "Duration (h)")
    rows = [("Mail", "2026-10-01 08:00", length) for length in (1.5, timedelta(hours=2), "90 min", "1:15")]
    imported(db, sheet(tmp_path / "a.xlsx", head, *rows))
    lengths = [(row.end - row.start).total_seconds() / 60 for row in outages(db) if row.end]
    assert lengths == [90, 120, 90, 75] or sorted(lengths) == [75, 90, 120]


def test_an_outage_without_an_end_is_open(db: Database, tmp_path: Path) -> None:
    rows = [
        ("Mail", f"2026-10-0{n} 08:00", end, f"R{n}")
        for n, end in enumerate(("", "ongoing", "offen", "?"), 1)
    ]
    imported(db, sheet(tmp_path / "a.csv", HEAD, *rows))
    assert [row.end for row in outages(db)] == [None] * 4


def test_impact_and_maintenance_columns_are_read(db: Database, tmp_path: Path) -> None:
    head = ("Component", "Start (UTC)", "End (UTC)", "Impact", "Maintenance")
    times = ("2026-10-01 08:00", "2026-10-01 09:00")
    said = [("minor", "no"), ("major", "no"), ("maintenance", "yes"), ("none", "no")]
    rows = [(f"C{n}", *times, *one) for n, one in enumerate(said)]
    imported(db, sheet(tmp_path / "a.xlsx", head, *rows))
    found = [(row.state, row.planned) for row in outages(db)]
    assert found == [("degraded", False), ("down", False), ("down", True), ("degraded", False)]
    assert len(services.list_components(db)) == 4


def test_every_refused_row_names_its_cell_and_reason(db: Database, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "bad.csv",
        HEAD,
        ("Mail", "2026-10-01 08:00", "2026-10-01 07:00", "end first"),
        ("Mail", "soon", "2026-10-01 09:00", "no start"),
        ("", "2026-10-01 08:00", "2026-10-01 09:00", "no service"),
        ("Mail", "2026-10-01 08:00", "later", "no end"),
        ("Mail", "", "2026-10-01 09:00", "start missing"),
        ("Total", "", "", ""),
        ("", "", "", ""),
        HEAD,
        ("Mail", "2026-10-01 08:00", "2026-10-01 09:00", "good"),
    )
    assert reasons(db, path) == [
        ("C2", "The end (2026-10-01 07:00) lies before the start."),
        ("B3", "“soon” is no date and time (start)."),
        ("A4", "No service or component is named."),
        ("C5", "“later” is no date and time (end)."),
        ("B6", "There is no start."),
        ("B7", "This row is a total, not an entry."),
        ("B9", "The headings are repeated here."),
    ]
    batch = imported(db, path)
    assert (batch.read, batch.imported, batch.rejected) == (8, 1, 7)


def test_a_formula_that_was_never_calculated_is_explained(db: Database, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        HEAD,
        ("Mail", "=NOW()", "2026-10-01 09:00", "R1"),
        ("Web", "2026-10-01 08:00", "", ""),
    )
    ((_, reason),) = reasons(db, path)
    assert "open and save the file in Excel" in reason


def test_a_time_that_clocks_skip_is_refused_and_a_repeated_one_is_told(db: Database, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.csv",
        HEAD,
        ("Mail", "2026-03-29 02:30", "2026-03-29 04:00", "skipped"),
        ("Mail", "2026-10-25 02:50", "2026-10-25 02:10", "across the change"),
    )
    found = checked(db, path, create="yes", time_zone="Europe/Berlin")
    assert [row.cell for row in found.rejected.rows] == ["B2"]
    assert "clocks were set forward" in found.rejected.rows[0].reason
    assert any("twice" in note for note in found.notes)
    importing.run_import(db, found)
    (row,) = outages(db)
    assert row.end is not None
    assert row.end - row.start == timedelta(minutes=20)


def test_names_that_match_nothing_are_refused_until_they_are_answered(db: Database, tmp_path: Path) -> None:
    service = services.add_service(db, name="Developer workspaces")
    path = sheet(tmp_path / "a.csv", HEAD, ("codespaces", "2026-10-01 08:00", "2026-10-01 09:00", "R1"))
    assert checked(db, path).subjects == ("codespaces",)
    answered = {"subjects": {"codespaces": ("service", service)}, "create": ""}
    assert counts(imported(db, path, **answered)) == (1, 0, 0, 0)
    assert [(alias.text, alias.subject) for alias in importing.list_aliases(db)] == [
        ("codespaces", "Developer workspaces")
    ]
    later = sheet(tmp_path / "b.csv", HEAD, ("Codespaces ", "2026-10-02 08:00", "2026-10-02 09:00", "R2"))
    assert counts(imported(db, later, create="")) == (1, 0, 0, 0)
    assert {row.service_id for row in outages(db)} == {service}


def test_names_can_be_left_out_for_good(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, ("Test", "2026-10-01 08:00", "2026-10-01 09:00", "R1"))
    batch = imported(db, path, subjects={"Test": "ignore"})
    assert counts(batch) == (0, 0, 0, 1)
    assert importing.list_aliases(db)[0].subject_kind == "ignored"
    assert services.list_services(db) == ()


def test_a_file_without_a_subject_column_is_about_its_source(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "Till.csv", ("Start", "End"), ("2026-10-01 08:00", "2026-10-01 09:00"))
    imported(db, path)
    assert [service.name for service in services.list_services(db)] == ["Till"]


def test_an_ambiguous_order_of_day_and_month_is_asked_with_an_example(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, ("Mail", "03/04/2026 08:00", "03/04/2026 09:00", "R1"))
    _, proposal = proposed(db, path)
    (question,) = [one for one in proposal.questions if one.name == "date order"]
    assert "03/04/2026" in question.text
    with pytest.raises(InputError, match="day/month"):
        checked(db, path, create="yes")
    found = checked(db, path, create="yes", date_order="mdy")
    assert found.dates_spelled[0] == "03/04/2026 08:00 → Wednesday 4 March 2026, 08:00 (UTC)"
    importing.run_import(db, found)
    assert outages(db)[0].start == datetime(2026, 3, 4, 8, tzinfo=UTC)


def test_one_proving_row_far_down_settles_the_column(db: Database, tmp_path: Path) -> None:
    rows = [("Mail", "03/04/2026 08:00", "03/04/2026 09:00", f"R{n}") for n in range(3000)]
    path = sheet(tmp_path / "a.csv", HEAD, *rows, ("Mail", "25/04/2026 08:00", "25/04/2026 09:00", "last"))
    _, proposal = proposed(db, path)
    assert proposal.sheets[0].orders == {"start": "dmy", "end": "dmy"}
    assert not [one for one in proposal.questions if one.name == "date order"]


def test_the_time_zone_is_asked_only_where_times_name_none(db: Database, tmp_path: Path) -> None:
    change_settings(db, time_zone="Europe/Berlin")
    naive = sheet(tmp_path / "a.csv", HEAD, ("Mail", "2026-10-01 08:00", "2026-10-01 09:00", "R1"))
    _, proposal = proposed(db, naive)
    assert proposal.answers.time_zone == "Europe/Berlin"
    assert "time zone" in {question.name for question in proposal.questions}
    aware = sheet(tmp_path / "b.csv", HEAD, ("Mail", "2026-10-01T08:00Z", "2026-10-01T09:00Z", "R1"))
    assert "time zone" not in {question.name for question in proposed(db, aware)[1].questions}


def test_the_second_file_of_a_layout_needs_no_questions(db: Database, tmp_path: Path) -> None:
    change_settings(db, time_zone="UTC")
    first = sheet(tmp_path / "oct.csv", HEAD, ("Mail", "03/04/2026 08:00", "03/04/2026 09:00", "R1"))
    imported(db, first, time_zone="Europe/Berlin", date_order="dmy", source="Pager", coverage="whole months")
    second = sheet(tmp_path / "nov.csv", HEAD, ("Mail", "04/05/2026 08:00", "04/05/2026 09:00", "R2"))
    _, proposal = proposed(db, second)
    assert proposal.layout_known
    assert proposal.questions == ()
    assert (proposal.answers.source, proposal.answers.time_zone) == ("Pager", "Europe/Berlin")
    imported(db, second)
    assert outages(db)[1].start == datetime(2026, 5, 4, 6, tzinfo=UTC)


def test_a_forgotten_layout_is_asked_about_again(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, ("Mail", "2026-10-01 08:00", "2026-10-01 09:00", "R1"))
    imported(db, path)
    importing.forget_layout(db, importing.list_layouts(db)[0].id)
    assert not proposed(db, path)[1].layout_known


@pytest.mark.parametrize(
    ("answer", "start", "end"),
    [
        ("whole months", datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
        ("file range", datetime(2026, 9, 3, 8, tzinfo=UTC), datetime(2026, 10, 1, 9, tzinfo=UTC)),
        (
            (date(2026, 8, 1), date(2026, 8, 31)),
            datetime(2026, 8, 1, tzinfo=UTC),
            datetime(2026, 9, 1, tzinfo=UTC),
        ),
    ],
)
def test_what_a_file_covers_is_what_was_answered(
    db: Database, tmp_path: Path, answer: object, start: datetime, end: datetime
) -> None:
    path = sheet(
        tmp_path / "a.csv",
        HEAD,
        ("Mail", "2026-09-03 08:00", "2026-09-03 09:00", "R1"),
        ("Web", "2026-10-01 08:00", "2026-10-01 09:00", "R2"),
    )
    imported(db, path, coverage=answer)
    with db.reading() as session:
        rows = session.scalars(select(Coverage)).all()
    assert {(row.start, row.end) for row in rows} == {(start, end)}
    assert len({row.service_id for row in rows}) == 2


def test_nothing_is_covered_when_nothing_is_said_to_be(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, ("Mail", "2026-10-01 08:00", "2026-10-01 09:00", "R1"))
    assert imported(db, path, coverage="none").covers == "nothing"


def test_sites_named_beside_an_outage_are_kept(db: Database, tmp_path: Path) -> None:
    customer = customers.add_customer(db, name="Retail", time_zone="UTC")
    berlin = customers.add_site(db, customer, name="Berlin")
    head = ("Service", "Start", "End", "Location")
    times = ("2026-10-01 08:00", "2026-10-01 09:00")
    path = sheet(tmp_path / "a.csv", head, ("Mail", *times, "Berlin"), ("Web", *times, "Mars"))
    imported(db, path)
    with db.reading() as session:
        found = [(row.outage_id, row.site_id) for row in session.scalars(select(OutageSite))]
    assert found == [(outages(db)[0].id, berlin)]


def test_several_sheets_of_different_kinds_come_in_together(db: Database, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "all.xlsx",
        {
            "Read me": [["This workbook holds the month."]],
            "Outages": [HEAD, ("Mail", "2026-10-01 08:00", "2026-10-01 09:00", "R1")],
            "Tickets": [("Number", "Opened", "Priority"), ("T1", "2026-10-01 08:00", "2")],
            "Hidden": [HEAD, ("Mail", "2026-10-02 08:00", "2026-10-02 09:00", "R2")],
        },
        hidden=["Hidden"],
    )
    batch = imported(db, path)
    assert batch.kind == "outages, tickets"
    assert counts(batch) == (2, 0, 0, 0)
    assert len(outages(db)) == 1


def test_numbers_as_references_have_no_decimals(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.xlsx", HEAD, ("Mail", "2026-10-01 08:00", "2026-10-01 09:00", 9632825)))
    assert outages(db)[0].reference == "9632825"


def test_semicolons_decimal_commas_and_german_words(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "stoerungen.csv"
    lines = ["Dienst;Beginn;Dauer (Std)", "Kasse;01.10.2026 08:00;1,5", "Büro;02.10.2026 08:00;0,25"]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    imported(db, path, time_zone="Europe/Berlin")
    found = [row.end - row.start for row in outages(db) if row.end]
    assert found == [timedelta(minutes=90), timedelta(minutes=15)]
    assert {service.name for service in services.list_services(db)} == {"Kasse", "Büro"}


def test_a_sheet_that_is_not_recognised_is_refused_by_its_name(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "recipes.csv", ("Recipe", "Flour"), ("Bread", "500 g"))
    with pytest.raises(InputError, match=r"recipes\.csv"):
        checked(db, path)


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (
            ("Service", "Date", "Start", "End"),
            [("Mail", "01.10.2026", "08:00", "09:30"), ("Mail", "02.10.2026", "23:30", "00:15")],
        ),
        (
            ("Service", "Start Date", "Start Time", "End Date", "End Time"),
            [
                ("Mail", "2026-10-01", "8:00 AM", "2026-10-01", "9:30 AM"),
                ("Mail", "2026-10-02", "11:30 PM", "2026-10-03", "12:15 AM"),
            ],
        ),
        (
            ("Service", "Datum", "Beginn", "Dauer (min)"),
            [
                ("Mail", datetime(2026, 10, 1), time(8), 90),
                ("Mail", datetime(2026, 10, 2), time(23, 30), 45),
            ],
        ),
    ],
)
def test_day_and_time_may_stand_in_columns_of_their_own(
    db: Database, tmp_path: Path, head: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    imported(db, sheet(tmp_path / "a.xlsx", head, *rows), time_zone="Europe/Berlin")
    assert [(row.start, row.end) for row in outages(db)] == [
        (datetime(2026, 10, 1, 6, tzinfo=UTC), datetime(2026, 10, 1, 7, 30, tzinfo=UTC)),
        (datetime(2026, 10, 2, 21, 30, tzinfo=UTC), datetime(2026, 10, 2, 22, 15, tzinfo=UTC)),
    ]


def test_a_name_nearly_ours_is_suggested_but_never_taken(db: Database, tmp_path: Path) -> None:
    service = services.add_service(db, name="Developer workspaces")
    services.add_service(db, name="Mail")
    times = ("2026-10-01 08:00", "2026-10-01 09:00")
    path = sheet(tmp_path / "a.csv", HEAD, ("Developer-Workspace", *times, "R1"), ("Payroll", *times, "R2"))
    _, proposal = proposed(db, path)
    assert proposal.unknown_subjects == ("Developer-Workspace", "Payroll")
    assert proposal.suggested == {"Developer-Workspace": ("service", service)}
    assert checked(db, path).rejected.count == 2


def test_an_alias_of_something_that_is_gone_means_nothing_any_more(db: Database, tmp_path: Path) -> None:
    service = services.add_service(db, name="Developer workspaces")
    path = sheet(tmp_path / "a.csv", HEAD, ("codespaces", "2026-10-01 08:00", "2026-10-01 09:00", "R1"))
    imported(db, path, subjects={"codespaces": ("service", service)}, create="")
    services.remove_service(db, service)
    assert checked(db, path).subjects == ("codespaces",)

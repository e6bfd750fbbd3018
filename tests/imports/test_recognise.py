"""Headers are found below titles, columns by exact words in seven languages, and nothing is guessed boldly."""

from collections.abc import Sequence

import pytest

from app.imports.files import SourceSheet
from app.imports.layouts import memory_of, recall, signature
from app.imports.proposal import Answers, SheetProposal
from app.imports.recognise import recognise

TIMES = ("2026-10-01 08:00", "2026-10-01 09:30")


def seen(*rows: Sequence[str]) -> SheetProposal:
    width = max(map(len, rows))
    preview = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    return recognise(0, SourceSheet("Sheet1", False, len(rows), width, preview))


def named(proposal: SheetProposal) -> dict[str, str]:
    return {field: proposal.headers[index] for field, index in proposal.columns.items()}


@pytest.mark.parametrize(
    "headers",
    [
        ("Service", "Start", "End"),
        ("Dienst", "Beginn", "Ende"),
        ("Système", "Début", "Fin"),
        ("Servicio", "Inicio", "Fin"),
        ("Dienst", "Begintijd", "Eindtijd"),
        ("Serviço", "Início", "Fim"),
        ("Servizio", "Inizio", "Fine"),
        ("service_name", "startTime", "END TIME"),
        ("Component", "Start (UTC)", "End (UTC)"),
    ],
)
def test_outages_are_recognised_in_seven_languages(headers: tuple[str, ...]) -> None:
    found = seen(headers, ("Mail", *TIMES), ("Web", *TIMES))
    assert found.kind == "outages"
    assert named(found) == dict(zip(("subject", "start", "end"), headers, strict=True))
    assert set(found.certainty.values()) == {"exact"}


@pytest.mark.parametrize(
    "heading",
    [
        "Störungsnr.",
        "Störungsnummer",
        "Störungs-Nr.",
        "Vorgangsnr.",
        "Vorgangsnummer",
        "Referenz",
        "Ticketnr.",
    ],
)
def test_the_number_of_an_outage_is_its_reference_however_it_is_shortened(heading: str) -> None:
    found = seen((heading, "Dienst", "Beginn", "Ende"), ("4711", "Mail", *TIMES), ("4712", "Web", *TIMES))
    assert found.kind == "outages"
    assert named(found)["reference"] == heading
    tickets = seen((heading, "Eröffnet am", "Gelöst am", "Priorität"), ("4711", *TIMES, "P1"))
    assert tickets.kind == "tickets"
    assert named(tickets)["number"] == heading


def test_titles_above_the_header_are_passed_over() -> None:
    found = seen(
        ("Monthly outages",), (), ("Period:", "October"), ("Service", "From", "To"), ("Mail", *TIMES)
    )
    assert (found.kind, found.header_row) == ("outages", 4)


def test_a_duration_stands_in_for_an_end() -> None:
    found = seen(("System", "Down since", "Downtime (min)"), ("Mail", TIMES[0], "90"))
    assert named(found) == {"subject": "System", "start": "Down since", "duration": "Downtime (min)"}


def test_state_changes_are_told_from_tickets_by_their_words() -> None:
    assert (
        seen(("Time", "Monitor", "Status"), (TIMES[0], "web", "Down"), (TIMES[1], "web", "Up")).kind
        == "states"
    )
    events = seen(("Case ID", "Activity", "Timestamp"), ("1", "New", TIMES[0]), ("1", "Resolved", TIMES[1]))
    assert events.kind == "ticket_events"


def test_one_row_a_ticket_is_a_list_and_many_rows_are_a_log() -> None:
    headers = ("Number", "Status", "Opened at", "Resolved at", "Updated at")
    rows = [(f"INC{n}", "Closed", *TIMES, TIMES[1]) for n in range(5)]
    assert seen(headers, *rows).kind == "tickets"
    assert seen(headers, *[("INC1", *row[1:]) for row in rows]).kind == "ticket_events"


def test_samples_and_period_figures() -> None:
    assert seen(("Timestamp", "Service", "Response time (ms)"), (TIMES[0], "web", "120")).kind == "samples"
    assert seen(("Month", "Service", "Availability %"), ("2026-10", "web", "99.5")).kind == "figures"


def test_of_two_equal_headings_the_first_with_fitting_cells_is_taken() -> None:
    found = seen(("Service", "Start", "Start", "End"), ("Mail", "n/k", TIMES[0], TIMES[1]))
    assert found.columns["start"] == 2


def test_a_heading_alone_is_not_believed_against_its_cells() -> None:
    found = seen(("Service", "Start", "End"), ("Mail", "left", "right"), ("Web", "left", "right"))
    assert found.kind == ""
    assert found.why_not


def test_similar_words_for_other_things_are_not_taken() -> None:
    found = seen(("Service Desk Ref", "Start", "End", "Down time mins"), ("R1", *TIMES, "90"))
    assert "subject" not in found.columns
    assert found.columns["end"] == 2


def test_a_misspelled_heading_is_a_suggestion_only() -> None:
    found = seen(("Servicce", "Start", "End"), ("Mail", *TIMES))
    assert found.certainty.get("subject") == "suggested"


def test_a_remembered_layout_is_found_again_also_with_columns_moved() -> None:
    first = seen(("Service", "Start", "End"), ("Mail", *TIMES))
    memory = memory_of(first, Answers(time_zone="Europe/Berlin", source="Monitor"))
    moved = (("Report",), ("End", "Service", "Start"), (TIMES[1], "Mail", TIMES[0]))
    preview = tuple(row + ("",) * (3 - len(row)) for row in moved)
    found = recall(0, SourceSheet("Other", False, 3, 3, preview), {signature(first.headers): memory})
    assert found is not None
    proposal, remembered = found
    assert dict(proposal.columns) == {"subject": 1, "start": 2, "end": 0}
    assert proposal.header_row == 2
    assert set(proposal.certainty.values()) == {"remembered"}
    assert remembered.time_zone == "Europe/Berlin"


def test_an_unknown_sheet_says_why_it_is_not_used() -> None:
    found = seen(("Recipe", "Flour"), ("Bread", "500 g"))
    assert not found.use
    assert found.why_not


def test_a_second_table_below_does_not_hide_the_first() -> None:
    found = seen(
        ("System", "Start", "End"), ("Mail", *TIMES), (), ("Who", "Phone"), ("Anna", "12"), ("Bob", "13")
    )
    assert found.kind == "outages"


def test_a_time_with_a_slip_in_its_heading_is_suggested() -> None:
    found = seen(("System", "Down from", "Up agin"), ("Mail", *TIMES))
    assert (found.kind, found.certainty["end"]) == ("outages", "suggested")

"""What a mapping file may say, and what it may not."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.cli.mapping import Wanted, column_of, read_mapping, subject_answers
from app.errors import FileError, InputError
from app.imports.proposal import SheetProposal

SHEET = SheetProposal(0, "Störungen", use=True, headers=("Nr.", "Dienst", "Beginn"))


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    return tmp_path / "mapping.json"


def test_a_mapping_answers_what_the_window_would_ask(mapping: Path) -> None:
    mapping.write_text(
        json.dumps(
            {"kind": "outages", "columns": {"start": "Beginn"}, "coverage": ["2026-10-01", "2026-10-31"]}
        ),
        encoding="utf-8",
    )
    wanted = read_mapping(mapping)
    assert wanted == Wanted(
        kind="outages", columns={"start": "Beginn"}, coverage=(date(2026, 10, 1), date(2026, 10, 31))
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[1]", "one JSON object"),
        ("{", "not JSON"),
        ('{"colums": {}}', "colums"),
        ('{"columns": []}', "columns"),
        ('{"coverage": "sometimes"}', "coverage"),
        ('{"header_row": 0}', "counts from 1"),
        ('{"date_order": "dym"}', "dmy, mdy, ymd"),
    ],
)
def test_a_mapping_that_says_something_else_is_refused_with_the_reason(
    mapping: Path, text: str, reason: str
) -> None:
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        read_mapping(mapping)


def test_a_mapping_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_mapping(tmp_path / "none.json")


@pytest.mark.parametrize(("name", "index"), [("Beginn", 2), (" beginn", 2), ("B", 1), ("c", 2)])
def test_a_column_is_named_by_its_heading_or_its_letter(name: str, index: int) -> None:
    assert column_of(SHEET, name) == index


def test_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match=r"Nr\., Dienst, Beginn"):
        column_of(SHEET, "Ende")


def test_a_subject_means_something_of_ours_or_an_action() -> None:
    meant = {"Kasse": "till", "db-01": "Stock database", "test": "ignore", "new": "create service"}
    answers = subject_answers(meant, {"till": 1}, {"stock database": 7})
    assert answers == {
        "Kasse": ("service", 1),
        "db-01": ("component", 7),
        "test": "ignore",
        "new": "create service",
    }


def test_a_subject_that_means_nothing_of_ours_is_refused() -> None:
    with pytest.raises(InputError, match="no such service"):
        subject_answers({"Kasse": "Tills"}, {"till": 1}, {})

"""What was answered of a file, as text and back: only what makes sense is taken up again."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.models.database import Database
from app.usecases.import_answered import answers_as_text, with_answers
from app.usecases.importing import Proposal, SourceFile, propose, read_file
from app.usecases.services import add_service


@pytest.fixture
def read(db: Database, tmp_path: Path) -> tuple[SourceFile, Proposal]:
    add_service(db, "Till")
    path = tmp_path / "outages.csv"
    path.write_text("Service;Start;End\nTills;2026-11-02 08:14;2026-11-02 09:02\n")
    source = read_file(path)
    return source, propose(db, source)


def test_what_was_answered_comes_back(read: tuple[SourceFile, Proposal]) -> None:
    source, proposal = read
    answers = replace(proposal.answers, create="yes", subjects={"Tills": ("service", 1), "x": "ignore"})
    answered = replace(proposal, answers=answers)
    assert with_answers(answers_as_text(answered), source, proposal, ["service 1"]) == answered
    gone = with_answers(answers_as_text(answered), source, proposal, [])
    assert gone.answers.subjects == {"x": "ignore"}


@pytest.mark.parametrize(
    "text",
    ["", "None", "[]", "7", "null", '"x"', "[" * 100_000, '{"sheets": 1}', '{"sheets": [[]], "answers": {}}'],
)
def test_a_text_that_makes_no_sense_changes_nothing(read: tuple[SourceFile, Proposal], text: str) -> None:
    source, proposal = read
    assert with_answers(text, source, proposal, []) == proposal


@pytest.mark.parametrize("wrong", [None, 7, [], [1], {"a": []}, "no such word", True])
def test_a_wrong_value_in_any_place_drops_the_draft_in_peace(
    read: tuple[SourceFile, Proposal], wrong: object
) -> None:
    source, proposal = read
    text = answers_as_text(replace(proposal, answers=replace(proposal.answers, subjects={"a": "ignore"})))
    for part in ("sheets", "answers"):
        kept = json.loads(text)
        for field in kept[part][0] if part == "sheets" else kept[part]:
            kept = json.loads(text)
            (kept[part][0] if part == "sheets" else kept[part])[field] = wrong
            found = with_answers(json.dumps(kept), source, proposal, [])
            assert isinstance(found, Proposal)
            assert len(found.sheets) == len(proposal.sheets)
            answers_as_text(found)
        kept = json.loads(text)
        kept[part] = wrong
        assert with_answers(json.dumps(kept), source, proposal, []) == proposal

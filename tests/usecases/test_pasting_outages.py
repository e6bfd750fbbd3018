"""A block over outages, components or names is one step; refused cells are known beforehand and written nowhere."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.models.database import Database
from app.usecases.importing import list_aliases
from app.usecases.outages import OutageRow, list_outages, record_outage
from app.usecases.pasted_cells import PastedRow
from app.usecases.pasting_names import check_aliases, check_components, paste_aliases, paste_components
from app.usecases.pasting_outages import (
    check_outages,
    paste_outages,
    read_dispute,
    read_exclusion,
    read_planned,
)
from app.usecases.services import add_component, list_components
from tests.usecases.imports import imported, sheet
from tests.usecases.retail import Retail, at, retail


@pytest.fixture
def desk(db: Database) -> Retail:
    made = retail(db)
    for day in (3, 13, 23):
        record_outage(db, start=at(10, day, 9), end=at(10, day, 10), service_id=made.service, cause="?")
    return made


def outages(db: Database) -> list[OutageRow]:
    return sorted(list_outages(db), key=lambda outage: outage.id)


def test_a_block_over_outages_is_one_step_undone_as_one(db: Database, desk: Retail) -> None:
    before = outages(db)
    rows = [
        PastedRow(before[0].id, {"cause": "power", "planned": "ja", "customer_text": "Line one\nline two"}),
        PastedRow(before[1].id, {"state": "Degraded", "exclusion": "agreed  test", "dispute": "not agreed"}),
    ]
    assert check_outages(db, rows) == ()
    assert paste_outages(db, rows) == 2
    first, second, third = outages(db)
    assert (first.cause, first.planned, first.customer_text) == ("power", True, "Line one\nline two")
    assert (second.state, second.excluded, second.exclusion_reason) == ("degraded", True, "agreed test")
    assert (second.disputed, second.dispute_reason) == (True, "not agreed")
    assert third == before[2]
    assert db.undo() == "Paste over 2 outages"
    assert outages(db) == before


def test_an_empty_cell_takes_exclusion_and_dispute_back(db: Database, desk: Retail) -> None:
    number = outages(db)[0].id
    paste_outages(db, [PastedRow(number, {"exclusion": "test", "dispute": "no"})])
    assert outages(db)[0].excluded
    paste_outages(db, [PastedRow(number, {"exclusion": "", "dispute": ""})])
    assert not outages(db)[0].excluded
    assert not outages(db)[0].disputed


def test_what_cannot_be_taken_says_why_and_changes_nothing(db: Database, desk: Retail) -> None:
    number = outages(db)[0].id
    rows = [
        PastedRow(number, {"planned": "perhaps", "cause": "x"}),
        PastedRow(number, {"state": "slow"}),
        PastedRow(number, {"exclusion": "yes"}),
        PastedRow(99_999, {"cause": "x"}),
        PastedRow(None, {"cause": "x"}),
    ]
    assert [(one.line, one.field, one.reason) for one in check_outages(db, rows)] == [
        (1, "planned", "“perhaps” is neither yes nor no."),
        (2, "state", "“slow” is no state. An outage is either down or degraded."),
        (3, "exclusion", "Say why this outage is excluded; the pack shows the reason."),
        (4, "cause", "This outage is no longer on the desk."),
        (5, "cause", "There is no outage on this line. Paste new outages with Paste rows."),
    ]
    with pytest.raises(InputError, match="Nothing of this can be pasted"):
        paste_outages(db, rows)
    assert outages(db)[0].cause == "?"


@given(st.text(max_size=12))
def test_any_text_is_a_reason_or_none_or_refused(text: str) -> None:
    for reader in (read_exclusion, read_dispute, read_planned):
        with suppress(InputError):
            assert reader(text) in {True, False, text, ""}


def test_components_may_change_names_with_each_other_in_one_step(db: Database) -> None:
    one, two = add_component(db, "Router"), add_component(db, "Switch")
    rows = [PastedRow(one, {"name": "Switch", "kind": "Network"}), PastedRow(two, {"name": "Router"})]
    assert check_components(db, rows) == ()
    assert paste_components(db, rows) == 2
    assert {row.id: (row.name, row.kind) for row in list_components(db)} == {
        one: ("Switch", "network"),
        two: ("Router", "system"),
    }


def test_a_component_with_another_ones_name_or_an_unknown_kind_is_refused(db: Database) -> None:
    one, _ = add_component(db, "Router"), add_component(db, "Switch")
    rows = [PastedRow(one, {"name": "SWITCH"}), PastedRow(one, {"kind": "cloud"}), PastedRow(None, {})]
    assert [one.reason for one in check_components(db, rows)] == [
        "There is already a component called “SWITCH”.",
        "“cloud” is none of system, network, application, team, supplier, site.",
        "There is no component on this line. Add it first.",
    ]


def test_names_in_files_mean_what_is_pasted_beside_them(db: Database, desk: Retail, tmp_path) -> None:
    path = sheet(
        tmp_path / "a.csv", ("Service", "Start", "End"), ("Kasse", "1.10.2026 08:00", "1.10.2026 09:00")
    )
    imported(db, path, date_order="dmy", subjects={"Kasse": "ignore"})
    (alias,) = list_aliases(db)
    name = next(outage.subject for outage in list_outages(db) if outage.subject_kind == "service")
    assert check_aliases(db, [PastedRow(alias.id, {"meaning": "nobody"})])[0].reason == (
        "“nobody” is no service or component on this desk."
    )
    assert paste_aliases(db, [PastedRow(alias.id, {"meaning": name.upper()})]) == 1
    assert list_aliases(db)[0].subject == name
    db.undo()
    assert list_aliases(db) == (alias,)

"""What a customer who is watching may see of agreements: what was promised, never what is being prepared."""

from datetime import date

import pytest

from app.models.agreements import AgreementVersion
from app.models.database import Database
from app.usecases.agreements import add_agreement, add_version, sign_version
from app.usecases.customer_view import list_released_versions
from tests.usecases.retail import Retail, retail

TODAY = date(2026, 11, 10)


@pytest.fixture
def desk(db: Database) -> Retail:
    made = retail(db)
    add_agreement(
        db, "OLA storage", kind="ola", counterparty="Team", valid_from=date(2026, 1, 1), time_zone="UTC"
    )
    return made


def states(db: Database, desk: Retail) -> list[tuple[int, str]]:
    return [(one.version.number, one.state) for one in list_released_versions(db, desk.customer, TODAY)]


def test_a_version_being_prepared_is_not_shown_and_a_signed_one_is_to_come(
    db: Database, desk: Retail
) -> None:
    following = add_version(db, desk.agreement, valid_from=date(2027, 1, 1), note="Walk away below 99.")
    assert states(db, desk) == [(1, "in force")]
    with db.changing("as if it ended") as session:
        session.get_one(AgreementVersion, following).valid_until = "2027-12-31"
    sign_version(db, following, date(2026, 11, 1))
    assert states(db, desk) == [(1, "in force"), (2, "to come")]


def test_the_version_in_force_stands_before_what_is_over(db: Database, desk: Retail) -> None:
    add_version(db, desk.agreement, valid_from=date(2026, 11, 1))
    assert states(db, desk) == [(2, "in force"), (1, "over")]


def test_notes_sources_and_names_of_hours_stay_inside(db: Database, desk: Retail) -> None:
    add_version(db, desk.agreement, valid_from=date(2026, 11, 1), note="Walk away below 99.")
    for one in list_released_versions(db, desk.customer, TODAY):
        assert one.version.note == ""
        assert {target.hours for target in one.targets} == {""}
        assert {target.source_of_record for target in one.targets} == {None}
        assert {hours.name for hours in one.hours} == {""}

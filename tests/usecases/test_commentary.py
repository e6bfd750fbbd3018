"""What is written about a period: only what was typed changes, and a remark without words is gone."""

import pytest

from app.models.database import Database
from app.models.reporting import Commentary
from app.usecases.commentary import Remark, remarks, write_remark
from tests.usecases.retail import retail

MONTH = "2026-10"


def test_one_text_leaves_the_other_as_it_is(db: Database) -> None:
    desk = retail(db)
    write_remark(db, desk.customer, MONTH, {"customer_text": "A calm month."})
    write_remark(db, desk.customer, MONTH, {"internal_text": "But for the storage."})
    assert remarks(db, desk.customer, MONTH).summary == Remark("But for the storage.", "A calm month.")


def test_each_thing_has_a_remark_of_its_own(db: Database) -> None:
    desk = retail(db)
    write_remark(db, desk.customer, MONTH, {"customer_text": "On the month."})
    write_remark(db, desk.customer, MONTH, {"customer_text": "On the service."}, service_id=desk.service)
    write_remark(db, desk.customer, MONTH, {"happened": "On the target."}, lineage=desk.lineage)
    said = remarks(db, desk.customer, MONTH)
    assert said.summary.customer_text == "On the month."
    assert said.on_service(desk.service).customer_text == "On the service."
    assert said.on_target(desk.lineage).happened == "On the target."


def test_a_breach_is_written_in_parts_and_everything_else_in_one_text(db: Database) -> None:
    desk = retail(db)
    with pytest.raises(TypeError, match="customer_text"):
        write_remark(db, desk.customer, MONTH, {"customer_text": "All in one."}, lineage=desk.lineage)
    with pytest.raises(TypeError, match="prevents"):
        write_remark(db, desk.customer, MONTH, {"prevents": "A wall."}, service_id=desk.service)


def test_a_remark_without_words_is_gone(db: Database) -> None:
    desk = retail(db)
    write_remark(db, desk.customer, MONTH, {"customer_text": "A calm month.", "internal_text": "Really?"})
    write_remark(db, desk.customer, MONTH, {"customer_text": "", "internal_text": " "})
    with db.reading() as session:
        assert session.query(Commentary).count() == 0


def test_the_undo_menu_says_the_month_by_its_name(db: Database) -> None:
    desk = retail(db)
    write_remark(db, desk.customer, MONTH, {"customer_text": "A calm month."})
    assert db.undo_label == "Write commentary for Retail, October 2026"

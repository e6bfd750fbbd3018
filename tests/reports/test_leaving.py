"""Work that is left because whoever started it wants it no more."""

import pytest

from app.errors import Cancelled
from app.reports.leaving import left_when, look_up


def test_nobody_asks_and_the_work_goes_on() -> None:
    look_up()
    with left_when(None):
        look_up()


def test_the_work_is_left_where_it_looks_up_and_only_within_the_block() -> None:
    with pytest.raises(Cancelled, match="Enough"), left_when(lambda: True, "Enough."):
        look_up()
    look_up()


def test_an_inner_block_without_a_question_keeps_the_outer_one() -> None:
    with pytest.raises(Cancelled), left_when(lambda: True), left_when(None):
        look_up()

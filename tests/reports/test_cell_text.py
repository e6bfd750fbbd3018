"""How high a row must be for its text is worked out from the letters' widths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.reports.cell_text import SIZE, broken, lines_of, pixels
from app.reports.sheet import row_height

TEXTS = st.text(st.sampled_from("aWi .-@漢é\n"), max_size=80)
WIDTHS = st.floats(3, 60)


@given(TEXTS, WIDTHS)
def test_no_letter_is_lost_and_none_stands_twice(text: str, width: float) -> None:
    assert "".join(broken(text, width)) == text.replace("\n", "")
    assert lines_of(text, width) == len(broken(text, width))


@given(TEXTS, WIDTHS)
def test_no_line_is_wider_than_its_column(text: str, width: float) -> None:
    for line in broken(text, width):
        drawn = sum(
            stringWidth(letter, "Helvetica", SIZE) for letter in line.rstrip(" ") if letter < "\u0100"
        )
        assert drawn * 96 / 72 <= pixels(width) or len(line.rstrip(" ")) == 1


@given(TEXTS, WIDTHS, st.floats(1, 20))
def test_a_wider_column_never_takes_more_lines(text: str, width: float, more: float) -> None:
    assert lines_of(text, width + more) <= lines_of(text, width)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("met", 10, 1),
        ("a\n\nb", 10, 3),
        ("i" * 40, 20, 1),
        ("W" * 40, 20, 4),
        ("漢" * 21, 20, 3),
    ],
)
def test_lines_follow_the_letters_not_their_number(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_a_row_is_as_high_as_its_lines_up_to_excel_s_highest() -> None:
    assert row_height(2) - row_height(1) == 12
    assert row_height(500) == 409

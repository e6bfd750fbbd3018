"""Text on paper: nothing wider than its room, nothing lost, no letter without a glyph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports import letters, look

SIZE = look.BODY


def test_a_width_is_the_sum_of_its_letters() -> None:
    whole = letters.width("Availability", SIZE)
    assert whole == pytest.approx(sum(letters.width(c, SIZE) for c in "Availability"))
    assert letters.width("W" * 10, SIZE) > letters.width("i" * 10, SIZE)
    assert letters.width("bold", SIZE, bold=True) > letters.width("bold", SIZE)


@pytest.mark.parametrize(
    "text", ["łódź", "Жук", "Ελλάδα", "≥ ≤ ✓ ▲ ✕ – …", "ğüşİ", "漢字", "かなカナ", "한국"]
)
def test_every_letter_has_a_glyph(text: str) -> None:
    assert "".join(piece for _, piece in letters.runs(text)) == text


def test_a_letter_no_font_has_is_shown_as_the_replacement_mark() -> None:
    assert letters.runs("a🚀b") == ((letters.REGULAR, f"a{letters.REPLACEMENT}b"),)


def test_control_characters_and_direction_marks_do_not_get_on_paper() -> None:
    assert letters.clean("a\x00\x07b\u202ec\ud800\tz\r\nline") == "abc z\nline"


@given(st.text(max_size=300), st.floats(20, 300), st.booleans())
def test_no_line_is_wider_than_its_room(text: str, room: float, bold: bool) -> None:
    for line in letters.wrapped(text, SIZE, room, bold):
        assert letters.width(line, SIZE, bold) <= room + 0.01 or len(line) == 1


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), st.floats(20, 300))
def test_wrapping_loses_no_letter(text: str, room: float) -> None:
    kept = "".join("".join(letters.wrapped(text, SIZE, room)).split())
    assert kept == "".join(letters.clean(text).split())


@given(st.text(max_size=200), st.floats(15, 200))
def test_a_cut_label_fits(text: str, room: float) -> None:
    assert letters.width(letters.cut(text, SIZE, room), SIZE) <= room + 0.01


def test_a_figure_is_not_parted_from_its_sign_or_unit() -> None:
    text = "together 165.1 min, that is ≥ 99.24 %, for 8 h, 2 breaks"
    for room in range(60, 240, 5):
        whole = " | ".join(letters.wrapped(text, SIZE, float(room)))
        for tied in ("165.1 min,", "≥ 99.24 %,", "8 h,"):
            assert tied in whole, (room, whole)
    assert letters.wrapped("2 hours", SIZE, letters.width("hours", SIZE)) == ("2", "hours")

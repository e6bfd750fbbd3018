import pytest

from app.calc.matching import rank


@pytest.mark.parametrize(
    ("typed", "name", "place"),
    [
        ("ret", "Retail", 0),
        ("  RET ", "Retail", 0),
        ("ret", "Wholesale and retail", 1),
        ("and who", "Wholesale and retail", 1),
        ("tail", "Retail", 2),
        ("rtl", "Retail", None),
        ("", "Retail", 0),
    ],
)
def test_a_beginning_comes_before_word_starts_and_these_before_parts(
    typed: str, name: str, place: int | None
) -> None:
    assert rank(typed, name) == place

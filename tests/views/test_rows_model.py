"""Tables of rows: order, filters, the clipboard."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from app.calc.filters import read_filter
from app.views.rows_model import Column, RowsModel, pasted, shown


@dataclass(frozen=True, slots=True)
class Part:
    id: int
    name: str
    minutes: int | None


rows = st.lists(st.builds(Part, st.integers(0, 99), st.text(max_size=6), st.none() | st.integers(-50, 50)))


def model_of(*parts: Part) -> RowsModel[Part]:
    model: RowsModel[Part] = RowsModel(
        (Column("Name", lambda part: part.name), Column("Minutes", lambda part: part.minutes, align="right"))
    )
    model.set_rows(parts)
    return model


@given(rows)
def test_sorting_keeps_every_row_and_puts_blanks_last(parts: list[Part]) -> None:
    model = model_of(*parts)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    values = [part.minutes for part in model.rows]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert values == known + [None] * (len(values) - len(known))
    assert sorted(model.rows, key=repr) == sorted(parts, key=repr)


@given(rows, st.text(max_size=4))
def test_a_filter_keeps_exactly_the_rows_with_its_words(parts: list[Part], text: str) -> None:
    model = model_of(*parts)
    model.filter(text)
    whole = [f"{part.name} {shown(part.minutes)}".casefold() for part in parts]
    wanted = [
        part
        for part, words in zip(parts, whole, strict=True)
        if all(w in words for w in text.casefold().split())
    ]
    assert list(model.rows) == wanted


def test_columns_are_filtered_each_by_its_own_text() -> None:
    model = model_of(Part(1, "storage 7", 5), Part(2, "storage", 7))
    model.filter("storage")
    model.filter_columns({1: read_filter(">5", "number", today=date(2026, 11, 29))})
    assert [part.id for part in model.rows] == [2]


def test_what_looks_like_a_formula_is_copied_as_text() -> None:
    model = model_of(Part(1, "=1+1", -5), Part(2, "two\nlines", None))
    assert model.tsv([(0, 0), (0, 1), (1, 0), (1, 1)]) == "Name\tMinutes\n'=1+1\t-5\ntwo lines\t\n"


@given(st.text())
def test_nothing_copied_breaks_its_row_or_starts_a_formula(text: str) -> None:
    assert not set(pasted(text)) & {"\t", "\n", "\r"}
    assert pasted(text)[:1] not in {"=", "+", "-", "@"}

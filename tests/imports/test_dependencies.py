"""Lists of who needs what, as they are copied from Excel or typed with indents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.imports.dependencies import read_dependencies


def pairs(text: str) -> list[tuple[str, str]]:
    return [(edge.who, edge.needs) for edge in read_dependencies(text).edges]


def test_two_columns_from_excel_with_a_head_row() -> None:
    text = "Service\tNeeds\nWebshop\tWeb server 1\r\nWebshop\tDatabase\nDatabase\tStorage\n\n"
    assert pairs(text) == [("Webshop", "Web server 1"), ("Webshop", "Database"), ("Database", "Storage")]


def test_a_third_column_names_the_group() -> None:
    edges = read_dependencies("Shop;Server 1;servers\nShop;Server 2;servers\nShop;Disk").edges
    assert [(edge.needs, edge.group) for edge in edges] == [
        ("Server 1", "servers"),
        ("Server 2", "servers"),
        ("Disk", ""),
    ]


def test_an_indented_list_with_spaces_tabs_or_bullets() -> None:
    wanted = [("Shop", "Database"), ("Database", "Storage"), ("Shop", "Line")]
    assert pairs("Shop\n  Database\n    Storage\n  Line") == wanted
    assert pairs("Shop\n- Database\n-- Storage\n- Line") == wanted


def test_each_pair_stands_once_whatever_its_letter_case() -> None:
    assert pairs("Shop\tDatabase\nSHOP\tdatabase") == [("Shop", "Database")]


def test_lines_that_say_nothing_are_told() -> None:
    found = read_dependencies("Shop\tDatabase\nShop\t\nDatabase\tdatabase")
    assert [(one.line, one.reason) for one in found.skipped] == [
        (2, "one of the two names is missing"),
        (3, "nothing needs itself"),
    ]


@pytest.mark.parametrize("text", ["", " \n\t\n", "only\nnames"])
def test_what_names_no_pair_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InputError, match="two columns"):
        read_dependencies(text)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        found = read_dependencies(text)
    except InputError:
        return
    assert all(edge.who and edge.needs and "\x00" not in edge.who + edge.needs for edge in found.edges)

"""Lists of who needs what, as they are copied from Excel or typed with indents."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.errors import InputError
from app.imports.dependencies import read_dependencies, read_rows, read_sheet
from app.imports.reading import read_source


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


def groups(text: str) -> list[tuple[str, str, str, str]]:
    """Who, what, the group's name, and how many of it."""
    return [
        (edge.needs, edge.group, edge.rule, f"{edge.needed or ''}") for edge in read_dependencies(text).edges
    ]


def test_a_group_says_how_many_of_it_are_needed() -> None:
    assert groups("Shop\tA\tWeb (2 of 3)\nShop\tB\t60 % of the capacity\nShop\tC\tany\nShop\tD\tplain") == [
        ("A", "Web", "at_least", "2"),
        ("B", "", "capacity", "60"),
        ("C", "", "any", ""),
        ("D", "plain", "", ""),
    ]


def test_unnamed_groups_of_three_end_after_three_lines() -> None:
    edges = read_dependencies("\n".join(f"Shop\tServer {n}\t2 of 3" for n in range(6))).edges
    assert len({edge.bundle for edge in edges[:3]}) == len({edge.bundle for edge in edges[3:]}) == 1
    assert edges[0].bundle != edges[3].bundle


def test_hours_around_the_clock_are_a_name_and_no_group() -> None:
    found = read_dependencies(
        "Shop\n  Service desk (24/7)\n    Team A\n  Hotline: 24/7\n  Pair (1/2)\n    Line"
    )
    assert [(edge.who, edge.needs, edge.group) for edge in found.edges] == [
        ("Shop", "Service desk (24/7)", ""),
        ("Service desk (24/7)", "Team A", ""),
        ("Shop", "Hotline: 24/7", ""),
        ("Shop", "Line", "Pair"),
    ]


def test_a_stray_quotation_mark_takes_no_other_line() -> None:
    text = 'Shop;"Rack 19;x\nShop;Database\n"Data;base";"The ""big"" disk"\nShop;Line 5" wide\nDisk;"a"b'
    assert pairs(text) == [
        ("Shop", "Rack 19"),
        ("Shop", "Database"),
        ("Data;base", 'The "big" disk'),
        ("Shop", 'Line 5" wide'),
        ("Disk", 'a"b'),
    ]


@given(st.lists(st.text(alphabet='ab";', max_size=8), max_size=12))
def test_whatever_quotation_marks_stand_above_a_line_it_is_read(above: list[str]) -> None:
    found = read_dependencies("\n".join([*above, "Shop;Database"]))
    assert ("Shop", "Database") in [(edge.who, edge.needs) for edge in found.edges]


def test_numbered_parts_are_names_where_nothing_stands_below_them() -> None:
    found = read_dependencies(
        "Shop\n  Server (1/2)\n  Server (2/2)\n    Power\n  Pair (2 of 3)\nServer (1/2)\n  Line"
    )
    assert [(edge.who, edge.needs, edge.group, edge.rule) for edge in found.edges] == [
        ("Shop", "Server (1/2)", "", ""),
        ("Shop", "Power", "Server", "at_least"),
        ("Server (1/2)", "Line", "", ""),
    ]
    assert [(one.line, one.reason) for one in found.skipped] == [(5, "nothing stands in this group")]
    (itself,) = read_dependencies("Shop\n  Disk\nPair (1/2)\n  Pair (1/2)").skipped
    assert itself.reason == "nothing needs itself"


def test_headings_in_any_order_name_kind_rule_and_share() -> None:
    text = "Typ;Braucht;Anteil;Dienst;Wie viele;Gruppe\nNetz;Line 1;60 %;Shop;50 %;Lines\n"
    (edge,) = read_dependencies(text).edges
    assert (edge.who, edge.needs, edge.kind, edge.group) == ("Shop", "Line 1", "network", "Lines")
    assert (edge.rule, edge.needed, edge.share) == ("capacity", 50, 60)


def test_a_line_of_an_indented_list_may_be_a_group_of_those_below() -> None:
    servers = "Shop\n  Web servers (2 of 3)\n    Web 1\n    Web 2\n    Web 3\n      Power\n"
    found = read_dependencies(f"{servers}  any of\n    Line 1\n    Line 2")
    assert [(edge.who, edge.needs, edge.group, edge.rule) for edge in found.edges] == [
        ("Shop", "Web 1", "Web servers", "at_least"),
        ("Shop", "Web 2", "Web servers", "at_least"),
        ("Shop", "Web 3", "Web servers", "at_least"),
        ("Web 3", "Power", "", ""),
        ("Shop", "Line 1", "", "any"),
        ("Shop", "Line 2", "", "any"),
    ]
    assert len({edge.bundle for edge in found.edges}) == 3
    (alone,) = read_dependencies("Shop\n  Disk\n  Nobody (2 of 3)").skipped
    assert alone.reason == "nothing stands in this group"


def test_mere_names_stand_under_whoever_is_chosen() -> None:
    assert [(e.who, e.needs) for e in read_dependencies("Disk\nLine\n", "Shop").edges] == [
        ("Shop", "Disk"),
        ("Shop", "Line"),
    ]
    assert [(e.who, e.needs) for e in read_dependencies("Disk\n  Power\nShop", "Shop").edges] == [
        ("Disk", "Power")
    ]


def test_rows_indented_by_columns_are_an_indented_list() -> None:
    rows = enumerate([("Shop", "", ""), ("", "Database", ""), ("", "", "Storage"), ("", "Line", "")], 1)
    assert [(e.who, e.needs) for e in read_rows(rows).edges] == [
        ("Shop", "Database"),
        ("Database", "Storage"),
        ("Shop", "Line"),
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_spreadsheet_is_read_as_what_is_copied_from_it(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"parts.{ending}"
    rows = [("Who", "Needs", "Group", "Kind"), ("Shop", "=A1", "2 of 2", "site"), ("Shop", "B", "2 of 2", "")]
    if ending == "csv":
        path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    else:
        book = Workbook()
        for row in rows:
            book.active.append([None if cell == "" else cell for cell in row])  # pyright: ignore[reportOptionalMemberAccess]
        book.active["B2"].data_type = "s"  # pyright: ignore[reportOptionalSubscript, reportAttributeAccessIssue]
        book.save(path)
    edges = read_sheet(read_source(path), 0).edges
    assert [(e.line, e.who, e.needs, e.rule, e.kind) for e in edges] == [
        (2, "Shop", "=A1", "at_least", "site"),
        (3, "Shop", "B", "at_least", ""),
    ]


def test_a_list_far_too_long_is_refused() -> None:
    with pytest.raises(InputError, match="can be read at once"):
        read_dependencies("\n".join(f"a\tb{n}" for n in range(20_001)))

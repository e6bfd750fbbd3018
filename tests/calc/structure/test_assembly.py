"""From who needs what to structures."""

from decimal import Decimal

import pytest

from app.calc.structure.assembly import ALL, ANY, AT_LEAST, CAPACITY, Circle, Need, assemble, circle_in


def test_a_name_is_itself_and_what_it_needs() -> None:
    needs = {"shop": Need(ALL, ("till", "db")), "db": Need(ANY, ("disk 1", "disk 2"))}
    made = assemble(needs, frozenset({"till", "db", "disk 1", "disk 2"}))
    assert set(made["shop"].cut_sets()) == {
        frozenset({"till"}),
        frozenset({"db"}),
        frozenset({"disk 1", "disk 2"}),
    }
    assert made["disk 1"].cut_sets() == (frozenset({"disk 1"}),)


def test_groups_stand_in_groups() -> None:
    inner = Need(AT_LEAST, ("a", "b", "c"), Decimal(2))
    made = assemble({"s": Need(ANY, (inner, "d"))}, frozenset("abcd"))
    assert set(made["s"].cut_sets()) == {frozenset("abd"), frozenset("acd"), frozenset("bcd")}


def test_capacity_adds_what_one_member_gives_in_two_places() -> None:
    need = Need(CAPACITY, ("a", "b", "a"), Decimal("51"), (Decimal("25.5"), Decimal("50"), Decimal("25")))
    assert set(assemble({"s": need}, frozenset("ab"))["s"].cut_sets()) == {frozenset("a"), frozenset("b")}


def test_a_service_that_stands_on_nothing_yet_is_never_down() -> None:
    assert assemble({"s": Need(ALL, ())}, frozenset())["s"].cut_sets() == ()


def test_a_circle_is_refused_by_naming_it() -> None:
    needs = {
        "mail": Need(ALL, ("directory", "network")),
        "directory": Need(ANY, (Need(ALL, ("dns",)),)),
        "dns": Need(ALL, ("directory",)),
    }
    with pytest.raises(Circle, match="directory → dns → directory"):
        assemble(needs, frozenset({"network"}))
    assert circle_in(needs) == ("directory", "dns", "directory")
    assert circle_in({"mail": Need(ALL, ("directory",))}) == ()


def test_something_that_needs_itself_is_a_circle() -> None:
    assert circle_in({"dns": Need(ALL, ("dns",))}) == ("dns", "dns")


def test_a_chain_of_thousands_is_no_circle_and_no_limit() -> None:
    needs = {str(i): Need(ALL, (str(i + 1),)) for i in range(20_000)}
    made = assemble(needs, frozenset({"20000"}))
    assert made["0"].unavailability({"20000": 0.25}) == 0.25

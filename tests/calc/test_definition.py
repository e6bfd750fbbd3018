"""Definitions are said in sentences, stored without their defaults, and refuse what they do not know."""

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc import definition as choices
from app.calc.definition import Definition, SiteRule, describe, downtime_shares, from_dict, to_dict
from app.errors import InputError

numbers = st.decimals(0, 1, places=3)
definitions = st.builds(
    Definition,
    base=st.sampled_from(get_args(choices.Base)),
    maintenance=st.sampled_from(get_args(choices.Maintenance)),
    exclusion=st.sampled_from(get_args(choices.Exclusion)),
    degraded=st.sampled_from(get_args(choices.Degraded)),
    degraded_weight=numbers,
    unknown=st.sampled_from(get_args(choices.Unknown)),
    sites=st.sampled_from(get_args(choices.SiteRule)),
    starts=st.sampled_from(get_args(choices.StartTime)),
    ends=st.sampled_from(get_args(choices.EndTime)),
    from_minutes=numbers,
    joining_gap_minutes=numbers,
)


@given(definitions)
def test_a_stored_definition_comes_back_the_same(definition: Definition) -> None:
    assert from_dict(to_dict(definition)) == definition


def test_each_class_in_the_base_has_its_share_of_downtime() -> None:
    assert downtime_shares(Definition()) == {"up": 0, "degraded": 0, "down": 1}
    odd = Definition(degraded="weighted", degraded_weight=Decimal("0.5"), unknown="down", maintenance="up")
    assert downtime_shares(odd) == {
        "up": 0,
        "degraded": Decimal("0.5"),
        "down": 1,
        "unknown": 1,
        "excluded": 0,
    }


@given(definitions)
def test_every_definition_has_a_sentence(definition: Definition) -> None:
    words = describe(definition)
    assert words.endswith(".")
    assert words.count(". ") == 1
    assert "_" not in words


def test_defaults_are_left_out() -> None:
    assert to_dict(Definition()) == {}
    assert to_dict(Definition(base="calendar", from_minutes=Decimal("2.5"))) == {
        "base": "calendar",
        "from_minutes": "2.5",
    }


def test_the_usual_definition_reads_like_an_agreement() -> None:
    assert describe(Definition()) == (
        "Downtime is counted in the agreed service hours less agreed maintenance. "
        "Degraded time counts as up; unknown time is left out."
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("any", "an outage at any site counts in full."),
        ("mean", "the level is the mean of all sites."),
        ("weighted", "the level is the mean of all sites, weighted by their users."),
    ],
)
def test_with_several_sites_it_is_said_how_they_combine(rule: SiteRule, words: str) -> None:
    assert describe(Definition(sites=rule), several_sites=True).endswith(f"; {words}")


def test_an_unusual_definition_names_each_choice() -> None:
    unusual = Definition(
        base="calendar",
        maintenance="down",
        exclusion="used",
        degraded="weighted",
        degraded_weight=Decimal("0.30"),
        unknown="down",
        sites="weighted",
        starts="reported",
        from_minutes=Decimal(2),
        joining_gap_minutes=Decimal(10),
    )
    assert describe(unusual) == (
        "Downtime is counted in calendar time, around the clock; announced work inside agreed maintenance counts as "
        "down. Degraded time counts as 30 % down; unknown time counts as down; the level is the mean of all sites, "
        "weighted by their users; an outage runs from when it was reported until it was restored; outages shorter "
        "than 2 min do not count; outages less "
        "than 10 min apart are one break."
    )


@pytest.mark.parametrize(
    "stored",
    [
        {"colour": "blue"},
        {"base": "minutes"},
        {"from_minutes": "-1"},
        {"from_minutes": "NaN"},
        {"from_minutes": "soon"},
        {"degraded_weight": "1.5"},
    ],
)
def test_what_is_no_definition_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(InputError):
        from_dict(stored)

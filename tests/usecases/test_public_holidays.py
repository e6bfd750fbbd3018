"""Public holidays are spoken of by names: of the country, and of its states and regions."""

import pytest

from app.usecases.hours import holiday_countries
from app.usecases.public_holidays import less_holidays, subdivision_label, subdivision_name


def test_a_state_is_named_in_english_after_its_country() -> None:
    assert less_holidays("DE", "BY") == ", less public holidays of Germany (Bavaria)"
    assert less_holidays("DE", None) == ", less public holidays of Germany"
    assert less_holidays(None, None) == ""


@pytest.mark.parametrize(
    ("country", "code", "label"),
    [
        ("DE", "BY", "Bavaria (Bayern, BY)"),
        ("DE", "HH", "Hamburg (HH)"),
        ("GB", "SCT", "Scotland (SCT)"),
        ("AT", "9", "Vienna (Wien, 9)"),
        ("NL", "Noord", "Noord"),
        ("ZZ", "Q", "Q"),
    ],
)
def test_a_region_is_listed_with_every_word_it_is_looked_for_by(country: str, code: str, label: str) -> None:
    assert subdivision_label(country, code) == label


def test_no_two_regions_of_a_country_share_a_label_or_go_without() -> None:
    for country, codes in holiday_countries().items():
        labels = [subdivision_label(country, code) for code in codes]
        assert all(labels)
        assert len(set(labels)) == len(codes), country
        assert all(subdivision_name(country, code) for code in codes)

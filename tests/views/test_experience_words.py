"""What a part's own outages say of it is told with how sure it is."""

import pytest

from app.calc.structure.experience import Experience
from app.usecases.part_figures import Basis, PartFigures
from app.views.pages.dependency.experience_words import explained


def figures(seen: Experience | None, basis: Basis = "assumed") -> PartFigures:
    return PartFigures("Disk", "system", "team", "", None, None, seen, basis, 0.001, 8)


@pytest.mark.parametrize(
    ("seen", "basis", "said"),
    [
        (None, "assumed", ""),
        (
            Experience(0, 9_976, 0, 0, 0, 0.0024),
            "assumed",
            "No break was seen in 9,976 h observed; one of a day would still leave 99.76 %.",
        ),
        (
            Experience(2, 1_000, 4, 0.004, 0.0004, 0.04),
            "designed",
            "Experienced: 2 breaks in 1,000 h observed; its true level lies between 96.00 % and 99.960 % with 95 % "
            "confidence. Fewer than 5 breaks say too little to count before another figure.",
        ),
        (
            Experience(6, 1_000, 4, 0.004, 0.001, 0.01),
            "experienced",
            "Experienced: 6 breaks in 1,000 h observed; its true level lies between 99.00 % and 99.90 % with 95 % "
            "confidence.",
        ),
    ],
)
def test_the_interval_is_explained(seen: Experience | None, basis: Basis, said: str) -> None:
    assert explained(figures(seen, basis)) == said

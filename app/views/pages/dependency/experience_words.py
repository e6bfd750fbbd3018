"""What a part's own outages say of it, in a sentence: over how long, and how sure that is."""

from __future__ import annotations

from app.calc.structure.experience import ENOUGH_BREAKS
from app.calc.words import plural
from app.usecases.part_figures import PartFigures
from app.views.pages.dependency.looks import percent_up


def explained(figures: PartFigures) -> str:
    """The interval of what was experienced, and whether it counts; "" where it was never observed."""
    seen = figures.experienced
    if seen is None:
        return ""
    hours = f"{seen.observed_hours:,.0f} h"
    if not seen.breaks:
        return (
            f"No break was seen in {hours} observed; one of a day would still leave {percent_up(seen.high)}."
        )
    low, high = percent_up(seen.high), percent_up(seen.low)
    said = (
        f"Experienced: {plural(seen.breaks, 'break')} in {hours} observed; its true level lies between {low} and "
        f"{high} with 95 % confidence."
    )
    if seen.is_enough or figures.basis == "experienced":
        return said
    return f"{said} Fewer than {ENOUGH_BREAKS} breaks say too little to count before another figure."

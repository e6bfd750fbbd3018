"""Volumes against what was assumed: facts without a verdict, and a word where they lie far apart."""

from collections.abc import Iterator
from fractions import Fraction

from app.calc import words
from app.calc.volumes import difference, is_far
from app.reports import shown
from app.reports.content import Block, Column, Heading, Paragraph, Said, Section, Table
from app.reports.month import Month, VolumeLine

_NOTHING = "The agreement assumes no volumes."
_HOW = (
    "What an agreement assumes for a month counts day by day, so that other periods are assumed their days’ share. "
    "Of several months amounts are added up; users and means are averaged by days."
)


def volumes(month: Month) -> Section:
    """Assumed, actual and difference, one line a volume, then a sentence on each that lies far off."""
    columns = (
        Column("Service and volume", 40),
        Column("Unit", 10),
        Column("Assumed", 14, figures=True),
        Column("Actual", 14, figures=True),
        Column("Difference", 14, figures=True),
        Column("In %", 8, figures=True),
    )
    rows = tuple(
        (
            Said(shown.brief(each.service), shown.brief(each.name)),
            each.unit or "–",
            *_figures(each.assumed, each.actual),
        )
        for each in month.volumes
    )
    notes = tuple(Said("", shown.sentence(each.note) if each.note else "") for each in month.volumes)
    blocks: list[Block] = [Table(columns, rows, _NOTHING, notes)]
    blocks += [Paragraph(f"{about}.") for about in far_off(month)]
    if month.volumes:
        blocks.append(Paragraph(_HOW, "muted"))
    return Section("volumes", "Volumes", tuple(blocks), annex=True)


def volumes_before(month: Month) -> tuple[Block, ...]:
    """For an annex: the periods before, of the volumes they are known for."""
    known = [each for each in month.volumes if any(past.assumed for past in each.history)]
    columns = (
        Column("Period", 30),
        Column("Assumed", 18, figures=True),
        Column("Actual", 18, figures=True),
        Column("Difference", 18, figures=True),
        Column("In %", 16, figures=True),
    )
    blocks: list[Block] = []
    for each in known:
        unit = f" ({each.unit})" if each.unit else ""
        rows = [
            (past.label, *_figures(past.assumed, past.actual))
            for past in each.history
            if past.assumed is not None
        ]
        rows.append((month.label, *_figures(each.assumed, each.actual)))
        blocks.append(Heading(f"Volume of {shown.brief(each.service)}: {shown.brief(each.name)}{unit}"))
        blocks.append(Table(columns, tuple(rows), _NOTHING))
    return tuple(blocks)


def far_off(month: Month) -> Iterator[str]:
    """ "Till, Tickets were 23 % above what was assumed (123 instead of 100)" of each beyond a fifth."""
    for each in month.volumes:
        if each.actual is None:
            continue
        assumed, actual = Fraction(each.assumed), Fraction(each.actual)
        share = difference(assumed, actual)
        if share is not None and is_far(share) and not (each.partly and share < 0):
            side = "above" if share > 0 else "below"
            percent = words.percent(abs(share) * 100, 0)
            unit = f" {each.unit}" if each.unit else ""
            yield (
                f"{shown.brief(each.service)}, {shown.brief(each.name)}: {percent} {side} what was assumed "
                f"({_number(actual)} instead of {_number(assumed)}{unit})"
            )


def _figures(assumed: str | None, actual: str | None) -> tuple[str, str, str, str]:
    if assumed is None:
        return "–", "–", "–", "–"
    wanted = Fraction(assumed)
    if actual is None:
        return _number(wanted), "not known", "–", "–"
    found = Fraction(actual)
    share = difference(wanted, found)
    return (
        _number(wanted),
        _number(found),
        _signed(_number(found - wanted), found > wanted),
        "–" if share is None else _signed(words.rounded(share * 100, 0), share > 0),
    )


def _signed(text: str, above: bool) -> str:
    return f"+{text}" if above and text.strip("0.,") else text


def _number(value: Fraction) -> str:
    return words.number(value, 0 if value.denominator == 1 else 1)


def volume_rows(line: VolumeLine, label: str) -> Iterator[tuple[str, str, str | None]]:
    """Period, assumed and actual, the oldest first, of the periods it was assumed in."""
    for past in line.history:
        if past.assumed is not None:
            yield past.label, past.assumed, past.actual
    yield label, line.assumed, line.actual

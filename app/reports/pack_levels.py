"""Agreed and achieved: every target with base, allowance and use, and every breach with what was said about it."""

from collections.abc import Mapping
from dataclasses import replace

from app.calc import words
from app.reports import shown
from app.reports.content import Block, Column, Edition, Facts, Heading, Mark, Paragraph, Said, Section, Table
from app.reports.joint import terms_of_versions
from app.reports.leaving import look_up
from app.reports.lines import definition_letters, parts_of, to_be_written
from app.reports.month import Month, ServiceMonth, TargetMonth
from app.reports.pack_summary import in_figures
from app.reports.shorter import pointer

_FIGURES = (
    Column("Target", 40),
    Column("Def.", 5),
    Column("Agreed", 12, figures=True),
    Column("Achieved", 12, figures=True),
    Column("Base", 13, figures=True),
    Column("Allowed", 11, figures=True),
    Column("Used", 11, figures=True),
    Column("State", 17),
)


_MOST_IN_BRIEF = 10
_RELIABILITY = (
    "Breaks",
    "Longest break",
    "MTRS",
    "MTBF",
    "MTBSI",
)  # a closed document has them by the alphabet
NO_ALLOWANCE = "The longer the better: there is no allowance that could be used up."


def agreed_and_achieved(month: Month) -> Section:
    """Every target of every service with base, allowance and use, its definition and what qualifies it."""
    blocks: list[Block] = []
    letters = definition_letters(month)
    if letters:
        blocks.append(Paragraph(_about_definitions(letters), "muted", keep=True))
    for service in month.services:
        look_up()
        blocks += _service_blocks(service, letters, month.time_zone)
    empty = Paragraph(f"No services are agreed with {month.customer} for this period.", "muted")
    section = Section("levels", "Agreed and achieved", tuple(blocks) or (empty,))
    return replace(section, brief=(*_in_brief(month), pointer(section)))


def _about_definitions(letters: Mapping[str, str]) -> str:
    names = list(letters.values())
    which = f"letter {names[0]}" if len(names) == 1 else f"letters {names[0]} to {names[-1]}"
    return f"How each level is worked out stands in the annex Method, under the {which} of the column Def."


def _in_brief(month: Month) -> tuple[Block, ...]:
    """The targets that were not met, the most urgent first."""
    others = [
        (service, target)
        for verdict in ("missed", "not proven", "nearly missed", "no data")
        for service in month.services
        for target in service.targets
        if target.verdict == verdict
    ]
    columns = (Column("State", 17), Column("Service and target", 40), *_FIGURES[2:4], *_FIGURES[5:7])
    rows = tuple(
        (
            Mark(target.verdict),
            Said(shown.brief(service.name), shown.brief(shown.name(target))),
            *_figures(target)[:2],
            *_figures(target)[3:],
        )
        for service, target in others[:_MOST_IN_BRIEF]
    )
    more = len(others) - len(rows)
    table = Table(columns, rows, "Every target was met.")
    return (
        table,
        *((Paragraph(f"And {words.plural(more, 'more target')} not met.", "muted"),) if more else ()),
    )


def _service_blocks(service: ServiceMonth, letters: Mapping[str, str], time_zone: str) -> list[Block]:
    blocks: list[Block] = [Heading(service.name)]
    about = " · ".join(
        filter(None, (service.description, f"Service hours {service.hours}" if service.hours else ""))
    )
    blocks += [Paragraph(about, "muted", keep=True)] if about else []
    rows = tuple(
        (
            shown.name(target),
            letters.get(target.definition, "–"),
            *_figures(target),
            Mark(target.verdict),
        )
        for target in service.targets
    )
    notes = tuple(Said("", _below(target, time_zone)) for target in service.targets)
    blocks.append(Table(_FIGURES, rows, "No targets are agreed for this service.", notes, notes_from=0))
    if service.reliability:
        blocks.append(Paragraph(_reliability(service.reliability), "muted"))
    blocks += [Paragraph(service.commentary)] if service.commentary else []
    blocks += [Paragraph(f"Internal: {service.commentary_internal}")] if service.commentary_internal else []
    return blocks


def _below(target: TargetMonth, time_zone: str) -> str:
    """The target's sentence where the name does not say it all, then what qualifies the figures."""
    said = () if target.sentence == shown.name(target) else (shown.sentence(target.sentence),)
    return " ".join((*said, *remarks(target, time_zone)))


def _reliability(figures: Mapping[str, str]) -> str:
    """ "Breaks 2 · Longest break 17 min …"; in words where there was none."""
    if figures.get("Breaks") == "0":
        return "The service had no break in this period."
    order = sorted(
        figures, key=lambda name: _RELIABILITY.index(name) if name in _RELIABILITY else len(_RELIABILITY)
    )
    return " · ".join(f"{name} {figures[name]}" for name in order if figures[name] != "–")


def _figures(target: TargetMonth) -> tuple[str, str, str, str, str]:
    """Agreed, achieved, base, allowed and used as shown."""
    used, allowed = shown.used_and_allowed(target)
    measured = target.verdict != "no data"
    counted = shown.has_allowance(target)
    return (
        shown.agreed(target),
        shown.achieved(target, target.achieved) or shown.without_level(target.verdict, target) or "–",
        shown.amount(target, target.base) if measured and target.base and shown.has_base(target) else "–",
        allowed if counted else "–",
        used if counted else "–",
    )


def remarks(target: TargetMonth, time_zone: str) -> list[str]:
    """What qualifies a figure: the extremes, the best still possible, versions, disputes, notes."""
    found: list[str] = []
    if target.lowest is not None and target.highest is not None:
        low, high = shown.achieved(target, target.lowest), shown.achieved(target, target.highest)
        down, up = (low, high) if target.comparison == ">=" else (high, low)
        found.append(f"With the unobserved time all down {down}, all up {up}.")
    if target.best_possible is not None:
        found.append(f"Best still possible: {shown.achieved(target, target.best_possible)}.")
    found += terms_of_versions(target, time_zone)
    without = target.verdict_without_disputed
    if without and without != target.verdict:
        found.append(f"Without the disputed exclusions: {without}.")
    if shown.is_floor(target) and target.achieved is not None:
        found.append(NO_ALLOWANCE)
    if target.note:
        found.append(shown.sentence(target.note))
    if target.note_internal:
        found.append(target.note_internal)
    return found


def breaches(month: Month, edition: Edition) -> Section:
    """What was missed or nearly missed, each with what was written about it, part by part."""
    columns = (Column("State", 17), Column("Service and target", 38), Column("In figures", 45))
    listed = to_be_written(month)
    rows = tuple(
        (
            Mark(each.target.verdict),
            Said(shown.brief(each.service.name), shown.brief(shown.name(each.target))),
            in_figures(each.target, month.time_zone),
        )
        for each in listed
    )
    notes = tuple(Facts(_written(each.target, edition)) for each in listed)
    blocks: list[Block] = [Table(columns, rows, "Nothing was missed or nearly missed in this period.", notes)]
    if month.uncommented_reason:
        blocks.append(Paragraph(f"Internal: issued without commentary, because: {month.uncommented_reason}"))
    return Section("breaches", "Breaches and near misses", tuple(blocks))


def _written(target: TargetMonth, edition: Edition) -> tuple[tuple[str, str], ...]:
    """The parts that are written; of a breach about which nothing is, that it follows."""
    pairs = [(name, text) for name, text in parts_of(target) if text.strip()]
    if not pairs and edition == "internal":
        pairs = [("Commentary", "No commentary has been written.")]
    elif not pairs and target.verdict == "missed":
        pairs = [("Commentary", "Commentary follows.")]
    internal = target.commentary_internal
    return (*pairs, *((("Internal", internal),) if internal else ()))

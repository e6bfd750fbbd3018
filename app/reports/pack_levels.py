"""Agreed and achieved: every target with base, allowance and use, and every breach with what was said about it."""

from collections.abc import Mapping

from app.reports import shown
from app.reports.content import Block, Column, Facts, Heading, Mark, Paragraph, Said, Section, Table
from app.reports.lines import definition_letters
from app.reports.month import Month, ServiceMonth, TargetMonth
from app.reports.pack_summary import in_figures

_FIGURES = (
    Column("Target", 37),
    Column("Def.", 5),
    Column("Agreed", 12, figures=True),
    Column("Achieved", 12, figures=True),
    Column("Base", 13, figures=True),
    Column("Allowed", 11, figures=True),
    Column("Used", 11, figures=True),
    Column("State", 17),
)


def agreed_and_achieved(month: Month) -> Section:
    """Every target of every service with base, allowance and use, its definition and what qualifies it."""
    blocks: list[Block] = []
    letters = definition_letters(month)
    for service in month.services:
        blocks += _service_blocks(service, letters)
    if letters:
        pairs = tuple((f"Definition {letter}", definition) for definition, letter in letters.items())
        blocks += [Heading("How the levels are worked out"), Facts(pairs)]
    empty = Paragraph(f"No services are agreed with {month.customer} for this period.", "muted")
    return Section("levels", "Agreed and achieved", tuple(blocks) or (empty,))


def _service_blocks(service: ServiceMonth, letters: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = [Heading(service.name)]
    about = " · ".join(
        filter(None, (service.description, f"Service hours {service.hours}" if service.hours else ""))
    )
    blocks += [Paragraph(about, "muted", keep=True)] if about else []
    rows = tuple(_figures_row(target, letters) for target in service.targets)
    blocks.append(Table(_FIGURES, rows, "No targets are agreed for this service."))
    if service.reliability:
        blocks.append(
            Paragraph(" · ".join(f"{name} {value}" for name, value in service.reliability.items()), "muted")
        )
    blocks += [Paragraph(service.commentary)] if service.commentary else []
    blocks += [Paragraph(f"Internal: {service.commentary_internal}")] if service.commentary_internal else []
    return blocks


def _figures_row(target: TargetMonth, letters: Mapping[str, str]) -> tuple[str | Mark | Said, ...]:
    used, allowed = shown.used_and_allowed(target)
    measured = target.verdict != "no data"
    return (
        Said(target.sentence, "\n".join(remarks(target))),
        letters.get(target.definition, "–"),
        shown.agreed(target),
        shown.achieved(target, target.achieved) or "–",
        shown.amount(target, target.base) if measured and target.base else "–",
        allowed if measured and (target.allowed or target.used) else "–",
        used if measured and (target.allowed or target.used) else "–",
        Mark(target.verdict),
    )


def remarks(target: TargetMonth) -> list[str]:
    """What qualifies a figure: the extremes, the best still possible, versions, disputes, notes."""
    found: list[str] = []
    if target.lowest is not None and target.highest is not None:
        low, high = shown.achieved(target, target.lowest), shown.achieved(target, target.highest)
        down, up = (low, high) if target.comparison == ">=" else (high, low)
        found.append(f"With the unobserved time all down {down}, all up {up}.")
    if target.best_possible is not None:
        found.append(f"Best still possible: {shown.achieved(target, target.best_possible)}.")
    if len({part.value for part in target.parts}) > 1:
        found += [
            f"{p.version}: {p.value} {target.unit}, allows {shown.amount(target, p.allowed)}."
            for p in target.parts
        ]
    without = target.verdict_without_disputed
    if without and without != target.verdict:
        found.append(f"Without the disputed exclusions: {without}.")
    if target.note:
        found.append(shown.sentence(target.note))
    if target.note_internal:
        found.append(target.note_internal)
    return found


def breaches(month: Month) -> Section:
    """What was missed or nearly missed, each with what was said about it."""
    columns = (
        Column("State", 17),
        Column("Service and target", 33),
        Column("What happened, and what follows", 50),
    )
    rows = tuple(
        (
            Mark(target.verdict),
            Said(f"{shown.brief(service.name)}\n{shown.brief(shown.name(target))}", in_figures(target)),
            _commentary(target),
        )
        for verdict in ("missed", "nearly missed")
        for service in month.services
        for target in service.targets
        if target.verdict == verdict
    )
    return Section(
        "breaches",
        "Breaches and near misses",
        (Table(columns, rows, "Nothing was missed or nearly missed."),),
    )


def _commentary(target: TargetMonth) -> Said:
    internal = f"Internal: {target.commentary_internal}" if target.commentary_internal else ""
    return Said(target.commentary or "No commentary has been written.", internal)

"""Agreed and achieved: every target with base, allowance and use, and every breach with what was said about it."""

from collections.abc import Mapping

from app.reports import shown
from app.reports.content import Block, Column, Edition, Facts, Heading, Mark, Paragraph, Said, Section, Table
from app.reports.joint import terms_of_versions
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
        blocks += _service_blocks(service, letters, month.time_zone)
    if letters:
        pairs = tuple((f"Definition {letter}", definition) for definition, letter in letters.items())
        blocks += [Heading("How the levels are worked out"), Facts(pairs)]
    empty = Paragraph(f"No services are agreed with {month.customer} for this period.", "muted")
    return Section("levels", "Agreed and achieved", tuple(blocks) or (empty,))


def _service_blocks(service: ServiceMonth, letters: Mapping[str, str], time_zone: str) -> list[Block]:
    blocks: list[Block] = [Heading(service.name)]
    about = " · ".join(
        filter(None, (service.description, f"Service hours {service.hours}" if service.hours else ""))
    )
    blocks += [Paragraph(about, "muted", keep=True)] if about else []
    rows = tuple(_figures_row(target, letters, time_zone) for target in service.targets)
    blocks.append(Table(_FIGURES, rows, "No targets are agreed for this service."))
    if service.reliability:
        blocks.append(
            Paragraph(" · ".join(f"{name} {value}" for name, value in service.reliability.items()), "muted")
        )
    blocks += [Paragraph(service.commentary)] if service.commentary else []
    blocks += [Paragraph(f"Internal: {service.commentary_internal}")] if service.commentary_internal else []
    return blocks


def _figures_row(
    target: TargetMonth, letters: Mapping[str, str], time_zone: str
) -> tuple[str | Mark | Said, ...]:
    used, allowed = shown.used_and_allowed(target)
    measured = target.verdict != "no data"
    return (
        Said(target.sentence, "\n".join(remarks(target, time_zone))),
        letters.get(target.definition, "–"),
        shown.agreed(target),
        shown.achieved(target, target.achieved) or "–",
        shown.amount(target, target.base) if measured and target.base else "–",
        allowed if measured and (target.allowed or target.used) else "–",
        used if measured and (target.allowed or target.used) else "–",
        Mark(target.verdict),
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
    if target.note:
        found.append(shown.sentence(target.note))
    if target.note_internal:
        found.append(target.note_internal)
    return found


def breaches(month: Month, edition: Edition) -> Section:
    """What was missed or nearly missed, each with what was said about it."""
    columns = (
        Column("State", 17),
        Column("Service and target", 33),
        Column("What happened, and what follows", 50),
    )
    rows = tuple(
        (
            Mark(target.verdict),
            Said(
                f"{shown.brief(service.name)}\n{shown.brief(shown.name(target))}",
                in_figures(target, month.time_zone),
            ),
            _commentary(target, edition),
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


def _commentary(target: TargetMonth, edition: Edition) -> Said:
    """The words for the customer; only the provider is told that they are missing."""
    missing = "No commentary has been written." if edition == "internal" else "–"
    internal = f"Internal: {target.commentary_internal}" if target.commentary_internal else ""
    return Said(target.commentary or missing, internal)

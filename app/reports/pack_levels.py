"""Agreed and achieved: every target with base, allowance and use, and every breach with what was said about it."""

from collections.abc import Mapping

from app.reports import shown
from app.reports.content import Block, Column, Edition, Facts, Heading, Mark, Paragraph, Said, Section, Table
from app.reports.joint import terms_of_versions
from app.reports.lines import definition_letters, parts_of, to_be_written
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

"""Nothing internal reaches the customer: a word planted in every text of a document is looked for in the files.

A new text field is internal until it is named here, so whoever adds one decides about it.
"""

import re
import zipfile
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from app.reports.content import Edition
from app.reports.editions import released
from app.reports.excel import write_workbook
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.pdf import write_pdf

# What a customer may read. Keys, numbers and words of the program are left as they are.
RELEASED = {
    "Change.after",
    "Change.before",
    "Change.reason",
    "Change.what",
    "DateLine.what",
    "HoursLine.services",
    "HoursLine.words",
    "InWords.done",
    "InWords.happened",
    "InWords.meant",
    "InWords.prevents",
    "Month.agreements",
    "Month.caution",
    "Month.customer",
    "Month.label",
    "Month.organisation",
    "Month.summary",
    "Month.unsigned",
    "OutageLine.customer_text",
    "OutageLine.sites",
    "OutageLine.why",
    "Part.version",
    "Person.name",
    "Person.role",
    "ServiceMonth.commentary",
    "ServiceMonth.description",
    "ServiceMonth.hours",
    "ServiceMonth.name",
    "ServiceMonth.reliability",
    "ServiceTickets.missing",
    "ServiceTickets.missing_before",
    "ServiceTickets.note_before",
    "ServiceTickets.note",
    "ServiceTickets.service",
    "SourceLine.covers",
    "SourceLine.source",
    "TargetMonth.commentary",
    "TargetMonth.definition",
    "TargetMonth.note",
    "TargetMonth.priority",
    "TargetMonth.sentence",
    "TargetMonth.short",
    "TargetMonth.version",
    "TicketLine.note",
    "TicketLine.number",
    "TicketLine.priority",
    "PriorityCounts.priority",
    "PriorityInTime.priority",
    "TicketsByPriority.before",
    "VolumeLine.name",
    "VolumeLine.note",
    "VolumeLine.service",
    "VolumeLine.unit",
    "PastVolume.label",
    "WindowLine.name",
    "WindowLine.services",
    "WindowLine.words",
}
_KEPT = {
    *("PastVolume.period", "PastVolume.assumed", "PastVolume.actual", "VolumeLine.key"),
    *("VolumeLine.over_months", "VolumeLine.assumed", "VolumeLine.actual"),
    *("Month.period", "Month.time_zone", "Month.state", "Part.value"),
    *("PastFigures.achieved", "PastFigures.agreed"),
    *("PastLevel.period", "PastLevel.verdict", "PastLevel.achieved", "PastLevel.label", "Piece.kind"),
    *(
        "TargetMonth.metric",
        "TargetMonth.comparison",
        "TargetMonth.value",
        "TargetMonth.unit",
        "TargetMonth.verdict",
    ),
    *("TargetMonth.achieved", "TargetMonth.lowest", "TargetMonth.highest", "TargetMonth.best_possible"),
    "TargetMonth.limit",
    *(
        "TargetMonth.verdict_without_disputed",
        "TargetMonth.margin",
        "TargetMonth.counting",
        "TargetMonth.classes",
    ),
    *("DateLine.day", "TargetMonth.lineage", "PriorityInTime.lineage", "ServiceTickets.uid"),
    *("OutageLine.state", "SourceLine.kind"),
    # Numbers and words of the program; without them the internal edition could not draw the chain.
    *(
        "Chain.lineage",
        "ChainNode.kind",
        "ChainPart.kept_by",
        "ChainPart.contracted",
        "ChainPart.restore_hours",
    ),
}


def word(path: str) -> str:
    """A word no font or layout breaks, telling where it was planted."""
    return f"Zq{path.replace('.', 'X').replace('_', 'Y')}Qz"


def planted(value: object, path: str = "") -> object:
    """The same document with a telling word in every text."""
    if is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        changes = {f.name: planted(getattr(value, f.name), f"{name}.{f.name}") for f in fields(value)}
        return replace(value, **changes)
    if path in _KEPT:
        return value
    if isinstance(value, str):
        return word(path)
    if isinstance(value, tuple):
        return tuple(planted(each, path) for each in cast("tuple[object, ...]", value))
    if isinstance(value, dict):
        return {word(path): word(path)}
    return value


@pytest.fixture(scope="module")
def canaries(month: Month) -> Month:
    """Every text planted; excluded time keeps its reason apart, as that is the customer's business."""
    document = cast("Month", planted(month))
    services = tuple(
        replace(
            service,
            targets=tuple(
                replace(
                    target,
                    ledger=tuple(
                        replace(piece, reason="the clause") if piece.kind == "excluded" else piece
                        for piece in target.ledger
                    ),
                )
                for target in service.targets
            ),
        )
        for service in document.services
    )
    known, *others = document.tickets.services if document.tickets else ()
    tickets = document.tickets and replace(
        document.tickets, services=(replace(known, missing="", missing_before=""), *others)
    )
    return replace(document, services=services, tickets=tickets)


def everything_in_pdf(path: Path) -> str:
    """The text of all pages, and every stream and string of the file decompressed."""
    reader = PdfReader(path)
    found = [page.extract_text().replace("\n", "") for page in reader.pages]
    found += [str(reader.metadata), str(reader.outline)]
    for number in range(1, len(reader.xref_objStm) + len(reader.xref.get(0, {})) + 1):
        thing = reader.get_object(number)
        found.append(str(thing))
        if isinstance(thing, StreamObject):
            found.append(thing.get_data().decode("latin-1"))
    return "".join(found)


def everything_in_workbook(path: Path) -> str:
    """Every part of the package: sheets, shared strings, names, properties, charts."""
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode("utf-8", errors="replace") for name in package.namelist())


def written(month: Month, edition: Edition, folder: Path) -> tuple[str, str]:
    content = pack_content(month, edition)
    write_pdf(content, folder / "pack.pdf")
    write_workbook(month, edition, folder / "pack.xlsx", content)
    return everything_in_pdf(folder / "pack.pdf"), everything_in_workbook(folder / "pack.xlsx")


def all_paths(value: object, path: str = "") -> set[str]:
    if is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        return {each for f in fields(value) for each in all_paths(getattr(value, f.name), f"{name}.{f.name}")}
    if isinstance(value, tuple):
        return {each for one in cast("tuple[object, ...]", value) for each in all_paths(one, path)}
    return {path} if isinstance(value, str | dict) else set()


def test_no_internal_word_is_anywhere_in_the_customer_s_files(canaries: Month, tmp_path: Path) -> None:
    pdf, workbook = written(canaries, "customer", tmp_path)
    for path in sorted(all_paths(canaries) - _KEPT - RELEASED):
        assert word(path) not in pdf, path
        assert word(path) not in workbook, path


def test_what_is_released_is_found_so_the_search_works(canaries: Month, tmp_path: Path) -> None:
    pdf, workbook = written(canaries, "customer", tmp_path)
    for path in (
        "Month.customer",
        "ServiceMonth.name",
        "OutageLine.customer_text",
        "TargetMonth.short",
        "Person.name",
        "PriorityCounts.priority",
        "ServiceTickets.missing",
        "ServiceTickets.service",
        "TicketsByPriority.before",
    ):
        assert word(path) in pdf, path
        assert word(path) in workbook, path


@pytest.mark.parametrize(
    "path",
    [
        *(
            "Month.desk",
            "Month.summary_internal",
            "Month.uncommented_reason",
            "Person.email",
            "SourceLine.file_name",
        ),
        "SourceLine.sha256",
        *("OutageLine.subject", "OutageLine.cause", "OutageLine.internal_text", "OutageLine.source"),
        *(
            "ServiceMonth.commentary_internal",
            "TargetMonth.commentary_internal",
            "TargetMonth.note_internal",
            "TicketLine.source",
        ),
        *("ChainPart.name", "ChainPart.keeper", "ChainNode.title"),
    ],
)
def test_the_internal_edition_says_what_the_customer_s_does_not(
    canaries: Month, tmp_path: Path, path: str
) -> None:
    pdf, _ = written(canaries, "internal", tmp_path)
    assert word(path) in pdf


@pytest.mark.parametrize("path", ["ChainPart.name", "ChainPart.keeper", "ChainPart.kind"])
def test_the_internal_workbook_names_what_the_services_stand_on(
    canaries: Month, tmp_path: Path, path: str
) -> None:
    _, workbook = written(canaries, "internal", tmp_path)
    assert word(path) in workbook


def test_a_customer_s_document_has_no_chain_at_all(canaries: Month, tmp_path: Path) -> None:
    assert all(service.chain is None for service in released(canaries, "customer").services)
    assert all(section.key != "chain" for section in pack_content(canaries, "customer").sections)
    pdf, workbook = written(canaries, "customer", tmp_path)
    assert "stand on" not in pdf
    assert "Chain" not in workbook


def test_no_sheet_of_either_edition_is_hidden(month: Month, tmp_path: Path) -> None:
    for edition in ("customer", "internal"):
        _, workbook = written(month, cast("Edition", edition), tmp_path)
        for tag in re.findall(r"<[^>]*hidden[^>]*>", workbook, re.IGNORECASE):
            assert "_xlnm._FilterDatabase" in tag  # Excel's own name for a filter

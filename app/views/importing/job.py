"""One file on its way in: what was read, proposed, checked and imported so far. Nothing here touches a widget."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Literal

from app.calc.words import plural
from app.usecases.importing import (
    KINDS,
    BatchRow,
    Checked,
    Proposal,
    SheetProposal,
    SourceFile,
    propose,
    read_file,
    read_pasted_rows,
)
from app.usecases.services import list_components, list_services
from app.views.desk import Desk
from app.views.tasks import IsCancelled, Report

Create = Literal["yes", "service", "component"]
KIND_TITLES = {name: kind.title for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was copied in Excel, and when it was pasted here."""

    text: str
    at: datetime
    name: ClassVar[str] = "what was pasted"


Incoming = Path | Pasted


@dataclass(frozen=True, slots=True)
class Job:
    """A file and how far it has come; each step makes a new one."""

    path: Incoming
    source: SourceFile | None = None
    proposal: Proposal | None = None
    checked: Checked | None = None
    batch: BatchRow | None = None

    @property
    def subject(self) -> str:
        """The file at the beginning of a sentence."""
        return self.path.name if isinstance(self.path, Path) else "What was pasted"

    def with_proposal(self, proposal: Proposal) -> "Job":
        """The same file read another way; what was checked before no longer holds."""
        return replace(self, proposal=proposal, checked=None)


def read_job(desk: Desk, path: Incoming, report: Report, cancelled: IsCancelled) -> Job:
    """Read the file and say how it would be imported."""
    report(0, 0, f"Reading {path.name}")
    if isinstance(path, Pasted):
        source = read_pasted_rows(desk.db, path.text, path.at, progress=report, cancelled=cancelled)
    else:
        source = read_file(path, progress=report, cancelled=cancelled)
    report(0, 0, f"Looking at the columns of {path.name}")
    proposal = propose(desk.db, source, cancelled=cancelled)
    return Job(path, source, proposal if list_services(desk.db) else creating(proposal, "yes"))


def creating(proposal: Proposal, kind: Create) -> Proposal:
    """The proposal with every name nobody answered created: as the file suggests, or as `kind`."""
    return replace(proposal, answers=replace(proposal.answers, create=kind))


def ready(proposal: Proposal) -> bool:
    """Whether the file can go straight to the check: its layout is known and nothing has to be asked."""
    return proposal.layout_known and not any(question.must for question in proposal.questions)


def worth_importing(checked: Checked) -> bool:
    """Whether importing changes anything: it brings rows, or says of known rows that nothing else happened."""
    covers = checked.proposal.answers.coverage != "none" and {"outages", "states"} & set(
        checked.proposal.kinds
    )
    return bool(checked.imported or (covers and not checked.rejected.count))


def next_words(step: int, checked: Checked | None) -> str:
    """What the button that leads on says; `checked` at the check only."""
    if checked is None:
        return ("Next", "Check", "Import", "Close")[step]
    if checked.imported:
        return f"Import {plural(checked.imported, 'row')}"
    return "Record what it covers" if worth_importing(checked) else "Nothing to import"


def known_names(desk: Desk) -> dict[str, str]:
    """The desk's services and components in words, each with its kind and id."""
    services = {f"{row.name} (service)": f"service {row.id}" for row in list_services(desk.db)}
    components = {f"{row.name} (component)": f"component {row.id}" for row in list_components(desk.db)}
    return {**services, **components}


def with_sheet(proposal: Proposal, changed: SheetProposal) -> Proposal:
    """The proposal with one of its sheets read another way."""
    sheets = tuple(changed if sheet.sheet == changed.sheet else sheet for sheet in proposal.sheets)
    return replace(proposal, sheets=sheets)


def shortened(name: str, most: int) -> str:
    """A long name without its middle, which says least."""
    half = (most - 1) // 2
    return name if len(name) <= most else f"{name[:half].rstrip()}…{name[-half:].lstrip()}"


def letter(column: int) -> str:
    """A column's letter as Excel writes it: 0 is A, 26 is AA."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name

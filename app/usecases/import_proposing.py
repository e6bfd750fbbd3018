"""How a file would be read: remembered layouts first, then recognition, and the questions that are left."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.imports.evidence import gather, open_questions
from app.imports.files import SourceFile, Stop
from app.imports.kinds import KINDS
from app.imports.layouts import recall, remembered_answers
from app.imports.proposal import Answers, CoverageAnswer, Proposal, Question, SheetProposal
from app.imports.recognise import HIDDEN, recognise
from app.imports.values.texts import fold
from app.models.database import Database
from app.usecases.editing import LONGEST_NAME
from app.usecases.import_names import load_layouts, load_names, suggestions
from app.usecases.settings import load_settings

_COVERED = frozenset({"outages", "states"})


def propose(db: Database, source: SourceFile, *, cancelled: Stop | None = None) -> Proposal:
    """Say for each sheet what it is and which column is what, and what has to be asked."""
    with db.reading() as session:
        layouts, names, zone = load_layouts(session), load_names(session), load_settings(session).time_zone
    answers = Answers(time_zone=zone, source=source.called or source_name(source.name))
    sheets: list[SheetProposal] = []
    for number, sheet in enumerate(source.sheets):
        known = recall(number, sheet, layouts)
        if known:
            answers = remembered_answers(known[1], answers)
        sheets.append(known[0] if known else recognise(number, sheet))
    if not any(sheet.known for sheet in sheets):
        answers = replace(answers, coverage=_usual_coverage(sheets))
    found = gather(source, Proposal(tuple(sheets), answers), cancelled)
    named = (text for text in found.subjects if len(text) <= LONGEST_NAME)
    unknown = tuple(text for text in named if not names.find(text))
    unknown = tuple(text for text in unknown if fold(text) not in names.ignored)
    close = suggestions(names, unknown) if unknown else {}
    proposal = Proposal(found.sheets, answers, unknown_subjects=unknown, suggested=close)
    known_layout = bool(proposal.used) and all(sheet.known for sheet in proposal.used)
    return replace(
        proposal, layout_known=known_layout, questions=tuple(_questions(source, proposal, found.examples))
    )


def _usual_coverage(sheets: Sequence[SheetProposal]) -> CoverageAnswer:
    """A list of outages or tickets speaks for its months, a monitor for the time it was running."""
    running = any(sheet.kind in {"states", "samples"} for sheet in sheets if sheet.use)
    return "file range" if running else "whole months"


def source_name(file_name: str) -> str:
    """A name for where a file comes from: its own, without numbers, months and versions."""
    stem = re.sub(r"\.[^.]+$", "", file_name)
    words = [word for word in re.split(r"[\s_\-.()]+", stem) if not re.search(r"\d", word)]
    dull = re.compile(
        r"(?i)v|final|new|copy|kopie|jan\w*|feb\w*|m[aä]r\w*|apr\w*|ma[iy]|jun\w*|jul\w*|aug\w*|sep\w*|o[ck]t\w*|nov\w*|de[cz]\w*"
    )
    kept = [word for word in words if not dull.fullmatch(word)]
    return " ".join(kept) or stem


def _questions(source: SourceFile, proposal: Proposal, examples: Mapping[str, str]) -> Iterator[Question]:
    if not proposal.used:
        yield Question("kind", f"“{source.name}” was not recognised. {_why_not(source, proposal)}", must=True)
        return
    for sheet in proposal.used:
        yield from _column_questions(sheet)
    yield from open_questions(proposal, examples)
    if proposal.unknown_subjects:
        few = ", ".join(f"“{text}”" for text in proposal.unknown_subjects[:3])
        count = len(proposal.unknown_subjects)
        one = f"{few} is not on this desk yet: what is it?"
        many = f"{count:,} names are not on this desk yet, such as {few}: what are they?"
        yield Question("subjects", one if count == 1 else many)
    if all(sheet.known for sheet in proposal.used):
        return
    if "time zone" in examples:
        yield Question("time zone", f"In which time zone are times such as {examples['time zone']}?")
    yield Question("source", "What shall this source be called?")
    if _COVERED & set(proposal.kinds):
        yield Question("coverage", "Which time does this file cover completely?")


def _why_not(source: SourceFile, proposal: Proposal) -> str:
    """Why no sheet is read: what the fullest one in sight says, with its name where there are several."""
    if not proposal.sheets:
        return "It has no sheet with cells."
    about = source.sheets
    seen = [one for one in proposal.sheets if about[one.sheet].rows and not about[one.sheet].hidden]
    sheet = max(seen or proposal.sheets, key=lambda one: about[one.sheet].rows)
    why = HIDDEN if about[sheet.sheet].hidden else sheet.why_not or "It is left out."
    return f"Sheet “{sheet.name}”: {why}" if len(proposal.sheets) > 1 else why


def _column_questions(sheet: SheetProposal) -> Iterator[Question]:
    for title in KINDS[sheet.kind].missing(sheet.filled):
        yield Question(
            "columns", f"Which column of “{sheet.name}” holds {title}?", must=True, sheet=sheet.name
        )

"""How a pack's figures came about: restatements, definitions in words, sources with hashes, glossary."""

from datetime import date

from app import __version__
from app.calc import words
from app.reports import shown
from app.reports.content import Block, Cell, Column, Edition, Facts, Heading, Paragraph, Said, Section, Table
from app.reports.lines import definition_letters, numbered_targets
from app.reports.month import DateLine, Month, ObjectionLine, SourceLine
from app.reports.shorter import COVER_LINES

_NOTHING_RESTATED = "No figure differs from the issue before."
_HASH = "The hash, here the first digits of SHA-256, tells one version of a source's file from another."
_NO_SOURCES = "No measurements were imported for this period."
_CLASSES = (
    ("outside hours", "time in which no service was agreed"),
    ("agreed exclusion", "agreed maintenance and other time that both sides leave out, with its reason"),
    ("still to come", "the part of a period in progress that has not happened yet"),
    ("down", "agreed time in which the service could not be used"),
    ("degraded", "agreed time in which the service could be used only in part"),
    ("unknown", "agreed time that no source of measurement covers"),
    ("up", "agreed time in which the service was observed and nothing was wrong"),
)
_VERDICTS = (
    ("✓ met", "the agreed value was reached"),
    ("▲ nearly missed", "reached, but by less than the agreed margin"),
    ("✕ missed", "the agreed value was not reached"),
    (
        "? not proven",
        "time nobody observed decides: with it all up the value is reached, with it all down it is not",
    ),
    ("– no data", "nothing was measured"),
)
_GLOSSARY = (
    (
        "Allowed and used",
        "the downtime, or the misses, a target leaves room for in the period, and what was taken of it",
    ),
    ("Availability", "agreed service time less downtime, as a share of agreed service time"),
    ("Base", "the time, or the number of tickets or values, a level is worked out over"),
    ("Break", "one interruption of the service, however many outages or hours it had"),
    ("MTBF", "mean time between failures: agreed service time less downtime, for each break"),
    ("MTBSI", "mean time between service incidents: agreed service time for each break"),
    ("MTRS", "mean time to restore service: downtime for each break"),
    ("SLA", "service level agreement: what was promised to the customer, in numbered versions"),
    ("SLAM chart", "service level agreement monitoring chart: every target against the last periods"),
    ("Target", "a measure, a comparison, a value and a period: the sentence that can be met or missed"),
)


def restatements(month: Month) -> tuple[Section, ...]:
    """What differs from the issue before, with old value, new value and reason, and what was objected; else nothing."""
    if not month.changes and not month.objections:
        return ()
    columns = (Column("What", 30), Column("Before", 17), Column("Now", 17), Column("Reason", 36))
    rows: tuple[tuple[Cell, ...], ...] = tuple((c.what, c.before, c.after, c.reason) for c in month.changes)
    blocks: list[Block] = [Table(columns, rows, _NOTHING_RESTATED)] if month.number > 1 else []
    if month.objections:
        blocks += [Heading("Objections and answers"), _objections(month)]
    title = "Restated" if month.changes else "Objections"
    return (Section("restated", title, tuple(blocks)),)


def _objections(month: Month) -> Table:
    """What was objected to which issue, by whom, and what was answered."""
    columns = (Column("Objected", 18), Column("What", 38), Column("Answer", 44))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Said(each.raised_by or month.customer, _to_issue(each, month.time_zone)),
            each.text,
            Said("accepted" if each.accepted else "not accepted", each.answer),
        )
        for each in month.objections
    )
    return Table(columns, rows, "")


def _to_issue(objection: ObjectionLine, time_zone: str) -> str:
    return f"to issue {objection.number}, {shown.day(objection.raised_at, time_zone)}"


def method(month: Month, sha256: str) -> Section:
    """How the figures are worked out; `sha256` is the whole document's, the same in every edition."""
    blocks: list[Block] = [
        Paragraph(
            "Every instant of the period belongs to exactly one class of the ledger; where several would "
            "fit, the first of the list counts. A level is a sum over these classes under the definition of "
            "its target. Where versions of an agreement with different values were in force, each holds for its own "
            "days, and one verdict is given on what they demand together. Values are compared unrounded; a "
            "rounded figure never turns missed into met."
        ),
        Heading("Classes of the ledger"),
        Facts(_CLASSES),
        Heading("Verdicts"),
        Facts(_VERDICTS),
        Heading("Definitions"),
        _definitions(month),
        Heading("Hours and dates"),
        _hours(month),
        Heading("Agreed maintenance"),
        _windows(month),
        Heading("Distribution"),
        _distribution(month),
        Heading("This document"),
        Facts(_document_facts(month, sha256)),
    ]
    return Section("method", "Method", tuple(blocks), annex=True)


def _definitions(month: Month) -> Table:
    columns = (Column("Definition", 8), Column("In words", 52), Column("Holds for", 40))
    letters = definition_letters(month)
    holds_for: dict[str, list[str]] = {definition: [] for definition in letters}
    for each in numbered_targets(month):
        if each.target.definition:
            name = f"{shown.brief(each.service.name)}: {shown.brief(shown.name(each.target))}"
            holds_for[each.target.definition].append(name)
    rows = tuple((letters[text], text, "\n".join(names)) for text, names in holds_for.items())
    return Table(columns, rows, "No target of this period needs a definition.")


def _hours(month: Month) -> Table:
    """The hours in words, and the dates by which a reader gets from their week to the base."""
    columns = (Column("Hours", 34), Column("Hold for", 24), Column("Dates that differ from the week", 42))
    rows = tuple(
        (
            line.words,
            "\n".join(shown.brief(service) for service in line.services),
            "\n".join(_date(each) for each in line.dates) or "none in this period",
        )
        for line in month.hours
    )
    return Table(columns, rows, "No hours are agreed.")


def _date(line: DateLine) -> str:
    day = date.fromisoformat(line.day)
    change = words.duration(abs(line.less))
    return f"{day:%a} {day.day} {day:%B}: {line.what} ({change} {'less' if line.less > 0 else 'more'})"


def _windows(month: Month) -> Table:
    columns = (
        Column("Window", 27),
        Column("Holds for", 18),
        Column("In this period", 22),
        Column("In service hours", 11, figures=True),
        Column("of it with an outage", 11, figures=True),
        Column("Planned work", 11, figures=True),
    )
    rows = tuple(
        (
            Said(line.name, line.words),
            "\n".join(shown.brief(service) for service in line.services),
            ", ".join(shown.day_and_month(each, month.time_zone) for each in line.starts) or "none",
            shown.minutes(line.reserved),
            "–" if line.with_outage is None else shown.minutes(line.with_outage),
            shown.minutes(line.used),
        )
        for line in month.windows
    )
    return Table(columns, rows, "No maintenance windows are agreed.")


def _distribution(month: Month) -> Table:
    """Who receives the pack, and which edition."""
    with_email = any(person.email for person in month.distribution)
    columns = (Column("Name", 34), Column("Role", 34), Column("E-mail", 32), Column("Edition", 20))
    rows = tuple(
        (person.name, person.role or "–", *((person.email or "–",) if with_email else ()), "Customer edition")
        for person in month.distribution
    )
    shown_columns = columns if with_email else (*columns[:2], columns[3])
    return Table(shown_columns, rows, f"No contact of {month.customer} is recorded as receiving this pack.")


def _document_facts(month: Month, sha256: str) -> tuple[tuple[str, str], ...]:
    unchanged = month.number > 1 and not month.changes
    return (
        ("Agreements in force", "\n".join(shown.agreements(month)) or "none"),
        ("Document", f"{month.customer}, {month.label}, {_issue(month)}"),
        *((("Judged", month.caution),) if month.caution else ()),
        *((("Restated", _NOTHING_RESTATED),) if unchanged else ()),
        *((("Goes to", "\n".join(shown.recipients(month))),) if _more_than_the_cover_holds(month) else ()),
        ("SHA-256 of the document", sha256),
        ("Made with", f"Colonnade {__version__}, document schema {month.schema}"),
    )


def _more_than_the_cover_holds(month: Month) -> bool:
    return len(month.distribution) > COVER_LINES


def _issue(month: Month) -> str:
    return f"issue {month.number} ({month.state})" if month.number else month.state


def sources(month: Month, edition: Edition) -> Section:
    """Where the figures came from; the customer sees the source and what it covers, the provider the file too."""
    internal = edition == "internal"
    table = _files(month) if internal else _origins(month)
    plain = internal or not month.sources
    blocks: tuple[Block, ...] = (table,) if plain else (table, Paragraph(_HASH, "muted"))
    return Section("sources", "Data sources", blocks, annex=True)


def _origins(month: Month) -> Table:
    """Each source once for what it covers; without file names, its several files differ in their hashes alone."""
    columns = (Column("Source", 34), Column("Covers", 36), Column("Hash", 30))
    hashes: dict[tuple[Said, str], dict[str, None]] = {}
    for source in month.sources:
        hashes.setdefault((_origin(source), source.covers), {})[source.sha256] = None
    rows = tuple((origin, covers, ", ".join(found)) for (origin, covers), found in hashes.items())
    return Table(columns, rows, _NO_SOURCES)


def _files(month: Month) -> Table:
    columns = (
        Column("Source", 20),
        Column("File", 24),
        Column("Rows", 9, figures=True),
        Column("Covers", 24),
        Column("Imported", 16),
        Column("SHA-256", 31),
    )
    rows = tuple(
        (
            _origin(source),
            source.file_name,
            words.number(source.rows),
            source.covers,
            shown.clock(source.imported_at, month.time_zone),
            source.sha256,
        )
        for source in month.sources
    )
    return Table(columns, rows, _NO_SOURCES)


def _origin(source: SourceLine) -> Said:
    return Said(source.source or "not named", source.kind.replace("_", " "))


def glossary() -> Section:
    """The words of the trade, once."""
    return Section("glossary", "Glossary", (Facts(_GLOSSARY),), annex=True)

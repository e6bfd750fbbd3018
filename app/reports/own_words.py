"""The words every pack says by itself: headings, glossary, the names of the programs that wrote it.

They are read out of a pack written for nobody, so that no list has to be kept.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from app.reports.month import (
    Change,
    HoursLine,
    InWords,
    Month,
    ObjectionLine,
    OutageLine,
    PastLevel,
    Person,
    Piece,
    ServiceMonth,
    SourceLine,
    TargetMonth,
    TicketLine,
    WindowLine,
)
from app.reports.tickets import (
    LongerTarget,
    PriorityCounts,
    PriorityInTime,
    ServiceTickets,
    TicketsByPriority,
)

_NOTHING = "0"  # stands for every text that comes from a desk: no word anybody would look for
_HOUR = 3_600_000_000
_START = int(datetime(2026, 10, 1, tzinfo=UTC).timestamp()) * 1_000_000
_END = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp()) * 1_000_000
_VERDICTS = ("met", "nearly missed", "missed", "not proven", "no data")
_CLASSES = ("outside", "excluded", "future", "down", "degraded", "unknown", "up")


@cache
def own_words() -> tuple[str, ...]:
    """Every text of a pack that comes from no desk; worked out once."""
    # Only a check needs the writers.
    from app.reports.excel import write_workbook
    from app.reports.letter import letter
    from app.reports.pack import pack_content
    from app.reports.pdf import write_pdf
    from app.reports.reading_pdf import pdf_passages
    from app.reports.reading_workbook import workbook_passages

    found: dict[str, None] = {}
    full = _month()
    with TemporaryDirectory() as folder:
        pdf, workbook = Path(folder) / "0.pdf", Path(folder) / "0.xlsx"
        empty = replace(
            full, services=(), sources=(), changes=(), objections=(), hours=(), windows=(), tickets=None
        )
        for month in (full, empty):
            content = pack_content(month, "customer")
            write_pdf(content, pdf)
            write_workbook(month, "customer", workbook, content)
            for passage in (*pdf_passages(pdf)[0], *workbook_passages(workbook)[0]):
                found["\n".join(passage.lines)] = None
    for state, number in (("draft", 0), ("issued", 1), ("final", 1), ("issued", 2), ("final", 2)):
        said = letter(replace(full, state=state, number=number), date(2026, 11, 20))
        found[f"{said.subject}\n{said.body}"] = None
    return tuple(found)


def _month() -> Month:
    return Month(
        organisation=_NOTHING,
        desk="",
        customer=_NOTHING,
        customer_uid="",
        period="2026-10",
        label="October 2026",
        start=_START,
        end=_END,
        time_zone="UTC",
        made_at=_END,
        state="issued",
        number=2,
        agreements=(_NOTHING,),
        services=(_service(),),
        sources=(SourceLine(_NOTHING, _NOTHING, _NOTHING, _END, "outages", 1, "not said"),),
        changes=(Change(_NOTHING, _NOTHING, _NOTHING, _NOTHING),),
        summary=_NOTHING,
        distribution=(Person(_NOTHING, _NOTHING),),
        hours=(HoursLine(_NOTHING, (_NOTHING,)),),
        windows=(WindowLine(_NOTHING, _NOTHING, (_NOTHING,), (_START,), _HOUR, _HOUR, _HOUR),),
        unsigned=(_NOTHING,),
        caution=_NOTHING,
        tickets=_tickets(),
        objections=tuple(
            ObjectionLine(1, _END, _NOTHING, _NOTHING, accepted, _NOTHING) for accepted in (True, False)
        ),
    )


def _tickets() -> TicketsByPriority:
    """With a word for all that can be said of counts."""
    counts = PriorityCounts(_NOTHING, 1, 1, 1, 1, 1, 1, 1)
    in_time = PriorityInTime(_VERDICTS[0], _NOTHING, 1, 1)
    told = ServiceTickets("", _NOTHING, (counts,), (in_time,), (counts,), (in_time,), note=_NOTHING)
    new = replace(told, counts_before=(), in_time_before=(), missing_before=_NOTHING)
    longer = tuple(
        LongerTarget(verdict, _NOTHING, agreed, _NOTHING, _NOTHING if agreed == "per year" else "")
        for agreed, verdict in (("per quarter", _VERDICTS[0]), ("per quarter", ""), ("per year", ""))
    )
    part = replace(told, note_before=_NOTHING, longer=longer)
    return TicketsByPriority(_NOTHING, (told, new, part, ServiceTickets("none", _NOTHING, missing=_NOTHING)))


def _service() -> ServiceMonth:
    return ServiceMonth(
        uid="",
        name=_NOTHING,
        description=_NOTHING,
        hours=_NOTHING,
        targets=(
            *(_target(verdict) for verdict in _VERDICTS),
            replace(_target("met"), metric="mtbf", unit="h"),  # which has no allowance
        ),
        outages=(_outage(1, "down"), _outage(2, "degraded")),
        reliability={"Breaks": "1"},
        commentary=_NOTHING,
    )


def _outage(number: int, state: str) -> OutageLine:
    return OutageLine(
        number,
        _NOTHING,
        _NOTHING,
        _START,
        _START + _HOUR,
        state,
        planned=state == "degraded",
        counted=_HOUR,
        excluded=0,
        why="counted" if state == "down" else "counted: planned, but in no agreed window",
        customer_text=_NOTHING,
        sites=(_NOTHING,),
        disputed=state == "degraded",
    )


def _target(verdict: str) -> TargetMonth:
    ledger = tuple(
        Piece(kind, _START + at * _HOUR, _START + (at + 1) * _HOUR) for at, kind in enumerate(_CLASSES)
    )
    return TargetMonth(
        lineage=verdict,
        metric="availability",
        sentence=_NOTHING,
        definition=_NOTHING,
        comparison=">=",
        value="99",
        unit="%",
        verdict=verdict,
        achieved=None if verdict == "no data" else "99",
        lowest="98" if verdict == "not proven" else None,
        highest="99" if verdict == "not proven" else None,
        counts_time=True,
        base=100 * _HOUR,
        used=_HOUR,
        allowed=_HOUR,
        source=_NOTHING,
        version=_NOTHING,
        history=(PastLevel("2026-10", "October 2026", verdict, "99"),),
        classes=dict.fromkeys(_CLASSES, _HOUR),
        ledger=ledger,
        tickets=tuple(
            TicketLine(_NOTHING, _NOTHING, _START, _END, _END, met, _HOUR, _NOTHING, unseen=unseen)
            for met, unseen in ((True, False), (False, False), (False, True))
        ),
        short=_NOTHING,
        in_words=InWords(_NOTHING, _NOTHING, _NOTHING, _NOTHING),
        counting={"up": "0", "degraded": "0", "down": "1"},
    )

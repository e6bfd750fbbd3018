"""Makes the measurement spreadsheets of the sample desk: `python -m tests.make_sample [DIR]`.

Seeded, so that every run gives the same content. Two folders, `before` (September 2025 to September 2026) and
`october`, hold the same seven layouts, the way six different tools and one careful person would write them.
"""

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter

from tests.sample_breaks import AFTER, FIRST, OCTOBER, midnight, outages, states, web_outages
from tests.sample_story import BERLIN, LONDON, Break
from tests.sample_tickets import as_known, event_tickets, figures, page_times, tickets

SPANS = {"before": (FIRST, OCTOBER), "october": (OCTOBER, AFTER)}
_MADE = datetime(2026, 11, 2, 8)  # noqa: DTZ001 (a workbook's own date has no zone)
_IMPACT = {"down": "Ausfall", "degraded": "Beeinträchtigung"}


def make(folder: Path) -> list[Path]:
    """Write all sample files under `folder`; the same content every time."""
    made: list[Path] = []
    for name, (first, after) in SPANS.items():
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        made += [
            _outage_workbook(place / "stoerungen.xlsx", first, after),
            _state_log(place / "monitoring.csv", first, after),
            _web_outages(place / "web-outages.csv", first, after),
            _ticket_workbook(place / "tickets.xlsx", first, after),
            _ticket_events(place / "ticket-events.csv", first, after),
            _page_times(place / "page-times.csv", first, after),
            _figures(place / "figures.xlsx", first, after),
        ]
    return made


def _outage_workbook(path: Path, first: date, after: date) -> Path:
    """The service desk's own list, kept by hand in German, with a title above its header."""
    header = ["Nr.", "Dienst", "Beginn", "Ende", "Auswirkung", "Geplant", "Standort", "Ursache"]
    header += ["Interner Text", "Text für Kunden"]
    rows = [
        [f"ST-{b.start:%y%m%d%H%M}-{b.subject[:2].upper()}", b.subject]
        + [_wall(b.start, BERLIN), _wall(b.end, BERLIN), _IMPACT[b.state], "ja" if b.planned else "nein"]
        + [b.site, b.cause, b.internal, b.customer]
        for b in _within(outages(), first, after, BERLIN)
    ]
    return _workbook(path, "Störungen", header, rows, title="Störungen laut Leitstand (Ortszeit Berlin)")


def _state_log(path: Path, first: date, after: date) -> Path:
    """The data centre's monitoring: a row whenever a check changed its state, and one a day when not."""
    start, end = midnight(first, ZoneInfo("UTC")), midnight(after, ZoneInfo("UTC"))
    rows = [[_iso(s.at), s.check, s.state, s.message] for s in states() if start <= s.at < end]
    return _csv(path, ["timestamp", "check", "state", "message"], rows)


def _web_outages(path: Path, first: date, after: date) -> Path:
    """An outside watcher of the webshop: start and duration, British dates, semicolons."""
    rows = [
        [b.subject, f"{b.start.astimezone(LONDON):%d/%m/%Y %H:%M}", f"{(b.end - b.start).seconds // 60}"]
        + [b.state, "yes" if b.planned else "no", b.cause]
        for b in _within(web_outages(), first, after, LONDON)
    ]
    return _csv(path, ["Service", "Start", "Duration (min)", "Impact", "Planned", "Cause"], rows, ";")


def _ticket_workbook(path: Path, first: date, after: date) -> Path:
    """The ticket tool's monthly export; what was still open last month comes again."""
    known = as_known(tickets(), midnight(first, BERLIN), midnight(after, BERLIN))
    header = ["Number", "Type", "Priority", "Service", "Customer", "Site", "Opened", "Responded", "Resolved"]
    rows = [
        [t.number, t.kind, t.priority, t.service, t.customer, t.site]
        + [_wall(at, BERLIN) for at in (t.opened, t.responded, t.resolved)]
        + [t.summary, "Closed" if t.resolved else "In progress"]
        for t in known
    ]
    return _workbook(path, "Export", [*header, "Summary", "Status"], rows)


def _ticket_events(path: Path, first: date, after: date) -> Path:
    """The shop's help desk: one row for each thing that happened to a ticket."""
    rows = [
        [t.number, t.service, t.priority, _iso(at), event, value]
        for t in as_known(event_tickets(), midnight(first, LONDON), midnight(after, LONDON))
        for at, event, value in t.events
    ]
    return _csv(path, ["Ticket", "Service", "Priority", "Time", "Event", "New value"], rows)


def _page_times(path: Path, first: date, after: date) -> Path:
    start, end = midnight(first, ZoneInfo("UTC")), midnight(after, ZoneInfo("UTC"))
    rows = [[_iso(at), "Webshop", "Page time", str(value)] for at, value in page_times() if start <= at < end]
    return _csv(path, ["Time", "Service", "Metric", "Value (ms)"], rows)


def _figures(path: Path, first: date, after: date) -> Path:
    rows = [[f"{f[0]:%Y-%m}", *f[1:]] for f in figures() if first <= f[0] < after]
    return _workbook(path, "Figures", ["Month", "Service", "Metric", "Value (%)"], rows)


def _workbook(
    path: Path, sheet: str, header: list[str], rows: Iterable[Sequence[object]], title: str = ""
) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy hh:mm"})
    book.set_properties({"title": title or sheet, "author": "Hollerbach IT", "created": _MADE})
    page, bold = book.add_worksheet(sheet), book.add_format({"bold": True})
    top = 2 if title else 0
    if title:
        page.write(0, 0, title, bold)
    page.write_row(top, 0, header, bold)
    for number, row in enumerate(rows, start=top + 1):
        page.write_row(number, 0, row)
    page.freeze_panes(top + 1, 0)
    page.set_column(0, len(header) - 1, 18)
    book.close()
    return path


def _csv(path: Path, header: list[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def _within(breaks: Iterable[Break], first: date, after: date, zone: ZoneInfo) -> list[Break]:
    return [b for b in breaks if midnight(first, zone) <= b.start < midnight(after, zone)]


def _wall(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """What the clock on the wall showed; workbooks know no time zones."""
    return at and at.astimezone(zone).replace(tzinfo=None)


def _iso(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "resources" / "sample"
    for written in make(target):
        print(written)

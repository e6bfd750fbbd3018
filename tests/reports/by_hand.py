"""A rich month by hand: every verdict, every ledger class, long and hostile texts, and a plain one beside it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.reports.chain import Chain, ChainNode, ChainPart, ChainStretch
from app.reports.month import (
    Change,
    DateLine,
    HoursLine,
    InWords,
    Month,
    OutageLine,
    Part,
    PastFigures,
    PastLevel,
    PastVolume,
    Person,
    Piece,
    ServiceMonth,
    SourceLine,
    TargetMonth,
    TicketLine,
    VolumeLine,
    WindowLine,
)
from app.reports.tickets import PriorityCounts, PriorityInTime, ServiceTickets, TicketsByPriority

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = 60_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RANK = ("outside", "excluded", "future", "down", "degraded", "unknown", "up")

Span = tuple[int, int]


def at(day: int, hour: int = 0, minute: int = 0, month: int = 10, year: int = 2026) -> int:
    """Microseconds of a wall-clock time in Berlin."""
    return (datetime(year, month, day, hour, minute, tzinfo=BERLIN) - EPOCH) // timedelta(microseconds=1)


START, END = at(1), at(1, month=11)


def office(first: int = 8, last: int = 18) -> list[Span]:
    """Monday to Friday of October 2026."""
    days = [day for day in range(1, 32) if datetime(2026, 10, day, tzinfo=BERLIN).weekday() < 5]
    return [(at(day, first), at(day, last)) for day in days]


def pieces(hours: list[Span], **classes: list[tuple[int, int, str, tuple[int, ...]]]) -> tuple[Piece, ...]:
    """The ledger of October by a plain sweep; the first of RANK that holds an instant has it."""
    cuts = {START, END, *(edge for span in hours for edge in span)}
    cuts |= {edge for spans in classes.values() for span in spans for edge in span[:2]}
    edges = sorted(edge for edge in cuts if START <= edge <= END)
    found: list[Piece] = []
    for first, last in pairwise(edges):
        piece = _piece(first, last, hours, classes)
        before = found[-1] if found else None
        if before and (before.kind, before.reason, before.outages) == (
            piece.kind,
            piece.reason,
            piece.outages,
        ):
            found[-1] = replace(before, end=last)
        else:
            found.append(piece)
    return tuple(found)


def _piece(
    first: int, last: int, hours: list[Span], classes: dict[str, list[tuple[int, int, str, tuple[int, ...]]]]
) -> Piece:
    if not any(a <= first and last <= b for a, b in hours):
        return Piece("outside", first, last)
    for kind in RANK:
        for start, end, reason, outages in classes.get(kind, []):
            if start <= first and last <= end:
                return Piece(kind, first, last, reason, outages)
    return Piece("up", first, last)


def class_totals(ledger: tuple[Piece, ...]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for piece in ledger:
        totals[piece.kind] = totals.get(piece.kind, 0) + piece.end - piece.start
    return totals


# What was used of the allowance under each verdict.
SHARES = {"met": "1/2", "nearly missed": "19/20", "missed": "8/5", "not proven": "9/10"}


def past(
    verdicts: str,
    achieved: str = "99.80 %",
    restated: int = -1,
    value: str = "",
    base: int = 0,
    breaks: int | None = None,
) -> tuple[PastLevel, ...]:
    """Twelve months to October 2026 from one sign each; "." where nothing was promised yet.

    With a `base`, figures as a share of it against `value`; without one as documents of earlier releases have them.
    """
    words = {"m": "met", "n": "nearly missed", "x": "missed", "?": "not proven", "-": "no data"}
    months = [(2025, 11), (2025, 12), *[(2026, month) for month in range(1, 11)]]
    return tuple(
        PastLevel(
            f"{year}-{month:02d}",
            f"{month:02d}/{year}",
            words[sign],
            achieved,
            restated=index == restated,
            figures=past_figures(words[sign], value, base, breaks) if base else None,
        )
        for index, ((year, month), sign) in enumerate(zip(months, verdicts, strict=True))
        if sign != "."
    )


def past_figures(verdict: str, value: str, base: int, breaks: int | None) -> PastFigures:
    """Figures under which a share of `base` has this verdict against `value`."""
    if verdict not in SHARES:
        return PastFigures(None, value, 0, 0, 0)
    allowed = int(base * (100 - Fraction(value)) / 100)
    used = int(allowed * Fraction(SHARES[verdict]))
    longest = None if breaks is None else used // 2
    return PastFigures(str(Fraction(100 * (base - used), base)), value, base, used, allowed, breaks, longest)


def availability(
    value: str,
    ledger: tuple[Piece, ...],
    verdict: str,
    history: str = "mmmmmmmmmmmm",
    counting: dict[str, str] | None = None,
    **more: object,
) -> TargetMonth:
    """An availability target whose figures follow from its ledger, exactly."""
    totals = class_totals(ledger)
    shares = counting or {"up": "0", "degraded": "0", "down": "1"}
    base = sum(totals.get(kind, 0) for kind in shares)
    used = int(sum(Fraction(share) * totals.get(kind, 0) for kind, share in shares.items()))
    unknown = totals.get("unknown", 0) if "unknown" not in shares else 0
    whole = base + unknown
    given: dict[str, object] = {
        "lineage": f"availability-{value}",
        "metric": "availability",
        "sentence": f"Available at least {value} % of service hours, per month",
        "definition": "Downtime is measured against the service hours less agreed maintenance windows (reserved). "
        "Degraded time counts as up; time nobody observed is left out.",
        "comparison": ">=",
        "value": value,
        "unit": "%",
        "verdict": verdict,
        "achieved": str(Fraction(100 * (base - used), base)) if base else None,
        "lowest": str(Fraction(100 * (base - used), whole)) if unknown and base else None,
        "highest": str(Fraction(100 * (whole - used), whole)) if unknown and base else None,
        "counts_time": True,
        "base": base,
        "used": used,
        "allowed": int(base * (100 - Fraction(value)) / 100),
        "source": "Service monitoring",
        "version": "SLA Retail, version 3",
        "history": past(history, value=value, base=base, breaks=2),
        "classes": totals,
        "ledger": ledger,
        "short": f"Availability {value} %",
        "margin": "0.1",
        "counting": shares,
    }
    return TargetMonth(**{**given, **more})  # pyright: ignore[reportArgumentType]


def ticket_target(
    value: str,
    lines: tuple[TicketLine, ...],
    verdict: str,
    short: str,
    sentence: str,
    history: str = "mmmmmmmmmmmm",
    priority: str = "",
) -> TargetMonth:
    missed, count = sum(not line.met for line in lines), len(lines)
    return TargetMonth(
        lineage=short.lower(),
        metric="response",
        sentence=sentence,
        definition="Clocks run in support hours (Mon–Fri 07:00–19:00) and stand still in pauses.",
        comparison=">=",
        value=value,
        unit="%",
        verdict=verdict,
        achieved=str(Fraction(100 * (count - missed), count)),
        lowest=None,
        highest=None,
        counts_time=False,
        base=count,
        used=missed,
        allowed=int(count * (100 - Fraction(value)) / 100),
        source="Service desk",
        version="SLA Retail, version 3",
        history=past(history, "96.2 %", value=value, base=40),
        tickets=lines,
        note="below the minimum volume of 20 tickets" if count < 20 else "",
        short=short,
        priority=priority,
    )


def plain_target(
    value: str, unit: str, achieved: str | None, verdict: str, short: str, **more: object
) -> TargetMonth:
    given: dict[str, object] = {
        "lineage": short.lower(),
        "metric": "sample_percentile",
        "sentence": f"{short}, per month",
        "definition": "Percentile by linear interpolation over all samples inside service hours.",
        "comparison": "<=",
        "value": value,
        "unit": unit,
        "verdict": verdict,
        "achieved": achieved,
        "lowest": None,
        "highest": None,
        "counts_time": False,
        "base": 0,
        "used": 0,
        "allowed": 0,
        "short": short,
        "history": past("mmmmmmmmmmmm", "412 ms"),
    }
    return TargetMonth(**{**given, **more})  # pyright: ignore[reportArgumentType]


def tickets(count: int, missed: int, prefix: str = "INC") -> tuple[TicketLine, ...]:
    lines: list[TicketLine] = []
    for number in range(count):
        opened = at(1 + number % 28, 8 + number % 9, (7 * number) % 60)
        met, unseen = number >= missed, missed > 1 and number == 1
        lines.append(
            TicketLine(
                number=f"{prefix}{4711 + number:07d}",
                priority=("P1", "P2", "P3")[number % 3],
                opened=opened,
                due=opened + 240 * MINUTE,
                resolved=None
                if unseen or (number == 0 and missed)
                else opened + (180 if met else 420) * MINUTE,
                met=met,
                elapsed=(180 if met else 420) * MINUTE,
                note="met only through a pause"
                if number == count - 1
                else "still open"
                if number == 0 and missed
                else "open when last seen; no source looked when it was due"
                if unseen
                else "",
                source="tickets-oct.csv, row 12",
                unseen=unseen,
            )
        )
    return tuple(lines)


def outage(id_: int, service: str, start: int, end: int | None, counted: int, **more: object) -> OutageLine:
    given: dict[str, object] = {
        "id": id_,
        "service": service,
        "subject": "SAN-FRA-02 storage path B",
        "start": start,
        "end": end,
        "state": "down",
        "planned": False,
        "counted": counted * MINUTE,
        "excluded": 0,
        "why": "counted",
        "cause": "storage path",
        "internal_text": "Firmware 4.2 of the array controller failed over twice.",
        "customer_text": "Tills offline in all shops.",
        "sites": ("Munich",),
        "source": "outages-oct.xlsx, Sheet1, row 41",
    }
    return OutageLine(**{**given, **more})  # pyright: ignore[reportArgumentType]


def till() -> ServiceMonth:
    down = [
        (at(13, 9, 12), at(13, 10, 36), "storage path", (41,)),
        (at(28, 14, 12), at(28, 14, 52), "release 4.2", (77,)),
    ]
    ledger = pieces(
        office(),
        down=down,
        degraded=[(at(7, 11), at(7, 12, 12), "slow", (50,))],
        excluded=[(at(21, 16), at(21, 18), "maintenance window, clause 4.2", ())],
    )
    lines = tickets(51, 3)
    return ServiceMonth(
        uid="till",
        name="Till service",
        description="Sell and take payment in every shop",
        hours="Mon–Fri 08:00–18:00 (Europe/Berlin)",
        targets=(
            availability(
                "99.5",
                ledger,
                "missed",
                "mmnmxmmmmnmx",
                in_words=InWords(
                    happened="On 13 October all tills were offline for 84 minutes, because both paths to the storage "
                    "failed together; on 28 October a release had to be taken back.",
                    meant="About 1,900 receipts were written by hand.",
                    done="The storage was moved to the path that was left; the release was taken back in 40 minutes.",
                    prevents="A second, separate path is ordered and will be in place by 20 November.",
                ),
                commentary_internal="Vendor ticket 88121; credit of 2,400 to be claimed from the supplier.",
                verdict_without_disputed="missed",
            ),
            ticket_target(
                "95",
                lines,
                "missed",
                "Response P1 15 min, 95 %",
                "95 % of tickets answered within 15 minutes",
                "mmmmmmmmmmmx",
            ),
            plain_target(
                "2",
                "breaks",
                "2",
                "nearly missed",
                "Breaks at most 2",
                base=2,
                used=2,
                allowed=2,
                metric="breaks",
                margin="1",
            ),
        ),
        outages=(
            outage(41, "Till service", at(13, 9, 12), at(13, 10, 36), 84),
            outage(
                50,
                "Till service",
                at(7, 11),
                at(7, 12, 12),
                0,
                state="degraded",
                why="not counted: degraded time counts as up",
                customer_text="Tills slow to start.",
            ),
            outage(
                60,
                "Till service",
                at(21, 16, 10),
                at(21, 17, 40),
                0,
                planned=True,
                excluded=90 * MINUTE,
                why="excluded: agreed maintenance window, clause 4.2",
                disputed=True,
                customer_text="Planned change of the network.",
            ),
            outage(
                77,
                "Till service",
                at(28, 14, 12),
                at(28, 14, 52),
                40,
                cause="release 4.2",
                customer_text="Tills started slowly, then not at all; the release was taken back.",
            ),
        ),
        reliability={
            "Breaks": "2",
            "MTRS": "1 h 2 min",
            "MTBF": "108 h",
            "MTBSI": "109 h",
            "Longest": "84 min",
        },
        commentary="The month was shaped by one failure of the storage. Shops in the south were hit hardest.",
        commentary_internal="Do not mention the array vendor by name.",
        chain=till_chain(ledger),
    )


def till_chain(ledger: tuple[Piece, ...]) -> Chain:
    """Two paths to the storage failed together, a release had to be taken back; the line is a supplier's."""
    totals = class_totals(ledger)
    base = totals["up"] + totals["down"] + totals["degraded"]
    kept = {"known": base, "kept_by": "team", "keeper": "Storage team"}
    parts = (
        ChainPart("service:till", "Till service", "service", alone=False, known=base),
        ChainPart(
            "component:release",
            "Till software",
            "application",
            kept_by="best_effort",
            alone=True,
            unplanned=40 * MINUTE,
            degraded=72 * MINUTE,
            known=base,
            down=40 * MINUTE,
            breaks=1,
            longest=40 * MINUTE,
        ),
        ChainPart(
            "component:a",
            "SAN path A",
            "system",
            contracted="99",
            unplanned=42 * MINUTE,
            down=84 * MINUTE,
            breaks=1,
            longest=84 * MINUTE,
            **kept,  # pyright: ignore[reportArgumentType]
        ),
        ChainPart(
            "component:b",
            "SAN path B",
            "system",
            contracted="99.5",
            restore_hours="1",
            unplanned=42 * MINUTE,
            down=84 * MINUTE,
            breaks=1,
            late=1,
            longest=84 * MINUTE,
            **kept,  # pyright: ignore[reportArgumentType]
        ),
        ChainPart(
            "component:line",
            "Line of Hansenet",
            "supplier",
            keeper="Hansenet",
            kept_by="supplier",
            contracted="99.9",
            alone=True,
            known=base - 600 * MINUTE,
        ),
    )
    nodes = (
        ChainNode("service:till", "service", "Till service", "service"),
        ChainNode("component:release", "component", "Till software", "application"),
        ChainNode("group:1", "group", "1 of 2", "1 of 2"),
        ChainNode("component:a", "component", "SAN path A", "system"),
        ChainNode("component:b", "component", "SAN path B", "system"),
        ChainNode("component:line", "component", "Line of Hansenet", "supplier"),
    )
    edges = (
        ("service:till", "component:release"),
        ("service:till", "group:1"),
        ("group:1", "component:a"),
        ("group:1", "component:b"),
        ("service:till", "component:line"),
    )
    stretches = (
        ChainStretch(at(13, 9, 12), at(13, 10, 36), (2, 3)),
        ChainStretch(at(28, 14, 12), at(28, 14, 52), (1,)),
    )
    return Chain(
        "availability-99.5", base, totals["down"], parts, nodes, edges, totals["degraded"], stretches
    )


def webshop() -> ServiceMonth:
    around = [(START, END)]
    silent = (at(17), at(19), "the monitoring was silent", ())
    ledger = pieces(around, down=[(at(4, 2), at(4, 2, 30), "", (90,))], unknown=[silent])
    weighted = pieces(around, degraded=[(at(9, 10), at(9, 14), "", (91,))], unknown=[silent])
    return ServiceMonth(
        uid="webshop",
        name="Webshop",
        description="Order online at any time",
        hours="around the clock (Europe/Berlin)",
        targets=(
            availability("99.9", ledger, "not proven", "mmnxmmmmnmm?"),
            availability(
                "99.5",
                weighted,
                "met",
                lineage="usable",
                short="Usable 99.5 %",
                sentence="Usable at least 99.5 % of service hours, per month",
                definition="Degraded time counts half as downtime; unobserved time counts as up.",
                counting={"up": "0", "degraded": "0.5", "down": "1", "unknown": "0"},
            ),
            plain_target("800", "ms", "3997/5", "nearly missed", "Page within 800 ms at the 95th percentile"),
        ),
        outages=(
            outage(90, "Webshop", at(4, 2), at(4, 2, 30), 30, customer_text="The shop could not be reached."),
            outage(
                91,
                "Webshop",
                at(9, 10),
                at(9, 14),
                0,
                state="degraded",
                why="counted half in “Usable”",
                customer_text="Search answered slowly.",
            ),
        ),
    )


def hostile() -> ServiceMonth:
    name = "AT&T <Ops> " + "very long name without an end " * 9 + "<b>unbalanced <img src=/etc/passwd>"
    return ServiceMonth(
        uid="hostile",
        name=name,
        description="=cmd|'/C calc'!A0 łódź Жук 漢字 かな 한국 😀 🚀 \x07\x00 tab\tand\u202eright-to-left",
        hours="",
        targets=(
            plain_target(
                "1",
                "h",
                None,
                "no data",
                '=HYPERLINK("http://example.org")',
                note="no file was imported",
                history=(),
            ),
            plain_target("5", "h", "5", "met", "+1 longest break at most 5 h " * 6, metric="longest_break"),
        ),
        outages=(
            outage(
                5,
                name,
                at(30, 23),
                None,
                0,
                customer_text="@SUM(A1) " + "A long story without any end, " * 220,
                why="outside service hours",
            ),
            outage(6, name, at(2, 1), at(2, 3), 0, customer_text="", why="W" * 400, sites=("-2+3", "Łódź")),
        ),
    )


def payroll() -> ServiceMonth:
    first, last = at(15), END
    ledger = pieces(office(7, 19), down=[(at(20, 7), at(20, 7, 30), "", (8,))])
    base_a = sum(p.end - p.start for p in ledger if p.kind in ("up", "down") and p.end <= first)
    base_b = sum(p.end - p.start for p in ledger if p.kind in ("up", "down") and p.start >= first)
    allowed = (int(base_a * Fraction(5, 1000)), int(base_b * Fraction(1, 1000)))
    parts = (
        Part("SLA Retail, version 2", START, first, "99.5", base_a, 0, allowed[0]),
        Part("SLA Retail, version 3", first, last, "99.9", base_b, 30 * MINUTE, allowed[1]),
    )
    return ServiceMonth(
        uid="payroll",
        name="Payroll",
        description="Wages, on time",
        hours="Mon–Fri 07:00–19:00 (Europe/Berlin)",
        targets=(
            availability(
                "99.9",
                ledger,
                "nearly missed",
                "......mmmmmn",
                parts=parts,
                allowed=sum(allowed),
                limit=str((base_a * Fraction("99.5") + base_b * Fraction("99.9")) / (base_a + base_b)),
            ),
        ),
        outages=(outage(8, "Payroll", at(20, 7), at(20, 7, 30), 30, customer_text="Log-in failed."),),
    )


def tickets_by_priority() -> TicketsByPriority:
    """The tickets of the tills beside those of September; nothing is known of the webshop's."""
    lineage = "response p1 15 min, 95 %"
    till_counts = (
        PriorityCounts("P1", 1, 16, 1, 17, 1, 2),
        PriorityCounts("P2", 0, 18, 0, 17, -1, 0),
        PriorityCounts("P3", 2, 17, 0, 16, 0, 3),
    )
    tickets = ServiceTickets(
        uid="till",
        service="Till service",
        counts=till_counts,
        in_time=tuple(PriorityInTime(lineage, priority, 17, 16) for priority in ("P1", "P2", "P3")),
        counts_before=(PriorityCounts("P1", 0, 12, 0, 11, 0, 1), PriorityCounts("P2", 0, 18, 0, 18, 0, 0)),
        in_time_before=(PriorityInTime(lineage, "P1", 10, 10), PriorityInTime(lineage, "P2", 20, 18)),
        note="sources of tickets cover only part of these days",
    )
    silent = ServiceTickets("webshop", "Webshop", missing="no source of tickets covers these days")
    return TicketsByPriority("September 2026", (tickets, silent))


def october() -> Month:
    """Retail in October 2026, with a 25-hour day, two agreement versions and a restated past."""
    services = (till(), webshop(), payroll(), hostile())
    return Month(
        organisation="Northwind IT",
        desk="northwind-secret.slm",
        customer="Retail",
        customer_uid="retail",
        period="2026-10",
        label="October 2026",
        start=START,
        end=END,
        time_zone="Europe/Berlin",
        made_at=at(4, 10, 15, month=11),
        state="issued",
        number=2,
        agreements=(
            "SLA Retail, version 2, from 1 January 2026",
            "SLA Retail, version 3, from 15 October 2026",
        ),
        services=services,
        sources=(
            SourceLine(
                "Service monitoring",
                "outages-oct.xlsx",
                "ab" * 32,
                at(2, 9, month=11),
                "outages",
                214,
                "1–31 October, all services",
            ),
            SourceLine(
                "Service desk",
                "tickets-oct.csv",
                "cd" * 32,
                at(2, 9, 5, month=11),
                "tickets",
                1703,
                "1–31 October",
            ),
        ),
        changes=(
            Change(
                "Till service, Availability 99.5 %",
                "99.21 %, missed",
                "99.05 %, missed",
                "An outage on 28 October was reported late by the shops.",
            ),
        ),
        hours=(
            HoursLine(
                "Mon–Fri 08:00–18:00 (Europe/Berlin), less public holidays of Germany",
                tuple(service.name for service in services),
                (DateLine("2026-10-30", "Stocktaking", 120 * MINUTE),),
            ),
        ),
        windows=(
            WindowLine(
                "Sunday maintenance (clause 4.2)",
                "every Sunday 06:00–10:00 (Europe/Berlin)",
                ("Till service",),
                (at(4, 6), at(11, 6), at(18, 6), at(25, 6)),
                0,
                90 * MINUTE,
                0,
            ),
        ),
        summary="October was a hard month for the tills and a quiet one for everything else. "
        "We ask you to decide with us on the second storage path.",
        summary_internal="Expect the question about credits.",
        volumes=(
            VolumeLine(
                "till|tickets|||",
                "Till service",
                "Tickets",
                "",
                "sum",
                "40",
                "51",
                31,
                note="tickets cover only part of the days",
                history=(PastVolume("2026-09", "September 2026", "40", "38"),),
            ),
            VolumeLine("till|figure|||orders", "Till service", "Orders", "orders", "sum", "9000", None, 31),
        ),
        tickets=tickets_by_priority(),
        distribution=(
            Person("Anna Berger", "Head of shops", "anna@retail.example"),
            Person("Jan Nowak", "IT coordinator", "jan@retail.example"),
        ),
    )

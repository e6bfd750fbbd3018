"""Outages, planned work and states of the sample organisation: October 2026 as told, before that as drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import exp, log
from random import Random
from zoneinfo import ZoneInfo

SEED = 2026
BERLIN, LONDON, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
FIRST, OCTOBER, AFTER = date(2026, 5, 1), date(2026, 10, 1), date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Break:
    """An outage, a slow spell or planned work, as the person or tool that wrote it down called it."""

    subject: str
    start: datetime
    end: datetime
    state: str = "down"
    planned: bool = False
    site: str = ""
    cause: str = ""
    internal: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A check's state from `at` on: UP, DEGRADED, DOWN, or UNKNOWN when nothing arrived from it."""

    at: datetime
    check: str
    state: str
    message: str


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The start of a local day."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def days(first: date, after: date) -> Iterator[date]:
    """Every day from `first` up to `after`."""
    for number in range((after - first).days):
        yield first + timedelta(days=number)


def outages() -> list[Break]:
    """The service desk's own list: tills, payments, workplaces, warehouse sites."""
    random = Random(f"{SEED} outages")
    drawn = [
        *_drawn(random, "Kasse", 4.5, 22, _TILL_CAUSES),
        *_drawn(random, "Bezahldienst", 2.5, 18, _PAYMENT_CAUSES),
        *_drawn(random, "Arbeitsplatz", 2.0, 35, _WORKPLACE_CAUSES),
        *_drawn(random, "Lagersteuerung", 3.0, 40, _WAREHOUSE_CAUSES, sites=("Newark", "Columbus", "")),
    ]
    return sorted(
        [*drawn, *_planned_warehouse_work(), *_october_outages()], key=lambda b: (b.start, b.subject)
    )


def web_outages() -> list[Break]:
    """What an outside watcher saw of the webshop."""
    random = Random(f"{SEED} web")
    drawn = _drawn(random, "www shop", 3.0, 14, _WEB_CAUSES)
    told = [
        _told("www shop", "2026-10-06 11:20", 9, LONDON, cause="search cluster restarted"),
        _told("www shop", "2026-10-11 06:00", 150, LONDON, planned=True, cause="database upgrade"),
        _told("www shop", "2026-10-13 08:14", 21, LONDON, cause="storage path"),
        _told("www shop", "2026-10-23 19:02", 48, LONDON, state="degraded", cause="slow product pictures"),
        _told("www shop", "2026-10-27 20:31", 16, LONDON, cause="content delivery network"),
    ]
    return sorted([*drawn, *_planned_web_work(), *told], key=lambda b: b.start)


def states() -> list[State]:
    """The data centre's monitoring; it fell silent from 20 to 22 October, while its own server was moved."""
    found = [*_daily_states()]
    for check, breaks in _checked().items():
        for each in breaks:
            found.append(State(each.start, check, each.state.upper(), each.cause))
            found.append(State(each.end, check, "UP", "recovered"))
    for check in _checked():
        found.append(State(_SILENT_FROM, check, "UNKNOWN", "no data received"))
        found.append(State(_SILENT_UNTIL, check, "UP", "receiving again"))
    return sorted(found, key=lambda s: (s.at, s.check))


_SILENT_FROM = datetime(2026, 10, 20, 6, 4, tzinfo=UTC)
_SILENT_UNTIL = datetime(2026, 10, 22, 5, 51, tzinfo=UTC)
_TILL_CAUSES = (
    ("Netzwerk", "Switch im Verteiler neu gestartet", "The store network was interrupted."),
    ("Datenbank", "Sperren in der Kassendatenbank", "The till database answered too slowly."),
    (
        "Anwendung",
        "Fehlerhafter Patch, zurückgenommen",
        "A software update was faulty and has been taken back.",
    ),
    ("Speicherpfad", "Pfad 2 zum Speicher ausgefallen", "A storage connection failed."),
)
_PAYMENT_CAUSES = (
    ("Lieferant", "Störung beim Zahlungsdienstleister", "The payment provider had an interruption."),
    ("Zertifikat", "Zertifikat nicht rechtzeitig erneuert", "A certificate had to be renewed."),
    ("Netzwerk", "Leitung A gestört", "The line to the payment provider was interrupted."),
)
_WORKPLACE_CAUSES = (
    ("Anmeldung", "Verzeichnisdienst überlastet", "Signing in was not possible."),
    ("E-Mail", "Postfachserver neu gestartet", "Mail was delayed."),
)
_WAREHOUSE_CAUSES = (
    ("Funknetz", "Access Point ausgetauscht", "The scanners lost their wireless network."),
    ("Anwendung", "Stau in der Auftragswarteschlange", "Orders were queued and worked off later."),
)
_WEB_CAUSES = (
    ("content delivery network", "", ""),
    ("web platform", "", ""),
    ("search cluster", "", ""),
)
_STOCK_CAUSES = (("connection refused", "", ""), ("response timed out", "", ""))


def _october_outages() -> list[Break]:
    storage = "Pfad 1 war seit 9.10. in Wartung, Pfad 2 fiel aus; Change 4711 hätte warten müssen"
    return [
        _told("Kasse", "2026-10-13 09:12", 94, BERLIN, cause="Speicherpfad", internal=storage,
              customer="Both connections to the storage system failed; tills could not book sales."),
        _told("Bezahldienst", "2026-10-13 09:12", 38, BERLIN, cause="Speicherpfad", internal=storage,
              customer="Card payments were refused while the storage system was unreachable."),
        _told("Kasse", "2026-10-22 19:40", 90, BERLIN, cause="Netzwerk",
              internal="Provider hat Leitung gedrosselt",
              customer="The store network was interrupted shortly before closing time."),
        _told("Kasse", "2026-10-24 10:05", 10, BERLIN, site="Köln", cause="Strom",
              internal="Elektriker hat falschen Kreis abgeschaltet",
              customer="Power was cut in the Köln stores."),
        _told("Kasse", "2026-10-25 01:10", 45, BERLIN, cause="Datenbank", internal="Sicherung lief zu lange",
              customer="The till database was restarted at night."),
        _told("Kasse", "2026-10-26 11:00", 55, BERLIN, state="degraded", cause="Datenbank",
              internal="Statistik veraltet", customer="Booking a sale took up to ten seconds."),
        _told("Arbeitsplatz", "2026-10-08 08:05", 42, BERLIN, cause="Anmeldung",
              internal="Verzeichnisdienst überlastet", customer="Signing in failed in the morning."),
        _told("Bezahldienst", "2026-10-17 15:30", 70, BERLIN, state="degraded", cause="Lieferant",
              internal="Ticket beim Dienstleister offen", customer="Some cards had to be tried twice."),
        _told("Lagersteuerung", "2026-10-05 09:40", 65, NEW_YORK, site="Newark", cause="Funknetz",
              internal="Access Point defekt", customer="The scanners in Newark lost their wireless network."),
        _told("Lagersteuerung", "2026-10-10 07:00", 240, NEW_YORK, planned=True, cause="Wartung",
              internal="Umzug auf neue Server", customer="Announced move to new servers."),
        _told("Lagersteuerung", "2026-10-28 16:20", 35, NEW_YORK, cause="Anwendung",
              internal="Stau in der Warteschlange", customer="Orders were queued and worked off later."),
    ]  # fmt: skip


def _checked() -> dict[str, list[Break]]:
    """The two checks of the monitoring with what befell them."""
    random = Random(f"{SEED} monitoring")
    stock = _drawn(random, "hh-stockdb-01", 5.0, 30, _STOCK_CAUSES)
    warehouse = _drawn(random, "nj-wms-01", 3.0, 20, _STOCK_CAUSES)
    stock += [
        _told("hh-stockdb-01", "2026-10-07 14:02", 31, BERLIN, cause="response timed out"),
        _told("hh-stockdb-01", "2026-10-13 09:12", 98, BERLIN, cause="storage path lost"),
        _told("hh-stockdb-01", "2026-10-28 07:30", 25, BERLIN, state="degraded", cause="slow answers"),
    ]
    warehouse += [_told("nj-wms-01", "2026-10-15 10:10", 18, NEW_YORK, cause="connection refused")]
    return {"hh-stockdb-01": stock, "nj-wms-01": warehouse}


def _daily_states() -> Iterator[State]:
    """Once a day each check says that it is still up, unless it is just down or silent."""
    for day in days(FIRST, AFTER):
        at = midnight(day, ZoneInfo("UTC"))
        for check, breaks in _checked().items():
            if not (_SILENT_FROM <= at < _SILENT_UNTIL or any(b.start <= at < b.end for b in breaks)):
                yield State(at, check, "UP", "daily report")


def _planned_web_work() -> Iterator[Break]:
    """Second Sundays, inside and once beyond the agreed window 06:00–10:00."""
    for day, minutes in (("05-10", 120), ("06-14", 95), ("07-12", 265), ("08-09", 60), ("09-13", 180)):
        yield _told("www shop", f"2026-{day} 06:00", minutes, LONDON, planned=True, cause="announced work")


def _planned_warehouse_work() -> Iterator[Break]:
    for day in ("2026-06-13", "2026-08-15"):
        yield _told("Lagersteuerung", f"{day} 07:00", 180, NEW_YORK, planned=True, cause="Wartung",
                    internal="Angekündigt", customer="Announced maintenance.")  # fmt: skip


def _told(
    subject: str,
    wall: str,
    minutes: int,
    zone: ZoneInfo,
    *,
    state: str = "down",
    planned: bool = False,
    site: str = "",
    cause: str = "",
    internal: str = "",
    customer: str = "",
) -> Break:
    start = datetime.fromisoformat(wall).replace(tzinfo=zone).astimezone(UTC)
    end = start + timedelta(minutes=minutes)
    return Break(subject, start, end, state, planned, site, cause, internal, customer)


def _drawn(
    random: Random,
    subject: str,
    monthly: float,
    median_minutes: float,
    causes: tuple[tuple[str, str, str], ...],
    sites: tuple[str, ...] = ("",),
) -> list[Break]:
    """Breaks from May to September: exponential gaps, log-normal lengths, one in six only a slow spell."""
    found: list[Break] = []
    at, last = midnight(FIRST, BERLIN), midnight(OCTOBER, BERLIN) - timedelta(days=1)
    while (at := _later(random, at, monthly)) < last:
        length = timedelta(minutes=max(3, round(exp(log(median_minutes) + 0.9 * random.gauss(0, 1)))))
        state = "degraded" if random.random() < 1 / 6 else "down"
        cause, internal, customer = random.choice(causes)
        site = random.choice(sites)
        found.append(Break(subject, at, at + length, state, False, site, cause, internal, customer))
        at += length
    return found


def _later(random: Random, at: datetime, monthly: float) -> datetime:
    """The next start, to the minute; gaps of at least an hour keep breaks apart."""
    gap = timedelta(days=random.expovariate(monthly / 30.4)) + timedelta(hours=1)
    return (at + gap).replace(second=0, microsecond=0)

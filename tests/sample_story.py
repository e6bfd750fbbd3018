"""What befell the sample organisation from September 2025 to October 2026, told month by month.

A Christmas trade at the edge of what the tills could take, a spring of storage trouble that a change at the end of May
ended, a summer too hot for two server rooms, and an October in which maintenance met a failure.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN, LONDON, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
_ZONES = {"www shop": LONDON, "Lagersteuerung": NEW_YORK, "nj-wms-01": NEW_YORK}


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


_STORAGE = "The storage system stopped answering; tills could not book sales."
_CONTROLLER = "Controller A neu gestartet, Problem 318"
_HEAT = "Kühlung im Serverraum ausgefallen"

# subject, local start, minutes, what it was: "down", "degraded" or "planned", site, cause, internal, customer
_Line = tuple[str, str, int, str, str, str, str, str]
DESK: tuple[_Line, ...] = (
    ("Kasse", "2025-11-28 10:20", 24, "down", "", "Datenbank", "Sperren unter Aktionslast",
     "On Black Friday the till database could not keep up; sales stood still in all stores."),
    ("Kasse", "2025-12-06 11:30", 38, "down", "", "Anwendung", "Gutscheinprüfung blockiert",
     "Checking Christmas vouchers blocked the tills."),
    ("Kasse", "2025-12-13 15:10", 12, "down", "Köln", "Netzwerk", "Leitung Köln, Ende laut Filiale",
     "The line to the Köln stores failed on a Saturday afternoon."),
    ("Kasse", "2025-12-20 12:05", 33, "down", "", "Datenbank", "Verbindungsgrenze erreicht",
     "On the last Saturday before Christmas the till database ran out of connections."),
    ("Bezahldienst", "2025-12-20 12:00", 52, "down", "", "Lieferant", "PayBridge überlastet",
     "The payment provider was overloaded; cards were refused."),
    ("Bezahldienst", "2025-12-23 17:40", 80, "degraded", "", "Lieferant", "PayBridge langsam",
     "Card payments took up to a minute."),
    ("Lagersteuerung", "2025-12-15 14:00", 85, "down", "", "Anwendung", "Auftragswelle, Speicher voll",
     "The wave of Christmas orders stopped picking in both warehouses."),
    ("Arbeitsplatz", "2026-01-12 08:02", 96, "down", "", "Anmeldung", "Lizenzserver nach Jahreswechsel",
     "After the holidays nobody could sign in until the licence server was restarted."),
    ("Lagersteuerung", "2026-02-14 07:00", 150, "planned", "", "Wartung", "Angekündigt",
     "Announced maintenance."),
    ("Kasse", "2026-03-05 13:20", 46, "down", "", "Speicher", _CONTROLLER, _STORAGE),
    ("Kasse", "2026-03-17 10:40", 58, "down", "", "Speicher", _CONTROLLER, _STORAGE),
    ("Bezahldienst", "2026-03-17 10:40", 34, "down", "", "Speicher", _CONTROLLER,
     "Card payments were refused while the storage system was unreachable."),
    ("Kasse", "2026-03-26 16:05", 37, "down", "", "Speicher", _CONTROLLER, _STORAGE),
    ("Kasse", "2026-04-02 11:15", 39, "down", "", "Speicher", _CONTROLLER, _STORAGE),
    ("Kasse", "2026-04-14 09:30", 66, "down", "", "Speicher", "Beide Controller, Hersteller vor Ort", _STORAGE),
    ("Arbeitsplatz", "2026-04-14 09:30", 145, "down", "", "Speicher", "Beide Controller, Hersteller vor Ort",
     "Files and mail were out of reach while the storage system was repaired."),
    ("Bezahldienst", "2026-04-14 09:30", 61, "down", "", "Speicher", "Beide Controller",
     "Card payments were refused while the storage system was repaired."),
    ("Kasse", "2026-04-15 14:20", 48, "down", "", "Speicher", "Nacharbeit Hersteller", _STORAGE),
    ("Kasse", "2026-04-28 17:00", 31, "down", "", "Speicher", _CONTROLLER, _STORAGE),
    ("Kasse", "2026-05-06 10:10", 52, "down", "", "Speicher", _CONTROLLER, _STORAGE),
    ("Kasse", "2026-05-19 20:45", 33, "down", "", "Speicher", _CONTROLLER, _STORAGE),
    ("Kasse", "2026-05-30 21:00", 300, "planned", "", "Wartung", "Change 4402: Umzug auf das neue Speichersystem",
     "Announced move to the new storage system, outside store hours."),
    ("Lagersteuerung", "2026-06-13 07:00", 180, "planned", "", "Wartung", "Angekündigt", "Announced maintenance."),
    ("Kasse", "2026-07-02 14:30", 54, "down", "Hamburg", "Kühlung", _HEAT,
     "On the hottest day of the year the server room in Hamburg had to be switched off."),
    ("Lagersteuerung", "2026-07-14 13:00", 125, "down", "Newark", "Kühlung", _HEAT,
     "The server room in Newark overheated; picking in Newark stopped."),
    ("Kasse", "2026-07-18 11:05", 26, "down", "München", "Strom", "Sicherung der Ladenkühlung",
     "The stores' own cooling tripped the fuse of the tills in München."),
    ("Arbeitsplatz", "2026-08-11 13:30", 104, "down", "Hamburg", "Kühlung", _HEAT,
     "Files and mail were switched off in Hamburg while the server room was cooled."),
    ("Lagersteuerung", "2026-08-06 15:10", 48, "down", "Columbus", "Kühlung", _HEAT,
     "Picking in Columbus stopped for three quarters of an hour in the heat."),
    ("Lagersteuerung", "2026-08-15 07:00", 180, "planned", "", "Wartung", "Angekündigt", "Announced maintenance."),
    ("Kasse", "2026-10-13 09:12", 94, "down", "", "Speicherpfad",
     "Pfad 1 war seit 9.10. in Wartung, Pfad 2 fiel aus; Change 4711 hätte warten müssen",
     "Both connections to the storage system failed; tills could not book sales."),
    ("Bezahldienst", "2026-10-13 09:12", 38, "down", "", "Speicherpfad",
     "Pfad 1 war seit 9.10. in Wartung, Pfad 2 fiel aus; Change 4711 hätte warten müssen",
     "Card payments were refused while the storage system was unreachable."),
    ("Kasse", "2026-10-22 19:40", 90, "down", "", "Netzwerk", "Provider hat Leitung gedrosselt",
     "The store network was interrupted shortly before closing time."),
    ("Kasse", "2026-10-24 10:05", 10, "down", "Köln", "Strom", "Elektriker hat falschen Kreis abgeschaltet",
     "Power was cut in the Köln stores."),
    ("Kasse", "2026-10-25 01:10", 45, "down", "", "Datenbank", "Sicherung lief zu lange",
     "The till database was restarted at night."),
    ("Kasse", "2026-10-26 11:00", 55, "degraded", "", "Datenbank", "Statistik veraltet",
     "Booking a sale took up to ten seconds."),
    ("Arbeitsplatz", "2026-10-08 08:05", 42, "down", "", "Anmeldung", "Verzeichnisdienst überlastet",
     "Signing in failed in the morning."),
    ("Arbeitsplatz", "2026-10-20 09:15", 105, "down", "", "E-Mail",
     "Filialen haben 400 Postfächer ohne Anmeldung verschoben",
     "Mail stood still while the stores moved 400 mailboxes by themselves."),
    ("Bezahldienst", "2026-10-17 15:30", 70, "degraded", "", "Lieferant", "Ticket beim Dienstleister offen",
     "Some cards had to be tried twice."),
    ("Lagersteuerung", "2026-10-05 09:40", 65, "down", "Newark", "Funknetz", "Access Point defekt",
     "The scanners in Newark lost their wireless network."),
    ("Lagersteuerung", "2026-10-10 07:00", 240, "planned", "", "Wartung", "Umzug auf neue Server",
     "Announced move to new servers."),
    ("Lagersteuerung", "2026-10-28 16:20", 35, "down", "", "Anwendung", "Stau in der Warteschlange",
     "Orders were queued and worked off later."),
)  # fmt: skip
# What an outside watcher saw of the webshop; the second Sundays are announced work, once beyond its window.
WEB: tuple[_Line, ...] = (
    ("www shop", "2025-11-28 09:05", 34, "degraded", "", "campaign traffic", "", ""),
    ("www shop", "2025-11-28 20:10", 41, "down", "", "campaign traffic", "", ""),
    ("www shop", "2025-12-14 19:30", 29, "down", "", "search cluster", "", ""),
    ("www shop", "2026-02-08 06:00", 110, "planned", "", "announced work", "", ""),
    ("www shop", "2026-04-14 08:31", 63, "down", "", "storage system", "", ""),
    ("www shop", "2026-05-10 06:00", 120, "planned", "", "announced work", "", ""),
    ("www shop", "2026-06-14 06:00", 95, "planned", "", "announced work", "", ""),
    ("www shop", "2026-07-12 06:00", 265, "planned", "", "announced work", "", ""),
    ("www shop", "2026-07-19 15:20", 28, "down", "", "content delivery network", "", ""),
    ("www shop", "2026-08-09 06:00", 60, "planned", "", "announced work", "", ""),
    ("www shop", "2026-09-13 06:00", 180, "planned", "", "announced work", "", ""),
    ("www shop", "2026-10-06 11:20", 9, "down", "", "search cluster restarted", "", ""),
    ("www shop", "2026-10-11 06:00", 150, "planned", "", "database upgrade", "", ""),
    ("www shop", "2026-10-13 08:14", 21, "down", "", "storage path", "", ""),
    ("www shop", "2026-10-23 19:02", 22, "degraded", "", "slow product pictures", "", ""),
    ("www shop", "2026-10-27 20:31", 16, "down", "", "content delivery network", "", ""),
)
# What the data centre's monitoring saw.
CHECKS: tuple[_Line, ...] = (
    ("hh-stockdb-01", "2025-12-20 12:03", 47, "down", "", "too many connections", "", ""),
    ("hh-stockdb-01", "2026-03-05 13:20", 92, "down", "", "storage path lost", "", ""),
    ("hh-stockdb-01", "2026-03-17 10:40", 124, "down", "", "storage path lost", "", ""),
    ("hh-stockdb-01", "2026-03-26 16:05", 71, "down", "", "storage path lost", "", ""),
    ("hh-stockdb-01", "2026-04-02 11:15", 83, "down", "", "storage path lost", "", ""),
    ("hh-stockdb-01", "2026-04-14 09:30", 171, "down", "", "storage path lost", "", ""),
    ("hh-stockdb-01", "2026-04-28 17:00", 58, "down", "", "storage path lost", "", ""),
    ("hh-stockdb-01", "2026-05-06 10:10", 118, "down", "", "storage path lost", "", ""),
    ("hh-stockdb-01", "2026-05-19 15:45", 74, "down", "", "storage path lost", "", ""),
    ("hh-stockdb-01", "2026-07-02 14:30", 62, "down", "", "over temperature", "", ""),
    ("hh-stockdb-01", "2026-10-07 14:02", 31, "down", "", "response timed out", "", ""),
    ("hh-stockdb-01", "2026-10-13 09:12", 98, "down", "", "storage path lost", "", ""),
    ("hh-stockdb-01", "2026-10-28 07:30", 25, "degraded", "", "slow answers", "", ""),
    ("nj-wms-01", "2025-12-15 14:00", 85, "down", "", "out of memory", "", ""),
    ("nj-wms-01", "2026-07-14 13:00", 125, "down", "", "over temperature", "", ""),
    ("nj-wms-01", "2026-10-15 10:10", 18, "down", "", "connection refused", "", ""),
)


def told(lines: tuple[_Line, ...]) -> list[Break]:
    """The lines as breaks in UTC."""
    return [_break(*line) for line in lines]


def _break(
    subject: str, wall: str, minutes: int, what: str, site: str, cause: str, internal: str, customer: str
) -> Break:
    start = datetime.fromisoformat(wall).replace(tzinfo=_ZONES.get(subject, BERLIN)).astimezone(UTC)
    state = "degraded" if what == "degraded" else "down"
    end = start + timedelta(minutes=minutes)
    return Break(subject, start, end, state, what == "planned", site, cause, internal, customer)

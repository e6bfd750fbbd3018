"""Outages, planned work and states of the sample organisation: ordinary ones drawn, the others told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import exp, log
from random import Random
from zoneinfo import ZoneInfo

from tests.sample_story import BERLIN, CHECKS, DESK, WEB, Break, told

SEED = 2026
FIRST, OCTOBER, AFTER = date(2025, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


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
        *_drawn(random, "Kasse", 2.2, 11, _TILL_CAUSES),
        *_drawn(random, "Bezahldienst", 1.8, 9, _PAYMENT_CAUSES),
        *_drawn(random, "Arbeitsplatz", 1.6, 22, _WORKPLACE_CAUSES),
        *_drawn(random, "Lagersteuerung", 2.2, 24, _WAREHOUSE_CAUSES, sites=("Newark", "Columbus", "")),
    ]
    return sorted([*drawn, *told(DESK)], key=lambda b: (b.start, b.subject))


def web_outages() -> list[Break]:
    """What an outside watcher saw of the webshop."""
    random = Random(f"{SEED} web")
    drawn = _drawn(random, "www shop", 1.6, 6, _WEB_CAUSES)
    return sorted([*drawn, *told(WEB)], key=lambda b: b.start)


def states() -> list[State]:
    """The data centre's monitoring; it fell silent from 20 to 22 October, while its own server was moved."""
    checked = _checked()
    found = [*_daily_states(checked)]
    for check, breaks in checked.items():
        for each in breaks:
            found.append(State(each.start, check, each.state.upper(), each.cause))
            found.append(State(each.end, check, "UP", "recovered"))
    for check in checked:
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


def _checked() -> dict[str, list[Break]]:
    """The two checks of the monitoring with what befell them."""
    random = Random(f"{SEED} monitoring")
    stock = _drawn(random, "hh-stockdb-01", 2.5, 14, _STOCK_CAUSES)
    warehouse = _drawn(random, "nj-wms-01", 1.5, 12, _STOCK_CAUSES)
    seen = told(CHECKS)
    return {
        "hh-stockdb-01": stock + [b for b in seen if b.subject == "hh-stockdb-01"],
        "nj-wms-01": warehouse + [b for b in seen if b.subject == "nj-wms-01"],
    }


def _daily_states(checked: Mapping[str, list[Break]]) -> Iterator[State]:
    """Once a day each check says that it is still up, unless it is just down or silent."""
    for day in days(FIRST, AFTER):
        at = midnight(day, ZoneInfo("UTC"))
        for check, breaks in checked.items():
            if not (_SILENT_FROM <= at < _SILENT_UNTIL or any(b.start <= at < b.end for b in breaks)):
                yield State(at, check, "UP", "daily report")


def _drawn(
    random: Random,
    subject: str,
    monthly: float,
    median_minutes: float,
    causes: tuple[tuple[str, str, str], ...],
    sites: tuple[str, ...] = ("",),
) -> list[Break]:
    """Breaks until the end of September 2026: exponential gaps, log-normal lengths, one in six only a slow spell."""
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

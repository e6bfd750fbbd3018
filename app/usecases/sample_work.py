"""The sample's announced work: what was done in the past fourteen months, and what is to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.models.database import Database
from app.usecases.planned_work import announce_work
from app.usecases.sample_organisation import Names

_BERLIN, _LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
_NEW_YORK = ZoneInfo("America/New_York")


@dataclass(frozen=True, slots=True)
class _Work:
    """Announced `notice` days ahead; it touches services or components by name."""

    title: str
    start: datetime
    minutes: int
    services: tuple[str, ...]
    customer: str
    internal: str = ""
    components: tuple[str, ...] = ()
    notice: int = 14


_SHOP_WORK = "The webshop can be interrupted for short times between 06:00 and 10:00."
_WORK = (
    _Work(
        "Warehouse maintenance, February",
        datetime(2026, 2, 14, 7, tzinfo=_NEW_YORK),
        150,
        ("Warehouse control",),
        "Picking and shipping pause on Saturday morning.",
    ),
    _Work(
        "Change 4402: move to the new storage system",
        datetime(2026, 5, 30, 21, tzinfo=_BERLIN),
        300,
        ("Till", "Stock and ordering", "Payments"),
        "The tills and the stock move to a new storage system on Saturday night, after the stores have closed.",
        "Ends problem 318. The manufacturer is on site; way back until 01:00.",
        ("Stock database",),
        notice=21,
    ),
    _Work(
        "Warehouse maintenance, June",
        datetime(2026, 6, 13, 7, tzinfo=_NEW_YORK),
        180,
        ("Warehouse control",),
        "Picking and shipping pause on Saturday morning.",
    ),
    _Work(
        "Webshop release 26.3",
        datetime(2026, 7, 12, 6, tzinfo=_LONDON),
        240,
        ("Webshop",),
        _SHOP_WORK,
        "Took 25 minutes longer than the window; the search index was built twice.",
    ),
    _Work(
        "Warehouse maintenance, August",
        datetime(2026, 8, 15, 7, tzinfo=_NEW_YORK),
        180,
        ("Warehouse control",),
        "Picking and shipping pause on Saturday morning.",
    ),
    _Work("Webshop release 26.4", datetime(2026, 9, 13, 6, tzinfo=_LONDON), 180, ("Webshop",), _SHOP_WORK),
    _Work(
        "Change 4711: maintenance of storage path 1",
        datetime(2026, 10, 9, 20, tzinfo=_BERLIN),
        120,
        ("Till",),
        "One of two connections to the storage system is serviced. No interruption is expected.",
        "Was to end on the 9th; the path stayed off until the 13th.",
    ),
    _Work(
        "Move to new warehouse servers",
        datetime(2026, 10, 10, 7, tzinfo=_NEW_YORK),
        240,
        ("Warehouse control",),
        "Picking and shipping pause on Saturday morning.",
    ),
    _Work(
        "Webshop database upgrade", datetime(2026, 10, 11, 6, tzinfo=_LONDON), 150, ("Webshop",), _SHOP_WORK
    ),
    _Work(
        "Second storage path for the tills",
        datetime(2026, 11, 14, 21, tzinfo=_BERLIN),
        240,
        ("Till", "Payments"),
        "The tills get a second, separate connection to the storage system, after the stores have closed.",
        "To be done before the change freeze of 23 November.",
        ("Stock database",),
        notice=21,
    ),
    _Work(
        "Cooling of the Hamburg server room",
        datetime(2026, 12, 5, 21, tzinfo=_BERLIN),
        360,
        ("Till", "Workplace"),
        "A second cooling unit is put in. Short interruptions are possible during the night.",
        "Follows from the heat of July and August.",
        notice=40,
    ),
)


def announce_sample_work(db: Database, names: Names) -> None:
    """Every piece of work, as it was announced."""
    for work in _WORK:
        announce_work(
            db,
            work.title,
            start=work.start,
            end=work.start + timedelta(minutes=work.minutes),
            service_ids=[names.services[name] for name in work.services],
            component_ids=[names.components[name] for name in work.components],
            announced_at=work.start - timedelta(days=work.notice, hours=6),
            internal_text=work.internal,
            customer_text=work.customer,
        )

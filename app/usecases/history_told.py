"""One entry of the audit trail in the user's words: which thing, which field, from what to what."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.calc.definition import describe, from_dict
from app.calc.metrics import METRICS
from app.calc.money import Money
from app.calc.periods import parse_period
from app.calc.recurrence import recurrence_words
from app.errors import AppError
from app.models.audit import AuditChange
from app.models.base import Base, Instant, from_microseconds
from app.models.database import Database
from app.reports.paper import LOGO_BEGINS
from app.usecases.history_words import CODED, CODES, DAYS, DEEDS, FIELDS, SETTINGS, THINGS, is_told
from app.usecases.hours import week_words
from app.usecases.leaks import ACCEPTED, accepted_words
from app.usecases.settings import load_settings

MOST_CHANGES = 500
GONE = "one no longer on the desk"
Values = Mapping[str, object]
_REFERENCES = {
    "agreement_id": "agreements",
    "batch_id": "import_batches",
    "closed_month_id": "closed_months",
    "component_id": "components",
    "customer_id": "customers",
    "group_id": "need_groups",
    "hours_id": "hours",
    "needed_service_id": "services",
    "outage_id": "outages",
    "parent_id": "need_groups",
    "planned_work_id": "planned_work",
    "service_id": "services",
    "site_id": "sites",
    "support_hours_id": "hours",
    "ticket_id": "tickets",
    "version_id": "agreement_versions",
}


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One field of one thing; of what was added `before` is empty, of what was removed `after` is.

    Of rows that came or went in bulk only their number is told.
    """

    thing: str
    name: str
    deed: str  # added | changed | removed
    field: str
    before: str
    after: str


def tell_changes(db: Database, entry_id: int, most: int = MOST_CHANGES) -> tuple[ToldChange, ...]:
    """What one entry changed, field by field, of at most so many rows; instants on the desk's wall clock."""
    query = select(AuditChange).where(AuditChange.entry_id == entry_id).order_by(AuditChange.id).limit(most)
    with db.reading() as session:
        teller = _Teller(session, load_settings(session).time_zone)
        return tuple(told for change in session.scalars(query) for told in teller.tell(change))


class _Teller:
    """Knows names: of rows that are there from their tables, of others from what the trail says of them."""

    def __init__(self, session: Session, time_zone: str) -> None:
        self._session = session
        self._zone = ZoneInfo(time_zone)
        self._names: dict[tuple[str, int], str] = {}

    def tell(self, change: AuditChange) -> Iterator[ToldChange]:
        one, many = THINGS[change.table_name]
        deed = DEEDS[change.action]
        if change.action.startswith("bulk"):
            name = self._name("import_batches", change.batch_id) if change.batch_id else ""
            count = f"{change.rows:,}"
            yield ToldChange(
                many,
                name,
                deed,
                "how many",
                *(("", count) if deed == "added" else (count, "")),
            )
            return
        before, after = _columns(change.before), _columns(change.after)
        whole = {**self._row(change.table_name, change.row_id), **before, **after}
        if "hour_cost" in {**before, **after}:
            whole["hour_cost_currency"] = self._as_it_was(change, "hour_cost_currency", whole)
        name = self._called(change.table_name, whole) or change.title or ""
        for column in dict.fromkeys((*before, *after)):
            named = column in _OWNERS.get(change.table_name, ())  # already by the name
            if is_told(change.table_name, column) and not named:
                shown = [
                    self._value(change.table_name, column, side.get(column), {**whole, **side})
                    for side in (before, after)
                ]
                if any(shown):
                    yield ToldChange(one, name, deed, FIELDS[column], *shown)

    def _value(self, table: str, column: str, value: object, whole: Values) -> str:
        """A stored value as people read it."""
        if value is None or value == "":
            return ""
        if column in _REFERENCES:
            return self._name(_REFERENCES[column], int(str(value)))
        if column == "subject_id":
            return self._name(f"{whole.get('subject_kind')}s", int(str(value)))
        kind = Base.metadata.tables[table].columns[column].type
        if isinstance(kind, Instant):
            return self._moment(value)
        if kind.python_type is bool:
            return "yes" if value else "no"
        if column in DAYS:
            return _day(str(value))
        if column == "hour_cost":
            return str(Money(int(str(value)), str(whole.get("hour_cost_currency") or ""))).strip()
        if column in CODED:
            known = METRICS.get(str(value)) if column == "metric" else None
            return known.title if known else CODES.get(str(value), str(value))
        return _text(table, column, value, whole)

    def _as_it_was(self, change: AuditChange, column: str, whole: Values) -> object:
        """A field at the time of a change that may have left it alone: what a later change, if any, found there."""
        query = (
            select(AuditChange.before)
            .where(
                AuditChange.table_name == change.table_name,
                AuditChange.row_id == change.row_id,
                AuditChange.id > change.id,
                func.json_type(AuditChange.before, f"$.{column}").is_not(None),
            )
            .order_by(AuditChange.id)
            .limit(1)
        )
        found = _columns(self._session.scalar(query))
        return found.get(column, whole.get(column))

    def _moment(self, value: object) -> str:
        instant = value if isinstance(value, datetime) else from_microseconds(int(str(value)))
        at = instant.astimezone(self._zone)
        return f"{at:%a} {at.day} {at:%b %Y %H:%M}" + (f":{at:%S}" if at.second else "")

    def _name(self, table: str, row_id: int) -> str:
        """What a row is called, even when it is gone."""
        key = (table, row_id)
        if key not in self._names:
            row: Values = self._row(table, row_id) if table in THINGS else {}
            self._names[key] = (self._called(table, row) if row else "") or self._last_title(key) or GONE
        return self._names[key]

    def _row(self, table: str, row_id: int | None) -> Values:
        columns = Base.metadata.tables[table].columns
        if row_id is None or "id" not in columns:
            return {}
        query = select(*columns).where(columns["id"] == row_id)
        found = self._session.execute(query).mappings().first()
        return {str(name): value for name, value in found.items()} if found else {}

    def _last_title(self, key: tuple[str, int]) -> str | None:
        query = (
            select(AuditChange.title)
            .where(AuditChange.table_name == key[0], AuditChange.row_id == key[1])
            .order_by(AuditChange.id.desc())
            .limit(1)
        )
        return self._session.scalar(query)

    def _called(self, table: str, row: Values) -> str:
        """The name of a row by its values: its own, or the names of what it belongs to."""
        if table == "settings":
            key = str(row.get("key"))
            return "word accepted by the leak check" if key.startswith(ACCEPTED) else SETTINGS.get(key, "")
        if table == "agreement_versions":
            return f"{self._of(row, 'agreement_id')}, version {row.get('number')}"
        if table == "outages":
            return self._listed(self._subject(row), self._moment(row["start"]) if "start" in row else "")
        if table == "targets":
            metric = METRICS.get(str(row.get("metric")))
            return self._listed(self._subject(row), metric.title if metric else "")
        if table == "assumed_volumes":
            return self._listed(self._subject(row), str(row.get("figure") or row.get("counts") or ""))
        if table in ("commentary", "closed_months", "issued_files"):
            period = _text(table, "period", row.get("period", ""), row)
            return self._listed(self._of(row, "customer_id"), period)
        own = next((str(row[c]) for c in ("name", "title", "number", "file_name", "text") if row.get(c)), "")
        owner = next((self._of(row, c) for c in _OWNERS.get(table, ()) if row.get(c)), "")
        day = _day(str(row["day"])) if row.get("day") else ""
        return self._listed(owner, own or day or self._subject(row))

    def _subject(self, row: Values) -> str:
        named = [column for column in ("service_id", "component_id", "site_id") if row.get(column)]
        return self._listed(*(self._of(row, column) for column in named))

    def _of(self, row: Values, column: str) -> str:
        value = row.get(column)
        return self._name(_REFERENCES[column], int(str(value))) if value is not None else ""

    def _listed(self, *parts: str) -> str:
        return ", ".join(part for part in parts if part)


# Whose rows are named after what they belong to.
_OWNERS: Mapping[str, tuple[str, ...]] = {
    "special_days": ("hours_id",),
    "maintenance_windows": ("version_id",),
    "planned_work_subjects": ("planned_work_id",),
    "outage_sites": ("outage_id",),
    "ticket_events": ("ticket_id",),
    "objections": ("closed_month_id",),
    "rejected_rows": ("batch_id",),
    "batch_sheets": ("batch_id",),
}


def _text(table: str, column: str, value: object, whole: Values) -> str:
    """Texts, numbers, and what is stored as JSON."""
    text = str(value)
    if table == "settings" and text.startswith(LOGO_BEGINS):
        return "a picture"
    if table == "settings" and text.startswith("{"):
        return accepted_words(text) or text
    try:
        if column == "week":
            return week_words(text)
        if column == "times":
            return ", ".join("–".join(pair) for pair in cast("list[list[str]]", json.loads(text)))
        if column == "values":
            return " · ".join(str(cell) for cell in cast("list[object]", json.loads(text)))
        if column == "definition":
            return describe(from_dict(_columns(text)))
        if column == "parameters":
            return ", ".join(f"{name} {given}" for name, given in _columns(text).items())
        if column == "recurrence":
            return recurrence_words(text, datetime.fromisoformat(str(whole.get("starts_at"))))
        if column == "period" and table != "targets":
            return parse_period(text, "UTC").label
    except (AppError, ValueError):
        return text  # written by a later release; better told raw than not at all
    if column == "starts_at":
        return text.replace("T", " ")
    return text


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%b %Y}"


def _columns(text: str | None) -> Mapping[str, object]:
    return cast("dict[str, object]", json.loads(text)) if text else {}

"""What is read of the measurements of a service: what is asked for, and what it or its components are told of."""

from datetime import datetime

from app.calc.spans import Spans
from app.models.database import Database
from app.models.measurements import Sample, Ticket
from app.usecases.coverage import declare_coverage
from app.usecases.measured import Measured, load_measured
from app.usecases.services import add_component, add_service, set_components
from app.usecases.standing import load_standing
from tests.usecases.retail import Retail, at, retail


def measured(db: Database, desk: Retail, **how: object) -> Measured:
    with db.reading() as session:
        under = load_standing(session).under(desk.service)
        return load_measured(session, under, desk.customer, None, at(10, 1), at(11, 1), **how)


def span(start: datetime, end: datetime) -> Spans:
    return Spans.of([(start, end)])


def test_tickets_and_samples_are_read_where_a_target_needs_them(db: Database) -> None:
    desk = retail(db)
    with db.changing("as if imported") as session:
        session.add(Ticket(number="1", service_id=desk.service, opened=at(10, 2)))
        session.add(Sample(metric="response time", service_id=desk.service, at=at(10, 2), value=1.0))
    everything = measured(db, desk)
    assert (len(everything.tickets), list(everything.samples)) == (1, ["response time"])
    little = measured(db, desk, needs=("ledger",))
    assert (len(little.tickets), dict(little.samples)) == (0, {})
    assert little.covered == everything.covered


def test_a_service_is_covered_by_itself_by_everything_or_by_all_of_its_components(db: Database) -> None:
    desk = retail(db, covered=False)
    parts = [add_component(db, name) for name in ("database", "network")]
    other = add_service(db, "Other")
    set_components(db, desk.service, parts)
    declare_coverage(db, start=at(10, 1), end=at(10, 5), service_id=desk.service)
    declare_coverage(db, start=at(10, 5), end=at(10, 6))
    declare_coverage(db, start=at(10, 8), end=at(10, 20), service_id=other)
    declare_coverage(db, start=at(10, 9), end=at(10, 12), component_id=parts[0])
    declare_coverage(db, start=at(10, 11), end=at(10, 13), component_id=parts[1])
    covered = measured(db, desk).covered["outages"]
    assert covered == span(at(10, 1), at(10, 6)) | span(at(10, 11), at(10, 12))

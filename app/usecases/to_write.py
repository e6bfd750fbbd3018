"""What there is to write about a customer's period, in one list: the whole, each service, each breach and near miss."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.models.catalogue import Service
from app.models.database import Database
from app.reports import shown
from app.reports.lines import to_be_written
from app.reports.month import Month
from app.usecases.commentary import Remark, load_remarks


@dataclass(frozen=True, slots=True)
class ToWrite:
    """One thing to write about: a service by its id, a target by its lineage, the whole by neither.

    `verdict` is the target's; `wanted` says whether the customer waits for words about it.
    """

    title: str
    remark: Remark
    wanted: bool
    service_id: int | None = None
    lineage: str | None = None
    verdict: str = ""

    @property
    def written(self) -> bool:
        return self.remark.tells_the_customer

    @property
    def key(self) -> tuple[int | None, str | None]:
        """What it is about, the same whatever was written."""
        return self.service_id, self.lineage


def to_write(db: Database, customer_id: int, draft: Month) -> tuple[ToWrite, ...]:
    """The whole period first, then the services, then breaches and near misses."""
    uids = [service.uid for service in draft.services]
    with db.reading() as session:
        said = load_remarks(session, customer_id, draft.period)
        query = select(Service.uid, Service.id).where(Service.uid.in_(uids))
        ids = {row.uid: row.id for row in session.execute(query)}
    services = [each for each in draft.services if each.uid in ids]
    return (
        ToWrite("The whole period", said.summary, wanted=True),
        *(
            ToWrite(each.name, said.on_service(ids[each.uid]), wanted=False, service_id=ids[each.uid])
            for each in services
        ),
        *(
            ToWrite(
                f"{each.service.name}: {shown.name(each.target)}",
                said.on_target(each.target.lineage),
                wanted=True,
                lineage=each.target.lineage,
                verdict=each.target.verdict,
            )
            for each in to_be_written(draft)
        ),
    )


def written_words(things: Sequence[ToWrite]) -> str:
    """ "3 of 5 written", of those the customer waits for."""
    wanted = [each for each in things if each.wanted]
    return f"{sum(each.written for each in wanted)} of {len(wanted)} written"

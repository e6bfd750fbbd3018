"""What the sample's manager wrote about Retail's October: for the meeting, and for the customer."""

from dataclasses import asdict

from app.models.database import Database
from app.usecases.agreements import list_agreements
from app.usecases.commentary import Remark, write_remark
from app.usecases.sample_organisation import Names
from app.usecases.targets import list_targets

_SUMMARY = Remark(
    "Ask for the second storage path before the meeting; change 4711 should have waited.",
    "A failed storage connection on 13 October interrupted sales for an hour and a half in the morning. "
    "A second path will be in place before the Christmas season.",
)
# service → remark
_ON_SERVICES = {
    "Stock and ordering": Remark(
        "Monitoring moved to the new server without a stand-in.",
        "From 20 to 22 October nothing was measured; this time is shown as unknown.",
    ),
}
# service, metric → remark
_ON_TARGETS = {
    ("Till", "availability"): Remark(
        "94 of the 124 minutes are the storage path. The provider line of 22 October is the next candidate.",
        "Three interruptions: storage on the 13th (94 min), the store network on the 22nd before closing time "
        "(20 min), and a power cut in Köln on the 24th (10 min).",
    ),
    ("Till", "longest_break"): Remark(
        "Nobody on duty knew that path 1 was in maintenance.",
        "Maintenance of storage paths is now announced to the store desk the day before.",
    ),
    ("Till", "resolution"): Remark(
        "One of five; the spare part had to come from Köln.",
        "One ticket of five took longer than agreed because a spare part was not in store. It is now.",
    ),
    ("Stock and ordering", "mtrs"): Remark(
        "Follows from the storage path.",
        "Two interruptions of 129 minutes together; the longer one is the storage connection.",
    ),
    ("Stock and ordering", "figure"): Remark(
        "Four backups failed on the nights after the 13th.",
        "Backups failed while the storage ran on one path; each was repeated successfully the next day.",
    ),
}


def write_sample_commentary(db: Database, names: Names, customer: str, month: str) -> None:
    """The remarks on the month, its services and its targets."""
    customer_id = names.customers[customer]
    write_remark(db, customer_id, month, asdict(_SUMMARY))
    for service, remark in _ON_SERVICES.items():
        write_remark(db, customer_id, month, asdict(remark), service_id=names.services[service])
    (agreement,) = list_agreements(db, customer_id)
    for target in list_targets(db, agreement.versions[0].id):
        remark = _ON_TARGETS.get((target.service, target.metric))
        if remark is not None:
            write_remark(db, customer_id, month, asdict(remark), lineage=target.lineage)

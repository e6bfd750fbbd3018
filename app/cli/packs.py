"""`colonnade pack`: the files of one customer or of all, and what became of each."""

from argparse import Namespace
from typing import cast

from app.cli.desk import opened
from app.cli.levels import customers_named
from app.cli.speaking import WrongCall, say, show, show_json
from app.errors import AppError
from app.reports.content import Edition
from app.usecases.writing_packs import WrittenPack, write_pack


def pack(asked: Namespace) -> int:
    """The pack of one customer, or of all; one that is refused keeps no other from being written."""
    edition = cast(Edition, asked.edition)
    if asked.eml and edition == "internal":
        raise WrongCall(
            "Only the customer’s edition goes out by e-mail: leave out --eml, or --edition internal."
        )
    written: list[WrittenPack] = []
    refused: list[tuple[str, str]] = []
    with opened(asked.file, read_only_if_in_use=True) as db:
        customers = customers_named(db, asked.customer)
        if len(customers) > 1 and not asked.all:
            raise WrongCall("Say whose pack to write: --customer NAME, or --all.")
        for customer in customers:
            try:
                each = write_pack(db, customer.id, asked.month, asked.out, edition, letter=asked.eml)
            except AppError as error:
                refused.append((customer.name, str(error)))
                continue
            written.append(each)
            if not asked.json:
                for path in each.paths:
                    show(str(path))
            if each.differs:
                say(f"{customer.name}: {each.differs}")
            for name in each.without_address:
                say(f"{customer.name}: {name} receives packs, but has no e-mail address.")
    if asked.json:
        show_json(
            files=[each for one in written for each in _files(one)], refused=[_refused(*r) for r in refused]
        )
    for name, sentence in refused:
        say(f"{name}: {sentence}" if len(customers) > 1 else sentence)
    return 1 if refused else 0


def _files(written: WrittenPack) -> list[dict[str, object]]:
    return [
        {
            "customer": written.customer,
            "period": written.period,
            "edition": written.edition,
            "state": written.state,
            "issue": written.number,
            "path": str(file.path),
            "sha256": file.sha256,
        }
        for file in written.files
    ]


def _refused(customer: str, sentence: str) -> dict[str, object]:
    return {"customer": customer, "reasons": sentence.splitlines()}

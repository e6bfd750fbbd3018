"""The files of a pack: whole or not at all, the same again for the same closed month, under names that never meet."""

import errno
import hashlib
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from app import __version__
from app import files as place
from app.errors import Cancelled, FileError, Refused
from app.models import audit_writing
from app.models.database import Database
from app.reports import excel, pdf
from app.reports.month import Person
from app.reports.page import Text
from app.usecases import writing_packs
from app.usecases.closing import (
    answer_objection,
    closed_month,
    finalise_month,
    issue_month,
    list_closed_months,
    raise_objection,
    restate_month,
)
from app.usecases.commentary import write_remark
from app.usecases.customers import add_contact, add_customer, change_customer
from app.usecases.issued_packs import verify_file
from app.usecases.outages import record_outage
from app.usecases.packs import list_issued_files, make_pack
from app.usecases.settings import change_settings
from app.usecases.writing_packs import pack_name, pack_pages, write_pack
from tests.reports.by_hand import october
from tests.usecases.retail import WHY, Retail, at, retail

NOW = at(11, 10, 12)
LATER = at(11, 20, 12)
OCTOBER = "2026-10"
UNTIL = date(2026, 11, 24)


@pytest.fixture
def desk(db: Database) -> Retail:
    made = retail(db)
    add_contact(db, made.customer, "Zoë Ångström", email="zoe@retail.example", receives_packs=True)
    return made


@pytest.mark.parametrize("edition", ["customer", "internal"])
def test_the_same_closed_month_gives_the_same_bytes_again(
    db: Database, desk: Retail, tmp_path: Path, edition
) -> None:
    issue_month(db, desk.customer, OCTOBER, UNTIL, NOW)
    first = write_pack(db, desk.customer, OCTOBER, tmp_path / "a", edition, letter=True, now=NOW)
    write_remark(db, desk.customer, OCTOBER, {"customer_text": "Said later."})
    second = write_pack(db, desk.customer, OCTOBER, tmp_path / "b", edition, letter=True, now=LATER)
    assert [f.sha256 for f in first.files] == [f.sha256 for f in second.files]
    for one, other in zip(first.paths, second.paths, strict=True):
        assert one.read_bytes() == other.read_bytes()
    noted = {row.sha256 for row in list_issued_files(db)}
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in first.paths} == noted


def test_an_earlier_issue_can_be_written_and_looked_at_again(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    first = issue_month(db, desk.customer, OCTOBER, UNTIL, NOW)
    before = write_pack(db, desk.customer, OCTOBER, tmp_path / "a", now=NOW)
    finalise_month(db, first, at(11, 26))
    record_outage(db, start=at(10, 3), end=at(10, 5), service_id=desk.service, customer_text="Found late.")
    restate_month(db, first, "An outage was found late.", at(11, 27), uncommented_reason="to come")
    old = write_pack(db, desk.customer, OCTOBER, tmp_path / "b", closed_id=first, now=at(11, 28))
    new = write_pack(db, desk.customer, OCTOBER, tmp_path / "b", now=at(11, 28))
    assert (old.number, new.number) == (1, 2)
    assert old.paths[0].name == before.paths[0].name == "Retail 2026-10.pdf"
    assert new.paths[0].name == "Retail 2026-10 issue 2.pdf"
    assert len(pack_pages(db, desk.customer, OCTOBER, "customer", closed_id=first)) > 1


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_a_file_that_cannot_take_its_place_keeps_all_old_ones(
    db: Database, desk: Retail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    old = write_pack(db, desk.customer, OCTOBER, tmp_path / "out", letter=True, now=NOW)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    write_remark(db, desk.customer, OCTOBER, {"customer_text": "Something new."})
    real = place.replace_file

    def held(source: Path, target: Path) -> None:
        if target == old.paths[failing] and not held.done:
            held.done = True
            raise PermissionError(errno.EACCES, "open in another program")
        real(source, target)

    held.done = False
    monkeypatch.setattr(place, "replace_file", held)
    with pytest.raises(FileError, match="Close it in other programs"):
        write_pack(db, desk.customer, OCTOBER, tmp_path / "out", letter=True, now=NOW)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_what_was_not_there_before_is_not_there_after_a_failure(
    db: Database, desk: Retail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = place.replace_file

    def full(source: Path, target: Path) -> None:
        if target.suffix == ".xlsx":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(source, target)

    monkeypatch.setattr(place, "replace_file", full)
    with pytest.raises(FileError, match=r"Retail 2026-10 draft\.xlsx"):
        make_pack(db, desk.customer, OCTOBER, tmp_path / "out", now=NOW)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("step", [0, 1, 3, 10, 30, 100, 300])
def test_cancelling_at_any_step_leaves_no_half_file(
    db: Database, desk: Retail, tmp_path: Path, step: int
) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > step

    with pytest.raises(Cancelled):
        write_pack(db, desk.customer, OCTOBER, tmp_path / "out", letter=True, now=NOW, cancelled=cancelled)
    assert list((tmp_path / "out").glob("*")) == []


def test_files_that_cannot_be_noted_do_not_take_their_places(
    db: Database, desk: Retail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue_month(db, desk.customer, OCTOBER, UNTIL, NOW)
    out = tmp_path / "out"

    def full(*_: object) -> None:
        raise Refused("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(writing_packs, "_note", full)
        with pytest.raises(Refused):
            write_pack(db, desk.customer, OCTOBER, out, letter=True, now=NOW)
        assert list(out.iterdir()) == []
    write_pack(db, desk.customer, OCTOBER, out, letter=True, now=NOW)
    old = {path.name: path.read_bytes() for path in out.iterdir()}
    change_settings(db, page_size="Letter")
    with monkeypatch.context() as broken:
        broken.setattr(audit_writing, "record", full)  # within the transaction, as its last step
        with pytest.raises(Refused):
            write_pack(db, desk.customer, OCTOBER, out, letter=True, now=LATER)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == old
    assert [row.times for row in list_issued_files(db)] == [1, 1, 1]


def test_the_e_mail_draft_is_known_as_the_files_are(db: Database, desk: Retail, tmp_path: Path) -> None:
    issue_month(db, desk.customer, OCTOBER, UNTIL, NOW)
    pack = write_pack(db, desk.customer, OCTOBER, tmp_path, letter=True, now=NOW)
    assert [verify_file(db, path).known for path in pack.paths] == [True, True, True]


def test_a_file_written_again_stands_once_with_its_count_and_the_latest_time(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    issue_month(db, desk.customer, OCTOBER, UNTIL, NOW)
    for now in (NOW, LATER):
        write_pack(db, desk.customer, OCTOBER, tmp_path, now=now)
    write_pack(db, desk.customer, OCTOBER, tmp_path, "internal", now=LATER)
    found = {(row.file_name, row.edition): (row.times, row.made_at) for row in list_issued_files(db)}
    assert found["Retail 2026-10.pdf", "customer"] == (2, LATER)
    assert found["Retail 2026-10 internal.pdf", "internal"] == (1, LATER)
    assert len(found) == 4


def test_bytes_that_differ_from_those_written_before_are_explained(
    db: Database, desk: Retail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue_month(db, desk.customer, OCTOBER, UNTIL, NOW)
    assert write_pack(db, desk.customer, OCTOBER, tmp_path, now=NOW).differs == ""
    assert write_pack(db, desk.customer, OCTOBER, tmp_path, now=LATER).differs == ""
    change_settings(db, page_size="Letter")
    said = write_pack(db, desk.customer, OCTOBER, tmp_path, now=LATER).differs
    assert said.startswith("The contents are those of the issue; the bytes differ from the files of ")
    assert "the page size were changed" in said
    for module in (writing_packs, pdf, excel):
        monkeypatch.setattr(module, "__version__", "9.8")
    said = write_pack(db, desk.customer, OCTOBER, tmp_path, now=LATER).differs
    assert said.endswith(f"those are laid out by version {__version__} and these by version 9.8.")
    assert {row.program for row in list_issued_files(db)} == {"9.8"}


def test_customers_whose_safe_names_are_the_same_get_names_of_their_own(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    change_customer(db, desk.customer, name="A/B")
    twins = [
        desk.customer,
        add_customer(db, "a:b", time_zone="UTC"),
        add_customer(db, "A-B.", time_zone="UTC"),
    ]
    packs = [write_pack(db, customer, OCTOBER, tmp_path, now=NOW) for customer in twins]
    assert len({path.name.casefold() for pack in packs for path in pack.paths}) == 6
    alone = add_customer(db, "C", time_zone="UTC")
    assert write_pack(db, alone, OCTOBER, tmp_path, now=NOW).paths[0].name == "C 2026-10 draft.pdf"


def test_a_long_name_never_eats_the_period_or_the_edition() -> None:
    month = october()
    long = "Vertriebsgesellschaft " * 12
    names = {
        pack_name(
            type(month)(
                **{**{f: getattr(month, f) for f in month.__slots__}, "customer": long, "period": period}
            ),
            edition,
        )
        for period in ("2026-10", "2026-11", "2026-10-05..2026-10-18")
        for edition in ("customer", "internal")
    }
    assert len(names) == 6
    assert all(len(name.encode()) <= 120 for name in names)
    assert any("2026-10-05 to 2026-10-18" in name for name in names)


def opened(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=default)


def test_the_draft_is_ready_to_send_with_both_files(db: Database, desk: Retail, tmp_path: Path) -> None:
    change_customer(db, desk.customer, name="Café & Söhne")
    add_contact(db, desk.customer, "No Address", receives_packs=True)
    write_remark(
        db,
        desk.customer,
        OCTOBER,
        {
            "customer_text": "October was calm.\nNothing is asked of you.\n\nMore.",
            "internal_text": "zq secret words",
        },
    )
    issue_month(db, desk.customer, OCTOBER, UNTIL, NOW)
    pack = write_pack(db, desk.customer, OCTOBER, tmp_path, letter=True, now=NOW)
    message = opened(pack.paths[2])
    assert (message["X-Unsent"], message["From"] or "") == ("1", "")
    assert [(a.display_name, a.addr_spec) for a in message["To"].addresses] == [
        ("Zoë Ångström", "zoe@retail.example")
    ]
    assert message["Subject"] == "Service level review Café & Söhne, October 2026"
    body = message.get_body().get_content()
    assert "Dear Zoë Ångström," in body
    assert "October was calm. Nothing is asked of you.\r\n" in body
    assert "until 24 November 2026" in body
    assert "zq secret" not in body
    parts = list(message.iter_attachments())
    assert [part.get_filename() for part in parts] == [path.name for path in pack.paths[:2]]
    assert [part.get_content() for part in parts] == [path.read_bytes() for path in pack.paths[:2]]
    assert pack.without_address == ("No Address",)


def test_the_draft_of_a_restatement_is_a_correction_and_says_of_what_and_why(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    closed = issue_month(db, desk.customer, OCTOBER, UNTIL, NOW)
    finalise_month(db, closed, NOW, agreed_by="Zoë")
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    restate_month(db, closed, "An outage was missing.", NOW, uncommented_reason=WHY)
    pack = write_pack(db, desk.customer, OCTOBER, tmp_path, letter=True, now=NOW)
    message = opened(pack.paths[2])
    assert message["Subject"] == "Correction, issue 2: Service level review Retail, October 2026"
    body = " ".join(message.get_body().get_content().split())
    assert "a correction of the service level review of Retail for October 2026" in body
    assert "It is issue 2, as the names of the files say, and replaces issue 1." in body
    assert "Why it was corrected: An outage was missing. " in body
    assert all("issue 2" in path.name for path in pack.paths)


def test_an_objection_and_its_answer_stand_in_the_final_pack_and_in_the_next_issue(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    closed = issue_month(db, desk.customer, OCTOBER, UNTIL, NOW)
    raise_objection(db, closed, "Zoë", "The tills stood still on the 3rd.", NOW)
    objection = list_closed_months(db)[0].objections[0]
    assert closed_month(db, closed).objections == ()  # the first issue stays as it was
    answer_objection(db, objection.id, accepted=False, answer="Nothing was measured then.", now=NOW)
    finalise_month(db, closed, NOW, agreed_by="Zoë")
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    second = restate_month(db, closed, "An outage was missing.", NOW, uncommented_reason=WHY)
    for issue in (closed, second):
        (told,) = closed_month(db, issue).objections
        assert (told.number, told.raised_by, told.accepted) == (1, "Zoë", False)
        pages = pack_pages(db, desk.customer, OCTOBER, "customer", closed_id=issue)
        texts = " ".join(
            item.text
            for page in pages
            for placed in page.placed
            for item in placed.items
            if isinstance(item, Text)
        )
        assert "The tills stood still on the 3rd." in texts
        assert "Nothing was measured then." in texts
        assert "1 objection was raised and answered" in texts
    assert [len(row.of_period) for row in list_closed_months(db)] == [1, 1]


def test_the_internal_edition_has_no_draft(db: Database, desk: Retail, tmp_path: Path) -> None:
    pack = write_pack(db, desk.customer, OCTOBER, tmp_path, "internal", letter=True, now=NOW)
    assert [path.suffix for path in pack.paths] == [".pdf", ".xlsx"]


@pytest.mark.parametrize(
    "person",
    [
        Person("Evil\r\nBcc: all@example.org", email="a@example.org"),
        Person("No", email="a@b"),
        Person("Two", email="a@example.org, b@example.org"),
        Person("Broken", email="a@exa\r\nmple.org"),
        Person("", email="@"),
        Person("<script>", email=""),
    ],
)
def test_hostile_recipients_write_no_header(person: Person, tmp_path: Path) -> None:
    from dataclasses import replace

    from app.reports.letter import letter, write_letter

    said = letter(replace(october(), distribution=(person,)), None)
    path = tmp_path / "a.eml"
    write_letter(said, path, (), "0")
    message = opened(path)
    assert message["Bcc"] is None
    assert len(message["To"].addresses if message["To"] else ()) <= 1

"""The leak check finds whatever an edition's rule would let through, and keeps quiet about what may be read.

No test relies on the rule of editions being right: it is broken on purpose, field by field.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.agreements import AgreementVersion
from app.models.database import Database
from app.models.measurements import Alias, ImportBatch, Ticket
from app.reports import editions
from app.reports.chain import Chain, ChainNode, ChainPart
from app.reports.excel import write_workbook
from app.reports.month import Month, OutageLine, ServiceMonth, SourceLine, TargetMonth, TicketLine
from app.reports.pack import pack_content
from app.reports.pdf import write_pdf
from app.usecases import pack_files
from app.usecases.agreements import add_agreement
from app.usecases.closing import (
    CHECKED,
    Checking,
    answer_objection,
    check_next_issue,
    draft_month,
    finalise_month,
    issue_month,
    list_closed_months,
    raise_objection,
    reissue_month,
    restate_month,
)
from app.usecases.commentary import write_remark
from app.usecases.customers import add_contact, add_customer, add_site, change_customer
from app.usecases.leaks import (
    LeakCheck,
    Leaking,
    accept_leak,
    check_files,
    list_accepted,
    search_for,
    withdraw_acceptance,
)
from app.usecases.needs import Node, add_needs, change_group
from app.usecases.outages import record_outage
from app.usecases.packs import make_pack
from app.usecases.planned_work import announce_work
from app.usecases.services import add_component, add_service, change_service
from app.usecases.settings import change_settings
from app.usecases.structures import list_groups
from app.usecases.volumes import VolumeEntry, add_volume
from app.usecases.writing_packs import write_pack
from tests.usecases.retail import Retail, at, retail

NOW = at(11, 10, 12)
OCTOBER = "2026-10"


@pytest.fixture
def desk(db: Database) -> Retail:
    """One customer with everything internal that a desk can hold, each in a word of its own."""
    made = retail(db)
    change_service(db, made.service, owner="Zqowner Weber")
    component = add_component(db, "Zqstorage path B", owner="Zqkeeper")
    add_needs(db, Node("service", made.service), [Node("component", component)])
    whole = list_groups(db, Node("service", made.service))[0]
    change_group(db, whole.id, name="Zqpair of storages")
    add_component(db, "Zqteam", kind="team")
    add_component(db, "Zqsupplier Ltd", kind="supplier")
    add_agreement(
        db, "Zqola storage", kind="ola", counterparty="Zqparty", valid_from=at(1, 1).date(), time_zone="UTC"
    )
    other = add_customer(db, "Zqother Bank", time_zone="UTC")
    add_site(db, other, "Zqtower", headcount=3)
    add_contact(db, other, "Zqperson Smith", email="zqmail@other.example")
    change_customer(
        db, made.customer, internal_note="The zqnote customer pays late and complains about everything."
    )
    add_contact(db, made.customer, "Anna Weber", email="anna@retail.example", receives_packs=True)
    record_outage(
        db,
        start=at(10, 13, 9),
        end=at(10, 13, 15),
        service_id=made.service,
        cause="zqcause firmware",
        internal_text="Somebody pulled the wrong cable out of the zqrack while cleaning behind it.",
        customer_text="Tills offline in all shops.",
    )
    write_remark(
        db, made.customer, OCTOBER, {"internal_text": "Zqremark: expect the question about credits."}
    )
    announce_work(db, title="Zqchange 4402", start=at(10, 4, 1), end=at(10, 4, 3), service_ids=[made.service])
    with db.changing("as if imported") as session:
        session.get_one(AgreementVersion, made.version).note = "Walk away below zqfloor"
        session.add(
            Alias(folded="zqalias-7", text="zqalias-7", subject_kind="component", subject_id=component)
        )
        session.add(
            ImportBatch(
                file_name="zqfile outages.xlsx",
                sha256="ab" * 32,
                size=1,
                kind="outages",
                source="Service desk",
                imported_at=NOW,
                rows_read=0,
                rows_imported=0,
                rows_duplicate=0,
                rows_rejected=0,
                settings="{}",
            )
        )
    return made


def checked(db: Database, desk: Retail, text: str, folder: Path) -> LeakCheck:
    """The check of files in which the edition's rule has let `text` through into the summary."""
    month = draft_month(db, desk.customer, OCTOBER, NOW)
    return check_files(
        db, desk.customer, search_for(db, desk.customer, month), written(replace(month, summary=text), folder)
    )


def written(month: Month, folder: Path) -> tuple[Path, Path]:
    pdf, workbook = folder / "a.pdf", folder / "a.xlsx"
    content = pack_content(month, "customer")
    write_pdf(content, pdf)
    write_workbook(month, "customer", workbook, content)
    return pdf, workbook


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Zqowner Weber", "the owner of a service"),
        ("zqowner\nweber", "the owner of a service"),
        ("ZQSTORAGE PATH b", "the name of a component"),
        ("Zqkeeper", "the owner of a component"),
        ("Zqpair of storages", "the name of a group of components"),
        ("Zqteam", "the name of an internal team"),
        ("Zqsupplier Ltd", "the name of a supplier"),
        ("Zqparty", "the name of an internal team"),
        ("Zqola storage", "an agreement with a supplier or team"),
        ("zqalias-7", "what a source calls a component"),
        ("zqfile outages.xlsx", "the name of an imported file"),
        ("see zqfile outages", "the name of an imported file"),
        ("Zqother Bank", "the name of another customer"),
        ("Zqóther bänk", "the name of another customer"),
        ("Zqtower", "a site of another customer"),
        ("Zqperson Smith", "a person at another customer"),
        ("zqmail@other.example", "the address of a person at another customer"),
        ("somebody@nowhere.example", "an e-mail address that is not on the distribution list"),
        ("pays late and complains about", "an internal note on a customer"),
        ("zqcause firmware", "the cause of an outage"),
        ("pulled the wrong cable out", "the internal text of an outage"),
        ("expect the question about credits", "internal commentary"),
        ("Zqchange 4402", "the title of planned work"),
        ("walk away below zqfloor", "a note on an agreement"),
        (r"C:\Users\anna\packs", "a path of a computer"),
        ("/home/anna/desk", "a path of a computer"),
    ],
)
def test_whatever_is_internal_is_found_in_the_pdf_and_in_the_workbook(
    db: Database, desk: Retail, tmp_path: Path, text: str, what: str
) -> None:
    found = [leak for leak in checked(db, desk, text, tmp_path).leaks if leak.what == what]
    assert found, what
    assert any(place.startswith("PDF, page 2") for place in found[0].places)
    assert any(place.startswith("Excel, sheet Summary") for place in found[0].places)
    assert found[0].page == 2


def test_a_pack_cut_by_the_rule_is_clean(db: Database, desk: Retail, tmp_path: Path) -> None:
    check = check_next_issue(db, desk.customer, OCTOBER, now=NOW)
    assert check.sentences == ()
    assert check.pages > 2
    assert len(write_pack(db, desk.customer, OCTOBER, tmp_path, letter=True, now=NOW).files) == 3


def test_the_internal_edition_is_full_of_findings_and_is_written_all_the_same(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    pdf, workbook = make_pack(db, desk.customer, OCTOBER, tmp_path, "internal", NOW)
    month = draft_month(db, desk.customer, OCTOBER, NOW)
    found = {
        leak.what
        for leak in check_files(
            db, desk.customer, search_for(db, desk.customer, month), (pdf, workbook)
        ).leaks
    }
    assert {"the cause of an outage", "the internal text of an outage", "internal commentary"} <= found


INTERNAL: dict[str, Callable[[Month], str]] = {
    "desk": lambda m: m.desk,
    "summary_internal": lambda m: m.summary_internal,
    "uncommented_reason": lambda m: m.uncommented_reason,
    "source.file_name": lambda m: m.sources[0].file_name,
    "source.sha256": lambda m: m.sources[0].sha256,
    "service.commentary_internal": lambda m: m.services[0].commentary_internal,
    "target.commentary_internal": lambda m: m.services[0].targets[0].commentary_internal,
    "target.note_internal": lambda m: m.services[0].targets[0].note_internal,
    "ticket.source": lambda m: m.services[0].targets[0].tickets[0].source,
    "outage.subject": lambda m: m.services[0].outages[0].subject,
    "outage.cause": lambda m: m.services[0].outages[0].cause,
    "outage.internal_text": lambda m: m.services[0].outages[0].internal_text,
    "outage.source": lambda m: m.services[0].outages[0].source,
    "outage.subject_key": lambda m: m.services[0].outages[0].subject_key,
    "chain.part": lambda m: chain_of(m).parts[1].name,
    "chain.supplier": lambda m: chain_of(m).parts[2].name,
    "chain.group": lambda m: chain_of(m).nodes[1].title,
    "chain.keeper": lambda m: chain_of(m).parts[1].keeper,
}


def chain_of(month: Month) -> Chain:
    chain = month.services[0].chain
    assert chain is not None
    return chain


def with_canaries(month: Month) -> Month:
    """A document in which each internal field holds a word that stands nowhere else."""
    service = month.services[0]
    ticket = TicketLine("INC1", "P1", month.start, None, None, True, 0, source="zqt.csv, row 7")
    target: TargetMonth = replace(
        service.targets[0],
        commentary_internal="zqa said so",
        note_internal="zqb says 98 %",
        tickets=(ticket,),
    )
    outage: OutageLine = replace(
        service.outages[0],
        subject="zqc",
        subject_key="component:zql",
        cause="zqd",
        internal_text="zqe",
        source="zqf.xlsx, row 2",
    )
    parts = (
        ChainPart("service:s", service.name, "service"),
        ChainPart("component:c", "zqm", "system", keeper="zqn team"),
        ChainPart("component:d", "zqo", "supplier"),
    )
    nodes = (
        ChainNode("group:1", "group", "2 of 3", "2 of 3"),
        ChainNode("group:2", "group", "zqr of ours", "2 of 3"),
    )
    chain = Chain(target.lineage, 0, 0, parts, nodes, ())
    full: ServiceMonth = replace(
        service, commentary_internal="zqg", targets=(target,), outages=(outage,), chain=chain
    )
    source = SourceLine("Desk", "zqh.csv", "cd" * 32, 0, "outages", 1, "October")
    return replace(
        month,
        desk="zqi.slm",
        summary_internal="zqj",
        uncommented_reason="zqk",
        services=(full,),
        sources=(source,),
    )


@pytest.mark.parametrize("field", INTERNAL)
def test_a_field_that_the_rule_lets_through_stops_the_customer_s_files(
    db: Database, desk: Retail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    month = with_canaries(draft_month(db, desk.customer, OCTOBER, NOW))
    word = INTERNAL[field](month)
    rule = editions.released

    def broken(document: Month, edition: editions.Edition) -> Month:
        return replace(rule(document, edition), summary=f"We know that {word} had a part in it.")

    monkeypatch.setattr("app.usecases.writing_packs.current_month", lambda *_: month)
    write_pack(db, desk.customer, OCTOBER, tmp_path / "sound", now=NOW)
    monkeypatch.setattr("app.reports.pack.released", broken)
    with pytest.raises(Leaking) as stopped:
        write_pack(db, desk.customer, OCTOBER, tmp_path / "broken", now=NOW)
    assert word in str(stopped.value)
    assert list((tmp_path / "broken").iterdir()) == []


def test_every_internal_text_of_the_document_has_its_canary() -> None:
    """The fields the rule empties, read out of the rule's own module."""
    emptied = {
        "desk",
        "summary_internal",
        "uncommented_reason",
        *(
            "commentary_internal",
            "note_internal",
            "subject",
            "subject_key",
            "cause",
            "internal_text",
            "source",
            "file_name",
            "sha256",
        ),
    }
    source = Path(editions.__file__).read_text(encoding="utf-8")
    import re

    named = set(re.findall(r"(\w+)=(?:\"\"|service\b|source\.sha256)", source)) - {"reason", "email", "rows"}
    assert named <= emptied
    assert {field.split(".")[-1] for field in INTERNAL} >= named


def test_a_supplier_called_as_the_service_raises_no_alarm_and_is_told(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    add_component(db, "Till", kind="supplier")
    check = checked(db, desk, "Till was slow.", tmp_path)
    assert check.leaks == ()
    assert [(e.word, e.where) for e in check.excused] == [("Till", "the name of the service Till")]


@pytest.mark.parametrize("name", ["Outages", "Microsoft", "Service", "October"])
def test_words_of_every_pack_raise_no_alarm(db: Database, desk: Retail, tmp_path: Path, name: str) -> None:
    add_component(db, name, kind="supplier")
    add_customer(db, f"{name}", time_zone="UTC")
    assert checked(db, desk, "", tmp_path).leaks == ()


@pytest.mark.parametrize("name", ["2 of 3", "any", "All of 2", "60 % of the capacity", "any one", "7", "A"])
def test_groups_called_after_how_many_are_needed_raise_no_alarm(
    db: Database, desk: Retail, tmp_path: Path, name: str
) -> None:
    whole = list_groups(db, Node("service", desk.service))[0]
    change_group(db, whole.id, name=name)
    text = f"It was {name} this time, for any one of us, and all of 2 or 2 of 3 or 60 % of the capacity."
    assert checked(db, desk, text, tmp_path).leaks == ()


@pytest.mark.parametrize("name", ["Workplace", "Platinum", "Each ticket", "Resolved"])
def test_words_of_the_tickets_by_priority_raise_no_alarm(
    db: Database, desk: Retail, tmp_path: Path, name: str
) -> None:
    add_component(db, name, kind="team")
    workplace = add_service(db, "Workplace")
    add_volume(db, desk.version, VolumeEntry(workplace, "tickets", Decimal(10)))
    with db.changing("as if imported") as session:
        session.add(
            Ticket(number="1", service_id=workplace, priority="Platinum", opened=at(10, 5), source="desk")
        )
    assert checked(db, desk, "", tmp_path).leaks == ()


def test_a_site_of_the_same_name_raises_no_alarm(db: Database, desk: Retail, tmp_path: Path) -> None:
    other = add_customer(db, "Wholesale", time_zone="UTC")
    add_site(db, other, "Berlin", headcount=1)
    assert checked(db, desk, "In Berlin nobody could pay.", tmp_path).leaks == ()


def test_a_supplier_named_to_the_customer_on_purpose_is_no_leak_but_another_customer_is(
    db: Database, desk: Retail
) -> None:
    text = "Zqsupplier Ltd replaced a part, as it did at Zqother Bank."
    record_outage(db, start=at(10, 20, 9), end=at(10, 20, 10), service_id=desk.service, customer_text=text)
    check = check_next_issue(db, desk.customer, OCTOBER, now=NOW)
    assert [(leak.word, leak.what) for leak in check.leaks] == [
        ("Zqother Bank", "the name of another customer")
    ]
    assert "It stands in the customer’s text of an outage of Till." in check.leaks[0].sentence
    assert check.leaks[0].outage > 0
    assert "Zqsupplier Ltd" in {excused.word for excused in check.excused}


def test_parts_of_words_and_short_words_in_another_case_are_no_findings(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    add_component(db, "IT", kind="team")
    add_component(db, "Ops", kind="team")
    assert checked(db, desk, "We fixed it; zqtowering over zqteams, oops and shops.", tmp_path).leaks == ()
    assert [leak.word for leak in checked(db, desk, "Our IT was late.", tmp_path).leaks] == ["IT"]


def test_a_word_broken_over_lines_and_east_asian_names_are_found(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    long = "Zq" + "w" * 190
    add_component(db, long, kind="supplier")
    add_component(db, "東京データ", kind="supplier")
    found = {
        leak.word: leak.places
        for leak in checked(db, desk, f"by {long} 昨日東京データが修理した", tmp_path).leaks
    }
    assert any(place.startswith("PDF") for place in found[long])
    assert any(place.startswith("PDF") for place in found["東京データ"])


def test_an_accepted_word_passes_from_then_on_until_it_is_withdrawn(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    write_remark(db, desk.customer, OCTOBER, {"customer_text": "As at Zqother Bank."})
    with pytest.raises(Leaking) as stopped:
        write_pack(db, desk.customer, OCTOBER, tmp_path, now=NOW)
    (leak,) = stopped.value.check.leaks
    with pytest.raises(ValueError, match="Say why"):
        accept_leak(db, desk.customer, leak, " ", NOW)
    accept_leak(db, desk.customer, leak, "They are the same group and know it.", NOW)
    pack = write_pack(db, desk.customer, OCTOBER, tmp_path, now=NOW)
    assert pack.check is not None
    assert [row.reason for row in pack.check.accepted] == ["They are the same group and know it."]
    (row,) = list_accepted(db, desk.customer)
    assert (row.word, row.on) == ("Zqother Bank", "2026-11-10")
    withdraw_acceptance(db, desk.customer, row.key)
    assert not list_accepted(db, desk.customer)
    db.undo()
    assert list_accepted(db, desk.customer)


UNTIL = date(2027, 1, 31)


def issue(db: Database, desk: Retail, checking: Checking | None = CHECKED) -> int:
    return issue_month(
        db, desk.customer, OCTOBER, UNTIL, NOW, uncommented_reason="to come", checking=checking
    )


def test_no_month_is_issued_with_a_word_that_nobody_accepted(db: Database, desk: Retail) -> None:
    write_remark(db, desk.customer, OCTOBER, {"customer_text": "As at Zqother Bank."})
    with pytest.raises(Leaking, match="October 2026 was not issued to Retail") as stopped:
        issue(db, desk)
    assert not list_closed_months(db)
    accept_leak(db, desk.customer, stopped.value.check.leaks[0], "One group.", NOW)
    issue(db, desk)
    assert [row.number for row in list_closed_months(db)] == [1]


def test_a_further_issue_and_a_restatement_are_looked_through_as_the_first(
    db: Database, desk: Retail
) -> None:
    first = issue(db, desk)
    objection = raise_objection(db, first, "Anna", "Not so.", NOW)
    answer_objection(db, objection, accepted=True, answer="As at Zqother Bank.", now=NOW)
    write_remark(db, desk.customer, OCTOBER, {"customer_text": "A calm month."})
    with pytest.raises(Leaking, match="Zqother Bank"):
        reissue_month(db, first, NOW, uncommented_reason="to come")
    finalise_month(db, first, NOW, agreed_by="Anna")
    with pytest.raises(Leaking, match="Zqperson Smith"):
        restate_month(db, first, "Zqperson Smith found it.", NOW, uncommented_reason="to come")
    assert [row.number for row in list_closed_months(db)] == [1]


def test_what_was_checked_a_moment_ago_is_not_written_again(
    db: Database, desk: Retail, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = check_next_issue(db, desk.customer, "2026-09", UNTIL, NOW)
    write_remark(db, desk.customer, OCTOBER, {"customer_text": "As at Zqother Bank."})
    filled: list[str] = []
    real = pack_files.fill

    def fill(work: pack_files.Work, *rest: object) -> tuple[str, ...]:
        filled.append(work.month.period)
        return real(work, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pack_files, "fill", fill)
    issue_month(db, desk.customer, "2026-09", UNTIL, NOW, checking=Checking(found))
    assert not filled
    found = check_next_issue(db, desk.customer, OCTOBER, UNTIL, NOW)
    again = check_next_issue(db, desk.customer, OCTOBER, UNTIL, NOW, Checking(found))
    assert (again.leaks, again.of, filled) == (found.leaks, found.of, [OCTOBER])


@pytest.mark.parametrize(
    "change",
    [
        lambda db, desk: write_remark(db, desk.customer, OCTOBER, {"customer_text": "As at Zqother Bank."}),
        lambda db, desk: add_component(db, "Tills offline", kind="supplier"),
        lambda db, _desk: change_settings(db, organisation="Zqother Bank"),
    ],
)
def test_what_was_found_before_holds_only_while_nothing_changes(
    db: Database, desk: Retail, change: Callable[[Database, Retail], object]
) -> None:
    before = check_next_issue(db, desk.customer, OCTOBER, UNTIL, NOW)
    assert before.leaks == ()
    change(db, desk)
    after = check_next_issue(db, desk.customer, OCTOBER, UNTIL, NOW, Checking(before))
    assert after.of != before.of


def test_a_text_changed_while_the_check_runs_is_looked_through_too(db: Database, desk: Retail) -> None:
    def meddle(done: int, _total: int, _text: str) -> None:
        if done == 3:
            write_remark(db, desk.customer, OCTOBER, {"customer_text": "As at Zqother Bank."})

    with pytest.raises(Leaking, match="Zqother Bank"):
        issue(db, desk, Checking(progress=meddle))
    assert not list_closed_months(db)


def test_a_leak_in_the_mail_s_words_stops_it_as_well(db: Database, desk: Retail, tmp_path: Path) -> None:
    write_remark(db, desk.customer, OCTOBER, {"customer_text": "As at Zqother Bank."})
    with pytest.raises(Leaking) as stopped:
        write_pack(db, desk.customer, OCTOBER, tmp_path, letter=True, now=NOW)
    assert "E-mail, text" in stopped.value.check.leaks[0].places


@pytest.mark.parametrize("state", ["draft", "issued", "final"])
def test_a_cause_called_as_a_word_of_every_letter_stops_no_letter(
    db: Database, desk: Retail, tmp_path: Path, state: str
) -> None:
    record_outage(db, start=at(10, 20, 9), end=at(10, 20, 9, 1), service_id=desk.service, cause="E-Mail")
    if state != "draft":
        closed = issue_month(
            db, desk.customer, "2026-10", date(2027, 1, 31), at(11, 6), uncommented_reason="to come"
        )
        if state == "final":
            finalise_month(db, closed, at(11, 7), agreed_by="Anna", agreed_on=date(2026, 11, 7))
    pack = write_pack(db, desk.customer, "2026-10", tmp_path, letter=True, now=at(11, 8))
    assert [path.suffix for path in pack.paths] == [".pdf", ".xlsx", ".eml"]

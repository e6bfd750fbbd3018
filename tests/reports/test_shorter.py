"""What everybody reads is at most eight pages, however much was agreed; nothing of it is lost, only moved."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.reports.content import Content, Edition
from app.reports.layout import laid_out
from app.reports.month import Change, InWords, Month, Person, TargetMonth
from app.reports.pack import pack_content
from app.reports.page import Page, Place, Text
from tests.reports.by_hand import availability, class_totals, october, office, past, pieces, till

LONG = "Ordering, picking and despatch of everything the shops of the northern region sell under <own> & other brands"
VERDICTS = ("met", "nearly missed", "missed", "not proven", "no data")
SIGNS = {"met": "m", "nearly missed": "n", "missed": "x", "not proven": "?", "no data": "-"}


def wide(services: int, verdicts: Sequence[str], names: int, story: int) -> Month:
    """A month of so many services with a target for each verdict, with names and commentary of these lengths."""
    name = (LONG * 6)[:names]
    words = " ".join(["The line was down and nobody could pay."] * story)
    month = october()
    targets = tuple(_target(verdict, at, name, words) for at, verdict in enumerate(verdicts))
    each = replace(till(), targets=targets, description=name, commentary=words)
    return replace(
        month,
        customer=f"Retail {name[:60]}",
        summary=words,
        services=tuple(replace(each, uid=f"s{n}", name=f"{n} {name}") for n in range(services)),
        distribution=tuple(Person(f"{n} {name[:40]}", "Head") for n in range(services)),
        changes=tuple(Change(f"{n} {name}", "99.1 %", "99.2 %", words) for n in range(services)),
    )


def _target(verdict: str, at: int, name: str, words: str) -> TargetMonth:
    ledger = pieces(office())
    history = past(SIGNS[verdict] * 12, value="99.5", base=class_totals(ledger)["up"], breaks=1)
    written = InWords(words, words, words, words) if verdict in ("missed", "nearly missed") else InWords()
    target = availability("99.5", ledger, verdict, short=f"Availability {at} {name[:60]}", in_words=written)
    return replace(target, lineage=f"a{at}", history=history, sentence=f"Available {name}, per month")


def pages_of_sections(pages: Sequence[Page]) -> dict[str, int]:
    """The index of the page each section begins on."""
    return {
        item.title: number
        for number, page in enumerate(pages)
        for placed in page.placed
        for item in placed.items
        if isinstance(item, Place) and item.level == 0
    }


def first_annex(pages: Sequence[Page]) -> int:
    """How many pages stand before the annexes."""
    return next(n for title, n in pages_of_sections(pages).items() if title.startswith("Annex A: "))


def without_days(content: Content) -> Content:
    """The ledger day by day takes most of the time and none of these pages."""
    return replace(content, sections=tuple(s for s in content.sections if s.key != "days"))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    services=st.integers(1, 60),
    verdicts=st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=8),
    names=st.integers(1, 300),
    story=st.integers(0, 40),
    size=st.sampled_from(["A4", "Letter"]),
    edition=st.sampled_from(["customer", "internal"]),
)
@example(60, ["missed"] * 8, 300, 40, "Letter", "internal")
@example(60, ["not proven"] * 8, 300, 40, "Letter", "customer")
@example(60, ["no data"] * 8, 300, 0, "A4", "internal")
@example(1, ["missed"], 10, 0, "A4", "customer")
def test_what_everybody_reads_is_at_most_eight_pages(
    services: int, verdicts: list[str], names: int, story: int, size: str, edition: Edition
) -> None:
    content = without_days(pack_content(wide(services, verdicts, names, story), edition))
    assert first_annex(laid_out(content, size)) <= 8


def test_what_stands_in_brief_stands_in_full_among_the_annexes() -> None:
    month = wide(20, ["missed", "met"], 60, 3)
    pages = laid_out(without_days(pack_content(month, "customer")))
    titles = pages_of_sections(pages)
    assert any(title.endswith("Agreed and achieved, in full") for title in titles)
    said = " ".join(
        i.text for page in pages for placed in page.placed for i in placed.items if isinstance(i, Text)
    )
    for service in month.services:
        for target in service.targets:
            assert f"{service.name.split()[0]} Ordering" in said
            assert target.short.split(",")[0] in said


def test_a_short_document_has_every_section_whole() -> None:
    titles = pages_of_sections(laid_out(without_days(pack_content(wide(1, ["missed"], 10, 0), "customer"))))
    assert not any("in full" in title for title in titles)

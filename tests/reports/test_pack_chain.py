"""The chain pages: shares that sum, what was agreed behind them, a picture that can be read, and why it fell."""

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.reports import chain_picture, chain_words, letters, look
from app.reports.chain import Chain, ChainNode, ChainPart, ChainStretch
from app.reports.content import Heading, Mark, Paragraph, Said, Section, StructurePicture, Table
from app.reports.month import Month, TargetMonth, from_json, to_json
from app.reports.pack import pack_content
from app.reports.pack_chain import chains, parts_table, picture
from app.reports.page import Line, Text
from app.reports.page import Path as Drawn
from app.reports.pdf import write_pdf
from tests.reports.by_hand import MINUTE

WIDTH = 493.0


def chain_of(month: Month) -> Chain:
    chain = month.services[0].chain
    assert chain is not None
    return chain


def target_of(month: Month) -> TargetMonth:
    return month.services[0].targets[0]


def said(section: Section) -> str:
    return "\n".join(block.text for block in section.blocks if isinstance(block, Paragraph | Heading))


def tree(count: int, in_a_chain: int = 1) -> StructurePicture:
    """A service on so many parts, of which every one beyond the first stands under the one so many before it."""
    nodes = [ChainNode("service:s", "service", "Service", "service")]
    edges: list[tuple[str, str]] = []
    parts = [ChainPart("service:s", "Service", "service")]
    for n in range(count):
        key = f"component:{n}"
        nodes.append(ChainNode(key, "component", f"Part {n + 1} of the estate", "system"))
        parts.append(ChainPart(key, f"Part {n + 1}", "system", unplanned=MINUTE if n == count - 1 else 0))
        edges.append((f"component:{n - in_a_chain}" if n >= in_a_chain else "service:s", key))
    return picture(Chain("t", 0, MINUTE, tuple(parts), tuple(nodes), tuple(edges)))


def on_one_part(known: int) -> Chain:
    """A till that one part took down for 100 of 13,000 minutes, of which so many are known of the part."""
    part = ChainPart("component:a", "A", "system", alone=True, contracted="99", known=known)
    part = replace(part, unplanned=100 * MINUTE, down=100 * MINUTE)
    parts = (ChainPart("service:s", "Till", "service"), part)
    stretches = (ChainStretch(0, 100 * MINUTE, (1,)),)
    return Chain("t", 13_000 * MINUTE, 100 * MINUTE, parts, (), (), stretches=stretches)


def test_the_table_sums_to_the_downtime(month: Month) -> None:
    table = parts_table(chain_of(month))
    *rows, together = table.rows
    unplanned = [int(row[1]) for row in rows if isinstance(row[1], str) and row[1] != "–"]
    assert sum(unplanned) == 124
    assert together[:3] == ("Together", "124", "–")
    assert together[4] == "100 %"


def test_each_part_has_its_own_level_and_the_verdict_on_what_was_agreed(month: Month) -> None:
    rows = {row[0].text: row for row in parts_table(chain_of(month)).rows if isinstance(row[0], Said)}
    assert rows["SAN path A"][-1] == Mark("met")
    assert rows["SAN path B"][-1] == Mark("missed")
    assert rows["SAN path B"][-2] == Said(
        "99.5 %, restored in 1 h", "1 of 1 break took too long, the longest 1 h 24 min"
    )
    assert rows["Line of Hansenet"][-1] == Mark("not proven")
    assert rows["Till software"][-2] == Said("best effort", "1 break, the longest 40 min")


@pytest.mark.parametrize(
    ("part", "verdict"),
    [
        (ChainPart("c", "A", "system"), ""),
        (ChainPart("c", "A", "system", contracted="99"), "no data"),
        (ChainPart("c", "A", "system", contracted="99", known=1000, down=10), "met"),
        (ChainPart("c", "A", "system", contracted="99", known=1000, down=11), "missed"),
        (ChainPart("c", "A", "system", contracted="99", known=991), "met"),
        (ChainPart("c", "A", "system", contracted="99", known=989), "not proven"),
        (ChainPart("c", "A", "system", restore_hours="8", known=1000, breaks=2), "met"),
        (
            ChainPart("c", "A", "system", contracted="99", restore_hours="8", known=1000, breaks=2, late=1),
            "missed",
        ),
    ],
)
def test_time_nobody_observed_may_have_been_up_or_down(part: ChainPart, verdict: str) -> None:
    assert chain_words.attainment(part, 1000) == verdict


@pytest.mark.parametrize(("unobserved", "verdict"), [(8 * 60, "met"), (8 * 60 + 1, "not proven")])
def test_what_nobody_observed_may_hide_a_break_that_took_too_long(unobserved: int, verdict: str) -> None:
    base = 44_640 * MINUTE
    part = ChainPart("c", "A", "system", restore_hours="8", known=base - unobserved * MINUTE)
    assert chain_words.attainment(part, base) == verdict
    assert chain_words.attainment(replace(part, contracted="90"), base) == verdict


def test_a_miss_behind_which_something_agreed_was_missed_names_it(month: Month) -> None:
    text = " ".join(chain_words.why(chain_of(month), target_of(month)))
    assert "Behind it, what was agreed was missed by SAN path B (" in text
    assert (
        "SAN path A and SAN path B stand in for each other but were down at the same time, for 84 min."
        in text
    )


def test_a_miss_although_every_part_kept_its_own_says_that_outages_followed_one_another(month: Month) -> None:
    parts = (
        ChainPart("service:s", "Till", "service"),
        *(
            ChainPart(
                f"component:{name}",
                name,
                "system",
                alone=True,
                contracted="99",
                unplanned=50 * MINUTE,
                known=13_000 * MINUTE,
                down=50 * MINUTE,
            )
            for name in ("A", "B")
        ),
    )
    stretches = (ChainStretch(0, 50 * MINUTE, (1,)), ChainStretch(90 * MINUTE, 140 * MINUTE, (2,)))
    chain = Chain("t", 13_000 * MINUTE, 100 * MINUTE, parts, (), (), stretches=stretches)
    target = replace(target_of(month), used=100 * MINUTE, allowed=65 * MINUTE)
    assert list(chain_words.why(chain, target)) == [
        "The service missed although every part that was to blame kept what was agreed for it. Outages of A (50 min) "
        "and B (50 min) followed one another, 100 min in all, none of them too long by itself."
    ]


def test_of_a_part_that_may_have_missed_its_own_nothing_is_claimed(month: Month) -> None:
    (text,) = chain_words.why(on_one_part(known=12_000 * MINUTE), target_of(month))
    assert "although" not in text


def test_one_part_whose_agreement_leaves_more_room_than_the_service_s_is_said(month: Month) -> None:
    target = replace(target_of(month), allowed=65 * MINUTE)
    (text,) = chain_words.why(on_one_part(known=13_000 * MINUTE), target)
    assert text.endswith(
        "A alone took the service down for 100 min. What is agreed for it leaves room for 130 min."
    )


def test_time_recorded_on_the_service_alone_is_said_to_be_unexplained(month: Month) -> None:
    chain = chain_of(month)
    itself = replace(chain.parts[0], unplanned=5 * MINUTE)
    text = " ".join(chain_words.why(replace(chain, parts=(itself, *chain.parts[1:])), target_of(month)))
    assert "5 min are recorded on the service itself and on no part under it" in text


def test_each_service_has_its_page_and_bookmark(month: Month, tmp_path: Path) -> None:
    others = replace(month.services[0], uid="second", name="Second service")
    both = replace(month, services=(*month.services, others))
    write_pdf(pack_content(both, "internal"), tmp_path / "pack.pdf")
    reader = PdfReader(tmp_path / "pack.pdf")
    places: dict[str, int] = {}

    def walk(outline: object) -> None:
        for each in outline if isinstance(outline, list) else ():
            if isinstance(each, list):
                walk(each)
            else:
                places.setdefault(str(each.title), reader.get_destination_page_number(each) or 0)

    walk(reader.outline)
    annex = next(page for title, page in places.items() if title.endswith("What the services stand on"))
    second = places["Second service: what each part contributed, in minutes"]
    assert annex <= places["Till service: what each part contributed, in minutes"] < second
    assert "SAN path A" in reader.pages[annex].extract_text()


def test_a_document_without_any_of_it_has_no_such_pages(month: Month) -> None:
    bare = replace(month, services=tuple(replace(each, chain=None) for each in month.services))
    assert chains(bare) == ()


def test_services_that_stand_on_nothing_known_are_named(month: Month) -> None:
    (section,) = chains(month)
    assert "Nothing is known of what these stand on: Webshop" in said(section)
    webshop = next(each for each in month.services if each.name.startswith("Webshop"))
    by_tickets = replace(webshop, targets=tuple(replace(each, ledger=()) for each in webshop.targets))
    (section,) = chains(replace(month, services=(month.services[0], by_tickets)))
    assert "Nothing is known" not in said(section)


def test_the_document_gives_the_chain_back_as_it_was_frozen(month: Month) -> None:
    assert from_json(to_json(month)) == month


@pytest.mark.parametrize(("count", "in_a_chain"), [(1, 1), (40, 40), (40, 24), (40, 8)])
def test_forty_parts_are_drawn_whole_in_letters_that_can_be_read(count: int, in_a_chain: int) -> None:
    drawn = tree(count, in_a_chain)
    band = chain_picture.band(drawn, WIDTH)
    items = band.strips[0].items
    assert band.strips[0].height <= chain_picture.HIGHEST
    boxes = [item for item in items if isinstance(item, Drawn) and item.fill]
    texts = [item for item in items if isinstance(item, Text)]
    assert len(boxes) == count + 1
    assert {text.size for text in texts} == {look.BODY}
    assert not any(
        "left out" in item.text for strip in band.strips for item in strip.items if isinstance(item, Text)
    )
    for item in (*boxes, *(line for line in items if isinstance(line, Drawn) and not line.fill)):
        xs = [x for kind, at in item.steps for x in at[::2] if kind != "Z"]
        assert min(xs) >= -0.1
        assert max(xs) <= WIDTH + 0.1
    for text in texts:
        assert text.x >= 0
        assert text.x + letters.width(text.text, text.size, text.bold) <= WIDTH


@pytest.mark.parametrize("count", [300, 2_000])
def test_a_very_large_structure_shows_what_mattered_and_says_how_much_it_left_out(count: int) -> None:
    band = chain_picture.band(tree(count, count), WIDTH)
    words = " ".join(item.text for strip in band.strips for item in strip.items if isinstance(item, Text))
    assert f"of {count + 1:,} are left out for want of room" in words
    assert "1 min" in words  # the last part, which alone made downtime
    assert band.strips[0].height <= chain_picture.HIGHEST


def test_a_chain_deeper_than_a_page_ends_in_words_instead_of_running_off_it() -> None:
    band = chain_picture.band(tree(60, 1), WIDTH)
    assert band.strips[0].height <= chain_picture.HIGHEST
    assert any(
        "left out" in item.text for strip in band.strips for item in strip.items if isinstance(item, Text)
    )


def test_no_line_is_drawn_to_a_part_that_is_left_out() -> None:
    band = chain_picture.band(tree(300, 300), WIDTH)
    items = band.strips[0].items
    boxes = [item for item in items if isinstance(item, Drawn) and item.fill]
    lines = [item for item in items if isinstance(item, Line) or (isinstance(item, Drawn) and not item.fill)]
    assert len(lines) == len(boxes) - 1


def test_a_hostile_name_is_cut_to_its_box(month: Month) -> None:
    chain = chain_of(month)
    nodes = tuple(replace(node, title="W\x00" * 500 + "\n<b>=1+1</b>") for node in chain.nodes)
    for item in chain_picture.band(picture(replace(chain, nodes=nodes)), WIDTH).strips[0].items:
        if isinstance(item, Text):
            assert "\x00" not in item.text
            assert letters.width(item.text, item.size, item.bold) < 112


def test_many_parts_are_listed_only_where_they_had_to_do_with_it() -> None:
    parts = [ChainPart("service:s", "S", "service")]
    parts += [ChainPart(f"c{n}", f"Part {n}", "system", unplanned=MINUTE * (n == 7)) for n in range(100)]
    table = parts_table(Chain("t", 0, MINUTE, tuple(parts), (), ()))
    assert isinstance(table, Table)
    assert [row[0].text for row in table.rows if isinstance(row[0], Said)] == ["Part 7"]


def test_the_service_itself_is_no_further_part(month: Month) -> None:
    chain = chain_of(month)
    quiet = replace(
        month.services[0], chain=replace(chain, parts=(replace(chain.parts[0]), *chain.parts[1:]))
    )
    (section,) = chains(replace(month, services=(quiet,)))
    assert "further part" not in said(section)

"""Very many stretches of downtime: the longest are kept, the others summed, and no minute is lost."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.reports.chain import Chain, ChainPart, ChainStretch
from app.reports.chain_rest import MOST_STRETCHES, bounded
from app.reports.chain_words import why
from app.reports.content import Table
from app.reports.excel import write_workbook
from app.reports.month import Month, from_json, to_json
from app.reports.pack import pack_content
from app.reports.pack_chain import chains
from app.usecases.month_chain import bounded as used_by_the_month
from tests.reports.by_hand import MINUTE

LENGTHS = st.lists(st.tuples(st.integers(1, 90), st.integers(0, 3), st.booleans()), max_size=40)


def chain_of(lengths: list[tuple[int, int, bool]]) -> Chain:
    """A till on two parts alone and a pair; stretches one after another, by the parts, planned or not."""
    parts = (
        ChainPart("service:s", "Till", "service"),
        *(ChainPart(f"component:{n}", f"Part {n}", "system", alone=n < 3) for n in range(1, 5)),
    )
    kinds = (((1,), ()), ((1, 2), ()), ((3,), (4,)), ((0,), ()))
    stretches: list[ChainStretch] = []
    at = 0
    for minutes, kind, planned in lengths:
        made_by, beside = kinds[kind]
        stretches.append(ChainStretch(at, at + minutes * MINUTE, made_by, planned, beside))
        at += (minutes + 5) * MINUTE
    down = sum(each.end - each.start for each in stretches)
    itself = sum(each.end - each.start for each in stretches if each.parts == (0,))
    parts = (replace(parts[0], unplanned=itself), *(replace(each, unplanned=1) for each in parts[1:]))
    return Chain("availability-99.5", 44_640 * MINUTE, down, parts, (), (), stretches=tuple(stretches))


def many(month: Month) -> Month:
    """Its first service down 700 times in the month, of which the longest 500 are kept."""
    start, chain = month.start, chain_of([(1 + n % 50, n % 4, n % 7 == 0) for n in range(700)])
    stretches = tuple(
        replace(each, start=each.start + start, end=each.end + start) for each in chain.stretches
    )
    whole = replace(chain, lineage=month.services[0].targets[0].lineage, stretches=stretches)
    return replace(month, services=(replace(month.services[0], chain=bounded(whole)), *month.services[1:]))


@given(LENGTHS, st.integers(1, 12))
def test_no_minute_and_no_part_is_lost(lengths: list[tuple[int, int, bool]], most: int) -> None:
    whole = chain_of(lengths)
    some = bounded(whole, most)
    assert len(some.stretches) == min(most, len(lengths))
    assert list(some.stretches) == sorted(some.stretches, key=lambda each: each.start)
    if some.rest is None:
        assert some == whole
        return
    assert sum(each.end - each.start for each in some.stretches) + some.rest.length == whole.down
    assert len(some.stretches) + some.rest.number == len(whole.stretches)
    assert some.rest.planned <= some.rest.length
    assert some.rest.alone + some.rest.itself <= some.rest.length
    left_out = set(whole.stretches) - set(some.stretches)
    shortest = min(each.end - each.start for each in some.stretches)
    assert max(each.end - each.start for each in left_out) <= shortest


@given(LENGTHS, st.integers(1, 12))
def test_the_sentences_say_the_same_minutes_of_all_stretches_and_of_the_longest(
    month: Month, lengths: list[tuple[int, int, bool]], most: int
) -> None:
    target = replace(month.services[0].targets[0], verdict="missed")
    whole = chain_of(lengths)
    text, kept = (" ".join(why(chain, target)) for chain in (whole, bounded(whole, most)))
    followed = [part for part in text.split(". ") if "followed one another" in part or "alone took" in part]
    assert all(part in kept for part in followed)


def test_a_document_with_very_many_stretches_stays_small_and_comes_back_as_it_was(month: Month) -> None:
    assert used_by_the_month is bounded
    large = many(month)
    text = to_json(large)
    assert from_json(text) == large
    assert len(text) - len(to_json(month)) < 80_000


def test_the_page_lists_the_longest_and_sums_the_others(month: Month) -> None:
    large = many(month)
    chain = large.services[0].chain
    assert chain is not None
    (section,) = chains(large)
    table = next(
        block
        for block in section.blocks
        if isinstance(block, Table) and block.columns[0].title == "From – until"
    )
    *listed, shorter, together = table.rows
    assert len(listed) == 20
    assert shorter[0] == "and 680 shorter ones"
    assert shorter[-1] == "the workbook lists the longest 500"
    minutes = [int(str(row[1]).replace(",", "")) for row in (*listed, shorter)]
    assert sum(minutes) == int(str(together[1]).replace(",", "")) == chain.down // MINUTE


def test_the_workbook_sums_its_stretches_and_holds_them_against_the_ledger(
    month: Month, tmp_path: Path
) -> None:
    large = many(month)
    chain = large.services[0].chain
    assert chain is not None
    write_workbook(large, "internal", tmp_path / "a.xlsx", pack_content(large, "internal"))
    values, formulas = (
        load_workbook(tmp_path / "a.xlsx", data_only=only)["Chain downtime"] for only in (True, False)
    )
    rows = list(values.iter_rows(min_row=5, values_only=True))
    assert len(rows) == MOST_STRETCHES + 3
    assert [row[5] for row in rows[-3:]] == ["and 200 shorter ones", "Together", "Difference to the Ledger"]
    minutes = [float(str(row[3])) for row in rows]
    assert sum(minutes[:-2]) == minutes[-2] == chain.down / MINUTE
    assert minutes[-1] == 0
    last = formulas.max_row
    assert formulas.cell(last - 1, 4).value == f"=SUM(D5:D{last - 2})"
    assert "Ledger_Seconds" in str(formulas.cell(last, 4).value)

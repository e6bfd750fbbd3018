"""What a pack says: the summary in words, figures that never contradict a verdict, each exclusion with its reason."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.reports import joint, pack_levels, pack_summary, shown
from app.reports.content import Facts, LedgerTimeline, Mark, Paragraph, Said, Section, Slam, Table
from app.reports.month import InWords, Month, OutageLine, Part, PastLevel, TargetMonth
from app.reports.pack import pack_content
from app.reports.pack_tickets import NOT_KEPT
from app.reports.pack_volumes import far_off
from tests.reports.by_hand import MINUTE, at, plain_target


def section(month: Month, key: str, edition: str = "customer") -> Section:
    content = pack_content(month, "internal" if edition == "internal" else "customer")
    return next(each for each in content.sections if each.key == key)


def table(part: Section) -> Table:
    return next(block for block in part.blocks if isinstance(block, Table))


def without_services(month: Month) -> Month:
    return replace(month, services=(), sources=(), changes=(), agreements=(), distribution=())


def only(month: Month, target: TargetMonth) -> Month:
    return replace(month, services=(replace(month.services[0], targets=(target,), outages=()),))


def test_the_summary_counts_every_verdict(month: Month) -> None:
    assert pack_summary.state_in_words(month) == (
        "5 of 9 targets were kept in October 2026, 3 of them only just. "
        "2 were missed, 1 cannot be proven and 1 has no data."
    )


def test_one_kept_target_is_told_in_the_singular(month: Month) -> None:
    kept = replace(month.services[0].targets[0], verdict="met")
    assert pack_summary.state_in_words(only(month, kept)) == "1 of 1 target was kept in October 2026."


def test_a_month_without_targets_says_so(month: Month) -> None:
    empty = without_services(month)
    assert pack_summary.state_in_words(empty) == "No targets are agreed with Retail for October 2026."
    for each in pack_content(empty, "customer").sections:
        assert each.blocks


def test_the_worst_stands_first(month: Month) -> None:
    marks = [row[0] for row in table(section(month, "summary")).rows]
    assert [mark.verdict for mark in marks if isinstance(mark, Mark)][:3] == [
        "missed",
        "missed",
        "not proven",
    ]


def test_a_miss_says_by_how_much(month: Month) -> None:
    text = pack_summary.in_figures(month.services[0].targets[0], "Europe/Berlin")
    assert text == "99.05 % achieved; 124 min used where 65.4 min were allowed, 58.6 min too many."


def test_a_missed_value_is_never_shown_as_reaching_the_target(month: Month) -> None:
    target = replace(month.services[0].targets[0], value="99.5", achieved="9949999/100000")
    assert shown.achieved(target, target.achieved) == "99.49999 %"


def test_what_is_not_proven_gives_both_extremes_and_asks_for_a_decision(month: Month) -> None:
    target = month.services[1].targets[0]
    assert (
        pack_summary.in_figures(target, "Europe/Berlin")
        == "Between 93.49 % and 99.93 %, because 48 h were not observed."
    )
    assert any("Webshop, Availability 99.9 %" in each for each in pack_summary.decisions(month))


def test_many_targets_without_measurement_are_one_question(month: Month) -> None:
    silent = [replace(service.targets[0], verdict="no data") for service in month.services]
    services = tuple(
        replace(service, targets=(target, target))
        for service, target in zip(month.services, silent, strict=True)
    )
    *others, asked = pack_summary.decisions(replace(month, services=services, volumes=()))
    assert not any("missing measurement" in each for each in others)
    assert asked.startswith("Till service (2 targets)")
    assert asked.endswith("how will the missing measurements be supplied, or the results be settled?")


def test_a_volume_known_in_part_is_not_said_to_be_too_small(month: Month) -> None:
    (line,) = (each for each in month.volumes[:1])
    few = replace(line, assumed="100", actual="10")
    assert any("below what was assumed" in each for each in far_off(replace(month, volumes=(few,))))
    assert not list(far_off(replace(month, volumes=(replace(few, partly=True),))))
    many = replace(few, actual="200", partly=True)
    assert any("above what was assumed" in each for each in far_off(replace(month, volumes=(many,))))


def test_time_between_failures_is_neither_allowed_nor_used(month: Month) -> None:
    first = month.services[0].targets[0]
    between = replace(first, metric="mtbf", unit="h", value="100", achieved="90/1", limit=None, parts=())
    (row,) = table(section(only(month, between), "levels")).rows
    assert row[5:7] == ("–", "–")


def test_a_disputed_exclusion_that_decides_is_put_to_the_customer(month: Month) -> None:
    disputed = replace(month.services[0].targets[0], verdict="met", verdict_without_disputed="missed")
    assert pack_summary.decisions(replace(only(month, disputed), volumes=())) == [
        "Till service, Availability 99.5 %: do the disputed exclusions stand? With them it is met, "
        "without them missed."
    ]


def test_every_target_has_a_row_in_the_chart_and_in_agreed_and_achieved(month: Month) -> None:
    targets = sum(len(service.targets) for service in month.services)
    slam = next(block for block in section(month, "slam").blocks if isinstance(block, Slam))
    assert sum(len(group.rows) for group in slam.groups) == targets
    tables = [block for block in section(month, "levels").blocks if isinstance(block, Table)]
    assert sum(len(each.rows) for each in tables) == targets


def test_the_chart_leaves_a_gap_where_nothing_was_promised_yet(month: Month) -> None:
    slam = next(block for block in section(month, "slam").blocks if isinstance(block, Slam))
    payroll = next(group for group in slam.groups if group.service == "Payroll")
    assert [cell is None for cell in payroll.rows[0].cells] == [True] * 6 + [False] * 6
    assert slam.periods[0] == ("Nov", "2025")
    assert slam.periods[-1] == ("Oct", "2026")


def test_a_past_period_without_a_verdict_is_a_gap(month: Month) -> None:
    history = (PastLevel("2026-08", "August 2026", "met", ""), PastLevel("2026-09", "September 2026", "", ""))
    target = replace(month.services[0].targets[0], history=history)
    slam = next(block for block in section(only(month, target), "slam").blocks if isinstance(block, Slam))
    assert [cell is None for cell in slam.groups[0].rows[0].cells] == [False, True, False]


def test_periods_before_anything_was_agreed_take_no_column(month: Month) -> None:
    history = (PastLevel("2026-08", "August 2026", "", ""), PastLevel("2026-09", "September 2026", "met", ""))
    target = replace(month.services[0].targets[0], history=history)
    slam = next(block for block in section(only(month, target), "slam").blocks if isinstance(block, Slam))
    assert slam.periods == (("Sep", "2026"), ("Oct", "2026"))


def test_without_a_target_there_is_a_sentence_and_no_empty_chart(month: Month) -> None:
    none = replace(month, services=())
    assert list(section(none, "slam").blocks) == [Paragraph("No target is agreed for this period.", "muted")]
    told = next(block for block in section(none, "summary").blocks if isinstance(block, Table))
    assert told.empty == "There was no target to keep."


def test_quarters_and_weeks_have_their_own_headings(month: Month) -> None:
    history = (PastLevel("2026-Q2", "Q2 2026", "met", "99.9 %"),)
    target = replace(month.services[0].targets[0], history=history)
    quarter = replace(only(month, target), period="2026-Q3", label="Q3 2026")
    slam = next(block for block in section(quarter, "slam").blocks if isinstance(block, Slam))
    assert slam.periods == (("Q2", "2026"), ("Q3", "2026"))
    assert slam.sentence == "Something was missed in 1 of 2 quarters with data; the last column is Q3 2026."


def test_only_periods_with_data_are_counted_in_the_sentence_of_the_chart(month: Month) -> None:
    empty = tuple(PastLevel(f"2026-0{n}", f"{n}/2026", "no data", "") for n in range(1, 10))

    def sentence(verdict: str) -> str:
        target = replace(month.services[0].targets[0], history=empty, verdict=verdict)
        slam = section(only(month, target), "slam").blocks[0]
        assert isinstance(slam, Slam)
        return slam.sentence

    last = "; the last column is October 2026."
    assert sentence("missed") == f"Something was missed in 1 of 1 month with data{last}"
    assert sentence("met") == f"Nothing was missed in 1 month with data{last}"
    assert sentence("no data") == f"No target has data yet{last}"


def test_only_the_provider_is_told_that_nobody_receives_the_pack(month: Month) -> None:
    nobody = replace(month, distribution=())
    assert "Goes to" in dict(pack_content(month, "customer").facts.pairs)
    assert "Goes to" not in dict(pack_content(nobody, "customer").facts.pairs)
    assert dict(pack_content(nobody, "internal").facts.pairs)["Goes to"] == "No recipients are recorded."


def test_files_of_one_source_that_cover_the_same_are_one_line_for_the_customer(month: Month) -> None:
    first = month.sources[0]
    twice = replace(month, sources=(*month.sources, replace(first, sha256="ef" * 32, file_name="again.xlsx")))
    rows = table(section(twice, "sources")).rows
    assert len(rows) == len(month.sources)
    assert rows[0][2] == f"{first.sha256[:12]}, {'ef' * 6}"
    assert len(table(section(twice, "sources", "internal")).rows) == 3


def test_each_outage_says_what_was_counted_and_why(month: Month) -> None:
    rows = table(section(month, "outages")).rows
    assert len(rows) == sum(len(service.outages) for service in month.services)
    planned = next(row for row in rows if isinstance(row[6], Said) and row[6].text.startswith("excluded"))
    assert (planned[4], planned[5]) == ("0", "90")
    assert planned[6] == Said("excluded: agreed maintenance window, clause 4.2", "Disputed by the customer")


def test_outages_are_numbered_in_the_order_of_time_and_cited_in_the_timeline(month: Month) -> None:
    days = [block for block in section(month, "days").blocks if isinstance(block, LedgerTimeline)]
    till = next(block for block in days if block.title.startswith("Till"))
    notes = {day.label: day.note for day in till.days if day.note}
    assert notes["Tue 13"] == "down 1 h 24 min (no. 5)"
    assert notes["Wed 21"] == "excluded 2 h"
    assert till.sentence == "Excluded: maintenance window, clause 4.2 (2 h)."


def test_every_day_of_the_ledger_is_whole(month: Month) -> None:
    for block in section(month, "days").blocks:
        assert isinstance(block, LedgerTimeline)
        assert len(block.days) == 31
        for day in block.days:
            assert sum(bar.end - bar.start for bar in day.bars) == 1


def test_an_open_outage_is_not_yet_over(month: Month) -> None:
    rows = table(section(month, "outages")).rows
    assert "not yet over" in str(rows[-1][2]).replace("\u00a0", " ")


def test_a_document_without_counts_by_priority_says_so_and_sums_what_it_lists(month: Month) -> None:
    old = replace(month, tickets=None)
    assert section(old, "tickets by priority").blocks == (Paragraph(NOT_KEPT, "muted"),)
    rows = table(section(old, "tickets")).rows
    assert [row[1:6] for row in rows] == [
        ("all", "51", "48", "3", "94.1"),
        ("P1", "17", "16", "1", "94.1"),
        ("P2", "17", "16", "1", "94.1"),
        ("P3", "17", "16", "1", "94.1"),
    ]


def test_a_target_that_lists_only_its_misses_counts_all_of_its_tickets(month: Month) -> None:
    target = month.services[0].targets[1]
    few = replace(target, tickets=tuple(ticket for ticket in target.tickets if ticket.note or not ticket.met))
    rows = table(section(replace(only(month, few), tickets=None), "tickets")).rows
    assert [row[1:6] for row in rows] == [("all", "51", "48", "3", "94.1")]


def test_tickets_without_a_miss_are_listed_too(month: Month) -> None:
    target = replace(month.services[0].targets[1], tickets=(), used=0, achieved="100/1", verdict="met")
    rows = table(section(replace(only(month, target), tickets=None), "tickets")).rows
    assert [row[1:6] for row in rows] == [("all", "51", "51", "0", "100.0")]


def test_a_break_or_a_mean_is_not_told_in_used_and_allowed(month: Month) -> None:
    breaks = replace(month.services[0].targets[2], verdict="missed", achieved="3/1", used=3)
    assert pack_summary.in_figures(breaks, "Europe/Berlin") == "3 breaks achieved, ≤ 2 breaks agreed."


def test_no_miss_allowed_reads_as_none(month: Month) -> None:
    target = replace(month.services[0].targets[1], base=5, used=1, allowed=0, achieved="80/1", tickets=())
    assert (
        pack_summary.in_figures(target, "Europe/Berlin")
        == "80.00 % achieved; 1 missed where none was allowed, 1 too many."
    )


def test_both_editions_carry_the_same_fingerprint(month: Month) -> None:
    assert pack_content(month, "customer").fingerprint == pack_content(month, "internal").fingerprint


def test_versions_in_force_show_their_own_allowances(month: Month) -> None:
    remarks = pack_levels.remarks(month.services[2].targets[0], "Europe/Berlin")
    assert remarks == [
        "SLA Retail, version 2: 99.5 % until 14 October, allows 36 min.",
        "SLA Retail, version 3: 99.9 % from 15 October, allows 8.6 min.",
        "Together 44.6 min, that is ≥ 99.72 %.",
    ]


def test_missing_words_are_told_to_the_provider_alone(month: Month) -> None:
    silent = OutageLine(
        1, "Till service", "x", month.start, month.start + 60_000_000, "down", False, 0, 0, "counted"
    )
    quiet = replace(month, services=(replace(month.services[0], outages=(silent,)),))
    assert table(section(quiet, "outages", "internal")).notes[0].text == "No description has been released."
    assert table(section(quiet, "outages")).notes == (Said(""),)
    unexplained = replace(month.services[0].targets[0], in_words=InWords(), commentary_internal="")
    said, near = only(month, unexplained), only(month, replace(unexplained, verdict="nearly missed"))
    missing = Facts((("Commentary", "No commentary has been written."),))
    assert table(section(said, "breaches", "internal")).notes == (missing,)
    assert table(section(near, "breaches", "internal")).notes == (missing,)
    assert table(section(said, "breaches")).notes == (Facts((("Commentary", "Commentary follows."),)),)
    assert table(section(near, "breaches")).notes == (Facts(()),)


def test_a_breach_is_told_in_the_parts_that_are_written(month: Month) -> None:
    target = replace(month.services[0].targets[0], in_words=InWords(happened="A storm.", prevents="A wall."))
    said = only(month, target)
    told = (("What happened", "A storm."), ("What prevents it", "A wall."))
    assert table(section(said, "breaches")).notes == (Facts(told),)
    internal = table(section(said, "breaches", "internal")).notes
    assert internal == (Facts((*told, ("Internal", target.commentary_internal))),)


def test_what_an_older_document_says_in_one_text_is_told_as_what_happened(month: Month) -> None:
    old = replace(month.services[0].targets[0], commentary="All in one.", in_words=InWords())
    told = Facts((("What happened", "All in one."),))
    assert table(section(only(month, old), "breaches")).notes == (told,)


def test_what_versions_demand_together_stands_wherever_the_target_is_judged(month: Month) -> None:
    target = month.services[2].targets[0]
    assert pack_summary.in_figures(target, "Europe/Berlin") == (
        "99.81 % achieved; 30 min used where 44.6 min were allowed. "
        "Agreed: 99.5 % until 14 October, 99.9 % from 15 October; together 44.6 min, that is ≥ 99.72 %."
    )
    slam = next(block for block in section(month, "slam").blocks if isinstance(block, Slam))
    payroll = next(group for group in slam.groups if group.service == "Payroll")
    assert payroll.rows[0].achieved == "99.81 % nearly missed, ≥ 99.72 % agreed"
    levels = [block for block in section(month, "levels").blocks if isinstance(block, Table)]
    assert levels[2].rows[0][2] == "≥ 99.72 %"


def test_what_does_not_add_up_names_the_value_that_decides(month: Month) -> None:
    parts = (
        Part("SLA Retail, version 2", at(1), at(15), "60", 0, 0, 60 * MINUTE),
        Part("SLA Retail, version 3", at(15), at(20), "30", 0, 0, 30 * MINUTE),
        Part("SLA Retail, version 4", at(20), at(1, month=11), "20", 0, 0, 20 * MINUTE),
    )
    target = plain_target("20", "min", "40/1", "missed", "Longest break 20 min", parts=parts, limit="30/1")
    assert joint.demanded(target, "Europe/Berlin") == (
        "60 min until 14 October, 30 min from 15 October to 19 October, 20 min from 20 October; "
        "what decides is ≤ 30 min"
    )


@given(
    st.fractions(min_value=0, max_value=100, max_denominator=10_000),
    st.fractions(min_value=0, max_value=100, max_denominator=10_000),
)
def test_level_and_joint_limit_are_shown_as_they_stand_to_each_other(
    achieved: Fraction, limit: Fraction
) -> None:
    target = plain_target(
        "99.5", "%", str(achieved), "met", "Availability", comparison=">=", limit=str(limit)
    )
    level, agreed = shown.achieved(target, target.achieved), shown.agreed(target).removeprefix("≥ ")
    shown_level, shown_limit = (Fraction(text.removesuffix(" %")) for text in (level, agreed))
    assert (shown_level < shown_limit) == (achieved < limit)
    assert (shown_level == shown_limit) == (achieved == limit)


def test_a_ticket_target_names_its_priorities(month: Month) -> None:
    target = replace(month.services[0].targets[1], tickets=(), priority="P2, P3")
    rows = table(section(replace(only(month, target), tickets=None), "tickets")).rows
    assert rows[0][1] == "P2, P3"


def test_one_is_told_in_the_singular(month: Month) -> None:
    target = replace(month.services[0].targets[1], base=15, used=2, allowed=1, achieved="260/3", tickets=())
    assert pack_summary.in_figures(target, "Europe/Berlin") == (
        "86.67 % achieved; 2 missed where 1 was allowed, 1 too many."
    )
    hour = replace(month.services[1].targets[0], classes={"unknown": 60 * MINUTE})
    assert pack_summary.in_figures(hour, "Europe/Berlin").endswith("because 1 h was not observed.")


def test_nothing_restated_takes_no_section(month: Month) -> None:
    assert section(month, "restated").blocks
    again = replace(month, changes=())
    assert "restated" not in {each.key for each in pack_content(again, "customer").sections}
    assert ("Restated", "No figure differs from the issue before.") in document_facts(again)
    assert "Restated" not in dict(document_facts(replace(again, number=0, state="draft")))


def document_facts(month: Month) -> tuple[tuple[str, str], ...]:
    return [block for block in section(month, "method").blocks if isinstance(block, Facts)][-1].pairs


def test_the_customer_is_told_the_source_and_not_how_its_file_was_brought_in(month: Month) -> None:
    customer = table(section(month, "sources"))
    assert [column.title for column in customer.columns] == ["Source", "Covers", "Hash"]
    assert customer.rows[0] == (
        Said("Service monitoring", "outages"),
        "1–31 October, all services",
        "abababababab",
    )
    internal = table(section(month, "sources", "internal"))
    assert {"File", "Rows", "Imported", "SHA-256"} <= {column.title for column in internal.columns}


def test_an_unsigned_agreement_is_called_so_on_the_cover_and_at_every_foot(month: Month) -> None:
    unsigned = replace(month, agreements=month.agreements[-1:], unsigned=month.agreements[-1:])
    content = pack_content(unsigned, "customer")
    title = f"{month.agreements[-1]} (not signed yet)"
    assert dict(content.facts.pairs)["Agreements"] == title
    assert content.versions == title


def test_the_method_says_which_dates_and_windows_were_taken_out(month: Month) -> None:
    tables = [block for block in section(month, "method").blocks if isinstance(block, Table)]
    hours = next(table for table in tables if table.columns[0].title == "Hours")
    windows = next(table for table in tables if table.columns[0].title == "Window")
    assert hours.rows[0][2] == "Fri 30 October: Stocktaking (2 h less)"
    assert windows.rows[0][2:] == (
        "Sun\u00a04\u00a0Oct, Sun\u00a011\u00a0Oct, Sun\u00a018\u00a0Oct, Sun\u00a025\u00a0Oct",
        "0 min",
        "0 min",
        "90 min",
    )


def test_a_closed_document_tells_reliability_in_the_order_of_a_draft(month: Month) -> None:
    service = replace(
        month.services[0], reliability={"MTBF": "9 h", "Breaks": "2", "MTBSI": "9 h", "MTRS": "1 h"}
    )
    told = section(replace(month, services=(service,)), "levels")
    texts = [block.text for block in told.blocks if isinstance(block, Paragraph)]
    assert "Breaks 2 · MTRS 1 h · MTBF 9 h · MTBSI 9 h" in texts


def test_the_longest_break_has_no_base(month: Month) -> None:
    first = month.services[0].targets[0]
    longest = replace(
        first, metric="longest_break", unit="min", value="60", achieved="94/1", limit=None, parts=()
    )
    (row,) = table(section(only(month, longest), "levels")).rows
    assert row[4] == "–"

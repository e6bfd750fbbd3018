"""What a pack says: the summary in words, figures that never contradict a verdict, each exclusion with its reason."""

from dataclasses import replace

from app.reports import pack_levels, pack_summary, shown
from app.reports.content import LedgerTimeline, Mark, Said, Section, Slam, Table
from app.reports.month import Month, OutageLine, PastLevel, TargetMonth
from app.reports.pack import pack_content


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
    text = pack_summary.in_figures(month.services[0].targets[0])
    assert text == "99.05 % achieved; 124 min used where 65.4 min were allowed, 58.6 min too many."


def test_a_missed_value_is_never_shown_as_reaching_the_target(month: Month) -> None:
    target = replace(month.services[0].targets[0], value="99.5", achieved="9949999/100000")
    assert shown.achieved(target, target.achieved) == "99.49999 %"


def test_what_is_not_proven_gives_both_extremes_and_asks_for_a_decision(month: Month) -> None:
    target = month.services[1].targets[0]
    assert pack_summary.in_figures(target) == "Between 93.49 % and 99.93 %, because 48 h were not observed."
    assert any("Webshop, Availability 99.9 %" in each for each in pack_summary.decisions(month))


def test_a_disputed_exclusion_that_decides_is_put_to_the_customer(month: Month) -> None:
    disputed = replace(month.services[0].targets[0], verdict="met", verdict_without_disputed="missed")
    assert pack_summary.decisions(only(month, disputed)) == [
        "Till service, Availability 99.5 %: do the disputed exclusions stand? met with, missed without."
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
    target = replace(month.services[0].targets[0], history=(PastLevel("2026-09", "September 2026", "", ""),))
    slam = next(block for block in section(only(month, target), "slam").blocks if isinstance(block, Slam))
    assert slam.groups[0].rows[0].cells[0] is None


def test_quarters_and_weeks_have_their_own_headings(month: Month) -> None:
    history = (PastLevel("2026-Q2", "Q2 2026", "met", "99.9 %"),)
    target = replace(month.services[0].targets[0], history=history)
    quarter = replace(only(month, target), period="2026-Q3", label="Q3 2026")
    slam = next(block for block in section(quarter, "slam").blocks if isinstance(block, Slam))
    assert slam.periods == (("Q2", "2026"), ("Q3", "2026"))
    assert slam.sentence == "Something was missed in 1 of 2 quarters; the last column is Q3 2026."


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


def test_tickets_are_summed_by_priority(month: Month) -> None:
    rows = table(section(month, "tickets")).rows
    assert [row[1:6] for row in rows] == [
        ("all", "51", "48", "3", "94.1"),
        ("P1", "17", "16", "1", "94.1"),
        ("P2", "17", "16", "1", "94.1"),
        ("P3", "17", "16", "1", "94.1"),
    ]


def test_a_target_that_lists_only_its_misses_counts_all_of_its_tickets(month: Month) -> None:
    target = month.services[0].targets[1]
    few = replace(target, tickets=tuple(ticket for ticket in target.tickets if ticket.note or not ticket.met))
    rows = table(section(only(month, few), "tickets")).rows
    assert [row[1:6] for row in rows] == [("all", "51", "48", "3", "94.1")]


def test_tickets_without_a_miss_are_listed_too(month: Month) -> None:
    target = replace(month.services[0].targets[1], tickets=(), used=0, achieved="100/1", verdict="met")
    rows = table(section(only(month, target), "tickets")).rows
    assert [row[1:6] for row in rows] == [("all", "51", "51", "0", "100.0")]


def test_a_break_or_a_mean_is_not_told_in_used_and_allowed(month: Month) -> None:
    breaks = replace(month.services[0].targets[2], verdict="missed", achieved="3/1", used=3)
    assert pack_summary.in_figures(breaks) == "3 breaks achieved, ≤ 2 breaks agreed."


def test_no_miss_allowed_reads_as_none(month: Month) -> None:
    target = replace(month.services[0].targets[1], base=5, used=1, allowed=0, achieved="80/1", tickets=())
    assert pack_summary.in_figures(target) == "80.00 % achieved; 1 missed where none was allowed, 1 too many."


def test_both_editions_carry_the_same_fingerprint(month: Month) -> None:
    assert pack_content(month, "customer").fingerprint == pack_content(month, "internal").fingerprint


def test_versions_in_force_show_their_own_allowances(month: Month) -> None:
    remarks = pack_levels.remarks(month.services[2].targets[0])
    assert remarks == [
        "SLA Retail, version 2: 99.5 %, allows 36 min.",
        "SLA Retail, version 3: 99.9 %, allows 8.6 min.",
    ]


def test_nobody_s_description_is_said_to_be_unreleased(month: Month) -> None:
    silent = OutageLine(
        1, "Till service", "x", month.start, month.start + 60_000_000, "down", False, 0, 0, "counted"
    )
    quiet = replace(month, services=(replace(month.services[0], outages=(silent,)),))
    assert table(section(quiet, "outages")).notes == (Said("No description has been released."),)

from dataclasses import replace

from app.calc.definition import Definition, describe
from app.reports.month import OutageLine, Part, PastLevel, Piece, TargetMonth
from app.views.level_words import excluded_by_reason, facts, outage_label, remarks

MINUTE = 60_000_000
HOUR = 60 * MINUTE

MISSED = TargetMonth(
    lineage="a",
    metric="availability",
    sentence="Available at least 99.5 % of service hours",
    definition="",
    comparison=">=",
    value="99.5",
    unit="%",
    verdict="missed",
    achieved="99052/1000",
    lowest=None,
    highest=None,
    counts_time=True,
    base=218 * HOUR,
    used=124 * MINUTE,
    allowed=65 * MINUTE,
    history=(
        PastLevel("2026-09", "September 2026", "met", "99.61 %"),
        PastLevel("2026-10", "October 2026", "missed", "99.05 %"),
    ),
)


def test_a_missed_month_says_achieved_allowed_used_and_the_month_before() -> None:
    assert [(fact.caption, fact.figure, fact.note, fact.tone) for fact in facts(MISSED)] == [
        ("achieved", "99.05 %", "of 218 h agreed", "missed"),
        ("allowed", "65 min", "0.5 % of base", ""),
        ("used", "124 min", "59 min too many", "missed"),
        ("September", "99.61 %", "met", ""),
    ]


def test_a_month_in_progress_says_what_is_still_possible() -> None:
    running = replace(MISSED, verdict="met", used=0, best_possible="100/1")
    assert facts(running)[-1].caption == "best still possible"
    assert [(fact.caption, fact.note) for fact in facts(running)[1:3]] == [
        ("allowed so far", "0.5 % of base"),
        ("used", "65 min left so far"),
    ]
    assert facts(replace(running, used=124 * MINUTE))[2].note == "59 min too many so far"
    unknown = replace(running, lowest="98/1", highest="99/1", classes={"unknown": HOUR})
    assert "so far between 98.00\u00a0% and 99.00\u00a0%" in remarks(unknown)[0]


def test_allowed_used_and_left_speak_in_one_unit_however_long_they_are() -> None:
    long = replace(MISSED, used=643 * MINUTE, allowed=68 * MINUTE + 24_000_000)
    assert [(fact.figure, fact.note) for fact in facts(long)[1:3]] == [
        ("68.4 min", "0.5 % of base"),
        ("643 min", "574.6 min too many"),
    ]


def test_what_is_excluded_is_told_by_its_reasons_where_each_piece_has_one() -> None:
    pieces = (
        Piece("excluded", 0, 10 * MINUTE, "Sunday window"),
        Piece("down", 10 * MINUTE, 20 * MINUTE),
        Piece("excluded", 20 * MINUTE, 25 * MINUTE, "Customer's own change"),
        Piece("excluded", 30 * MINUTE, 35 * MINUTE, "Sunday window"),
    )
    assert excluded_by_reason(replace(MISSED, ledger=pieces)) == {
        "Sunday window": 15 * MINUTE,
        "Customer's own change": 5 * MINUTE,
    }
    assert excluded_by_reason(replace(MISSED, ledger=(*pieces, Piece("excluded", 40, 50)))) == {}


def test_two_versions_share_one_allowance() -> None:
    parts = (Part("v1", 0, 1, "99.5", 1, 0, 0), Part("v2", 1, 2, "99.9", 1, 0, 0))
    assert facts(replace(MISSED, parts=parts))[1].note == "by two versions"


def test_a_month_of_two_versions_is_rounded_against_what_they_demand_together() -> None:
    parts = (Part("v1", 0, 1, "99", 1, 0, 0), Part("v2", 1, 2, "99.5", 1, 0, 0))
    limit = "992500/10000"  # 99.25 together
    two = replace(
        MISSED,
        value="99.5",
        limit=limit,
        parts=parts,
        verdict="not proven",
        lowest="992496/10000",
        highest="992504/10000",
        best_possible="992499/10000",
        used=1005 * MINUTE // 10 + 1_200_000,
        allowed=1005 * MINUTE // 10,
        classes={"unknown": 4 * HOUR},
    )
    allowed, used, best = facts(two)[1:]
    assert allowed.note == "by two versions, together ≥ 99.25 %"
    assert (allowed.figure, used.figure) == ("100.5 min", "100.52 min")
    assert best.figure == "99.2499 %"
    assert "between 99.2496\u00a0% and 99.2504\u00a0%" in remarks(two)[0]


def test_unknown_time_gives_the_two_extremes_never_rounded_over_the_target() -> None:
    unknown = replace(
        MISSED, verdict="not proven", lowest="99499/1000", highest="9977/100", classes={"unknown": 4 * HOUR}
    )
    assert remarks(unknown) == (
        "4 h are unknown because no source covered them: between 99.499\u00a0% and 99.77\u00a0%.",
    )


def test_a_verdict_that_hangs_on_what_is_disputed_says_so() -> None:
    assert remarks(replace(MISSED, verdict_without_disputed="met")) == (
        "If the exclusions the customer disputes were counted, it would be met.",
    )


def test_time_between_failures_is_had_not_used_up() -> None:
    between = replace(
        MISSED, metric="mtbf", unit="h", value="100", achieved="90/1", used=180 * HOUR, allowed=200 * HOUR
    )
    assert [(fact.caption, fact.figure, fact.note) for fact in facts(between)][1:3] == [
        ("at least", "12,000 min", ""),
        ("had", "10,800 min", "1,200 min too little"),
    ]
    assert facts(replace(between, verdict="met", used=230 * HOUR))[2].note == "1,800 min to spare"


def test_tickets_are_counted_not_timed() -> None:
    tickets = replace(MISSED, metric="response", counts_time=False, base=8, used=1, allowed=0)
    assert [(fact.figure, fact.note) for fact in facts(tickets)][:3] == [
        ("99.05 %", "of 8 tickets"),
        ("0", ""),
        ("1", "1 too many"),
    ]


def test_an_outage_is_named_by_cause_and_counted_minutes() -> None:
    outage = OutageLine(
        1, "Till", "stock-db", 0, HOUR, "down", False, 84 * MINUTE, 0, "counted", cause="storage path"
    )
    assert outage_label(outage) == "storage path · 84 min"
    assert outage_label(replace(outage, counted=0, cause="", customer_text="x" * 40)) == "x" * 27 + "…"


def test_where_sites_are_weighed_it_is_said_why_the_minutes_below_are_not_those_used() -> None:
    sites = replace(
        MISSED,
        used=int(73.5 * MINUTE),
        definition=describe(Definition(sites="weighted")),
        classes={"down": 100 * MINUTE, "up": 217 * HOUR},
        counting={"up": "0", "degraded": "0", "down": "1"},
    )
    said = (
        "Used is the mean of all sites, weighted by their users; counted whenever any site was down it would be "
        "100 min, as shown below."
    )
    assert remarks(sites) == (said,)
    assert remarks(replace(sites, used=100 * MINUTE)) == ()
    assert remarks(replace(sites, definition=describe(Definition(), several_sites=True))) == ()
    plain = replace(sites, definition=describe(Definition(sites="mean")))
    assert remarks(plain)[0].startswith("Used is the mean of all sites; ")

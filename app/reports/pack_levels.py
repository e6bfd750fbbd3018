"""The part of a pack that everybody reads: summary in words, SLAM chart, agreed and achieved, breaches."""

from collections.abc import Mapping
from fractions import Fraction

from app.calc import words
from app.reports import shown
from app.reports.content import (
    Block,
    Chart,
    Column,
    Facts,
    Heading,
    Mark,
    Paragraph,
    Said,
    Section,
    Series,
    Slam,
    SlamCell,
    SlamGroup,
    SlamRow,
    Table,
    Tally,
)
from app.reports.lines import definition_letters
from app.reports.month import Month, PastLevel, ServiceMonth, TargetMonth

_KEPT = ("met", "nearly missed")
_PERIODS_SHOWN = 12
_FIGURES = (
    Column("Target", 37),
    Column("Def.", 5),
    Column("Agreed", 12, figures=True),
    Column("Achieved", 12, figures=True),
    Column("Base", 13, figures=True),
    Column("Allowed", 11, figures=True),
    Column("Used", 11, figures=True),
    Column("State", 17),
)


def summary(month: Month) -> Section:
    """One page in words: how it stands, what was not kept and by how much, which decisions are wanted."""
    blocks: list[Block] = [Tally(shown.verdict_counts(month)), Paragraph(state_in_words(month), "lead")]
    blocks += [Paragraph(month.summary)] if month.summary else []
    blocks += [Heading("Not kept, or not certain"), _attention(month)]
    blocks += [Heading("Decisions wanted"), *[Paragraph(f"• {each}") for each in decisions(month)]]
    if month.summary_internal:
        blocks += [Heading("Internal"), Paragraph(month.summary_internal)]
    return Section("summary", "Summary", tuple(blocks))


def state_in_words(month: Month) -> str:
    """How many targets were kept and what became of the others, in one or two sentences."""
    counts = dict(shown.verdict_counts(month))
    total, kept = sum(counts.values()), counts["met"] + counts["nearly missed"]
    if not total:
        return f"No targets are agreed with {month.customer} for {month.label}."
    first = (
        f"{kept} of {words.plural(total, 'target')} {'was' if kept == 1 else 'were'} kept in {month.label}"
    )
    near = counts["nearly missed"]
    first += f", {near} of them only just." if near else "."
    return f"{first} {_others(counts)}".strip()


def _others(counts: dict[str, int]) -> str:
    texts = [
        f"{counts['missed']} {'was' if counts['missed'] == 1 else 'were'} missed",
        f"{counts['not proven']} cannot be proven",
        f"{counts['no data']} {'has' if counts['no data'] == 1 else 'have'} no data",
    ]
    present = [
        text
        for text, verdict in zip(texts, ("missed", "not proven", "no data"), strict=True)
        if counts[verdict]
    ]
    return f"{shown.listed(present)}." if present else ""


def _attention(month: Month) -> Table:
    pairs = [
        (service, target)
        for service in month.services
        for target in service.targets
        if target.verdict != "met"
    ]
    pairs.sort(key=lambda pair: shown.VERDICTS.index(pair[1].verdict))
    columns = (Column("State", 17), Column("Service and target", 38), Column("In figures", 45))
    rows = tuple(
        (
            Mark(target.verdict),
            Said(shown.brief(service.name), shown.brief(shown.name(target))),
            in_figures(target),
        )
        for service, target in pairs
    )
    return Table(columns, rows, "Every target was met.")


def in_figures(target: TargetMonth) -> str:
    """Why a target has its verdict, in one sentence of figures."""
    if target.verdict == "no data":
        return _sentence(target.note or "Nothing was measured in this period")
    if target.verdict == "not proven":
        return _not_proven(target)
    achieved = f"{shown.achieved(target, target.achieved)} achieved"
    if target.unit != "%" or not (target.used or target.allowed):
        return f"{achieved}, {shown.agreed(target)} agreed."
    used, allowed = _used_and_allowed(target)
    over = target.used - target.allowed
    more = f", {shown.amount(target, over)} too many" if over > 0 else ""
    done = "used" if target.counts_time else "missed"
    limit = f"{allowed} were" if target.allowed else "none was"
    return f"{achieved}; {used} {done} where {limit} allowed{more}."


def _not_proven(target: TargetMonth) -> str:
    unknown = target.classes.get("unknown", 0)
    why = f", because {words.duration(unknown)} were not observed" if unknown else ""
    low, high = shown.achieved(target, target.lowest), shown.achieved(target, target.highest)
    return (
        f"Between {low} and {high}{why}."
        if low and high
        else _sentence(target.note or "The evidence is not complete")
    )


def decisions(month: Month) -> list[str]:
    """What customer and provider have to settle, from the figures themselves."""
    found: list[str] = []
    for service in month.services:
        for target in service.targets:
            about = f"{shown.brief(service.name)}, {shown.brief(shown.name(target))}"
            without = target.verdict_without_disputed
            if without and without != target.verdict:
                found.append(
                    f"{about}: do the disputed exclusions stand? {target.verdict} with, {without} without."
                )
            if target.verdict in ("not proven", "no data"):
                found.append(
                    f"{about}: how will the missing measurement be supplied, or the result be settled?"
                )
    return found or ["None: no exclusion is disputed and nothing went unmeasured."]


def slam(month: Month) -> Section:
    """Twelve periods against every target."""
    periods = _periods(month)
    groups = tuple(_slam_group(service, periods) for service in month.services if service.targets)
    headings = tuple(_period_heading(key, label) for key, label in periods)
    sentence = _slam_sentence(month, periods)
    blocks: list[Block] = [Slam(headings, groups, sentence)]
    allowed_and_used = _allowance_chart(month)
    blocks += [Heading("Allowed and used downtime"), allowed_and_used] if allowed_and_used else []
    title = "Service levels over twelve months" if len(periods) == _PERIODS_SHOWN else "Service levels so far"
    return Section("slam", title, tuple(blocks))


def _periods(month: Month) -> list[tuple[str, str]]:
    """Keys and labels of the last twelve periods any target knows, the document's own last."""
    labels = {
        past.period: past.label
        for service in month.services
        for target in service.targets
        for past in target.history
    }
    labels[month.period] = month.label
    return sorted((key, label) for key, label in labels.items() if key <= month.period)[-_PERIODS_SHOWN:]


def _slam_group(service: ServiceMonth, periods: list[tuple[str, str]]) -> SlamGroup:
    return SlamGroup(service.name, tuple(_slam_row(target, periods) for target in service.targets))


def _slam_row(target: TargetMonth, periods: list[tuple[str, str]]) -> SlamRow:
    past = {each.period: each for each in target.history}
    cells = [_slam_cell(past.get(key)) for key, _ in periods[:-1]]
    own = past.get(periods[-1][0])
    cells.append(SlamCell(target.verdict, restated=bool(own and own.restated)))
    achieved = shown.achieved(target, target.achieved)
    return SlamRow(shown.name(target), tuple(cells), f"{achieved} {target.verdict}".strip())


def _slam_cell(past: PastLevel | None) -> SlamCell | None:
    return SlamCell(past.verdict, past.restated) if past and past.verdict else None


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _period_heading(key: str, label: str) -> tuple[str, str]:
    """Two short lines above a column: "Oct", "2026"; "Q3", "2026"; "W40", "2026"."""
    year, dash, rest = key.partition("-")
    if dash and rest.isdigit() and 1 <= int(rest) <= 12:
        return _MONTHS[int(rest) - 1], year
    return (rest, year) if dash else (label, "")


def _slam_sentence(month: Month, periods: list[tuple[str, str]]) -> str:
    keys = {key for key, _ in periods}
    missed = {
        past.period
        for service in month.services
        for target in service.targets
        for past in _with_own(target, month)
        if past.period in keys and past.verdict == "missed"
    }
    span = (
        words.plural(len(periods), "period")
        if "-" not in month.period
        else _spelled(month.period, len(periods))
    )
    if not missed:
        return f"In none of {span} was a target missed."
    return f"Something was missed in {len(missed)} of {span}; the last column is {month.label}."


def _spelled(key: str, count: int) -> str:
    kind = {"Q": "quarter", "W": "week"}.get(key.partition("-")[2][:1], "month")
    return words.plural(count, kind)


def _with_own(target: TargetMonth, month: Month) -> list[PastLevel]:
    """History with the period's own verdict as the document states it."""
    own = PastLevel(month.period, month.label, target.verdict, "")
    return [*[past for past in target.history if past.period != month.period], own]


def _allowance_chart(month: Month) -> Chart | None:
    found = [
        (service, target)
        for service in month.services
        for target in service.targets
        if target.counts_time and target.unit == "%" and target.verdict != "no data"
    ]
    if not found:
        return None
    used = [float(Fraction(target.used, words.MINUTE)) for _, target in found]
    allowed = [float(Fraction(target.allowed, words.MINUTE)) for _, target in found]
    texts = ["{} of {}".format(*_used_and_allowed(target)) for _, target in found]
    over = sum(1 for _, target in found if target.used > target.allowed)
    sentence = (
        f"{words.plural(over, 'service target')} used more downtime than was allowed."
        if over
        else ("Nowhere was more downtime used than was allowed.")
    )
    labels = tuple(_chart_label(service, target) for service, target in found)
    return Chart("Downtime used", labels, Series("used", tuple(used), tuple(texts)), tuple(allowed), sentence)


def _chart_label(service: ServiceMonth, target: TargetMonth) -> str:
    return f"{shown.brief(service.name)} · {shown.name(target)}"


def _used_and_allowed(target: TargetMonth) -> tuple[str, str]:
    return shown.amount(target, target.used, target.allowed), shown.amount(
        target, target.allowed, target.used
    )


def agreed_and_achieved(month: Month) -> Section:
    """Every target of every service with base, allowance and use, its definition and what qualifies it."""
    blocks: list[Block] = []
    letters = definition_letters(month)
    for service in month.services:
        blocks += _service_blocks(service, letters)
    if letters:
        pairs = tuple((f"Definition {letter}", definition) for definition, letter in letters.items())
        blocks += [Heading("How the levels are worked out"), Facts(pairs)]
    empty = Paragraph(f"No services are agreed with {month.customer} for this period.", "muted")
    return Section("levels", "Agreed and achieved", tuple(blocks) or (empty,))


def _service_blocks(service: ServiceMonth, letters: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = [Heading(service.name)]
    about = " · ".join(
        filter(None, (service.description, f"Service hours {service.hours}" if service.hours else ""))
    )
    blocks += [Paragraph(about, "muted", keep=True)] if about else []
    rows = tuple(_figures_row(target, letters) for target in service.targets)
    blocks.append(Table(_FIGURES, rows, "No targets are agreed for this service."))
    if service.reliability:
        blocks.append(
            Paragraph(" · ".join(f"{name} {value}" for name, value in service.reliability.items()), "muted")
        )
    blocks += [Paragraph(service.commentary)] if service.commentary else []
    blocks += [Paragraph(f"Internal: {service.commentary_internal}")] if service.commentary_internal else []
    return blocks


def _figures_row(target: TargetMonth, letters: Mapping[str, str]) -> tuple[str | Mark | Said, ...]:
    used, allowed = _used_and_allowed(target)
    measured = target.verdict != "no data"
    return (
        Said(target.sentence, "\n".join(remarks(target))),
        letters.get(target.definition, "–"),
        shown.agreed(target),
        shown.achieved(target, target.achieved) or "–",
        shown.amount(target, target.base) if measured and target.base else "–",
        allowed if measured and (target.allowed or target.used) else "–",
        used if measured and (target.allowed or target.used) else "–",
        Mark(target.verdict),
    )


def remarks(target: TargetMonth) -> list[str]:
    """What qualifies a figure: the extremes, the best still possible, versions, disputes, notes."""
    found: list[str] = []
    if target.lowest is not None and target.highest is not None:
        low, high = shown.achieved(target, target.lowest), shown.achieved(target, target.highest)
        down, up = (low, high) if target.comparison == ">=" else (high, low)
        found.append(f"With the unobserved time all down {down}, all up {up}.")
    if target.best_possible is not None:
        found.append(f"Best still possible: {shown.achieved(target, target.best_possible)}.")
    if len({part.value for part in target.parts}) > 1:
        found += [
            f"{p.version}: {p.value} {target.unit}, allows {shown.amount(target, p.allowed)}."
            for p in target.parts
        ]
    without = target.verdict_without_disputed
    if without and without != target.verdict:
        found.append(f"Without the disputed exclusions: {without}.")
    if target.note:
        found.append(_sentence(target.note))
    if target.note_internal:
        found.append(target.note_internal)
    return found


def breaches(month: Month) -> Section:
    """What was missed or nearly missed, each with what was said about it."""
    columns = (
        Column("State", 17),
        Column("Service and target", 33),
        Column("What happened, and what follows", 50),
    )
    rows = tuple(
        (
            Mark(target.verdict),
            Said(f"{shown.brief(service.name)}\n{shown.brief(shown.name(target))}", in_figures(target)),
            _commentary(target),
        )
        for verdict in ("missed", "nearly missed")
        for service in month.services
        for target in service.targets
        if target.verdict == verdict
    )
    return Section(
        "breaches",
        "Breaches and near misses",
        (Table(columns, rows, "Nothing was missed or nearly missed."),),
    )


def _commentary(target: TargetMonth) -> Said:
    internal = f"Internal: {target.commentary_internal}" if target.commentary_internal else ""
    return Said(target.commentary or "No commentary has been written.", internal)


def _sentence(text: str) -> str:
    """`text` as a sentence: a capital first, a full stop last."""
    whole = text[:1].upper() + text[1:]
    return whole if whole.endswith((".", "!", "?", "…")) else f"{whole}."

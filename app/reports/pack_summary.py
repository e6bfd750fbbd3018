"""The first page of a pack in words: how it stands, what was not kept and by how much, what is to be decided."""

from collections import Counter
from collections.abc import Sequence

from app.calc import words
from app.calc.targets import kept_of
from app.reports import shown
from app.reports.content import Block, Column, Heading, Mark, Paragraph, Said, Section, Table, Tally
from app.reports.joint import demanded
from app.reports.month import Month, ServiceMonth, TargetMonth
from app.reports.pack_volumes import far_off

_MOST_ASKED = 3  # questions about missing measurements, each for itself


def summary(month: Month) -> Section:
    """One page in words: how it stands, what was not kept and by how much, which decisions are wanted."""
    blocks: list[Block] = [Tally(shown.verdict_counts(month)), Paragraph(state_in_words(month), "lead")]
    blocks += [Paragraph(month.summary)] if month.summary else []
    blocks += [Paragraph(_objected(month))] if month.objections else []
    blocks += [Heading("Not kept, or not certain"), _attention(month)]
    blocks += [Heading("Decisions wanted"), *[Paragraph(f"• {each}") for each in decisions(month)]]
    if month.summary_internal:
        blocks += [Heading("Internal"), Paragraph(month.summary_internal)]
    return Section("summary", "Summary", tuple(blocks))


def _objected(month: Month) -> str:
    where = "Restated" if month.changes else "Objections"
    count, accepted = len(month.objections), sum(each.accepted for each in month.objections)
    return (
        f"{words.plural(count, 'objection')} {'was' if count == 1 else 'were'} raised and answered, "
        f"{accepted} accepted: see “{where}”."
    )


def state_in_words(month: Month) -> str:
    """How many targets were kept and what became of the others, in one or two sentences."""
    counts = dict(shown.verdict_counts(month))
    kept, total = kept_of(target.verdict for service in month.services for target in service.targets)
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
            in_figures(target, month.time_zone),
        )
        for service, target in pairs
    )
    agreed = any(service.targets for service in month.services)
    return Table(columns, rows, "Every target was met." if agreed else "There was no target to keep.")


def in_figures(target: TargetMonth, time_zone: str) -> str:
    """Why a target has its verdict, in one sentence of figures; another for versions with different values."""
    terms = demanded(target, time_zone)
    return f"{_why(target)} Agreed: {terms}." if terms else _why(target)


def _why(target: TargetMonth) -> str:
    if target.verdict == "no data":
        return shown.sentence(target.note or "Nothing was measured in this period")
    if target.verdict == "not proven":
        return _not_proven(target)
    achieved = f"{shown.achieved(target, target.achieved)} achieved"
    if target.unit != "%" or not (target.used or target.allowed):
        return f"{achieved}, {shown.agreed(target)} agreed."
    used, allowed = shown.used_and_allowed(target)
    over = target.used - target.allowed
    more = f", {shown.amount(target, over)} too many" if over > 0 else ""
    done = "used" if target.counts_time else "missed"
    limit = f"{allowed} {_was(allowed)}" if target.allowed else "none was"
    return f"{achieved}; {used} {done} where {limit} allowed{more}."


def _was(amount: str) -> str:
    """The verb after an amount in words: "1", "1 h" and "1 min" are one."""
    number, _, rest = amount.partition(" ")
    return "was" if number == "1" and " " not in rest else "were"


def _not_proven(target: TargetMonth) -> str:
    unknown = target.classes.get("unknown", 0)
    length = words.duration(unknown)
    why = f", because {length} {_was(length)} not observed" if unknown else ""
    low, high = shown.achieved(target, target.lowest), shown.achieved(target, target.highest)
    return (
        f"Between {low} and {high}{why}."
        if low and high
        else shown.sentence(target.note or "The evidence is not complete")
    )


def decisions(month: Month) -> list[str]:
    """What customer and provider have to settle, from the figures themselves."""
    found: list[str] = []
    unmeasured: list[tuple[ServiceMonth, str]] = []
    for service in month.services:
        for target in service.targets:
            about = f"{shown.brief(service.name)}, {shown.brief(shown.name(target))}"
            without = target.verdict_without_disputed
            if without and without != target.verdict:
                found.append(
                    f"{about}: do the disputed exclusions stand? With them it is {target.verdict}, "
                    f"without them {without}."
                )
            if target.verdict in ("not proven", "no data"):
                unmeasured.append((service, about))
    found += _unmeasured(unmeasured)
    found += [f"{about}: do the targets still fit?" for about in far_off(month)]
    return found or ["None: no exclusion is disputed and nothing went unmeasured."]


def _unmeasured(targets: Sequence[tuple[ServiceMonth, str]]) -> list[str]:
    """A question for each target that is not proven or has no data; of many one, service by service."""
    if len(targets) <= _MOST_ASKED:
        asked = "how will the missing measurement be supplied, or the result be settled?"
        return [f"{about}: {asked}" for _, about in targets]
    services = {service.uid: shown.brief(service.name) for service, _ in targets}
    counts = Counter(service.uid for service, _ in targets)
    named = [f"{name} ({words.plural(counts[uid], 'target')})" for uid, name in services.items()]
    return [
        f"{shown.listed(named)}: how will the missing measurements be supplied, or the results be settled?"
    ]

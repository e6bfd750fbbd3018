"""A chain in words: how a part did against what was agreed, and why a service missed although its parts did not."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from app.calc import words
from app.reports import shown
from app.reports.chain import Chain, ChainPart, ChainStretch
from app.reports.lines import BREACHES
from app.reports.month import ServiceMonth, TargetMonth

_MOST_NAMED = 8
_MOST_IN_A_SENTENCE = 5


def target_of(service: ServiceMonth, chain: Chain) -> TargetMonth | None:
    """The target whose ledger the chain divides."""
    return next((target for target in service.targets if target.lineage == chain.lineage), None)


def own_level(part: ChainPart) -> Fraction | None:
    """Its own availability in percent, of the time that is known; None where nothing is."""
    return Fraction(100 * (part.known - part.down), part.known) if part.known else None


def is_agreed(part: ChainPart) -> bool:
    """Whether anything was agreed that can be kept or not."""
    return bool(part.contracted or part.restore_hours)


def attainment(part: ChainPart, base: int) -> str:
    """The verdict on what was agreed for a part; "" where nothing was.

    Time nobody observed may have been up or down; where that decides it is not proven. Planned work in an agreed
    window is left out of it; planned work beside any window is downtime.
    """
    if not is_agreed(part):
        return ""
    if not (part.known or part.breaks):
        return "no data"
    base -= part.excused
    agreed = Fraction(Decimal(part.contracted)) if part.contracted and base else None
    if part.late or (agreed is not None and Fraction(100 * (base - part.down), base) < agreed):
        return "missed"
    if agreed is not None and Fraction(100 * (part.known - part.down), base) < agreed:
        return "not proven"
    return "not proven" if _may_hide_a_late_break(part, base) else "met"


def _may_hide_a_late_break(part: ChainPart, base: int) -> bool:
    """Whether nobody observed the part for longer than a break of it may take."""
    return bool(part.restore_hours) and base - part.known > Decimal(part.restore_hours) * words.HOUR


def agreed_words(part: ChainPart) -> str:
    """ "99.5 %, restored in 8 h"; who agreed to nothing is said."""
    figures = [f"{words.plain(Decimal(part.contracted))} %"] if part.contracted else []
    figures += [f"restored in {words.plain(Decimal(part.restore_hours))} h"] if part.restore_hours else []
    if figures:
        return ", ".join(figures)
    return "best effort" if part.kept_by == "best_effort" else "" if part.is_service else "no figure"


def restored_words(part: ChainPart) -> str:
    """How its breaks were restored, "1 of 3 breaks took too long, the longest 9 h"."""
    if not part.breaks:
        return ""
    longest = words.duration(part.longest)
    if not part.restore_hours:
        return f"{words.plural(part.breaks, 'break')}, the longest {longest}"
    if not part.late:
        return f"{words.plural(part.breaks, 'break')} restored in time, the longest {longest}"
    return f"{part.late} of {words.plural(part.breaks, 'break')} took too long, the longest {longest}"


def kept_by(part: ChainPart) -> str:
    """Who keeps it, for people."""
    if part.kept_by == "best_effort":
        return f"{part.keeper}, best effort" if part.keeper else "best effort"
    return part.keeper or {"team": "a team", "supplier": "a supplier"}.get(part.kept_by, "")


def not_observed(part: ChainPart, base: int) -> int:
    """Time of the service's agreed that nobody looked at the part."""
    return base - part.excused - part.known


def planned_words(part: ChainPart) -> str:
    """What planned work there was, and whether it is held against the part; "" without any."""
    beside = (
        f"{shown.minutes(part.down_planned)} of it planned outside any window" if part.down_planned else ""
    )
    inside = f"{shown.minutes(part.excused)} planned in a window, not counted" if part.excused else ""
    return ", ".join(filter(None, (beside, inside)))


def result(chain: Chain, target: TargetMonth) -> str:
    """How the service did, and what of its downtime is divided."""
    used, allowed = shown.used_and_allowed(target)
    verdict = f"{shown.name(target)}: {target.verdict}"
    time = f"down for {shown.minutes(chain.down)}"
    if chain.degraded:
        time += f" and degraded for {shown.minutes(chain.degraded)}"
    if not (target.counts_time and shown.has_allowance(target)):
        return f"{verdict}. The service was {time} of the agreed time."
    if target.used == chain.down:
        ailing = f" It was degraded for {shown.minutes(chain.degraded)} besides." if chain.degraded else ""
        return f"{verdict}; {used} of downtime, {allowed} allowed.{ailing}"
    return (
        f"{verdict}; {used} count as downtime under its definition, {allowed} are allowed. The service was {time}; "
        "this is what is divided here."
    )


def single_points(chain: Chain) -> str:
    """Which parts take the service down alone."""
    names = [part.name for part in chain.parts if part.alone]
    if not names:
        return "No part takes the service down alone."
    return f"Each of these takes the service down alone: {_some(names, _MOST_NAMED)}."


def without_agreement(chain: Chain) -> str:
    """The parts nobody agreed to anything for, where one of them had a hand in it."""
    names = [part.name for part in chain.parts if part.share and not is_agreed(part) and not part.is_service]
    if not names:
        return ""
    return f"Nothing is agreed that could be held against {_some(names, _MOST_IN_A_SENTENCE)}."


def why(chain: Chain, target: TargetMonth) -> Iterator[str]:
    """Of a service that missed: which parts missed their own, and if none did, why it fell all the same."""
    itself = chain.parts[0]
    to_blame = _to_blame(chain)
    if target.verdict in BREACHES and to_blame:
        said = f"{_behind(chain, target, to_blame)} {_causes(chain, target)}".strip()
        if said:
            yield said
    if itself.share:
        yield (
            f"{shown.minutes(itself.share)} are recorded on the service itself and on no part under it; "
            "what was behind them is not known here."
        )


def _behind(chain: Chain, target: TargetMonth, to_blame: Sequence[ChainPart]) -> str:
    """What was agreed and missed behind the miss, or that all of it was kept; "" where that cannot be said."""
    agreed = [part for part in to_blame if is_agreed(part)]
    late = [part for part in agreed if attainment(part, chain.base) == "missed"]
    if late:
        names = [f"{shown.brief(part.name)} ({_missed_by(part)})" for part in late[:_MOST_IN_A_SENTENCE]]
        rest = [f"{len(late) - len(names):,} more"] if len(late) > len(names) else []
        return f"Behind it, what was agreed was missed by {shown.listed([*names, *rest])}."
    if not agreed or any(attainment(part, chain.base) != "met" for part in agreed):
        return ""
    whose = "that was to blame" if len(agreed) == len(to_blame) else "to blame that has figures of its own"
    return f"The service {target.verdict} although every part {whose} kept what was agreed for it."


def _to_blame(chain: Chain) -> list[ChainPart]:
    """The parts that made the downtime or let it happen, those with the largest shares first."""
    beside = {at for stretch in chain.stretches for at in stretch.beside}
    beside |= set(chain.rest.beside if chain.rest else ())
    parts = [part for at, part in enumerate(chain.parts) if at and (part.share or at in beside)]
    return sorted(parts, key=lambda part: -part.share)


def _missed_by(part: ChainPart) -> str:
    level = own_level(part)
    said: list[str] = []
    agreed = Fraction(Decimal(part.contracted)) if part.contracted else None
    if agreed is not None and level is not None and level < agreed:
        target = words.plain(Decimal(part.contracted))
        said.append(f"{words.percent(level, 2, agreed)} of {target} % agreed")
    if part.late:
        hours = words.plain(Decimal(part.restore_hours))
        said.append(f"{words.plural(part.late, 'break')} longer than {hours} h")
    return "; ".join(said)


def _causes(chain: Chain, target: TargetMonth) -> str:
    """Which outages fell together, which followed one another, and which one was too much alone."""
    together: dict[tuple[str, ...], int] = {}
    alone: dict[int, int] = {}
    whole = chain.rest.alone if chain.rest else 0
    alone.update(chain.rest.by_part if chain.rest else ())
    for stretch in chain.stretches:
        names, length = fell_together(chain, stretch), stretch.end - stretch.start
        parts = [at for at in stretch.parts if at]
        if names:
            together[names] = together.get(names, 0) + length
        elif parts:
            whole += length
            for at in parts:
                alone[at] = alone.get(at, 0) + length
    return " ".join([*_together(together, _briefly(chain)), *_one_after_another(chain, alone, whole, target)])


def fell_together(chain: Chain, stretch: ChainStretch) -> tuple[str, ...]:
    """The parts of a stretch that only together took the service down; () where one alone did."""
    parts = [chain.parts[at] for at in (*stretch.parts, *stretch.beside) if at]
    if len(parts) < 2 or any(chain.parts[at].alone or not at for at in stretch.parts):
        return ()
    return tuple(part.name for part in parts)


def _briefly(chain: Chain) -> int:
    """How long parts were down together in stretches too short to be kept."""
    return chain.rest.length - chain.rest.alone - chain.rest.itself if chain.rest else 0


def _together(together: dict[tuple[str, ...], int], briefly: int) -> Iterator[str]:
    longest = sorted(together.items(), key=lambda each: -each[1])
    for names, length in longest[:3]:
        yield (
            f"{_some(names, _MOST_IN_A_SENTENCE)} stand in for each other but were down at the same time, "
            f"for {shown.minutes(length)}."
        )
    if len(longest) > 3:
        rest = sum(length for _, length in longest[3:])
        yield f"So were {len(longest) - 3:,} other sets of parts, for {shown.minutes(rest)}."
    if briefly:
        yield f"In shorter stretches parts that stand in for each other fell together for {shown.minutes(briefly)}."


def _one_after_another(chain: Chain, alone: dict[int, int], whole: int, target: TargetMonth) -> Iterator[str]:
    """`alone` is how long each had the service down without help, `whole` how long any had."""
    longest = sorted(alone.items(), key=lambda each: -each[1])
    allowed = target.allowed if target.counts_time and not shown.is_floor(target) else None
    is_too_long = allowed is not None and bool(longest) and longest[0][1] > allowed
    if len(longest) == 1 or is_too_long:
        at, length = longest[0]
        yield f"{shown.brief(chain.parts[at].name)} alone took the service down for {shown.minutes(length)}."
        if room := _room(chain.parts[at], chain):
            yield f"What is agreed for it leaves room for {room}."
    if len(longest) > 1:
        named = [
            f"{shown.brief(chain.parts[at].name)} ({shown.minutes(length)})"
            for at, length in longest[:_MOST_IN_A_SENTENCE]
        ]
        rest = [f"{len(longest) - len(named):,} more"] if len(longest) > len(named) else []
        overlapped = " or overlapped" if sum(alone.values()) > whole else ""
        each = "" if is_too_long or allowed is None else ", none of them too long by itself"
        yield (
            f"Outages of {shown.listed([*named, *rest])} followed one another{overlapped}, "
            f"{shown.minutes(whole)} in all{each}."
        )


def _room(part: ChainPart, chain: Chain) -> str:
    """The downtime its agreed availability allows over the same time."""
    if not part.contracted:
        return ""
    return shown.minutes(int(chain.base * (100 - Fraction(Decimal(part.contracted))) / 100))


def _some(names: Sequence[str], most: int) -> str:
    brief = [shown.brief(name) for name in names[:most]]
    rest = len(names) - len(brief)
    return shown.listed([*brief, *([f"{rest:,} more"] if rest > 0 else [])])

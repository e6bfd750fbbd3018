"""The review pack of one customer and period as neutral content: what is said, and in which order."""

from dataclasses import replace

from app import __version__
from app.calc import words
from app.reports import (
    pack_chain,
    pack_evidence,
    pack_levels,
    pack_method,
    pack_slam,
    pack_summary,
    pack_tickets,
    pack_trends,
    pack_volumes,
    shown,
)
from app.reports.content import Block, Content, Edition, Facts, Section, Tally
from app.reports.editions import released
from app.reports.month import Month, digest, to_json
from app.reports.shorter import in_full, shortened

EDITIONS = {"customer": "Customer edition", "internal": "Internal edition"}
_FINGERPRINT_DIGITS = 12


def pack_content(month: Month, edition: Edition) -> Content:
    """What a person needs first stands first; evidence follows as annexes."""
    said, sha256 = released(month, edition), digest(to_json(month))
    read = (
        pack_summary.summary(said),
        pack_slam.slam(said),
        pack_levels.agreed_and_achieved(said),
        pack_levels.breaches(said, edition),
        pack_tickets.by_priority(said),
        pack_trends.trends(said),
        *pack_method.restatements(said),
    )
    sections = (
        *[shortened(section) for section in read],
        pack_evidence.outages(said, edition),
        pack_tickets.missed(said, edition),
        pack_volumes.volumes(said),
        *[in_full(section) for section in read if section.key != "trends"],
        _with(pack_trends.history(said), pack_volumes.volumes_before(said)),
        pack_evidence.day_by_day(said),
        *pack_chain.chains(said),
        pack_method.method(said, sha256),
        pack_method.sources(said, edition),
        pack_method.glossary(),
    )
    return Content(
        title="Service level review",
        organisation=said.organisation,
        customer=said.customer,
        period=said.label,
        edition=edition,
        state=shown.STATES.get(said.state, said.state),
        facts=_cover_facts(said, edition),
        tally=Tally(shown.verdict_counts(said)),
        sections=sections,
        versions=_versions(said),
        fingerprint=sha256[:_FINGERPRINT_DIGITS],
        made_at=said.made_at,
    )


def _with(section: Section, more: tuple[Block, ...]) -> Section:
    return replace(section, blocks=(*section.blocks, *more))


def _cover_facts(month: Month, edition: Edition) -> Facts:
    first, last = shown.day(month.start, month.time_zone), shown.day(month.end - 1, month.time_zone)
    pairs = [
        ("Period", f"{first} to {last} ({month.time_zone})"),
        ("Edition", EDITIONS[edition]),
        ("State", _state(month)),
        ("Agreements", "\n".join(shown.agreements(month)) or "No agreement covers this period."),
        (
            "Prepared",
            f"{shown.day(month.made_at, month.time_zone)} by {month.organisation or 'the service provider'}",
        ),
    ]
    if month.distribution:
        pairs.append(("Goes to", "\n".join(shown.recipients(month))))
    elif edition == "internal":
        pairs.append(("Goes to", "No recipients are recorded."))
    if month.desk:
        pairs.append(("Desk", month.desk))
    return Facts(tuple(pairs))


def _state(month: Month) -> str:
    words_of_state = shown.STATES.get(month.state, month.state)
    return f"{words_of_state} (issue {month.number})" if month.number else words_of_state


def _versions(month: Month) -> str:
    """The agreement in force, short enough for a footer."""
    if not month.agreements:
        return f"Colonnade {__version__}"
    more = len(month.agreements) - 1
    return shown.agreements(month)[-1] + (f" and {words.plural(more, 'earlier version')}" if more else "")

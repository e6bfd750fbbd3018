"""Checking samples: one measured value at a time."""

from collections.abc import Sequence

from app.imports.check.context import ChunkCheck
from app.imports.check.keys import content_of, hash_values
from app.imports.checked import Rows, Values
from app.imports.columns import Flags
from app.imports.hashing import combined
from app.imports.synonyms import header_of
from app.imports.values.numbers import numbers_of


def check_samples(check: ChunkCheck) -> tuple[Rows, int]:
    """The good rows of a chunk, and how many rows were not blank."""
    at = check.instants("at", "time")
    decimal = check.sheet.proposal.decimals.get("value") or check.sheet.answers.decimal or "."
    value = numbers_of(check.column("value"), decimal)
    check.problems.add(~at.known & (at.problem == 0), "at", "There is no time.")
    check.problems.add(value.bad, "value", "“{value}” is no number.")
    check.problems.add(~value.known & ~value.bad, "value", "There is no value.")
    subjects = check.subject_numbers(required=True)
    filled = check.rows_to_check(at.known & value.known)
    good = check.problems.good & filled
    columns: dict[str, Values] = {"at": at.values[good], "value": value.values[good]}
    columns["metric"] = metric_of(check, good, "value")
    if check.has("site"):
        columns["site"] = check.kept_texts("site", good)
    subject = subjects[good]
    of_subject = check.sheet.subjects.hashed(subject)
    identity = combined(
        of_subject, *(hash_values(values) for name, values in columns.items() if name != "value")
    )
    content = content_of(of_subject, columns)
    check.sheet.seen(at.values[good], at.values[good])
    rows = check.chunk.rows[good]
    return Rows(check.sheet.proposal.sheet, rows, identity, content, subject, columns, "samples"), int(
        filled.sum()
    )


def metric_of(check: ChunkCheck, good: Flags, value_field: str) -> Sequence[str]:
    """What was measured: its own column, else what the values' heading says."""
    usual = header_of(check.header(value_field)).words or "value"
    if check.has("metric"):
        return [text or usual for text in check.kept_texts("metric", good)]
    return [usual] * int(good.sum())

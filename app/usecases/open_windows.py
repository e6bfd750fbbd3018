"""The maintenance windows of a judged promise and when they were open: of closed time as it was frozen."""

from collections.abc import Iterator

from app.calc.spans import Spans
from app.usecases.closed_parts import spans_of
from app.usecases.judging import Judged


def open_windows(judged: Judged) -> tuple[tuple[str, Spans], ...]:
    """Each window by the words that give it as a reason, with its open time in the period."""
    found: dict[str, Spans] = {}
    for reason, spans in (*_frozen(judged), *_agreed(judged)):
        found[reason] = found.get(reason, Spans.empty()) | spans
    return tuple((reason, spans) for reason, spans in found.items() if spans)


def _frozen(judged: Judged) -> Iterator[tuple[str, Spans]]:
    for promise in judged.closed:
        for part in promise.parts:
            for window in part.windows:
                yield window.reason, spans_of(window.open)


def _agreed(judged: Judged) -> Iterator[tuple[str, Spans]]:
    for version, part in judged.parts:
        for window in version.windows:
            yield window.reason, window.spans(part.start, part.end) - judged.evidence.closed

"""Rows wait for their import in memory or, when they are many, in a temporary file: nobody can tell the difference."""

import numpy as np
import pytest

from app.imports import checked
from app.imports.checked import Coded, Events, Rejection, Rows, Waiting


def some(first: int, size: int) -> Rows:
    numbers = np.arange(first, first + size)
    hashes = numbers.astype(np.uint64)
    texts = [f"t{number}" for number in numbers]
    parents = np.repeat(np.arange(size), 2)
    events = Events(parents, parents, parents, np.zeros(len(parents), np.uint8), [""] * len(parents))
    columns = {"start": numbers, "text": texts, "state": Coded(np.zeros(size, np.uint8), ("down",))}
    return Rows(0, numbers, hashes, hashes, numbers, columns, "tickets", events)


@pytest.mark.parametrize("kept", [0, 25, 1000])
def test_rows_come_back_in_order_however_many_are_kept(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked, "_KEPT_ROWS", kept)
    waiting = Waiting()
    for first in range(0, 60, 10):
        waiting.add(some(first, 10))
    assert np.concatenate([rows.rows for rows in waiting.rows()]).tolist() == list(range(60))
    assert [text for rows in waiting.rows() for text in list(rows.columns["text"])] == [
        f"t{n}" for n in range(60)
    ]  # type: ignore[arg-type]


def test_rejections_come_back_beyond_those_that_are_shown() -> None:
    waiting = Waiting()
    for number in range(1500):
        waiting.reject(Rejection(0, number, f"A{number}", "“é” is odd", ("é\n", "\x1f")))
    assert (len(waiting.first_rejections), waiting.rejected) == (1000, 1500)
    assert [one.row for one in waiting.rejections()] == list(range(1500))
    assert next(waiting.rejections()).values == ("é\n", "\x1f")


def test_a_part_keeps_the_events_of_its_tickets() -> None:
    part = some(0, 10).part(3, 5)
    assert part.rows.tolist() == [3, 4]
    assert part.events is not None
    assert part.events.parents.tolist() == [0, 0, 1, 1]

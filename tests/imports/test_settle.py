"""New, duplicate, changed: by what a row speaks of and by everything it says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.imports.checked import CHANGED, DUPLICATE, NEW
from app.imports.hashing import Hashes, from_keys, hash_texts, keys_of
from app.imports.settle import settle

NOTHING = np.zeros(0, np.uint64)
pairs = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9)), max_size=12)


def hashes(values: list[int]) -> Hashes:
    return np.array(values, np.uint64)


def test_a_row_said_twice_is_a_duplicate() -> None:
    found = settle(hashes([1, 2, 1]), hashes([10, 20, 10]), NOTHING, NOTHING)
    assert found.status.tolist() == [NEW, NEW, DUPLICATE]


def test_what_the_desk_knows_is_a_duplicate_and_what_it_knows_otherwise_is_changed() -> None:
    found = settle(hashes([1, 2, 3]), hashes([10, 21, 30]), hashes([2, 1]), hashes([20, 10]))
    assert found.status.tolist() == [DUPLICATE, CHANGED, NEW]
    assert found.match.tolist() == [-1, 0, -1]


def test_several_rows_of_one_identity_are_paired_in_order() -> None:
    found = settle(hashes([1, 1, 1]), hashes([11, 12, 13]), hashes([1, 1]), hashes([1, 2]))
    assert found.status.tolist() == [CHANGED, CHANGED, NEW]
    assert found.match.tolist() == [0, 1, -1]


def test_a_known_row_that_the_file_repeats_is_not_corrected_by_another() -> None:
    found = settle(hashes([1, 1]), hashes([10, 11]), hashes([1]), hashes([10]))
    assert found.status.tolist() == [DUPLICATE, NEW]


def test_of_a_single_identity_the_last_row_counts() -> None:
    found = settle(hashes([1, 1, 2]), hashes([10, 11, 20]), NOTHING, NOTHING, single=True)
    assert found.status.tolist() == [DUPLICATE, NEW, NEW]
    assert found.outdated == 1


@given(rows=pairs, known=pairs)
def test_no_known_row_is_corrected_twice_and_nothing_is_both(
    rows: list[tuple[int, int]], known: list[tuple[int, int]]
) -> None:
    known = list(dict.fromkeys(known))
    columns = [hashes([row[place] for row in some]) for some in (rows, known) for place in (0, 1)]
    found = settle(columns[0], columns[1], columns[2], columns[3])
    matched = found.match[found.status == CHANGED].tolist()
    assert len(matched) == len(set(matched))
    assert all(
        known[place][0] == rows[row][0] for row, place in enumerate(found.match.tolist()) if place >= 0
    )


@given(rows=pairs)
def test_the_same_rows_again_are_all_duplicates(rows: list[tuple[int, int]]) -> None:
    identity, content = hashes([row[0] for row in rows]), hashes([row[1] for row in rows])
    first = settle(identity, content, NOTHING, NOTHING)
    kept = first.status == NEW
    again = settle(identity, content, identity[kept], content[kept])
    assert set(again.status.tolist()) <= {DUPLICATE}


@given(texts=st.lists(st.text(max_size=300), min_size=1, max_size=30))
def test_equal_texts_have_equal_fingerprints_however_they_are_grouped(texts: list[str]) -> None:
    texts = [text.replace("\0", "") for text in texts]
    whole = hash_texts(texts)
    assert [int(hash_texts([text])[0]) for text in texts] == whole.tolist()
    assert len(set(whole.tolist())) == len(set(texts))


def test_stored_keys_come_back() -> None:
    identity, content = from_keys(iter(keys_of(hashes([0, 2**64 - 1]), hashes([256, 0]))))
    assert identity.tolist() == [0, 2**64 - 1]
    assert content.tolist() == [256, 0]

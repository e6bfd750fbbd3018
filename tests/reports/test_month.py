"""The frozen document goes to JSON and back without a difference, always in the same letters."""

import json
from dataclasses import replace

import pytest

from app.reports.month import InWords, Month, digest, from_json, to_json


def test_a_document_comes_back_equal(month: Month) -> None:
    assert from_json(to_json(month)) == month


def test_the_text_is_canonical(month: Month) -> None:
    text = to_json(month)
    again = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert text == again
    assert digest(to_json(from_json(text))) == digest(text)


def test_a_document_without_later_fields_still_opens(month: Month) -> None:
    data = json.loads(to_json(month))
    for service in data["services"]:
        for target in service["targets"]:
            for later in ("short", "margin", "counting", "limit", "priority"):
                del target[later]
    assert from_json(json.dumps(data)).services[0].targets[0].short == ""


def test_a_newer_schema_is_refused(month: Month) -> None:
    text = to_json(month).replace('"schema":1', '"schema":2')
    with pytest.raises(ValueError, match="schema 2"):
        from_json(text)


def test_a_document_of_an_earlier_release_keeps_its_hash(month: Month) -> None:
    services = tuple(
        replace(s, targets=tuple(replace(t, in_words=InWords()) for t in s.targets)) for s in month.services
    )
    old = to_json(replace(month, services=services, uncommented_reason="", tickets=None))
    assert "in_words" not in old
    assert "uncommented_reason" not in old
    assert '"tickets":{' not in old
    assert to_json(from_json(old)) == old

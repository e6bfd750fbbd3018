"""The frozen document goes to JSON and back without a difference, always in the same letters."""

import json

import pytest

from app.reports.month import Month, digest, from_json, to_json


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

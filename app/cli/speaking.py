"""How the command line speaks: results to standard output, sentences to standard error, JSON without surprises."""

import json
import sys
from datetime import UTC, datetime

from app.errors import InputError

SCHEMA = 1


class WrongCall(InputError):
    """What was asked for does not go together, whatever the desk holds; nothing was done."""


def say(sentence: str) -> None:
    """A sentence for people."""
    print(sentence, file=sys.stderr, flush=True)


def show(line: str = "") -> None:
    """A line of the result."""
    print(line, flush=True)


def show_json(**content: object) -> None:
    """The result as one JSON object, in ASCII whatever the terminal speaks; NaN cannot come through."""
    show(json.dumps({"schema": SCHEMA, **content}, allow_nan=False, indent=1))


def iso(microseconds: int) -> str:
    """An instant as ISO text with Z, to the second."""
    return f"{datetime.fromtimestamp(microseconds // 1_000_000, UTC):%Y-%m-%dT%H:%M:%SZ}"

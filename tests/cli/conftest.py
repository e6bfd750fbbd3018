"""Runs commands in the test's own process; a window is only noted, never opened."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app import cli
from app.errors import NoScreen


@dataclass
class Colonnade:
    """`colonnade …` without a screen; what it said and which windows it wanted."""

    capsys: pytest.CaptureFixture[str]
    windows: list[Path | None] = field(default_factory=list)
    out: str = ""
    err: str = ""

    def __call__(self, *arguments: object) -> int:
        self.capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments], self._show_window)
        self.out, self.err = self.capsys.readouterr()
        return code

    @property
    def json(self) -> dict[str, object]:
        """The one object on standard output."""
        return json.loads(self.out, parse_constant=_refuse)

    def _show_window(self, path: Path | None, page: str) -> int:
        self.windows.append(path)
        raise NoScreen("There is no screen here.")


def _refuse(constant: str) -> Callable[[], None]:
    raise AssertionError(f"{constant} in JSON")


@pytest.fixture
def colonnade(capsys: pytest.CaptureFixture[str]) -> Colonnade:
    return Colonnade(capsys)

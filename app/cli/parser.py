"""The words of the command line."""

import argparse
from pathlib import Path
from typing import Protocol

from app import __version__
from app.calc.periods import parse_period, period_between
from app.errors import InputError

_DEMO = (
    "Make the sample desk, import its spreadsheets, write a pack; then open the window if there is a screen."
)


class _Commands(Protocol):
    """What `add_subparsers` returns; argparse gives it no public name."""

    def add_parser(self, name: str, *, help: str, description: str = ...) -> argparse.ArgumentParser: ...


def build_parser() -> argparse.ArgumentParser:
    """All commands; without one there is nothing to parse, `app.main` opens the window then."""
    parser = argparse.ArgumentParser(
        prog="colonnade",
        description="The service level manager's desk. Without a command it opens the window on the last desk.",
    )
    parser.add_argument("--version", action="version", version=f"Colonnade {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_demo(commands)
    _add_new(commands)
    _add_import(commands)
    _add_levels(commands)
    _add_pack(commands)
    _add_structure(commands)
    _add_keeping(commands)
    return parser


def _add_demo(commands: _Commands) -> None:
    demo = commands.add_parser(
        "demo", help="make the sample desk and its pack, then open the window", description=_DEMO
    )
    demo.add_argument("--dir", type=Path, help="where to put them (default: your data folder)")


def _add_new(commands: _Commands) -> None:
    new = _on_desk(commands, "new", "make a desk; an existing file is never replaced")
    new.add_argument(
        "--sample", action="store_true", help="with the sample organisation and its measurements"
    )


def _add_import(commands: _Commands) -> None:
    sheets = _on_desk(commands, "import", "import measurement spreadsheets")
    sheets.add_argument("sheets", nargs="+", type=Path, metavar="SHEET")
    sheets.add_argument(
        "--kind", help="what the rows are, where it is not recognised: outages, states, tickets …"
    )
    sheets.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="a JSON file that names columns, subjects, source, coverage",
    )
    sheets.add_argument("--time-zone", metavar="ZONE", help="of times that name none, as Europe/Berlin")
    sheets.add_argument("--date-order", choices=("dmy", "mdy", "ymd"), help="how 03/04/2026 is read")
    sheets.add_argument("--create", action="store_true", help="make services for names nothing is known of")
    sheets.add_argument("--json", action="store_true", help="the result as JSON")


def _add_levels(commands: _Commands) -> None:
    levels = _on_desk(commands, "levels", "say what was achieved against each target")
    _add_period(levels)
    levels.add_argument("--customer", metavar="NAME", help="only this customer's")
    levels.add_argument("--json", action="store_true", help="the result as JSON")


def _add_pack(commands: _Commands) -> None:
    pack = _on_desk(commands, "pack", "write the pack as PDF and Excel")
    _add_period(pack)
    whose = pack.add_mutually_exclusive_group()
    whose.add_argument("--customer", metavar="NAME", help="this customer's")
    whose.add_argument("--all", action="store_true", help="every customer's")
    pack.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write into")
    pack.add_argument("--edition", choices=("customer", "internal"), default="customer")
    pack.add_argument("--eml", action="store_true", help="with an e-mail draft beside the files")
    pack.add_argument("--json", action="store_true", help="the files written as JSON")


def _add_structure(commands: _Commands) -> None:
    structure = _on_desk(commands, "structure", "say what a service stands on and what follows from it")
    structure.add_argument("--service", metavar="NAME", required=True, help="which service")
    structure.add_argument("--json", action="store_true", help="the result as JSON")


def _add_keeping(commands: _Commands) -> None:
    check = _on_desk(commands, "check", "say whether the file is sound")
    check.add_argument("--json", action="store_true", help="the findings as JSON")
    backup = _on_desk(commands, "backup", "make a verified copy")
    backup.add_argument("--out", type=Path, metavar="DIR", help="where to (default: your data folder)")
    restore = _on_desk(commands, "restore", "take the desk back to a backup; what it held is kept beside it")
    restore.add_argument(
        "--backup", type=Path, metavar="FILE", help="which (default: the latest of this desk)"
    )


def _on_desk(commands: _Commands, name: str, words: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
    command.add_argument("file", type=Path, metavar="FILE.slm")
    return command


def _add_period(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--month",
        type=_period,
        required=True,
        metavar="2026-10",
        help="a month; also 2026-Q3, 2026-W40, 2026, or days as 2026-10-05..2026-10-18",
    )


def _period(text: str) -> str:
    """The key of a period; days that are a whole month or week are called so, as in the window."""
    try:
        period = parse_period(text, "UTC")
        return period_between(period.first_day, period.last_day, "UTC").key
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from error

"""The same use cases without a screen: results on standard output, sentences for people on standard error.

Exit codes: 0 done (a re-import or some rejected rows is done), 1 refused, 2 a wrong call.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.cli import demo, desk, levels, packs, spreadsheets, structure
from app.cli.parser import build_parser
from app.cli.speaking import WrongCall, say
from app.errors import AppError

ShowWindow = Callable[[Path | None, str], int]  # on which desk and page; raises NoScreen

_COMMANDS: Mapping[str, Callable[..., int]] = {
    "new": desk.new,
    "import": spreadsheets.import_spreadsheets,
    "levels": levels.levels,
    "pack": packs.pack,
    "structure": structure.structure,
    "check": desk.check,
    "backup": desk.backup,
    "restore": desk.restore,
}


def run(arguments: Sequence[str], show_window: ShowWindow) -> int:
    """Do one command; returns the exit code. What argparse finds wrong ends the process with 2."""
    asked = build_parser().parse_args(arguments)
    try:
        if asked.command == "demo":
            return demo.demo(asked, show_window)
        return _COMMANDS[asked.command](asked)
    except AppError as error:
        say(str(error))
        return 2 if isinstance(error, WrongCall) else 1
    except BrokenPipeError:  # the reader, `head` perhaps, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0

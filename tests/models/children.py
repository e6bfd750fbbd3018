"""Other programs, for the tests of locks, rights and kills: small scripts in processes of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Run a script that says "ready" when it has come to the point."""
    return subprocess.Popen(
        [sys.executable, "-c", dedent(script), *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_ready(child: subprocess.Popen[str]) -> None:
    assert child.stdout is not None
    line = child.stdout.readline()
    if line.strip() != "ready":
        _, errors = child.communicate(timeout=60)
        raise AssertionError(f"the other program said {line!r}\n{errors}")


def stop(child: subprocess.Popen[str]) -> None:
    """Kill it, as a crash or a power cut would."""
    child.kill()
    child.communicate(timeout=60)


@contextmanager
def holding(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program has the desk open for changing."""
    child = start(
        """
        import sys, time
        from app.models.database import Database
        db = Database.open(sys.argv[1])
        print("ready", flush=True)
        time.sleep(600)
        """,
        path,
    )
    try:
        wait_ready(child)
        yield child
    finally:
        stop(child)

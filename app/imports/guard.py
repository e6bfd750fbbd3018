"""Ends the process that reads a workbook when it holds more memory than it may.

The child bounds itself where its system can (`app.imports.child`); Windows cannot, so its parent looks on.
"""

import subprocess
import time
from contextlib import suppress
from threading import Thread

import psutil

_LOOK_SECONDS = 0.05


def guard(child: "subprocess.Popen[bytes]", memory: int) -> None:
    """From now until it ends, kill the child once more than `memory` bytes of it are in use."""
    Thread(target=_watch, args=(child, memory), name="memory of the reader", daemon=True).start()


def _watch(child: "subprocess.Popen[bytes]", memory: int) -> None:
    with suppress(psutil.Error):  # it has just ended
        process = psutil.Process(child.pid)
        while child.poll() is None:
            if process.memory_info().rss > memory:
                child.kill()
            time.sleep(_LOOK_SECONDS)

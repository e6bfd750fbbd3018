"""Whether a window can be shown here, and if not, the one sentence that says why and what to do.

Without a screen, or without one of its system libraries, Qt ends the process in a way nothing can catch.
So Linux is asked first: libraries by loading them, the screen by connecting to it; what stays in doubt is
tried in a child process. Other systems always have a screen and ship what Qt needs.
"""

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

PROBE = "--probe-screen"
NO_SCREEN = "There is no screen here, so no window was opened."
# Library → Debian package (FACTS: found by taking them away one by one).
_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_X_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def why_no_window(environment: Mapping[str, str] = os.environ) -> str | None:
    """The sentence why no window can be shown; None when one can."""
    if sys.platform != "linux":
        return None
    chosen = environment.get("QT_QPA_PLATFORM", "")
    headless = bool(chosen) and not chosen.startswith(("xcb", "wayland"))
    lacking = missing_packages(_needed(environment, headless))
    if not headless and not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        return f"{NO_SCREEN} {_sentence(lacking)}" if lacking else NO_SCREEN
    if lacking:
        return _sentence(lacking)
    if headless or _wayland_answers(environment) or _x_answers():
        return None
    return None if _child_can_open() else NO_SCREEN


def missing_packages(libraries: Mapping[str, str]) -> tuple[str, ...]:
    """The Debian packages of those `libraries` that cannot be loaded here."""
    return tuple(package for library, package in libraries.items() if not _loads(library))


def probe() -> int:
    """What the child process does: open Qt's connection to the screen and leave; 0 when that works."""
    from PySide6.QtGui import QGuiApplication

    QGuiApplication([])
    return 0


def _needed(environment: Mapping[str, str], headless: bool) -> Mapping[str, str]:
    if headless or environment.get("WAYLAND_DISPLAY"):
        return _LIBRARIES
    return _LIBRARIES | _X_LIBRARIES


def _sentence(packages: tuple[str, ...]) -> str:
    return (
        "The window needs system libraries that are missing here; install them with: "
        f"sudo apt-get install -y {' '.join(packages)}"
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    if not name:
        return False
    import socket  # as subprocess below: some milliseconds of every start, for a few machines only

    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(str(Path(environment.get("XDG_RUNTIME_DIR", "/")) / name))
    except OSError:
        return False
    return True


def _x_answers() -> bool:
    """Connect to $DISPLAY as Qt will; libxcb reports a refusal instead of aborting."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(answers)


def _child_can_open() -> bool:
    import subprocess

    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, PROBE] if frozen else [sys.executable, "-m", "app", PROBE]
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False

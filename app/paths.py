"""Where things lie: shipped resources, and the user's folders for data and logs."""

import sys
from pathlib import Path

APP_NAME = "Colonnade"


def resource(name: str) -> Path:
    """The shipped file or folder `name` ("icons/home.svg"), in a checkout, a wheel or a frozen build."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return root / "resources" / name


def data_folder() -> Path:
    """The user's own folder for desks and backups; made on first use."""
    # platformdirs costs some milliseconds, which a window start should not pay.
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False, ensure_exists=True)


def log_folder() -> Path:
    """The folder for log files; made on first use."""
    from platformdirs import user_log_path

    return user_log_path(APP_NAME, appauthor=False, ensure_exists=True)

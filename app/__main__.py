"""`python -m app` and the command `colonnade`."""

import multiprocessing
import sys


def main() -> int:
    """Run the program; returns its exit code. Child processes of a frozen build begin here, too."""
    multiprocessing.freeze_support()
    # Imported after freeze_support, so that the children which read spreadsheets do not load the program.
    from app.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

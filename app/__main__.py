"""`python -m app` and the command `colonnade`."""

import sys


def main() -> int:
    """Run the program; returns its exit code. Child processes of a frozen build begin here, too."""
    if getattr(sys, "frozen", False):
        import multiprocessing  # costs a start 15 ms that only a frozen build has to pay

        multiprocessing.freeze_support()
    # Imported after freeze_support, so that the children which read spreadsheets do not load the program.
    from app.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

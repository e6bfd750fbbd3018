"""`python -m app` and the command `colonnade`."""

import sys

_CHILD = "read-workbook"  # how app.imports.workbook starts a frozen program as the reader of one workbook


def main() -> int:
    """Run the program; returns its exit code. Child processes of a frozen build begin here, too."""
    if sys.argv[1:2] == [_CHILD]:
        from app.imports.child import main as read_workbook

        return read_workbook(sys.argv[2:])
    if getattr(sys, "frozen", False):
        import multiprocessing  # costs a start 15 ms that only a frozen build has to pay

        multiprocessing.freeze_support()
    # Imported here, so that the children which read spreadsheets do not load the program.
    from app.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

"""The errors a person can do something about; everything else is a bug.

An `AppError` is a whole sentence in the user's words: what happened, where, and what to do next.
Two doors show it: the window's message and the command line's standard error.
"""


class AppError(Exception):
    """Something the user can mend; `str(error)` is the sentence to show."""


class FileError(AppError):
    """A file could not be read or written as asked: missing, locked, damaged, foreign, full disk."""


class InputError(AppError, ValueError):
    """What was entered or imported does not fit; nothing was changed."""


class NotFound(AppError):
    """The thing asked for is not (or no longer) on the desk."""


class Refused(AppError):
    """The desk's rules forbid it: a closed month, a read-only desk, a barrier that cannot be undone."""


class Cancelled(AppError):
    """The user stopped it; nothing was changed."""


class Unexpected(AppError):
    """A mistake of the program itself ended some work; the mistake is reported as well."""


class NoScreen(AppError):
    """No window can be shown here: there is no screen, or Qt's system libraries are missing."""

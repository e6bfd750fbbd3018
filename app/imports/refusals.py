"""Why a file is not read, in the user's words: what is wrong with it, and what to do about it."""

from app.errors import FileError
from app.imports import limits

ANEW = "Open it in Excel, save it as a new .xlsx workbook and import that."
ELSEWHERE = "Fetch it again from where it came from, or open it in Excel and save it as a new .xlsx workbook."
ROWS_ONLY = "Copy the rows that matter into a new workbook and import that."

TOO_MANY_SHEETS = "Too many sheets"
NO_TABLE = "No table"
TOO_DEEP = "Too deep"
DECLARES = "Declares"
CUT_OFF = "Cut off"

# What a reader complains of (found in its message) → what that means to the user.
_COMPLAINTS = (
    (
        TOO_MANY_SHEETS,
        f"it has more than {limits.MOST_SHEETS} sheets",
        "Copy the sheets that matter into a workbook of their own and import that.",
    ),
    (
        NO_TABLE,
        "it is a web page or XML without a table in it",
        "Export it again as csv or as an Excel workbook.",
    ),
    (TOO_DEEP, "its tables are nested deeper than any export nests them", ROWS_ONLY),
    (DECLARES, "it declares a document type or entities of its own, which no measurement sheet does", ANEW),
    (CUT_OFF, "it is damaged or was cut off", ELSEWHERE),
    ("Codepage", "its texts are in an old alphabet that is not known here", ANEW),
    ("Cfb error", "it is damaged or was cut off", ELSEWHERE),
    ("Cell limit", "a sheet is filled far beyond its data", ROWS_ONLY),
    (
        "error value",
        "a cell shows an error that is not known here, such as #SPILL!",
        f"Mend that cell. {ANEW}",
    ),
    ("shared strings", "cells point to texts that the file does not hold", ANEW),
    ("Relationship", "it does not say where its sheets are", ANEW),
    ("sheet:", "it has a sheet of a sort that is not known here", ANEW),
    ("Parse ", "a number in it is not written as Excel writes numbers", ANEW),
    ("boolean", "a yes or no in it is not written as Excel writes it", ANEW),
    ("attribute", "a cell says of itself what no cell of Excel says", ANEW),
    ("Range ", "it names a sheet's size or a cell's place in a way Excel does not", ANEW),
    ("Expecting alphanumeric", "it names a sheet's size or a cell's place in a way Excel does not", ANEW),
)


def password(name: str) -> FileError:
    """The file cannot be read without its password."""
    return FileError(
        f"“{name}” is protected with a password. Open it in Excel, save it without one, try again."
    )


def damaged(name: str) -> FileError:
    """Not all of the file is there or in order."""
    return FileError(f"“{name}” is damaged or was cut off: not all of it can be unpacked. {ELSEWHERE}")


def trap(name: str, what: str) -> FileError:
    """The file asks for more than an honest one would."""
    return FileError(f"“{name}” is not read: {what}, which no measurement sheet does. {ROWS_ONLY}")


def slow(name: str, seconds: float) -> FileError:
    """Reading took longer than it may."""
    return FileError(f"“{name}” took longer than {seconds:.0f} s to read and was given up. {ROWS_ONLY}")


def broke_the_reader(name: str) -> FileError:
    """The reader ended without a word."""
    return FileError(
        f"“{name}” could not be read: it is damaged, or made in a way that breaks readers. {ANEW}"
    )


def complained(name: str, complaint: str) -> FileError:
    """What the reader complained of."""
    for sign, meaning, remedy in _COMPLAINTS:
        if sign in complaint:
            return FileError(f"“{name}” could not be read: {meaning}. {remedy}")
    return FileError(f"“{name}” could not be read: part of it is not written as Excel writes it. {ANEW}")

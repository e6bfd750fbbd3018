"""Text cells made tidy: what means nothing becomes "", outer blanks go; folding for comparing names."""

import re
import unicodedata
from collections.abc import Sequence

from app.imports.columns import NUMBER, TEXT, Column

NOTHING = frozenset(
    {
        "?",
        "-",
        "--",
        "—",
        "–",
        ".",
        "n/a",
        "N/A",
        "#N/A",
        "NA",
        "n.a.",
        "k.A.",
        "k. A.",
        "NULL",
        "null",
        "(null)",
    }
    | {
        "None",
        "none",
        "nan",
        "NaN",
        "NAN",
        "nil",
        "<NA>",
        "(none)",
        "(blank)",
        "(leer)",
        "N.A.",
        "unset",
        "undefined",
    }
    | {
        "NaT",
        "(vide)",
        "s/o",
        "n.v.t.",
        "n.d.",
        "N/D",
        "#NV",
        "#N/D",
        "#VALUE!",
        "#REF!",
        "#DIV/0!",
        "#NAME?",
    }
    | {"#NUM!", "#NULL!", "MISSING", "\\N"}
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\u200b]")
_EDGES = " \t\n\r\xa0\u202f\u3000"


def tidy(text: str) -> str:
    """One text without control characters and outer blanks; "" where it means nothing."""
    text = _CONTROL.sub("", text).strip(_EDGES)
    return "" if text in NOTHING else text


def tidy_texts(texts: Sequence[str]) -> Sequence[str]:
    """`tidy` for a whole column; returned as it is when there is nothing to tidy."""
    joined = "\x1f".join(texts)
    if joined.count("\x1f") != max(0, len(texts) - 1) or _CONTROL.search(joined.replace("\x1f", "")):
        return [tidy(text) for text in texts]
    framed = f"\x1f{joined}\x1f"
    if any(edge + "\x1f" in framed or "\x1f" + edge in framed for edge in _EDGES):
        texts = [text.strip(_EDGES) for text in texts]
    if NOTHING.isdisjoint(texts):
        return texts
    return ["" if text in NOTHING else text for text in texts]


def texts_of(column: Column) -> Sequence[str]:
    """Any column as tidy texts: numbers without a needless ".0", instants and durations as shown."""
    if column.tag == TEXT and column.texts is not None:
        return tidy_texts(column.texts)
    if column.tag == NUMBER and column.numbers is not None:
        return [f"{number:.15g}" if number == number else "" for number in column.numbers.tolist()]
    return tidy_texts([column.shown(index) for index in range(column.size)])


def fold(text: str) -> str:
    """A name for comparing: letter case, accents and spacing aside."""
    text = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())


def codes_of(texts: Sequence[str], table: dict[str, int]) -> list[int]:
    """Each text's number in `table`; new texts are given the next number, in order of appearance."""
    for text in dict.fromkeys(texts):
        if text not in table:
            table[text] = len(table)
    return list(map(table.__getitem__, texts))

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

_SAMPLE = 600
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\u200b]")


def tidy(text: str) -> str:
    """One text without control characters and outer blanks; "" where it means nothing."""
    text = _CONTROL.sub("", text).strip()
    return "" if text in NOTHING else text


def tidy_texts(texts: Sequence[str], *, clean: bool = False) -> Sequence[str]:
    """`tidy` for a whole column; `clean` ones are known to hold no control characters."""
    if not clean and not "".join(texts).isprintable() and _CONTROL.search("\n".join(texts)):
        return [tidy(text) for text in texts]
    if repeats(texts):
        tidied = {text: tidy(text) for text in dict.fromkeys(texts)}
        if all(text == tidy_one for text, tidy_one in tidied.items()):
            return texts
        return list(map(tidied.__getitem__, texts))
    texts = list(map(str.strip, texts))
    if NOTHING.isdisjoint(texts):
        return texts
    return ["" if text in NOTHING else text for text in texts]


def repeats(texts: Sequence[str]) -> bool:
    """Whether few different texts are to be expected, from the first ones."""
    first = texts[:_SAMPLE]
    return len(set(first)) * 3 <= len(first)


def texts_of(column: Column) -> Sequence[str]:
    """Any column as tidy texts: numbers without a needless ".0", instants and durations as shown."""
    if column.tag == TEXT and column.texts is not None:
        return tidy_texts(column.texts, clean=column.clean)
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

"""What columns are called in English, German, French, Spanish, Dutch, Portuguese and Italian.

Headers are folded (letter case, accents, punctuation, camelCase) before they are compared; a unit or time zone in
brackets is taken off first and kept. Only whole headers count: suggestions for the rest are `recognise`'s matter.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from app.imports.synonym_words import FIELD_WORDS
from app.imports.values.durations import UNIT_WORDS, Unit

COMPONENT_WORDS = frozenset(
    {
        "component",
        "components",
        "system",
        "host",
        "server",
        "device",
        "node",
        "monitor",
        "website",
        "site",
        "ci",
    }
    | {
        "configuration",
        "cmdb",
        "asset",
        "object",
        "komponente",
        "gerat",
        "objekt",
        "composant",
        "serveur",
        "systeme",
    }
    | {
        "equipement",
        "componente",
        "servidor",
        "equipo",
        "sistema",
        "onderdeel",
        "systeem",
        "apparaat",
        "equipamento",
    }
    | {"dispositivo", "endpoint", "instance", "check", "target"}
)

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRACKETS = re.compile(r"[(\[{<]([^)\]}>]*)[)\]}>]")
_LETTERS = re.compile(r"[^a-z0-9%°а-яё]+")
_ZONE = re.compile(r"^(utc|gmt|z|zulu|[a-z]+/[a-z_]+|cet|cest|mez|mesz|local|lokal|localtime|et|est|pst)$")


@dataclass(frozen=True, slots=True)
class Header:
    """A column's heading: `words` folded, without what stands in brackets; the unit or zone it names."""

    text: str
    words: str
    unit: Unit | None = None
    percent: bool = False
    zone: str = ""

    @property
    def bare(self) -> str:
        """The words without a unit at their end: "downtime mins" is a downtime."""
        first, _, last = self.words.rpartition(" ")
        return first if first and last in UNIT_WORDS else self.words


@lru_cache(maxsize=4096)
def header_of(text: str) -> Header:
    """Fold a heading."""
    outside = _BRACKETS.sub(" ", text) if _BRACKETS.sub(" ", text).strip() else text
    words = _folded(outside)
    zone, unit, percent = "", None, "%" in text
    notes = [note.strip() for note in _BRACKETS.findall(text)]
    for note in [*(_folded(note).removeprefix("in ") for note in notes), *words.split()[-1:]]:
        if note in {"utc", "gmt", "z", "zulu"}:
            zone = "UTC"
        unit = unit or UNIT_WORDS.get(note.rstrip("."))
    for note in notes:
        if "/" in note and re.fullmatch(r"[A-Z][A-Za-z_]+/[A-Za-z_/+-]+", note):
            zone = note
    if zone == "UTC" and len(words.split()) > 1:
        words = " ".join(word for word in words.split() if word not in {"utc", "gmt", "z", "zulu"})
    words = " ".join(word for word in words.replace("%", " ").split()) or words
    return Header(text, words, unit, percent, zone)


def _folded(text: str) -> str:
    text = _CAMEL.sub(" ", text)
    text = unicodedata.normalize("NFKD", text.casefold().replace("n°", "n°"))
    text = "".join(character for character in text if not unicodedata.combining(character))
    return " ".join(_LETTERS.sub(" ", text).split())


SYNONYMS: dict[str, dict[str, int]] = {
    field: {
        folded: rank
        for rank, folded in reversed(list(enumerate(_folded(phrase.strip()) for phrase in words.split(","))))
    }
    for field, words in FIELD_WORDS.items()
}

DAY_WORDS = frozenset(
    {
        "date",
        "day",
        "datum",
        "tag",
        "jour",
        "fecha",
        "dia",
        "dag",
        "data",
        "giorno",
        "outage date",
        "incident date",
    }
)
KNOWN_WORDS = frozenset(word for words in SYNONYMS.values() for word in words)


def is_component(header: str) -> bool:
    """The heading speaks of parts rather than services."""
    words = set(_folded(header).split())
    return not words & {"service", "dienst", "servicio", "servico", "servizio"} and bool(
        words & COMPONENT_WORDS
    )

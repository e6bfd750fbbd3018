"""Words that must not be in a customer's files, searched in what was really written.

A word counts where it stands whole, whatever its case and accents and wherever a line breaks in it. What the
customer is told on purpose (names of services, agreed wording, texts written for the customer) may contain it:
then it is excused, with the place that excuses it. Method: texts and words as sequences of tokens; one look-up
a token, so that thousands of names cost no more than a few.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from app.reports.leaving import look_up
from app.reports.passages import Passage

Tokens = tuple[str, ...]

_EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u3040-\u30ff"
_TOKEN = re.compile(rf"[{_EAST_ASIAN}]|[^\W_{_EAST_ASIAN}]+")
_BARE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PATH = re.compile(
    r"(?<!\w)(?:[A-Za-z]:\\[^\s\"<>|]+|\\\\[\w.-]+\\[^\s\"<>|]+|file:/\S+|/(?:home|Users|tmp|var)/\S+)"
)
_SHORT = 3  # a name this short is only meant when it is written in its own case
_SHINGLE = 5  # so many words in a row of an internal text are a part of it and no accident
_DISTINCTIVE = 5  # letters of a word that is not just a joint of a sentence
_MOST_PLACES = 3


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A word or phrase that must not be there, and what it is: "the name of another customer".

    `strict` ones are excused only by names and agreed wording, not by a text somebody wrote for the customer.
    """

    text: str
    what: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Released:
    """A text that this customer is told on purpose; `free` when a person wrote it and may have slipped."""

    text: str
    where: str
    free: bool = False
    outage: int = 0  # whose text it is, to go there


@dataclass(frozen=True, slots=True)
class Leak:
    """A finding: `key` names it among the accepted; `written` is where a person wrote it, `outage` whose text."""

    word: str
    what: str
    places: tuple[str, ...]
    page: int = 0  # the first of the PDF that has it
    written: str = ""
    outage: int = 0

    @property
    def key(self) -> str:
        return " ".join(tokens_of(self.word)) or self.word

    @property
    def sentence(self) -> str:
        more = len(self.places) - _MOST_PLACES
        places = "; ".join(self.places[:_MOST_PLACES]) + (f" and {more} more" if more > 0 else "")
        said = f"{places}: “{self.word}” is {self.what}." if self.word else f"{places}: {self.what}."
        return f"{said} It stands in {self.written}." if self.written else said


@dataclass(frozen=True, slots=True)
class Excused:
    """A forbidden word that may stand there, and the released text that says it."""

    word: str
    what: str
    where: str

    @property
    def sentence(self) -> str:
        return f"“{self.word}” is {self.what}, and may be read because it also stands in {self.where}."


@dataclass(slots=True)
class _Hits:
    places: dict[str, int] = field(default_factory=dict[str, int])  # place → page, in the order found


def leaks_in(
    passages: Sequence[Passage],
    forbidden: Iterable[Forbidden],
    released: Sequence[Released],
    recipients: Iterable[str] = (),
) -> tuple[tuple[Leak, ...], tuple[Excused, ...]]:
    """What was found, and what was excused; `recipients` are the addresses that may be named."""
    needles = _needles(forbidden)
    hits = _search(passages, _by_first(needles))
    said = [(each, tokens_of(each.text)) for each in released]
    leaks: list[Leak] = []
    excused: list[Excused] = []
    for tokens, found in hits.items():
        look_up()
        one = needles[tokens]
        telling = [
            each for each, text in said if _stands_in(tokens, text) and _is_meant(tokens, one, (each.text,))
        ]
        excuse = next((each for each in telling if not (one.strict and each.free)), None)
        if excuse is not None:
            excused.append(Excused(one.text, one.what, excuse.where))
            continue
        written = next(iter(telling), None)
        leaks.append(
            Leak(
                one.text,
                one.what,
                tuple(found.places),
                next((page for page in found.places.values() if page), 0),
                written.where if written else "",
                written.outage if written else 0,
            )
        )
    allowed = {address.casefold() for address in recipients}
    leaks += _by_shape(passages, allowed, {leak.key for leak in leaks})
    return tuple(leaks), tuple(excused)


def phrases(text: str, what: str) -> Iterator[Forbidden]:
    """An internal text as a whole, and of a longer one its distinctive parts."""
    words = text.split()
    if len(tokens_of(text)) <= _SHINGLE:
        yield Forbidden(" ".join(words), what)
        return
    spans = [match.span() for match in _TOKEN.finditer(text)]
    for first in range(len(spans) - _SHINGLE + 1):
        part = text[spans[first][0] : spans[first + _SHINGLE - 1][1]]
        if sum(len(token) >= _DISTINCTIVE for token in tokens_of(part)) >= 2:
            yield Forbidden(" ".join(part.split()), what)


@lru_cache(maxsize=50_000)
def tokens_of(text: str) -> Tokens:
    """The words of a text without case and accents; each East Asian character is one."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(
            c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
        )
        text = unicodedata.normalize("NFC", text)
    return tuple(_TOKEN.findall(text.casefold().translate(_BARE)))


def _needles(forbidden: Iterable[Forbidden]) -> Mapping[Tokens, Forbidden]:
    """Each sequence of words once, with its strictest meaning; what is too short to mean anything is left out."""
    found: dict[Tokens, Forbidden] = {}
    for each in forbidden:
        look_up()
        tokens = tokens_of(each.text)
        letters = sum(map(len, tokens))
        if letters < 2 or all(token.isdigit() for token in tokens):
            continue
        if tokens not in found or (each.strict and not found[tokens].strict):
            found[tokens] = each
    return found


def _by_first(needles: Mapping[Tokens, Forbidden]) -> Mapping[str, Sequence[tuple[Tokens, Forbidden]]]:
    found: dict[str, list[tuple[Tokens, Forbidden]]] = {}
    for tokens, each in needles.items():
        found.setdefault(tokens[0], []).append((tokens, each))
    return found


def _search(
    passages: Sequence[Passage], index: Mapping[str, Sequence[tuple[Tokens, Forbidden]]]
) -> Mapping[Tokens, _Hits]:
    longest = max((len(tokens) for each in index.values() for tokens, _ in each), default=0)
    hits: dict[Tokens, _Hits] = {}
    for passage in passages:
        look_up()
        for words in _readings(passage.lines, longest):
            for at, word in enumerate(words):
                for tokens, each in index.get(word, ()):
                    if words[at : at + len(tokens)] == tokens and _is_meant(tokens, each, passage.lines):
                        hits.setdefault(tokens, _Hits()).places.setdefault(passage.place, passage.page)
    return hits


def _readings(lines: Sequence[str], longest: int) -> Iterator[Tokens]:
    """The lines as one text; then, at each break, the word that may be broken in two put together again."""
    by_line = [tokens_of(line) for line in lines]
    yield tuple(token for tokens in by_line for token in tokens)
    kept = [tokens for tokens in by_line if tokens]
    for at, (above, below) in enumerate(pairwise(kept)):
        merged, rest, next_line = above[-1] + below[0], below[1:], at + 2
        while not rest and next_line < len(kept):  # a word over three lines and more
            yield (*above[:-1][-longest:], merged)
            merged, rest = merged + kept[next_line][0], kept[next_line][1:]
            next_line += 1
        yield (*above[:-1][-longest:], merged, *rest[:longest])


def _is_meant(tokens: Tokens, each: Forbidden, lines: Sequence[str]) -> bool:
    """A short name, "IT" say, is meant only in its own case; anything else always."""
    if sum(map(len, tokens)) > _SHORT:
        return True
    return any(re.search(rf"(?<!\w){re.escape(each.text.strip())}(?!\w)", line) for line in lines)


def _stands_in(tokens: Tokens, text: Tokens) -> bool:
    return any(text[at : at + len(tokens)] == tokens for at in _places_of(tokens[0], text))


def _places_of(token: str, text: Tokens) -> Iterator[int]:
    at = -1
    while True:
        try:
            at = text.index(token, at + 1)
        except ValueError:
            return
        yield at


def _by_shape(passages: Sequence[Passage], allowed: set[str], known: set[str]) -> list[Leak]:
    """Addresses and paths, which nobody has to have named before."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for passage in passages:
        text = "\n".join(passage.lines)
        if "@" in text:
            for address in _EMAIL.findall(text):
                if address.casefold().rstrip(".") not in allowed:
                    what = "an e-mail address that is not on the distribution list"
                    found.setdefault((address, what), {}).setdefault(passage.place, passage.page)
        if "\\" in text or "/" in text:
            for path in _PATH.findall(text):
                found.setdefault((path, "a path of a computer"), {}).setdefault(passage.place, passage.page)
    return [
        leak
        for (word, what), places in found.items()
        if (leak := Leak(word, what, tuple(places), next((p for p in places.values() if p), 0))).key
        not in known
    ]

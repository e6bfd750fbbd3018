"""A filter typed under a column's heading, as a condition for the desk file: what `Filter.fits` says, in SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from sqlalchemy import ColumnElement, Integer, String, and_, func, literal, not_, or_, true, type_coerce

from app.calc.filters import Between, Empty, Filter, Flag, Kind, Term, Within, Word, spellings

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LARGEST = 2**63 - 1  # of SQLite's integers


@dataclass(frozen=True)
class Field:
    """One column of a list in SQL: a text, an integer of `per` parts of the shown unit, an instant's microseconds
    or a flag. NULL is an empty cell."""

    kind: Kind
    value: ColumnElement[str] | ColumnElement[int] | ColumnElement[bool]
    per: int = 1


Columns = tuple[tuple[str, Filter], ...]  # field and what is wanted of it


def narrowed(columns: Columns, fields: Mapping[str, Field]) -> list[ColumnElement[bool]]:
    """The conditions of all column filters."""
    return [condition(wanted, fields[name]) for name, wanted in columns if wanted]


def condition(wanted: Filter, field: Field) -> ColumnElement[bool]:
    """Whether a row's field fits; true or false, never NULL."""
    if not wanted:
        return true()
    return or_(*(and_(*(_term(term, field) for term in terms)) for terms in wanted.alternatives))


def _term(term: Term, field: Field) -> ColumnElement[bool]:
    held = func.coalesce(_test(term.test, field), literal(0)) == literal(1)
    return not_(held) if term.negated else held


def _test(test: Word | Between | Within | Empty | Flag, field: Field) -> ColumnElement[bool]:
    if isinstance(test, Empty):
        nothing = field.value.is_(None)
        return or_(nothing, type_coerce(field.value, String) == "") if field.kind == "text" else nothing
    if isinstance(test, Word):
        return _says(type_coerce(field.value, String), test)
    value = type_coerce(field.value, Integer)
    if isinstance(test, Flag):
        return value == int(test.value)
    if isinstance(test, Between):
        return _is_between(value, test, field.per)
    start, end = (None if at is None else (at - _EPOCH) // _MICROSECOND for at in test.instants)
    return and_(
        true(), *([value >= start] if start is not None else []), *([value < end] if end is not None else [])
    )


def _says(value: ColumnElement[str], word: Word) -> ColumnElement[bool]:
    """LIKE takes the cases of ASCII letters for the same; where there are others GLOB is told of both cases."""
    if word.text.isascii():
        if word.whole:
            return value.like(_escaped(word.text), escape="/")
        return value.contains(word.text, autoescape=True)
    body = "".join(_class(letter) for letter in word.text)
    return value.op("GLOB", is_comparison=True)(body if word.whole else f"*{body}*")


def _escaped(text: str) -> str:
    return "".join(f"/{letter}" if letter in "/%_" else letter for letter in text)


def _class(letter: str) -> str:
    """A letter in both cases for GLOB, in which brackets also take a star for a star."""
    return letter if letter in "]-^!" else f"[{spellings(letter)}]"


def _is_between(value: ColumnElement[int], test: Between, per: int) -> ColumnElement[bool]:
    borders: list[ColumnElement[bool]] = []
    if test.low is not None:
        low = test.low * per
        borders.append(
            value >= _whole(low, ROUND_CEILING) if test.with_low else value > _whole(low, ROUND_FLOOR)
        )
    if test.high is not None:
        high = test.high * per
        borders.append(
            value <= _whole(high, ROUND_FLOOR) if test.with_high else value < _whole(high, ROUND_CEILING)
        )
    return and_(true(), *borders)


def _whole(value: Decimal, rounding: str) -> int:
    return max(-_LARGEST, min(_LARGEST, int(value.to_integral_value(rounding))))

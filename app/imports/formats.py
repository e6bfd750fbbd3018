"""What a workbook reader does not tell: which columns are shown as percent, and formulas that were never calculated.

Looks at the first part of each sheet of an .xlsx as bytes; whatever it does not understand it says nothing about.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = 512 << 10
_PERCENT_FORMATS = frozenset({9, 10})  # built in: 0 % and 0.00 %
_SHEET = re.compile(rb'<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"[^>]*?\br:id="([^"]*)"')
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(rb"<v[^>/]*>[^<]")
_STYLE = re.compile(rb'\bs="(\d+)"')
_FORMAT = re.compile(rb'<numFmt\b[^>]*?\bnumFmtId="(\d+)"[^>]*?\bformatCode="([^"]*)"')
_STYLES = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE_FORMAT = re.compile(rb'<xf\b[^>]*?\bnumFmtId="(\d+)"')


@dataclass(frozen=True, slots=True)
class Formats:
    """Of one sheet: columns (0-based) and rows (1-based) whose numbers are mostly shown as percent, and whether
    formulas lack values."""

    percent_columns: frozenset[int] = field(default_factory=frozenset[int])
    percent_rows: frozenset[int] = field(default_factory=frozenset[int])
    uncalculated: bool = False


def formats_of(path: Path) -> Mapping[str, Formats]:
    """By the sheet's name; empty for other kinds of workbooks and for parts that cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _sheet_parts(archive)
            percent = (
                _percent_styles(_part(archive, "xl/styles.xml", 8 * _HEAD)) if parts else frozenset[int]()
            )
            return {name: _formats(_part(archive, part, _HEAD), percent) for name, part in parts.items()}
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, EOFError, NotImplementedError):
        return {}


def _part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as stream:
        return stream.read(most)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    targets: dict[bytes, str] = {}
    for relation in _RELATION.findall(_part(archive, "xl/_rels/workbook.xml.rels", _HEAD)):
        key, target = re.search(rb'\bId="([^"]*)"', relation), re.search(rb'\bTarget="([^"]*)"', relation)
        if key and target:
            path = target[1].decode("utf-8", "replace")
            targets[key[1]] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    found = _SHEET.findall(_part(archive, "xl/workbook.xml", _HEAD))
    names = set(archive.namelist())
    return {_name(name): targets[key] for name, key in found if targets.get(key) in names}


def _name(text: bytes) -> str:
    name = text.decode("utf-8", "replace")
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        name = name.replace(entity, character)
    return name


def _percent_styles(styles: bytes) -> frozenset[int]:
    """The numbers of cell styles that show percent."""
    percent = set(_PERCENT_FORMATS) | {int(key) for key, code in _FORMAT.findall(styles) if b"%" in code}
    block = _STYLES.search(styles)
    listed = _STYLE_FORMAT.findall(block[0]) if block else []
    return frozenset(place for place, key in enumerate(listed) if int(key) in percent)


def _formats(head: bytes, percent: frozenset[int]) -> Formats:
    columns, rows = Share(), Share()
    uncalculated = False
    for name, row, attributes, inside in _CELL.findall(head):
        valued = _VALUE.search(inside) is not None
        if b"<f" in inside and not valued and b"<is" not in inside:
            uncalculated = True
        if valued and (b't="' not in attributes or b't="n"' in attributes):
            style = _STYLE.search(attributes)
            shown = style is not None and int(style[1]) in percent
            columns.add(_number(name), shown)
            rows.add(int(row), shown)
    return Formats(columns.most(), rows.most(), uncalculated)


class Share:
    """How many of the numbers of each column (or row) are shown as percent."""

    def __init__(self) -> None:
        self._shown, self._all = Counter[int](), Counter[int]()

    def add(self, place: int, shown: bool) -> None:
        self._all[place] += 1
        self._shown[place] += shown

    def most(self) -> frozenset[int]:
        """Where it is more than half of them."""
        return frozenset(place for place, count in self._shown.items() if count * 2 > self._all[place])


def _number(name: bytes) -> int:
    number = 0
    for character in name:
        number = number * 26 + character - 64
    return number - 1

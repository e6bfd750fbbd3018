"""A written pack's workbook read back: every part of the package, cells by their names.

Cells that share a text are named together; formulas, names, headers, properties and charts count as texts.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.ElementTree import DefusedXMLParser

from app.errors import FileError
from app.reports.leaving import look_up
from app.reports.passages import Passage, joined_lines

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_FILTER = "_FilterDatabase"  # Excel's own name for a filter, hidden in every workbook that has one
_MOST_CELLS = 3
_PIECE = 1 << 17  # bytes at once: a sheet of some MB takes a second
_PARTS = {
    "docProps/": "document properties",
    "xl/charts/": "a chart",
    "xl/comments": "a comment",
    "xl/workbook.xml": "names",
}
_FORBIDDEN = {
    "xl/vbaProject": "macros",
    "xl/externalLinks/": "links to other workbooks",
    "xl/comments": "comments",
    "xl/threadedComments": "comments",
    "xl/embeddings/": "an embedded file",
    "xl/connections": "a connection to data elsewhere",
    "customXml/": "data of its own that no sheet shows",
    "xl/customXml": "data of its own that no sheet shows",
}


def workbook_passages(path: Path) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """What the file says and where, and what it must not have in any case, in words ("a hidden sheet")."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = {name: b"".join(_pieces(package, name)) for name in package.namelist()}
        return _read(parts)
    except OSError as error:
        raise FileError(f"“{path.name}” cannot be read: {error.strerror}.") from error
    except (zipfile.BadZipFile, ParseError, ValueError, KeyError, IndexError) as error:
        raise FileError(f"“{path.name}” cannot be read back and so cannot be checked ({error}).") from error


def _read(parts: dict[str, bytes]) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    trees = {name: _tree(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    sheets = [sheet.get("name", "") for sheet in trees["xl/workbook.xml"].iter(f"{_MAIN}sheet")]
    shared = list(trees["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in trees else []
    used: dict[int, list[str]] = {}
    found: list[Passage] = []
    oddities = [words for begin, words in _FORBIDDEN.items() if any(name.startswith(begin) for name in parts)]
    for name, tree in trees.items():
        sheet = _SHEET.fullmatch(name)
        if sheet:
            title = sheets[int(sheet[1]) - 1]
            found += _sheet(tree, title, used)
            oddities += _hidden(tree, title)
        elif name != "xl/sharedStrings.xml":
            found += _everything(tree, f"Excel, {_part_words(name)}")
        if name.endswith(".rels") and any(each.get("TargetMode") == "External" for each in tree):
            oddities.append("a link to the outside")
    oddities += _hidden_sheets(trees["xl/workbook.xml"])
    for at, text in enumerate(shared):
        look_up()
        lines = joined_lines("".join(text.itertext()))
        found.append(Passage(f"Excel, {_cells(used.get(at, []))}", lines))
    return tuple(found), tuple(dict.fromkeys(oddities))


def _pieces(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with package.open(name) as part:
        while piece := part.read(_PIECE):
            look_up()
            yield piece


def _tree(data: bytes) -> Element:
    """The part as elements; nothing a hostile file would have is followed."""
    parser = DefusedXMLParser(target=TreeBuilder())
    for at in range(0, len(data), _PIECE):
        look_up()
        parser.feed(data[at : at + _PIECE])
    return parser.close()


def _sheet(tree: Element, title: str, used: dict[int, list[str]]) -> Iterator[Passage]:
    """Cells with a text of their own; `used` learns which cells show a shared one."""
    for cell in tree.iter(f"{_MAIN}c"):
        look_up()
        value = cell.find(f"{_MAIN}v")
        if cell.get("t") == "s" and value is not None:
            used.setdefault(int(value.text or ""), []).append(f"sheet {title}, {cell.get('r')}")
        else:
            texts = [each.text or "" for each in cell.iter() if each.tag != f"{_MAIN}v" or cell.get("t")]
            for text in texts:
                if any(map(str.isalpha, text)):
                    yield Passage(f"Excel, sheet {title}, {cell.get('r')}", joined_lines(text))
    for element in tree.iter():
        if element.tag in (f"{_MAIN}c", f"{_MAIN}v", f"{_MAIN}f", f"{_MAIN}row"):
            continue
        for text in (element.text or "", *element.attrib.values()):
            if any(map(str.isalpha, text)):
                yield Passage(f"Excel, sheet {title}", joined_lines(text))


def _everything(tree: Element, place: str) -> Iterator[Passage]:
    for element in tree.iter():
        for text in (element.text or "", *element.attrib.values()):
            if any(map(str.isalpha, text)):
                yield Passage(place, joined_lines(text))


def _hidden(tree: Element, title: str) -> Iterator[str]:
    """Rows and columns nobody sees."""
    for kind, words in (("row", "a hidden row"), ("col", "a hidden column")):
        if any(each.get("hidden") in ("1", "true") for each in tree.iter(f"{_MAIN}{kind}")):
            yield f"{words} in sheet {title}"


def _hidden_sheets(tree: Element) -> Iterator[str]:
    if any(sheet.get("state", "visible") != "visible" for sheet in tree.iter(f"{_MAIN}sheet")):
        yield "a hidden sheet"
    names = (n for n in tree.iter(f"{_MAIN}definedName") if n.get("hidden") in ("1", "true"))
    if any(_FILTER not in name.get("name", "") for name in names):
        yield "a hidden name"


def _cells(cells: list[str]) -> str:
    if not cells:
        return "a text that no cell shows"
    more = len(cells) - _MOST_CELLS
    return "; ".join(cells[:_MOST_CELLS]) + (f" and {more} more" if more > 0 else "")


def _part_words(name: str) -> str:
    return next((words for begin, words in _PARTS.items() if name.startswith(begin)), f"part {name}")

"""The guide: how the work is done here, chapter by chapter, from the texts in `resources/guide`."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextFormat
from PySide6.QtWidgets import QSplitter, QTextBrowser

from app.paths import resource
from app.views import theme
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Card
from app.views.widgets.page import Page
from app.views.widgets.table import Table

_SCHEME = "page:"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One text of the guide in Markdown; its first line is its title."""

    title: str
    text: str


def chapters() -> tuple[Chapter, ...]:
    """The guide's chapters in the order of their files' names."""
    files = sorted(resource("guide").glob("*.md"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    return tuple(Chapter(text.partition("\n")[0].removeprefix("# "), text) for text in texts)


class GuidePage(Page):
    """Chapters left, the chosen one right; its links lead to the pages it speaks of."""

    title = "Guide"
    purpose = "How the work is done here, step by step."
    icon = "info"
    find_hint = "Find in the guide"

    def _build(self) -> None:
        self.table: Table[Chapter] = Table(RowsModel(COLUMNS, self), "Chapters")
        self.table.set_rows(chapters())
        self.reader = QTextBrowser()
        self.reader.setOpenLinks(False)
        self.reader.setAccessibleName("Chapter")
        self.reader.setFrameShape(QTextBrowser.Shape.NoFrame)
        left, right = Card(margin=1), Card(margin=theme.GAP)
        left.body.addWidget(self.table)
        right.body.addWidget(self.reader)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.GAP)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([352, 720])
        self.body.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(self._show)
        self.reader.anchorClicked.connect(self._follow)
        if self.find_field:
            self.find_field.wanted.connect(self._find)
        theme.on_change(self, "colour")
        self.table.choose(lambda _chapter: True)

    def focus_first(self) -> None:
        self.table.setFocus()

    def colour(self) -> None:
        """Show the chapter again in today's colours."""
        self._show(self.table.current_row())

    def _show(self, chapter: object) -> None:
        if isinstance(chapter, Chapter):
            self.reader.document().setDefaultFont(theme.font("body"))
            self.reader.setMarkdown(chapter.text)
            _dress_headings(self.reader)
            self.reader.moveCursor(QTextCursor.MoveOperation.Start)

    def _find(self, text: str) -> None:
        """Keep the chapters in which every word occurs."""
        words = text.casefold().split()
        found = [each for each in chapters() if all(word in each.text.casefold() for word in words)]
        self.table.set_rows(tuple(found))
        self.table.choose(lambda _chapter: True)

    def _follow(self, url: QUrl) -> None:
        if url.toString().startswith(_SCHEME):
            self.desk.go(url.toString().removeprefix(_SCHEME))


def _dress_headings(reader: QTextBrowser) -> None:
    """The type scale of the program instead of Markdown's."""
    block = reader.document().begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            dressed = cursor.charFormat()
            dressed.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            dressed.setFont(theme.font("title"))
            cursor.setCharFormat(dressed)
        block = block.next()


COLUMNS: tuple[Column[Chapter], ...] = (Column("Chapter", lambda chapter: chapter.title),)

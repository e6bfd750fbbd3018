"""What stands under a list while a block from Excel waits to be pasted: which cells are refused, and why.

A block of which everything can be taken is pasted at once; nothing is written before the strip is answered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.calc.words import plural
from app.errors import AppError, InputError
from app.imports.pasted import LONGEST_CELL, copied_rows
from app.usecases.pasted_cells import PastedRow, RefusedCell
from app.usecases.pasting_words import headings_of
from app.views.desk import Desk
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.scrolling import bring_into_view, let_go_of_focus

MOST_REASONS = 6
TOO_LONG = "What was copied has a cell too long for a table. Copy the cells alone."


@dataclass(frozen=True, slots=True)
class Pasting:
    """How a list takes a block: `fields` are what its columns are called ("" for one that takes nothing), `owner`
    is whose rows they are now. Where nothing `adds`, there is no pasting below the last row.

    Both use cases are called off the window's thread, for the owner of the moment in which it was pasted.
    """

    one: str  # "site"
    fields: Sequence[str]
    owner: Callable[[], int]
    check: Callable[[int, Sequence[PastedRow]], tuple[RefusedCell, ...]]
    write: Callable[[int, Sequence[PastedRow]], int]
    adds: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """What was copied: its rows, and the headings of the columns that the list does not take."""

    rows: tuple[PastedRow, ...]
    left_out: tuple[str, ...] = ()


def read_block(
    text: str, ids: Sequence[int], column: int, fields: Sequence[str], titles: Sequence[str]
) -> Block:
    """The lines of a block: they fall on `ids` from the first on, what is beyond is new.

    Cells fall on the columns from `column` on; a first line of headings says itself which, and what it leaves out.
    """
    lines = _lines(text)
    places, left_out = list(fields[column:]), ()
    headings = headings_of(lines[0], dict(zip(titles, fields, strict=True))) if lines else None
    if headings:
        places, left_out = list(headings.fields), headings.left_out(lines.pop(0))
    widest = max((len(line) for line in lines), default=0)
    if not headings:
        left_out = _not_taken(lines, places, titles[column:])
    places += [f"column {number + 1}" for number in range(len(places), widest)]
    rows = (
        PastedRow(
            ids[number] if number < len(ids) else None,
            {field: _typed(cell) for field, cell in zip(places, line, strict=False) if field},
        )
        for number, line in enumerate(lines)
    )
    return Block(tuple(rows), left_out)


def _not_taken(
    lines: Sequence[Sequence[str]], places: Sequence[str], titles: Sequence[str]
) -> tuple[str, ...]:
    """The titles of the columns on which cells fall that the list does not take."""
    barred = [number for number, field in enumerate(places) if not field]
    return tuple(
        titles[number]
        for number in barred
        if any("".join(line[number : number + 1]).strip() for line in lines)
    )


def _lines(text: str) -> list[list[str]]:
    """The cells of each line that has any; InputError when one is longer than any cell of Excel."""
    lines = [line for line in copied_rows(text) if any(line)]
    if any(len(cell) > LONGEST_CELL for line in lines for cell in line):
        raise InputError(TOO_LONG)
    return lines


def _typed(cell: str) -> str:
    """A cell without the mark that our own copying puts before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


class PasteStrip(Card):
    """`offer` a block; it is pasted, or the strip asks what to do about what is refused."""

    def __init__(self, desk: Desk, pasting: Pasting, titles: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName("What was pasted")
        self._desk = desk
        self._pasting = pasting
        self._titles = dict(zip(pasting.fields, titles, strict=True))
        self._rows: tuple[PastedRow, ...] = ()
        self._left_out: tuple[str, ...] = ()
        self._owner = 0
        self.heading = label("", "strong", wrap=True)
        self.reasons = label("", wrap=True)
        self.paste_button = button("Paste", self._write, kind="primary")
        self.cancel_button = button("Cancel", self._close)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.reasons)
        self.body.addWidget(row(self.paste_button, self.cancel_button, None))
        self.hide()

    def offer(self, block: Block) -> None:
        """Look at the block and paste it; what is refused or left out is shown first."""
        rows = block.rows
        if not rows:
            self._desk.say("There is nothing to paste. Copy cells in Excel first.")
            return
        self._rows, self._left_out = rows, block.left_out
        self._owner = owner = self._pasting.owner()
        self._desk.tasks.start(
            lambda _report, _cancelled: self._pasting.check(owner, rows),
            done=self._show,
            owner=self,
            key=f"paste {id(self)}",
        )

    def settle(self) -> None:
        """Close when the list has come to show the rows of another owner."""
        if not self.isHidden() and self._owner != self._pasting.owner():
            self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _show(self, answer: object) -> None:
        refused: tuple[RefusedCell, ...] = answer  # pyright: ignore[reportAssignmentType]
        if self._owner != self._pasting.owner():
            return
        if not refused and not self._left_out:
            self._write()
            return
        left = len(self._rows) - len({one.line for one in refused})
        lines = [self._reason(one) for one in refused[:MOST_REASONS]]
        if len(refused) > MOST_REASONS:
            lines.append(f"… and {plural(len(refused) - MOST_REASONS, 'more cell')}.")
        if self._left_out:
            lines.append(f"Left out: {', '.join(self._left_out)}")
        one = self._pasting.one
        self.heading.setText(
            f"{plural(left, one)} of {len(self._rows):,} can be pasted. Nothing is written yet."
        )
        self.reasons.setText("\n".join(lines))
        self.paste_button.setText(f"Paste {plural(left, one)}")
        self.paste_button.setVisible(left > 0)
        self.show()
        (self.paste_button if left else self.cancel_button).setFocus()
        bring_into_view(self)

    def _reason(self, cell: RefusedCell) -> str:
        return f"Row {cell.line}, {self._titles.get(cell.field, cell.field)}: {cell.reason}"

    def _write(self) -> None:
        rows, owner = self._rows, self._owner
        self._close()
        self._desk.tasks.start(
            lambda _report, _cancelled: self._pasting.write(owner, rows),
            done=self._tell,
            failed=self._fail,
            title=f"Pasting {plural(len(rows), self._pasting.one)}",
            owner=self,
        )

    def _tell(self, taken: object) -> None:
        self._desk.did(f"Pasted {plural(int(str(taken)), self._pasting.one)}.")

    def _fail(self, error: AppError) -> None:
        self._desk.trouble.emit(str(error))

    def _close(self) -> None:
        let_go_of_focus(self)
        self.hide()

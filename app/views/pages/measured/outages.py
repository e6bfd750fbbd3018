"""Every outage on the desk: filter, sort, mend; a million of them scroll."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QWidget

from app.calc.tally import Tally
from app.calc.words import MINUTE
from app.usecases.outages import (
    ORDERS,
    STATES,
    OutageFilter,
    OutageRow,
    change_outages,
    count_outages,
    is_listed,
    outage_ids,
    read_outages,
    sum_lengths,
)
from app.usecases.pasting_outages import READERS, as_fields, check_outages, paste_outages
from app.views import theme
from app.views.desk import Action, Desk
from app.views.paged_model import PagedModel, Source
from app.views.pages.measured.outage_editor import OutageEditor
from app.views.pages.measured.outage_marking import OutageMarking
from app.views.pages.measured.subjects import Subjects, read_subjects
from app.views.pages.measured.tab import Tab
from app.views.rows_model import Column
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.block_paste import BlockPaste
from app.views.widgets.paste_strip import Pasting
from app.views.widgets.picked import Picked
from app.views.widgets.table import Table
from app.views.words import minutes_number, of_all

SHOWN: tuple[tuple[str, dict[str, object]], ...] = (
    ("All outages", {}),
    ("Planned", {"planned": True}),
    ("Unplanned", {"planned": False}),
    ("Excluded", {"excluded": True}),
    ("Disputed", {"disputed": True}),
)
NO_OUTAGES = "No outages yet. Import a spreadsheet, or record one."
NONE_FITS = "No outage is like that."
YES_NO = ("yes", "no")
PASTED = ("", "", "", "", "cause", "state", "planned", "exclusion", "dispute", "customer_text", "")
MOST_EDITED = 1_000  # outages changed in one step


class OutagesTab(Tab):
    """The table left, the chosen outages' editor right."""

    title = "Outages"
    listens = frozenset({"outages", "outage_sites", "services", "components", "import_batches"}) | {
        "customers",
        "sites",
    }

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._filter = OutageFilter()
        self._wanted: int | None = None
        self._all_wanted: frozenset[int] = frozenset()
        self._build_filter()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.GAP)
        splitter.addWidget(self._build_table())
        self.editor = OutageEditor(desk)
        self.marking = OutageMarking(desk, self.editor, self)
        self.marking.join(self.table)
        self._head.insertWidget(self._head.count() - 1, self.marking.button)
        splitter.addWidget(self.editor)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([680, 372])
        self.body.addWidget(splitter, 1)
        self._connect()

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._edit_chosen())
        self.model.loaded.connect(self._go_to_wanted)
        self.model.loaded.connect(self._edit_chosen)
        self.model.counted.connect(self._count)
        self.model.asked.connect(self._narrow)
        self.model.refused.connect(self.desk.trouble)
        self.editor.closed.connect(self._end_recording)
        self.editor.recorded.connect(self._show_recorded)
        self.editor.removed.connect(self.table.setFocus)

    def show_zone(self, zone: str) -> None:
        super().show_zone(zone)
        self.editor.show_zone(zone)

    def refresh(self) -> None:
        db = self.desk.db
        self.desk.tasks.start(
            lambda _report, _cancelled: read_subjects(db),
            done=self._offer,
            failed=self.fail,
            owner=self,
            key="outage subjects",
        )
        wanted = self._filter
        if self.model.source_key == wanted:
            self.model.reload()
            return
        self.model.source_key = wanted
        self.model.show_source(_source(self.desk, wanted))

    def search(self, text: str) -> None:
        self._filter = replace(self._filter, text=text)
        self.refresh()

    def show_only(self, outage_ids: tuple[int, ...]) -> None:
        """Show just these outages until "Show all" is pressed."""
        self.table.lift_filters()
        self._filter = OutageFilter(ids=outage_ids)
        self.find_forgotten.emit()
        self._wanted, self._all_wanted = outage_ids[0] if outage_ids else None, frozenset()
        self.all_button.show()
        self.refresh()

    def mend(self, outage_ids: tuple[int, ...]) -> None:
        """Show just these outages, all of them chosen."""
        self.show_only(outage_ids)
        self._wanted, self._all_wanted = None, frozenset(outage_ids)

    def show_batch(self, batch_id: int) -> None:
        """Show just what one import brought."""
        self.table.lift_filters()
        self._filter = OutageFilter(batch_id=batch_id)
        self.find_forgotten.emit()
        self.all_button.show()
        self.refresh()

    def told(self) -> tuple[str, ...]:
        kind = SHOWN[self.kinds.currentIndex()][0] if self.kinds.currentIndex() else ""
        some = self._filter.ids is not None or self._filter.batch_id is not None
        return (*((f"{kind} outages only.",) if kind else ()), *(("Only some outages.",) if some else ()))

    def record(self) -> None:
        """Open the fields of a new outage beside the table."""
        self.record_button.setEnabled(False)
        self.editor.start_recording()

    def _build_filter(self) -> None:
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("Which outages")
        self.kinds.addItems([name for name, _ in SHOWN])
        self.kinds.activated.connect(self._take_kind)
        self.all_button = button("Show all", self._show_all, kind="quiet")
        self.all_button.hide()
        self.counted = label("", muted=True)
        self.record_button = button("Record outage", self.record, icon="add")
        self.record_button.setEnabled(not self.desk.read_only)
        head = row(self.kinds, self.all_button, None, self.counted, self.record_button)
        self._head = cast("QHBoxLayout", head.layout())
        self.body.addWidget(head)

    def _build_table(self) -> QWidget:
        self.model: PagedModel[OutageRow] = PagedModel(self._columns(), ORDERS, self.desk.tasks, self)
        self.model.editable = not self.desk.read_only
        self.table = Table(self.model, "Outages", row_height=32)
        self.table.start_keeping_first()
        card = Card(margin=1)
        self.nothing = label("", muted=True, wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        self.nothing.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        self.nothing.hide()
        card.body.addWidget(self.table)
        card.body.addWidget(self.nothing, 1)
        self.lift = button("Show all outages", self._show_all)
        self._lift_row = row(None, self.lift, None)
        self._lift_row.setContentsMargins(0, 0, 0, theme.MARGIN)
        self._lift_row.hide()
        card.body.addWidget(self._lift_row, 2, Qt.AlignmentFlag.AlignTop)
        db = self.desk.db
        pasting = Pasting(
            "outage",
            PASTED,
            lambda: 0,
            lambda _owner, rows: check_outages(db, rows),
            lambda _owner, rows: paste_outages(db, rows),
            adds=False,
        )
        self.blocks = BlockPaste(self.desk, self.table, pasting, lambda: self.model.keys, leaves_imports=True)
        self.blocks.failed.connect(self.desk.trouble)
        card.body.addWidget(self.blocks.strip)
        return card

    def _columns(self) -> tuple[Column[OutageRow], ...]:
        return (
            Column(
                "From", lambda o: o.start, lambda o: self.clock(o.start), width=176, zoned=True, kind="moment"
            ),
            Column("Until", lambda o: o.end, self._until, width=88, kind="moment"),
            Column("Minutes", _minutes, _minutes_words, "right", width=72, kind="number", unit="min"),
            Column("Concerns", lambda o: o.subject, width=140),
            Column("Cause", lambda o: o.cause, width=160, edit=self._setter("cause")),
            Column(
                "State",
                lambda o: o.state,
                width=84,
                colour=_state_colour,
                edit=self._setter("state"),
                choices=STATES,
                offers=lambda: STATES,
            ),
            Column(
                "Planned",
                lambda o: o.planned,
                width=76,
                edit=self._setter("planned"),
                choices=YES_NO,
                kind="flag",
            ),
            Column("Excluded", _excluded, width=110, edit=self._setter("exclusion")),
            Column("Disputed", _disputed, width=110, edit=self._setter("dispute")),
            Column(
                "For the customer", lambda o: o.customer_text, width=240, edit=self._setter("customer_text")
            ),
            Column("Source", lambda o: str(o.origin), width=260, colour=lambda _o: "muted"),
        )

    def _setter(self, field: str) -> Callable[[OutageRow, str], object]:
        def change(outage: OutageRow, text: str) -> None:
            changes = as_fields(field, READERS[field](text))
            change_outages(self.desk.db, [outage.id], **changes)  # pyright: ignore[reportArgumentType]

        return change

    def _until(self, outage: OutageRow) -> str:
        """The time alone when it ends on the day it began."""
        start, end = self.clock(outage.start), self.clock(outage.end, "still open")
        return end.removeprefix(start[:-5])

    def _take_kind(self, number: int) -> None:
        cleared = replace(self._filter, planned=None, excluded=None, disputed=None)
        self._filter = replace(cleared, **cast("dict[str, bool]", SHOWN[number][1]))
        self.refresh()

    def _narrow(self, columns: object) -> None:
        """Filter by what was typed under the headings."""
        self._filter = replace(self._filter, columns=columns)  # pyright: ignore[reportArgumentType]
        self.refresh()

    def _show_all(self) -> None:
        self.table.lift_filters()
        self._filter = OutageFilter()
        self.find_forgotten.emit()
        self.kinds.setCurrentIndex(0)
        self.all_button.hide()
        self.refresh()

    def _count(self, shown: int, total: int) -> None:
        self.counted.setText(of_all(shown, total, "outage"))
        empty = shown == 0 and not self.table.has_filters  # which the table says itself, below their row
        self.table.setVisible(not empty)
        self.nothing.setVisible(empty)
        self.nothing.setText(NO_OUTAGES if self._filter == OutageFilter() else NONE_FITS)
        self._lift_row.setVisible(empty and self._filter != OutageFilter())

    def _offer(self, answer: object) -> None:
        if isinstance(answer, Subjects):
            self.editor.set_subjects(answer)

    def _end_recording(self) -> None:
        self.record_button.setEnabled(True)
        self.record_button.setFocus()

    def _show_recorded(self, outage_id: int, said: str) -> None:
        """Go to the outage just recorded once it has been read; where the filters hide it, say so."""
        self.table.setFocus()
        self._wanted = outage_id
        db, wanted = self.desk.db, self._filter
        if wanted == OutageFilter():
            self.desk.did(said)
            return
        self.desk.tasks.start(
            lambda _report, _cancelled: is_listed(db, outage_id, wanted),
            done=lambda listed: self._say_recorded(outage_id, said, listed=bool(listed)),
            failed=self.fail,
            owner=self,
            key="recorded outage",
        )

    def _say_recorded(self, outage_id: int, said: str, *, listed: bool) -> None:
        if listed:
            self.desk.did(said)
            return
        self._wanted = None
        self.desk.say(f"{said} The filters leave it out.", Action("Show", lambda: self._want(outage_id)))

    def _want(self, outage_id: int) -> None:
        """Lift every filter and go to an outage."""
        self._wanted = outage_id
        self._show_all()

    def _go_to_wanted(self) -> None:
        keys = self.model.keys
        if self._all_wanted.issuperset(keys) and keys:  # and not what was being read before
            self._all_wanted = frozenset()
            self.table.selectAll()
        if self._wanted is not None and self._wanted in keys:
            self.table.selectRow(keys.index(self._wanted))
            self._wanted = None

    def _edit_chosen(self) -> None:
        """Those not yet loaded are read first, so that what is changed is all that is selected."""
        picked = self.table.picked
        count = picked.count()
        if count > MOST_EDITED:
            self.editor.show_too_many(count)
            self.marking.show_chosen(())
            return
        rows = [self.model.known_row(number) for number in picked.rows()]
        known = tuple(row for row in rows if row is not None)
        if len(known) == count:
            self._show_chosen(known)
            return
        self._show_chosen(())
        db, ids = self.desk.db, [self.model.keys[number] for number in picked.rows()]
        self.desk.tasks.start(
            lambda _report, _cancelled: read_outages(db, ids),
            done=lambda read: self._edit_read(picked, cast("tuple[OutageRow, ...]", read)),
            failed=self.fail,
            owner=self,
            key="selected outages",
        )

    def _edit_read(self, picked: Picked, outages: tuple[OutageRow, ...]) -> None:
        if self.table.picked == picked:
            self._show_chosen(outages)

    def _show_chosen(self, chosen: tuple[OutageRow, ...]) -> None:
        self.editor.show_outages(chosen)
        self.marking.show_chosen(chosen)


def _minutes(outage: OutageRow) -> Decimal | None:
    return None if outage.end is None else Decimal(_length(outage.end - outage.start)) / MINUTE


def _minutes_words(outage: OutageRow) -> str:
    return "" if outage.end is None else minutes_number(_length(outage.end - outage.start))


def _length(time: timedelta) -> int:
    return time // timedelta(microseconds=1)


def _excluded(outage: OutageRow) -> str:
    return outage.exclusion_reason if outage.excluded else ""


def _disputed(outage: OutageRow) -> str:
    return outage.dispute_reason if outage.disputed else ""


def _state_colour(outage: OutageRow) -> str:
    return "missed" if outage.state == "down" else "nearly"


def _source(desk: Desk, wanted: OutageFilter) -> Source[OutageRow]:
    """The outages a filter leaves; unsorted means the latest first."""
    db = desk.db

    def keys(order: str, descending: bool) -> Sequence[int]:
        return outage_ids(db, wanted, order=order, descending=descending) if order else outage_ids(db, wanted)

    def lengths(ids: Sequence[int]) -> Tally:
        total, count = sum_lengths(db, ids)
        return Tally(Fraction(total, MINUTE), count, 0 if total % MINUTE == 0 else 1)

    return Source(keys, partial(read_outages, db), partial(count_outages, db), {"length": lengths})

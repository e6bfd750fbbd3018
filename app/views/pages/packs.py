"""Packs: a customer's period from draft to final, what is missing before it goes out, and the files written."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.calc.periods import Period, parse_period, period_of
from app.calc.words import plural
from app.errors import AppError
from app.usecases.closing import ClosedRow
from app.usecases.issued_packs import Wanted
from app.views import theme
from app.views.pages.packing.accepted_block import AcceptedBlock
from app.views.pages.packing.closing_block import ClosingBlock
from app.views.pages.packing.history_block import HistoryBlock
from app.views.pages.packing.issued import IssuedPacks
from app.views.pages.packing.leak_check import LeakCheckBlock
from app.views.pages.packing.missing_block import MissingBlock
from app.views.pages.packing.read import Counts, PackDetail, PackRow, read_counts, read_detail, read_rows
from app.views.pages.packing.words_block import WordsBlock
from app.views.pages.packing.writing_block import WritingBlock
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import EmptyState, Pill, button, label, row
from app.views.widgets.page import LookingAt, Page
from app.views.widgets.period_stepper import PeriodStepper
from app.views.widgets.split import ListAndDetail, detail_column
from app.views.widgets.table import Table

if TYPE_CHECKING:
    from app.views.pages.packing.preview import PackPreview

LIST_WIDTH = 440
LEAST_DETAIL = 456  # leaves the list of a narrow window room for names
EMPTY = (
    "A pack tells one customer what was agreed and what was achieved. Add a customer and an agreement first."
)
STATE_VERDICTS = {"draft": "no data", "issued": "nearly missed", "final": "met"}


class PacksPage(Page):
    """Customers of the period left, the chosen one right."""

    title = "Packs"
    purpose = "What each customer is told."
    icon = "packs"
    find_hint = "Find a customer"
    listens = frozenset(
        {"customers", "contacts", "closed_months", "objections", "issued_files", "commentary", "targets"}
        | {"assumed_volumes", "period_figures", "sites", "settings"}
        | {"agreement_versions", "agreements", "outages", "tickets", "samples", "coverage", "import_batches"}
    )

    def _build(self) -> None:
        self._period: Period | None = None
        self._detail: PackDetail | None = None
        self._wanted: int | None = None
        self._closing_wanted = self._leaks_wanted = False
        self._counts: dict[int, tuple[int, int]] = {}
        self.stepper = PeriodStepper(period_of("month", datetime.now(UTC), "UTC"))
        self.write_button = button("Write pack", self.write, kind="primary")
        self.preview_button = button("Preview", self.show_preview)
        self._preview: PackPreview | None = None
        if self.find_field:
            self.find_field.setFixedWidth(110)
            self.find_field.setPlaceholderText("Find")  # the whole hint is its name
        self.add_action(self.stepper)
        self.add_action(self.write_button)
        self.table: Table[PackRow] = Table(RowsModel(_columns(self._counts), self), "Customers of the period")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.keep_by(lambda row: row.customer.id)
        go = button("Add a customer", lambda: self.desk.go("customers"), kind="primary")
        detail, layout = detail_column()
        self._fill_detail(layout)
        self.split = ListAndDetail(
            self.table,
            detail,
            EmptyState("packs", EMPTY, go),
            "customer",
            "customers",
            LIST_WIDTH,
            LEAST_DETAIL,
        )
        self.stack = QStackedWidget()
        self.all_button = button("Write all packs", self.write_all)
        self.issued_button = button("Issued packs", self.show_issued)
        holder = QWidget()
        over = QVBoxLayout(holder)
        over.setContentsMargins(0, 0, 0, 0)
        over.setSpacing(theme.GRID)
        over.addWidget(row(self.preview_button, self.all_button, self.issued_button, None))
        over.addWidget(self.split, 1)
        self._list = holder
        self.stack.addWidget(holder)
        self._issued: IssuedPacks | None = None
        self.body.addWidget(self.stack, 1)

    def _fill_detail(self, layout: QVBoxLayout) -> None:
        self._heading = label("", "section", wrap=True)
        self._pill = Pill()
        head = row(self._heading, self._pill)
        head.layout().setStretch(0, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        layout.addWidget(head)
        self._missing = MissingBlock()
        self.leaks = LeakCheckBlock(self.desk)
        self.accepted = AcceptedBlock(self.desk)
        self.words = WordsBlock(self.desk)
        self.closing = ClosingBlock(self.desk, self.leaks)
        self.leaks.until = self.closing.objections_until
        self.writing = WritingBlock(self.desk)
        self.history = HistoryBlock()
        blocks: tuple[QWidget, ...] = (
            self._missing,
            self.leaks,
            self.accepted,
            self.words,
            self.writing,
            self.closing,
            self.history,
        )
        for block in blocks:
            layout.addWidget(block)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.stepper.stepped.connect(self._take_period)
        self.stepper.refused.connect(self.refuse)
        self.table.chosen.connect(lambda _row: self._load_detail())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._name_button())
        self._missing.outages_wanted.connect(lambda ids: self.desk.go("measurements", ("outages", ids)))
        self.closing.done.connect(self.refresh)
        self.closing.writing_wanted.connect(self._write_wanted)
        self.leaks.counted.connect(self.closing.warn_of_leaks)
        self.accepted.withdrawn.connect(self.leaks.look_again)
        self.closing.commentary_wanted.connect(self.words.turn_to)
        self.writing.written.connect(lambda _folder: self._load_detail())
        self.writing.leaks.settled.connect(self._write_wanted)
        for leaks in (self.leaks, self.writing.leaks):
            leaks.page_wanted.connect(self._show_page)
        if self.find_field:
            self.find_field.wanted.connect(self.table.rows_model.filter)

    def refresh(self) -> None:
        period = self._period
        self.desk.tasks.start(
            lambda _report, _cancelled: read_rows(self.desk, period),
            done=self._show_rows,
            failed=self._fail,
            owner=self,
            key="pack rows",
        )

    def reveal(self, what: object) -> None:
        """Show (customer id, period), with (…, lineage, service id) the words about one thing of it, with
        (…, "closing") the step that closes it, with (…, "leaks") what its leak check finds now.
        """
        if isinstance(what, tuple) and len(what) in (2, 3, 4):
            self._wanted, period, *thing = what
            self._closing_wanted = thing == ["closing"]
            self._leaks_wanted = thing == ["leaks"]
            if len(thing) == 2:
                self.words.await_thing(*thing)
            self._take_period(parse_period(period, "UTC") if isinstance(period, str) else period)

    def looking_at(self) -> LookingAt:
        chosen = self.table.current_row()
        return LookingAt(chosen.customer.id if chosen else None, self._period)

    def write(self) -> None:
        """Write the packs of the chosen customers."""
        self.writing.write(tuple(map(_wanted, self.table.selected_rows())))

    def write_all(self) -> None:
        """Write the pack of every customer; what is written stays when it is cancelled."""
        self.writing.write(tuple(map(_wanted, self.table.rows_model.rows)))

    @property
    def issued(self) -> IssuedPacks:
        """The history of issued packs, made when it is first wanted: the page opens sooner without."""
        if self._issued is None:
            self._issued = IssuedPacks(self.desk, lambda: self.writing.last_folder)
            theme.dress(self._issued)
            self._issued.left.connect(self._leave_issued)
            self._issued.wanted.connect(self._write_wanted)
            self._issued.preview_wanted.connect(self._preview_issue)
            self.stack.addWidget(self._issued)
        return self._issued

    def show_issued(self) -> None:
        """Turn to the history of issued packs."""
        self.issued.refresh()
        self.stack.setCurrentWidget(self.issued)

    def _leave_issued(self) -> None:
        self.stack.setCurrentWidget(self._list)
        self.issued_button.setFocus()

    def _write_wanted(self, wanted: object) -> None:
        """Write one pack, again or after one of its words was accepted; progress stands in the files' block."""
        if isinstance(wanted, Wanted):
            self.stack.setCurrentWidget(self._list)
            self.writing.write((wanted,))

    def _show_page(self, wanted: Wanted, number: int) -> None:
        self._open_preview().show_finding(wanted, number)

    def _preview_issue(self, issue: object) -> None:
        if isinstance(issue, ClosedRow):
            self._open_preview().show_issue(issue)

    def show_preview(self) -> None:
        """Show the pages of the chosen customer's pack as they will be printed."""
        chosen = self.table.current_row()
        if chosen is not None:
            self._open_preview().show_pack(chosen)

    def _open_preview(self) -> "PackPreview":
        if self._preview is None:
            # It knows the letters of paper, which takes 0.2 s to load.
            from app.views.pages.packing.preview import PackPreview

            self._preview = PackPreview(self.desk)
            theme.dress(self._preview)
            self._preview.left.connect(self._leave_preview)
            self.stack.addWidget(self._preview)
        self.stack.setCurrentWidget(self._preview)
        self._preview.pages.setFocus()
        return self._preview

    def print_own(self) -> bool:
        """The pack of the chosen customer: shown first, and printed once it is."""
        if self.table.current_row() is None:
            return False
        if self._preview is not None and self.stack.currentWidget() is self._preview:
            self._preview.print_pages()
        else:
            self.show_preview()
        return True

    def _leave_preview(self) -> None:
        self.stack.setCurrentWidget(self._list)
        self.preview_button.setFocus()

    def _show_rows(self, answer: object) -> None:
        rows: tuple[PackRow, ...] = answer  # pyright: ignore[reportAssignmentType]
        if rows:
            self._period = rows[0].period
            self.stepper.show_period(rows[0].period)
            self.writing.show_period(rows[0].period.key)
        self.table.set_rows(rows)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.choose(lambda row: row.customer.id == wanted)
        self.split.settle()
        for each in (self.write_button, self.preview_button, self.all_button):
            each.setEnabled(bool(rows))
        self.all_button.setText(
            f"Write all {plural(len(rows), 'pack')}" if len(rows) > 1 else "Write all packs"
        )
        self._load_counts(rows)
        chosen = self.table.current_row()
        if self._preview is not None and chosen is not None and self.stack.currentWidget() is self._preview:
            self._preview.show_pack(chosen)
        self._load_detail()

    def _load_counts(self, rows: tuple[PackRow, ...]) -> None:
        """Ask what was missed and is missing, which takes longer than to list who there is."""
        self.desk.tasks.start(
            lambda _report, cancelled: read_counts(self.desk, rows, cancelled),
            done=self._show_counts,
            failed=self._fail,
            owner=self,
            key="pack counts",
        )

    def _show_counts(self, answer: object) -> None:
        self._counts.clear()
        self._counts.update(cast("Counts", answer))
        self.table.measure()
        self.table.viewport().update()

    def _load_detail(self) -> None:
        chosen = self.table.current_row()
        if chosen is None:
            return
        self._let_go_of_another(chosen)
        self._heading.setText(f"{chosen.customer.name} · {chosen.period.label}")
        self._pill.show_state(chosen.state, STATE_VERDICTS[chosen.state.split(",")[0]])
        self.desk.tasks.start(
            lambda _report, _cancelled: read_detail(self.desk, chosen),
            done=self._show_detail,
            failed=self._fail,
            owner=self,
            key="pack detail",
        )

    def _let_go_of_another(self, chosen: PackRow) -> None:
        """Until the chosen customer's period is read, nothing is written about another one or closed for it."""
        if self._detail is not None and not _is_about(self._detail.row, chosen):
            self._detail = None
            for block in (self.words, self.closing):
                block.setEnabled(False)
            self.leaks.show_detail(None)
            self.accepted.hide()

    def _show_detail(self, answer: object) -> None:
        if not isinstance(answer, PackDetail):
            return
        self._detail = answer
        for block in (self.words, self.closing):
            block.setEnabled(True)
        self._missing.setVisible(answer.row.latest is None)
        pack = answer.row.customer.id, answer.row.period.key
        self._missing.show_missing(pack, answer.missing, answer.behind)
        self.words.show_detail(answer)
        self.closing.show_detail(answer)
        self.leaks.show_detail(answer)
        self.accepted.show_accepted(_wanted(answer.row), answer.accepted)
        if self._closing_wanted:
            self._closing_wanted = False
            QTimer.singleShot(0, self, self._go_to_closing)  # once it has been laid out
        self.history.show_detail(answer)
        if self._leaks_wanted:
            self._leaks_wanted = False
            self.desk.try_to(self.leaks.check)

    def _go_to_closing(self) -> None:
        """Bring the step that closes the period into view, ready to be typed into."""
        for area in self.split.findChildren(QScrollArea):
            inside = area.widget()
            if inside is not None and inside.isAncestorOf(self.closing):
                top = self.closing.mapTo(inside, QPoint(0, 0)).y()
                area.verticalScrollBar().setValue(top - theme.GAP)
        self.closing.take_focus()

    def _take_period(self, period: object) -> None:
        if isinstance(period, Period):
            self._period = period
        self.refresh()

    def _name_button(self) -> None:
        count = len(self.table.selected_rows())
        self.write_button.setText(f"Write {plural(count, 'pack')}" if count > 1 else "Write pack")

    def _fail(self, error: AppError) -> None:
        self.desk.trouble.emit(str(error))


def _state_colour(row: PackRow) -> str:
    return {"draft": "muted", "issued": "nearly", "final": "met"}[row.state.split(",")[0]]


def _is_about(one: PackRow, other: PackRow) -> bool:
    return (one.customer.id, one.period.key) == (other.customer.id, other.period.key)


def _wanted(row: PackRow) -> Wanted:
    return Wanted(row.customer.id, row.customer.name, row.period.key)


def _columns(counts: Counts) -> tuple[Column[PackRow], ...]:
    def count(row: PackRow, at: int) -> int:
        return counts.get(row.customer.id, (0, 0))[at]

    def missed(row: PackRow) -> str:
        return str(count(row, 0)) if row.customer.id in counts else "…"

    def state(row: PackRow) -> str:
        missing = count(row, 1)
        return f"{row.state}, {missing:,} missing" if missing else row.state

    return (
        Column("Customer", lambda row: row.customer.name),
        Column("Missed", lambda row: count(row, 0), missed, align="right"),
        Column("State", state, colour=_state_colour, whole=True),
    )

"""Every ticket on the desk and, for the chosen one, the steps of its clocks."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter, QWidget

from app.usecases.tickets import (
    ORDERS,
    TicketFilter,
    TicketRow,
    TicketStep,
    count_tickets,
    read_tickets,
    ticket_ids,
    ticket_priorities,
    ticket_steps,
)
from app.views import theme
from app.views.desk import Desk
from app.views.paged_model import PagedModel, Source
from app.views.pages.measured.tab import Tab
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.table import Table
from app.views.words import of_all

SHOWN: tuple[tuple[str, bool | None], ...] = (
    ("All tickets", None),
    ("Still open", True),
    ("Resolved", False),
)


class TicketsTab(Tab):
    """The table left, the chosen ticket's history right."""

    title = "Tickets"
    listens = frozenset({"tickets", "ticket_events", "services", "components", "customers", "sites"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._filter = TicketFilter()
        self._build_filter()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.GAP)
        splitter.addWidget(self._build_table())
        splitter.addWidget(self._build_steps())
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([700, 340])
        self.body.addWidget(splitter, 1)
        self.table.chosen.connect(self._load_steps)
        self.model.counted.connect(lambda shown, total: self.counted.setText(of_all(shown, total, "ticket")))
        self.model.asked.connect(self._narrow)
        self._priorities: tuple[str, ...] = ()

    def refresh(self) -> None:
        self._read_priorities()
        wanted = self._filter
        if self.model.source_key == wanted:
            self.model.reload()
            return
        self.model.source_key = wanted
        db = self.desk.db
        self.model.show_source(
            Source(partial(_keys, self.desk, wanted), partial(read_tickets, db), partial(count_tickets, db))
        )

    def search(self, text: str) -> None:
        self._filter = replace(self._filter, text=text)
        self.refresh()

    def told(self) -> tuple[str, ...]:
        kind = SHOWN[self.kinds.currentIndex()][0] if self.kinds.currentIndex() else ""
        some = self._filter.batch_id is not None
        return (
            *((f"Tickets {kind.lower()} only.",) if kind else ()),
            *(("Only what one import brought.",) if some else ()),
        )

    def show_batch(self, batch_id: int) -> None:
        """Show just what one import brought."""
        self.table.lift_filters()
        self._filter = TicketFilter(batch_id=batch_id)
        self.all_button.show()
        self.refresh()

    def _build_filter(self) -> None:
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("Which tickets")
        self.kinds.addItems([name for name, _ in SHOWN])
        self.kinds.activated.connect(self._take_kind)
        self.all_button = button("Show all", self._show_all, kind="quiet")
        self.all_button.hide()
        self.counted = label("", muted=True)
        self.body.addWidget(row(self.kinds, self.all_button, None, self.counted))

    def _build_table(self) -> QWidget:
        self.model: PagedModel[TicketRow] = PagedModel(self._columns(), ORDERS, self.desk.tasks, self)
        self.table = Table(self.model, "Tickets", row_height=32)
        self.table.start_keeping_first()
        card = Card(margin=1)
        card.body.addWidget(self.table)
        return card

    def _build_steps(self) -> QWidget:
        card = Card()
        card.setMinimumWidth(300)
        self.heading = label("Choose a ticket to see its clocks.", "section", wrap=True)
        self.under = label("", "caption", muted=True, wrap=True)
        columns: tuple[Column[TicketStep], ...] = (
            Column("When", lambda step: step.at, lambda step: self.clock(step.at), width=172, zoned=True),
            Column("Step", lambda step: f"{step.event} {step.value}".strip()),
        )
        self.steps = Table(RowsModel(columns, self), "Steps of the ticket", row_height=28)
        card.body.addWidget(self.heading)
        card.body.addWidget(self.under)
        card.body.addWidget(self.steps, 1)
        return card

    def _columns(self) -> tuple[Column[TicketRow], ...]:
        return (
            Column("Number", lambda t: t.number, width=120),
            Column("Concerns", lambda t: t.subject, width=160),
            Column("Priority", lambda t: t.priority, width=84, offers=lambda: self._priorities),
            Column(
                "Opened",
                lambda t: t.opened,
                lambda t: self.clock(t.opened),
                width=172,
                zoned=True,
                kind="moment",
            ),
            Column(
                "Responded",
                lambda t: t.responded,
                lambda t: self.clock(t.responded),
                width=172,
                kind="moment",
            ),
            Column(
                "Resolved",
                lambda t: t.resolved,
                lambda t: self.clock(t.resolved, "still open"),
                width=172,
                kind="moment",
            ),
            Column("Customer", lambda t: t.customer, width=130),
            Column("Summary", lambda t: t.summary, width=240),
            Column("Source", lambda t: str(t.origin), width=260, colour=lambda _t: "muted"),
        )

    def _take_kind(self, number: int) -> None:
        self._filter = replace(self._filter, still_open=SHOWN[number][1])
        self.refresh()

    def _narrow(self, columns: object) -> None:
        """Filter by what was typed under the headings."""
        self._filter = replace(self._filter, columns=columns)  # pyright: ignore[reportArgumentType]
        self.refresh()

    def _read_priorities(self) -> None:
        db = self.desk.db

        def keep(found: object) -> None:
            self._priorities = cast("tuple[str, ...]", found)

        self.desk.tasks.start(
            lambda _report, _cancelled: ticket_priorities(db),
            done=keep,
            failed=self.fail,
            owner=self,
            key="ticket priorities",
        )

    def _show_all(self) -> None:
        self.table.lift_filters()
        self._filter = TicketFilter()
        self.kinds.setCurrentIndex(0)
        self.all_button.hide()
        self.refresh()

    def _load_steps(self, ticket: object) -> None:
        if not isinstance(ticket, TicketRow):
            return
        self.heading.setText(f"{ticket.number} · {ticket.summary}" if ticket.summary else ticket.number)
        self.under.setText(str(ticket.origin))
        self.desk.tasks.start(
            lambda _report, _cancelled: ticket_steps(self.desk.db, ticket.id) or _known_steps(ticket),
            done=self.steps.set_rows,  # pyright: ignore[reportArgumentType]
            failed=self.fail,
            owner=self,
            key="ticket steps",
        )


def _known_steps(ticket: TicketRow) -> tuple[TicketStep, ...]:
    """The steps a list of tickets tells, where no event log came with it."""
    known = (
        ("opened", ticket.opened),
        ("responded", ticket.responded),
        ("resolved", ticket.resolved),
        ("closed", ticket.closed),
    )
    return tuple(TicketStep(at, step, "") for step, at in known if at is not None)


def _keys(desk: Desk, wanted: TicketFilter, order: str, descending: bool) -> Sequence[int]:
    """All ids in order; unsorted means the latest first."""
    db = desk.db
    return ticket_ids(db, wanted, order=order, descending=descending) if order else ticket_ids(db, wanted)

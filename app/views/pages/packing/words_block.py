"""Everything to be written about a period in one place: the list of it, and below it the words of the chosen one."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.usecases.commentary import write_remark
from app.usecases.to_write import ToWrite, written_words
from app.views import theme
from app.views.desk import Desk
from app.views.drafts import DraftPlace
from app.views.pages.packing.read import PackDetail
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Section, label
from app.views.widgets.colours import SIGNS
from app.views.widgets.commentary_fields import BREACH_FIELDS, PERIOD_FIELDS, SERVICE_FIELDS
from app.views.widgets.fitted_table import FittedTable
from app.views.widgets.form import Form
from app.views.widgets.issued_note import NEXT_ISSUE

MOST_ROWS = 8


class WordsBlock(QWidget):
    """Each text is kept at once and can be undone. The list keeps its place while the page is read again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._about: tuple[int, str] | None = None  # customer and period
        self.count = label("", muted=True)
        self.section = Section("In words", self.count)
        self.table: FittedTable[ToWrite] = FittedTable(
            RowsModel(COLUMNS, self), "What there is to write about", most=MOST_ROWS
        )
        self.table.setSortingEnabled(False)
        self.table.keep_by(lambda thing: thing.key)
        self.heading = label("", "strong", wrap=True)
        self.period = Form(PERIOD_FIELDS, self.write)
        self.service = Form(SERVICE_FIELDS, self.write)
        self.breach = Form(BREACH_FIELDS, self.write)
        for form in self._forms:
            form.place = self._draft_place
        self._awaited: tuple[str | None, int | None] | None = None
        self.next_issue = label(NEXT_ISSUE, "caption", muted=True, wrap=True)
        for widget in (self.table, self.heading, *self._forms, self.next_issue):
            self.section.body.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self.section)
        self.table.chosen.connect(lambda _thing: self._show_chosen())

    @property
    def _forms(self) -> tuple[Form, Form, Form]:
        return self.period, self.service, self.breach

    def show_detail(self, detail: PackDetail) -> None:
        """Show the list; of another customer or period from its beginning."""
        about = (detail.row.customer.id, detail.row.period.key)
        moved, self._about = about != self._about, about
        self.count.setText(written_words(detail.to_write))
        self.table.set_rows(detail.to_write)
        if moved or self.table.current_row() is None:
            self.table.choose(lambda thing: thing.key == (None, None))
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self.table.choose(lambda thing: (thing.lineage, thing.service_id) == awaited)
        self.next_issue.setVisible(detail.row.latest is not None)
        for form in self._forms:
            form.set_read_only(self.desk.read_only)
        self._show_chosen()

    def await_thing(self, lineage: str | None, service_id: int | None) -> None:
        """Choose what there is to write about a breach, a service or the period, once it was read."""
        self._awaited = lineage, service_id

    def _draft_place(self) -> DraftPlace | None:
        thing = self.table.current_row()
        if thing is None or self._about is None or self.desk.read_only:
            return None
        here = (*self._about, thing.lineage, thing.service_id)
        return DraftPlace(f"pack words {here}", "writing words of a pack", "packs", here)

    def turn_to(self, lineage: str) -> None:
        """Let the commentary of one breach be written."""
        if self.table.choose(lambda thing: thing.lineage == lineage):
            self._show_chosen()
            self.breach.start_editing("happened")

    def write(self, name: str, text: object) -> None:
        """Keep one text of the chosen thing."""
        thing = self.table.current_row()
        if thing is not None and self._about is not None:
            customer_id, key = self._about
            about = {"service_id": thing.service_id, "lineage": thing.lineage}
            write_remark(self.desk.db, customer_id, key, {name: str(text)}, **about)

    def _show_chosen(self) -> None:
        thing = self.table.current_row()
        if thing is None:
            return
        self.heading.setText(thing.title)
        shown = self.breach if thing.lineage else self.service if thing.service_id else self.period
        for form in self._forms:
            form.setVisible(form is shown)
        shown.show_values(thing.remark)


def _state(thing: ToWrite) -> str:
    if thing.written:
        return "✓ written"
    return "to write" if thing.wanted else "optional"


def _colour(thing: ToWrite) -> str:
    return "met" if thing.written else "nearly" if thing.wanted else "muted"


def _verdict(thing: ToWrite) -> str:
    return f"{SIGNS.get(thing.verdict, '')} {thing.verdict}".strip()


def _verdict_colour(thing: ToWrite) -> str:
    return "missed" if thing.verdict == "missed" else "nearly"


COLUMNS: tuple[Column[ToWrite], ...] = (
    Column("About", lambda thing: thing.title),
    Column("Verdict", _verdict, width=130, colour=_verdict_colour),
    Column("Words", _state, width=96, colour=_colour),
)

"""What became of a period: every issue with its reason, the objections to it and their answers, and the files."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.periods import spelled_day
from app.usecases.closing import ClosedRow, ObjectionRow
from app.views.pages.packing.file_columns import HASH_LETTERS, file_columns
from app.views.pages.packing.read import PackDetail
from app.views.rows_model import RowsModel, shown
from app.views.widgets.basics import Section, button, clear, label, row, tip
from app.views.widgets.fitted_table import FittedTable

MORE = 6  # issues shown at once
NOTHING = "Nothing was issued for this period yet."


class HistoryBlock(Section):
    """Read only; what can still be answered stands where the period is closed, and not here as well."""

    def __init__(self) -> None:
        super().__init__("History")
        self._zone = "UTC"  # where the customer is
        self._issues: tuple[ClosedRow, ...] = ()
        self._most = MORE
        holder = QWidget()
        self._lines = QVBoxLayout(holder)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self.files = FittedTable(
            RowsModel(file_columns(self._clock), self), "Files written", most=8, row_height=46
        )
        self.files.setWordWrap(True)
        self.body.addWidget(holder)
        self.body.addWidget(self.files)

    def show_detail(self, detail: PackDetail) -> None:
        """Show the issues, the latest first, and the files written."""
        self._zone = detail.row.customer.time_zone
        if [one.customer_id for one in self._issues[:1]] != [detail.row.customer.id]:
            self._most = MORE
        self._issues = detail.issues
        self._fill()
        self.files.rows_model.name_zone(self._zone)
        self.files.set_rows(detail.files)
        self.files.setVisible(bool(detail.files))

    def _fill(self) -> None:
        clear(self._lines)
        for issue in self._issues[: self._most]:
            self._add(issue)
        rest = len(self._issues) - self._most
        if rest > 0:
            more = button(f"Show more ({rest:,} not shown)", self._show_more, kind="quiet")
            self._lines.addWidget(row(more, None))
        if not self._issues:
            self._lines.addWidget(label(NOTHING, muted=True))

    def _show_more(self) -> None:
        self._most += MORE
        self._fill()

    def _add(self, issue: ClosedRow) -> None:
        content = label(f"Content hash {issue.sha256[:HASH_LETTERS]}", "caption", muted=True)
        content.setToolTip(tip(issue.sha256))
        self._lines.addWidget(row(label(f"Issue {issue.number}, {issue.state}", "strong"), None, content))
        self._lines.addWidget(label(self._when(issue), muted=True, wrap=True))
        for sentence in _reasons(issue):
            self._lines.addWidget(label(sentence, wrap=True))
        if not (issue is self._issues[0] and issue.state == "issued"):
            for objection in issue.objections:
                for sentence in self._objection(objection):
                    self._lines.addWidget(label(sentence, wrap=True))
        self._lines.addSpacing(6)

    def _when(self, issue: ClosedRow) -> str:
        said = f"Issued on {self._day(issue.issued_at)}, {self._local(issue.issued_at):%H:%M} ({self._zone})."
        if issue.finalised_at is None:
            return said
        agreed = f", as {issue.agreed_by} agreed on {spelled_day(issue.agreed_on)}" if issue.agreed_on else ""
        return f"{said} Final since {self._day(issue.finalised_at)}{agreed}."

    def _objection(self, objection: ObjectionRow) -> tuple[str, str]:
        who = objection.raised_by or "The customer"
        said = f"{who} objected on {self._day(objection.raised_at)}: {objection.text}"
        if objection.accepted is None:
            return said, "Not answered yet."
        return said, f"{'Accepted' if objection.accepted else 'Not accepted'}: {objection.answer}"

    def _day(self, at: datetime) -> str:
        return spelled_day(self._local(at).date())

    def _clock(self, at: datetime) -> str:
        return shown(self._local(at))

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self._zone))


def _reasons(issue: ClosedRow) -> Iterator[str]:
    """Why it was issued again, and why with breaches nobody had written about."""
    if issue.reason:
        yield f"Issued again because: {issue.reason}"
    if issue.uncommented_reason:
        yield f"Without commentary: {issue.uncommented_reason}"

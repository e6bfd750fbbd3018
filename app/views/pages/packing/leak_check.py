"""The leak check of the next issue: asked for here or by issuing, with its state, its findings and a way to stop it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.words import plural
from app.errors import AppError, Cancelled
from app.usecases.closing import Checking, check_next_issue
from app.usecases.issued_packs import Wanted
from app.usecases.leaks import LeakCheck, Leaking
from app.views import theme
from app.views.desk import Desk
from app.views.pages.packing.leak_block import LeakBlock
from app.views.pages.packing.read import PackDetail
from app.views.tasks import IsCancelled, Report, Task
from app.views.widgets.basics import Section, button, label, row

NOT_YET = "Not yet checked. Issuing checks as well, and goes on when nothing is found."
CHANGED = "The desk was changed since this was checked."
STOPPED = "Stopped before the end, so nothing is known."
WOULD_STAND = "What {} must not read would be in its files:"
_CHECK = "leak check"

Issuing = Callable[[Checking], object]
_Pack = tuple[int, str]


class LeakCheckBlock(QWidget):
    """Of one pack at a time; what was found stays until another pack is looked at."""

    page_wanted = Signal(object, int)  # Wanted, and the number of the page
    counted = Signal(int)  # findings nobody accepted, as far as they are still known to be there

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.until: Callable[[], date | None] = lambda: None  # the last day for objections that would be said
        self._detail: PackDetail | None = None
        self._found: LeakCheck | None = None
        self._of: _Pack | None = None  # whose state is kept
        self._task: Task | None = None
        self._title = ""
        self._stale = self._wanted_again = False
        self._changes = 0  # of the desk when what was found was asked for
        self.state = label("", wrap=True)
        self.check_button = button("Check for leaks", self.check)
        self.cancel_button = button("Cancel", self.cancel, kind="quiet")
        self.findings = LeakBlock(desk)
        self.findings.after = self.check_button
        self._build()
        self._connect()

    def _build(self) -> None:
        section = Section("Leak check")
        line = row(self.state, self.cancel_button, self.check_button)
        line.layout().setStretch(0, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        self.cancel_button.setAccessibleName("Cancel the leak check")
        self.cancel_button.hide()
        section.body.addWidget(line)
        section.body.addWidget(self.findings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(section)

    def _connect(self) -> None:
        self.findings.page_wanted.connect(self.page_wanted)
        self.findings.settled.connect(lambda _wanted: self.look_again())
        self.desk.changed.connect(lambda _tables: self._note_change())

    @property
    def is_issuing(self) -> bool:
        """Whether an issue is under way, whoever is looked at now."""
        return self._task is not None and bool(self._title)

    def show_detail(self, detail: PackDetail | None) -> None:
        """Turn to this pack (None: to none, as it is still being read); what was found of another is forgotten."""
        self._detail = detail
        if self._pack is None or self._pack != self._of:
            self._found, self._of, self._stale, self._wanted_again = None, self._pack, False, False
            self._leave_check()
        again, self._wanted_again = self._wanted_again, False
        if again:
            self.check()
        self._show()

    def look_again(self) -> None:
        """Check again once the page has read what was accepted or withdrawn, if it was checked before."""
        self._wanted_again = self._found is not None

    def check(self) -> None:
        """Look through the next issue of the pack, in files written for nobody."""
        if self._detail is None or self.is_issuing:
            return
        who, key = self._pack or (0, "")
        until = self.until()
        self._run(
            lambda checking: check_next_issue(self.desk.db, who, key, until, checking=checking),
            self._take,
            self._fail,
        )

    def issue(
        self,
        title: str,
        issuing: Issuing,
        done: Callable[[], object],
        failed: Callable[[AppError], object],
    ) -> None:
        """Run a step that checks and then issues; `failed` hears why it did not, and what was found is shown."""
        pack = self._pack

        def finished(_answer: object) -> None:
            if pack == self._pack:
                self._found = None
            self._show()
            done()

        def refused(error: AppError) -> None:
            if isinstance(error, Leaking) and pack == self._pack:
                self._take(error.check)
            else:
                self._show()
            failed(error)

        self._run(issuing, finished, refused, title)

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._task is not None:
            self._task.cancel()

    @property
    def _pack(self) -> _Pack | None:
        detail = self._detail
        return None if detail is None else (detail.row.customer.id, detail.row.period.key)

    def _run(
        self,
        work: Issuing,
        done: Callable[[object], object],
        failed: Callable[[AppError], object],
        title: str = "",
    ) -> None:
        self._leave_check()
        before = self._found

        def run(report: Report, cancelled: IsCancelled) -> object:
            return work(Checking(before, report, cancelled))

        def finish(answer: object) -> None:
            self._task, self._title = None, ""
            done(answer)

        def fail(error: AppError) -> None:
            self._task, self._title = None, ""
            failed(error)

        self._title, self._stale, self._changes = title, False, self.desk.changes
        self._task = self.desk.tasks.start(
            run, finish, fail, self._say_progress, title=title, owner=self, key="" if title else _CHECK
        )
        self._show()

    def _leave_check(self) -> None:
        """Stop a check under way and hear no more of it; an issue goes on."""
        if not self.is_issuing:
            self.desk.tasks.drop(_CHECK)
            self._task = None

    def _take(self, check: object) -> None:
        if isinstance(check, LeakCheck):
            self._found = check
        self._show()

    def _fail(self, error: AppError) -> None:
        self._show()
        self.state.setText(STOPPED if isinstance(error, Cancelled) else str(error))

    def _note_change(self) -> None:
        """What was found may be different now; the news of what was typed just before may come after the check."""
        self._stale = self.desk.changes != self._changes
        self._show()

    def _say_progress(self, _done: int, _total: int, text: str) -> None:
        if self._task is not None and not self._task.cancelled:
            self.state.setText(f"{self._title or 'Checking'}… {text}")

    def _show(self) -> None:
        """State, buttons and findings as they are now."""
        detail, check = self._detail, self._found
        waits = detail is not None and (detail.row.latest is None or bool(detail.pending))
        self.setVisible(waits or self.is_issuing)
        self._offer(running=self._task is not None)
        words = "Check again" if check is not None else "Check for leaks"
        self.check_button.setText(words)
        self.check_button.setAccessibleName(words)
        leaks = check.leaks if check is not None and waits else ()
        words, tone = self._words(check)
        self.state.setText(words)
        self.state.setProperty("tone", tone)
        self.state.style().polish(self.state)
        if detail is not None and leaks and check is not None:
            wanted = Wanted(detail.row.customer.id, detail.row.customer.name, detail.row.period.key)
            self.findings.leads_to_pages = detail.row.latest is None  # the preview shows what was issued
            self.findings.show_findings([(wanted, check)], WOULD_STAND)
        else:
            self.findings.show_findings(())
        self.counted.emit(len(leaks) if self._task is None and not self._stale else 0)

    def _offer(self, *, running: bool) -> None:
        """The check or the way to stop it; the keyboard goes from one button to the other."""
        there, gone = (self.cancel_button, self.check_button)[:: 1 if running else -1]
        held = self.window().focusWidget() is gone
        there.show()
        if held:
            there.setFocus()
        gone.hide()

    def _words(self, check: LeakCheck | None) -> tuple[str, str]:
        if self._task is not None:
            return f"{self._title or 'Checking'}…", ""
        if check is None:
            return NOT_YET, ""
        if self._stale:
            return CHANGED, "nearly"
        if check.leaks:
            count = plural(len(check.leaks), "word" if all(leak.word for leak in check.leaks) else "thing")
            return f"✕ {count} found.", "error"
        return f"✓ Nothing found in {plural(check.pages, 'page')}, the workbook and the e-mail.", "met"

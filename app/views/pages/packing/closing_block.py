"""The steps of closing a period: issue, objections and answers, final, restatement."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.calc.periods import spelled_day
from app.calc.words import plural
from app.errors import AppError, Cancelled, InputError
from app.reports.month import Change
from app.usecases.closing import (
    ClosedRow,
    ObjectionRow,
    answer_objection,
    finalise_month,
    issue_month,
    raise_objection,
    reissue_month,
    restate_month,
)
from app.usecases.issued_packs import Wanted
from app.usecases.leaks import Leaking
from app.usecases.to_write import ToWrite
from app.views.desk import Action, Desk
from app.views.drafts import DraftPlace
from app.views.pages.packing.asked_first import AskedFirst, stacked
from app.views.pages.packing.draft_places import Stand, closing_place
from app.views.pages.packing.leak_check import Issuing, LeakCheckBlock
from app.views.pages.packing.read import PackDetail
from app.views.widgets.basics import Pill, Section, button, clear, label, row
from app.views.widgets.form import Field, Form
from app.views.widgets.issued_note import differing_words
from app.views.widgets.scrolling import bring_into_view, let_go_of_focus

OBJECTION_DAYS = 14
SHOWN_CHANGES = 5
SHOWN_BREACHES = 8
UNCOMMENTED = "uncommented"
BEFORE_FINAL = "Once final it takes no more objections; what turns out wrong is corrected by a restatement."
NEXT_ISSUE = {
    "issued": "The issued pack stays as it is. To issue it again with them, note an objection, which may be "
    "your own, and accept it.",
    "accepted": "Issuing again carries them.",
    "final": "The issued pack stays as it is; a restatement carries them.",
}


@dataclass(frozen=True, slots=True)
class _Held:
    """Where the keyboard was in the step: a field of a form and its cursor, or the question that was open."""

    name: str
    field: str = ""
    cursor: int = 0


class ClosingBlock(QWidget):
    """Offers exactly the step that comes next; `done` after each, so that the page reads again."""

    done = Signal()
    writing_wanted = Signal(object)  # Wanted
    commentary_wanted = Signal(str)  # of a breach, by its lineage

    def __init__(self, desk: Desk, leak_check: LeakCheckBlock) -> None:
        super().__init__()
        self.desk = desk
        self.leak_check = leak_check
        self._until: Form | None = None  # where the last day for objections is asked for
        self._pack: tuple[int, str] | None = None
        self._awaited: PackDetail | None = None  # to be shown once what is under way has ended
        self._zone = ZoneInfo("UTC")
        self._step_taken = False
        self._stands: Stand | None = None
        self._shown: object = None
        self._held: _Held | None = None
        self._forms: dict[str, Form] = {}  # what the step asks for
        self._proposed: dict[str, dict[str, str]] = {}  # what stood in them before anybody typed
        self._typed: dict[str, dict[str, str]] = {}
        self._questions: dict[str, AskedFirst] = {}
        self._open: frozenset[str] = frozenset()  # the questions among them that stand open
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._section = Section("Closing the period")
        self._trouble = label("", tone="error", wrap=True)
        self._trouble.hide()
        self._leaks = label("", tone="error", wrap=True)
        self._leaks.hide()
        for widget in (self._section, self._leaks, self._trouble):
            layout.addWidget(widget)

    def objections_until(self) -> date | None:
        """The last day for objections that stands in the form; None where none is asked for."""
        until = self._until.value("until") if self._until is not None else None
        return until if isinstance(until, date) else None

    def warn_of_leaks(self, count: int) -> None:
        """Say that the draft would tell the customer what it must not, and so is not issued."""
        self._leaks.setText(
            f"▲ The leak check found {plural(count, 'thing')}. Nothing is issued and no file for the customer is "
            "written until each is changed, or accepted with a reason."
        )
        self._leaks.setVisible(count > 0)

    def show_detail(self, detail: PackDetail) -> None:
        """Show where the period stands and its next step.

        What is typed and asked stays while it is being issued, and as long as the step is the same. The same once
        more changes nothing: whoever is writing keeps the cursor.
        """
        pack = detail.row.customer.id, detail.row.period.key
        if self.leak_check.is_issuing and pack == self._pack:
            self._awaited = detail
            return
        self._pack, self._awaited = pack, None
        self._section.setEnabled(True)
        shown = detail.row, detail.missing, detail.uncommented, detail.pending
        if shown != self._shown:
            self._shown = shown
            self._build_step(detail)
        if self._step_taken:
            QTimer.singleShot(0, self, self._focus_next)

    def draft_place(self) -> DraftPlace | None:
        """What was typed for the next step, and differs from what it proposed."""
        typed = {name: _typed(form) for name, form in self._forms.items()}
        return self.draft_ready() if typed != self._proposed else None

    def draft_ready(self) -> DraftPlace | None:
        """The step that is offered."""
        if self._stands is None or self.desk.read_only or not self.isEnabled():
            return None
        return closing_place(self._stands)

    def _build_step(self, detail: PackDetail) -> None:
        self._held = self._where_held()
        self._take_up(detail)
        self._until = None
        self._step_taken = self._step_taken or self._has_focus()
        let_go_of_focus(self)
        clear(self._section.body)
        self._trouble.hide()
        self._zone = ZoneInfo(detail.row.customer.time_zone)
        latest = detail.row.latest
        self._say_pending(detail)
        if latest is None:
            self._offer_issue(detail)
        elif latest.state == "issued":
            self._offer_objections(detail, latest)
        else:
            self._offer_restatement(detail, latest)

    def _take_up(self, detail: PackDetail) -> None:
        """What was typed for the next step stays as long as that is the same step of the same pack."""
        latest = detail.row.latest
        issue = (latest.id, latest.state) if latest is not None else None
        step = detail.row.customer.id, detail.row.period.key, issue
        same, self._stands = step == self._stands, step
        self._typed = {name: _typed(form) for name, form in self._forms.items()} if same else {}
        asking = (name for name, question in self._questions.items() if question.is_asking)
        self._open = frozenset(asking if same else ())
        self._held = self._held if same else None
        self._forms, self._proposed, self._questions = {}, {}, {}

    def _keep(self, name: str, form: Form) -> None:
        """Keep what is typed into this form of the step over the next reading, and put back what was kept."""
        self._forms[name], self._proposed[name] = form, _typed(form)
        for field, text in self._typed.get(name, {}).items():
            _type(form.editors[field], text)

    def _asked_first(
        self, text: str, sentence: str, step: QPushButton, asked_for: tuple[QWidget, ...] = ()
    ) -> AskedFirst:
        """A question before the step; one that was open when the same step was shown before is open again."""
        asked = self._questions[step.text()] = AskedFirst(text, sentence, step, asked_for)
        if step.text() in self._open:
            asked.open()
        return asked

    def _today(self) -> date:
        """The day where the customer is, to be proposed."""
        return datetime.now(self._zone).date()

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget()  # also while another window has the keyboard
        return focused is not None and self.isAncestorOf(focused)

    def take_focus(self) -> None:
        """Put the keyboard where the next step begins."""
        self._step_taken = True
        self._focus_next()

    def _focus_next(self) -> None:
        """Put the focus back where it was, or, from the button of the step taken, onto what comes next here."""
        held, self._held = self._held, None
        if self._step_taken and held is not None and self._hold(held):
            self._step_taken = False
            return
        body = self._section.body
        parts = [item.widget() for number in range(body.count()) if (item := body.itemAt(number))]
        fields = [field for part in parts for field in _fields_in(part) if field.isVisible()]
        if self._step_taken and fields:
            fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_view(fields[0])
        self._step_taken = False

    def _where_held(self) -> _Held | None:
        focused = self.window().focusWidget()
        for name, form in self._forms.items():
            for field, editor in form.editors.items():
                if editor is focused:
                    return _Held(name, field, _cursor(editor))
        for name, question in self._questions.items():
            if question.step is focused:
                return _Held(name)
        return None

    def _hold(self, held: _Held) -> bool:
        """Put the keyboard back; False where that is no longer there."""
        form, question = self._forms.get(held.name), self._questions.get(held.name)
        where = form.editors[held.field] if form is not None and held.field else question and question.step
        if where is None or not where.isVisible():
            return False
        where.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(where)
        _set_cursor(where, held.cursor)
        return True

    def _add(self, *widgets: QWidget) -> None:
        for widget in widgets:
            widget.setEnabled(widget.isEnabled() and not self.desk.read_only)
            self._section.body.addWidget(widget)

    def _say_pending(self, detail: PackDetail) -> None:
        """What is not in the issued pack, and the way in."""
        if not detail.pending or detail.row.latest is None:
            return
        differing = differing_words(len(detail.pending))
        way = NEXT_ISSUE["accepted" if _is_accepted(detail.row.latest) else detail.row.latest.state]
        said = f"▲ {differing} issue {detail.row.latest.number}. {way}"
        self._add(label(said, tone="nearly", wrap=True))
        for change in detail.pending[:SHOWN_CHANGES]:
            self._add(label(_change_words(change), muted=True, wrap=True))
        more = len(detail.pending) - SHOWN_CHANGES
        if more > 0:
            self._add(label(f"and {more} more", muted=True))

    def _offer_issue(self, detail: PackDetail) -> None:
        words = "Issuing freezes figures, wording and definitions as they are now."
        form = Form((Field("until", "Objections until", "day"),))
        form.set_value("until", self._today() + timedelta(days=OBJECTION_DAYS))
        self._keep("until", form)
        customer, period = detail.row.customer, detail.row.period

        self._until = form

        def issue() -> Issuing:
            until, why = self.objections_until(), _reason_in(silent)
            if until is None:
                raise InputError("Say until which day the customer may object.")
            return lambda checking: issue_month(
                self.desk.db, customer.id, period.key, until, uncommented_reason=why, checking=checking
            )

        silent = self._reason_form(detail)
        now = self._issuing("Issue now", issue, detail, f"Issued {period.label} to {customer.name}.")
        self._add(label(words, muted=True, wrap=True), form)
        self._add(
            self._asked_first(
                f"Issue {period.label}", _before_issue(detail), now, self._silent(detail, silent)
            )
        )

    def _offer_objections(self, detail: PackDetail, latest: ClosedRow) -> None:
        until = (
            f" The customer may object until {spelled_day(latest.objections_until)}."
            if latest.objections_until
            else ""
        )
        self._add(
            label(
                f"Issued {spelled_day(latest.issued_at.astimezone(self._zone).date())}.{until}",
                muted=True,
                wrap=True,
            )
        )
        for objection in latest.objections:
            self._add(self._objection(objection))
        self._add(self._new_objection(latest))
        accepted = _is_accepted(latest)
        silent = self._reason_form(detail)

        def issue_again() -> Issuing:
            why = _reason_in(silent)
            return lambda checking: reissue_month(
                self.desk.db, latest.id, uncommented_reason=why, checking=checking
            )

        now = self._issuing("Issue now", issue_again, detail, "Issued again.")
        sentence = _before_further_issue(detail, "Issuing cannot be undone.")
        again = self._asked_first("Issue again", sentence, now, self._silent(detail, silent))
        again.setVisible(accepted)
        agreement = Form(
            (
                Field("agreed_by", "Agreed by", hint="Who agreed in the meeting"),
                Field("agreed_on", "On", "day"),
            )
        )
        agreement.set_value("agreed_on", self._today())

        def make_final() -> None:
            by, on = str(agreement.value("agreed_by")), agreement.value("agreed_on")
            day = on if by.strip() and isinstance(on, date) else None
            finalise_month(self.desk.db, latest.id, agreed_by=by, agreed_on=day)

        self._keep("agreement", agreement)
        final = self._step("Make final now", make_final, f"{latest.label} is final.")
        words = "After that day the month can be made final; before it only when the customer agrees."
        asked = self._asked_first("Make final", BEFORE_FINAL, final)
        self._add(again, label(words, muted=True, wrap=True), agreement, asked)

    def _offer_restatement(self, detail: PackDetail, latest: ClosedRow) -> None:
        agreed = (
            f"{latest.agreed_by} agreed to it on {spelled_day(latest.agreed_on)}. "
            if latest.agreed_on
            else ""
        )
        words = (
            f"This period is final. {agreed}What turns out wrong is corrected by a numbered restatement "
            "with its reason."
        )
        form = Form((Field("reason", "Reason", "text", hint="What was wrong and why"),))
        self._keep("reason", form)
        silent = self._reason_form(detail)

        def restate() -> Issuing:
            reason, why = str(form.value("reason")), _reason_in(silent)
            return lambda checking: restate_month(
                self.desk.db, latest.id, reason, uncommented_reason=why, checking=checking
            )

        now = self._issuing("Restate now", restate, detail, f"Restated {latest.label}.")
        sentence = _before_further_issue(detail, "A restatement cannot be undone.")
        asked = self._asked_first("Restate", sentence, now, self._silent(detail, silent))
        self._add(label(words, muted=True, wrap=True), form, asked)

    def _reason_form(self, detail: PackDetail) -> Form | None:
        """Why breaches go out without commentary; None where each has some."""
        if not detail.uncommented:
            return None
        hint = "Kept with the issue; the customer does not read it"
        form = Form((Field(UNCOMMENTED, "Why without", "text", hint=hint),))
        self._keep(UNCOMMENTED, form)
        return form

    def _silent(self, detail: PackDetail, form: Form | None) -> tuple[QWidget, ...]:
        """The breaches nobody has written about, each with the way to write it, and the question why."""
        if form is None:
            return ()
        count = plural(len(detail.uncommented), "breach", "breaches")
        verb = "has" if len(detail.uncommented) == 1 else "have"
        said = label(f"▲ {count} {verb} no commentary. Write it, or say why not.", tone="nearly", wrap=True)
        more = len(detail.uncommented) - SHOWN_BREACHES
        rest = (label(f"and {more} more in the list above", muted=True),) if more > 0 else ()
        return (said, *map(self._to_write, detail.uncommented[:SHOWN_BREACHES]), *rest, form)

    def _to_write(self, breach: ToWrite) -> QWidget:
        write = button("Write", lambda: self.commentary_wanted.emit(breach.lineage), kind="quiet")
        write.setAccessibleName(f"Write about {breach.title}")
        line = row(label(breach.title, wrap=True), write)
        line.layout().setStretch(0, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        return line

    def _new_objection(self, latest: ClosedRow) -> QWidget:
        form = Form((Field("by", "Who objects"), Field("text", "To what", "text")))

        def note() -> None:
            raise_objection(self.desk.db, latest.id, str(form.value("by")), str(form.value("text")))
            del self._forms["objection"], self._proposed["objection"]  # the next one is another

        self._keep("objection", form)
        return stacked(form, row(self._step("Note objection", note, "Objection noted."), None))

    def _objection(self, objection: ObjectionRow) -> QWidget:
        said = label(f"{objection.raised_by or 'The customer'}: {objection.text}", wrap=True)
        if objection.accepted is not None:
            state = Pill(
                "accepted" if objection.accepted else "not accepted",
                "met" if objection.accepted else "no data",
            )
            head = row(said, state)
            head.layout().setStretch(0, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
            return stacked(head, label(objection.answer, muted=True, wrap=True))
        form = Form((Field("answer", "Answer", "text"),))
        form.editors["answer"].setAccessibleName(f"Answer to {objection.raised_by or 'the customer'}")
        self._keep(f"answer {objection.id}", form)

        def answer(accepted: bool) -> None:
            text = str(form.value("answer"))
            answer_objection(self.desk.db, objection.id, accepted=accepted, answer=text)

        accept = self._step("Accept", lambda: answer(True), "Objection accepted.")
        refuse = self._step("Do not accept", lambda: answer(False), "Objection answered.")
        return stacked(said, form, row(accept, refuse, None))

    def _step(self, text: str, step: Callable[[], object], said: str) -> QPushButton:
        """A button whose error stands under the block."""

        def run() -> None:
            try:
                step()
            except AppError as error:
                self._refuse(error)
                return
            self._trouble.hide()
            self._step_taken = True
            self.desk.say(said)
            self.done.emit()

        return button(text, run)

    def _issuing(
        self, text: str, prepare: Callable[[], Issuing], detail: PackDetail, said: str
    ) -> QPushButton:
        """A button that issues in the background, once the leak check has found nothing; then the files wait."""
        customer, period = detail.row.customer, detail.row.period
        title, pack = f"Issuing {period.label} to {customer.name}", (customer.id, period.key)

        def run() -> None:
            try:
                if self.leak_check.is_issuing:
                    raise InputError("Another period is being issued. Wait for it, or cancel it.")
                issuing = prepare()
            except AppError as error:
                self._refuse(error)
                return
            self._trouble.hide()
            self._section.setEnabled(False)
            self.leak_check.issue(title, issuing, done, failed)

        def done() -> None:
            self._step_taken = pack == self._pack
            self.desk.say(said, Action("Write pack", lambda: self.writing_wanted.emit(_wanted(detail))))
            self.done.emit()

        def failed(error: AppError) -> None:
            if pack != self._pack:
                if not isinstance(error, Cancelled):
                    self.desk.trouble.emit(str(error))
                return
            self._section.setEnabled(True)
            awaited, self._awaited = self._awaited, None
            if awaited is not None:
                self.show_detail(awaited)
            if isinstance(error, Leaking):
                return  # it is told above, with what can be done about it
            self._refuse(error)

        return button(text, run)

    def _refuse(self, error: AppError) -> None:
        self._trouble.setText(str(error))
        self._trouble.show()
        bring_into_view(self._trouble)


def _wanted(detail: PackDetail) -> Wanted:
    return Wanted(detail.row.customer.id, detail.row.customer.name, detail.row.period.key)


def _change_words(change: Change) -> str:
    """ "Till: …, verdict: in the issue “missed”, now “met”"."""
    return f"{change.what}: in the issue “{change.before}”, now “{change.after}”"


def _before_issue(detail: PackDetail) -> str:
    """What to know before the step that has no way back."""
    count = len(detail.missing)
    verb = "is" if count == 1 else "are"
    missing = f"{plural(count, 'thing')} above {verb} still missing. " if count else ""
    return f"{missing}Issuing cannot be undone."


def _before_further_issue(detail: PackDetail, warning: str) -> str:
    """The same, with the sentences themselves: after the first issue they stand nowhere else."""
    lines = [f"▲ {sentence}" for sentence in detail.missing]
    return "\n".join([*lines, warning])


def _is_accepted(latest: ClosedRow) -> bool:
    return any(objection.accepted for objection in latest.objections)


def _reason_in(form: Form | None) -> str:
    return "" if form is None else str(form.value(UNCOMMENTED))


def _typed(form: Form) -> dict[str, str]:
    """What stands in the fields, also what cannot be read yet."""
    return {name: _text(editor) for name, editor in form.editors.items()}


def _text(editor: QWidget) -> str:
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    return editor.text() if isinstance(editor, QLineEdit) else ""


def _type(editor: QWidget, text: str) -> None:
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    elif isinstance(editor, QLineEdit):
        editor.setText(text)


def _cursor(editor: QWidget) -> int:
    if isinstance(editor, QPlainTextEdit):
        return editor.textCursor().position()
    return editor.cursorPosition() if isinstance(editor, QLineEdit) else 0


def _set_cursor(editor: QWidget, place: int) -> None:
    if isinstance(editor, QPlainTextEdit):
        cursor = editor.textCursor()
        cursor.setPosition(min(place, len(editor.toPlainText())))
        editor.setTextCursor(cursor)
    elif isinstance(editor, QLineEdit):
        editor.setCursorPosition(place)


def _fields_in(part: QWidget | None) -> list[QWidget]:
    """What can be typed into or pressed, in the order shown."""
    kinds = QLineEdit | QPlainTextEdit | QPushButton
    widgets = (part, *part.findChildren(QWidget)) if part else ()
    return [one for one in widgets if isinstance(one, kinds) and one.isEnabled()]

"""Home: what needs the manager today, a card each, and the first steps while a desk is new."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.errors import AppError
from app.usecases.today import Concern, FirstStep, Kind, Place, Standing, Today, today
from app.views import theme
from app.views.desk import Desk
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import ButtonKind, Card, button, clear, label, row
from app.views.widgets.colours import SIGNS
from app.views.widgets.fitted_table import FittedTable
from app.views.widgets.page import Page

WIDEST = 880  # wider lines are hard to read
FIGURE_WIDTH = 56
BUTTON_WIDTH = 128
NOTHING = "Nothing needs you today."


@dataclass(frozen=True, slots=True)
class _Words:
    """How a kind of concern is headed and toned, and where its button leads."""

    title: str
    action: str
    tone: str
    page: str


WORDS = {
    "objection": _Words("✕ Objections to answer", "Answer", "missed", "packs"),
    "slipping": _Words("✕ Missed as the month stands", "Show levels", "missed", "levels"),
    "uncommented": _Words("▲ Missed without a word", "Write why", "nearly", "levels"),
    "silent": _Words("▲ Sources fallen silent", "Show coverage", "nearly", "measurements"),
    "issue": _Words("Packs to issue", "Open packs", "accent", "packs"),
    "finalise": _Words("Packs to make final", "Open packs", "accent", "packs"),
    "ending": _Words("Agreements that end", "Open agreement", "", "agreements"),
    "work": _Words("Work planned in the next seven days", "Show work", "", "measurements"),
}
SEEN_TOGETHER = frozenset({"issue", "work", "silent"})  # whose page lists all of it
STEPS = {
    "customer": ("Add a customer", "who agrees to services, with sites and contacts", "customers"),
    "agreement": (
        "Agree on targets",
        "what is promised to a customer, for a service in its hours",
        "agreements",
    ),
    "import": (
        "Import what was measured",
        "outages, tickets and figures, as the spreadsheets come",
        "measurements",
    ),
    "pack": ("Issue the first pack", "what was agreed and achieved, as PDF and Excel", "packs"),
}
PARTS: dict[str, tuple[str, str, str, object]] = {  # what it is called, what its button says, where it leads
    "service": ("a service", "Add a service", "services", None),
    "hours": ("its hours", "Add hours", "agreements", "hours"),
    "agreement": ("an agreement", "Add an agreement", "agreements", None),
    "target": ("a target in it", "Add a target", "agreements", None),
}


def _count(verdict: str) -> Column[Standing]:
    sign = SIGNS[verdict]
    return Column(
        f"{sign} {verdict}",
        lambda standing: standing.verdicts.get(verdict, 0),
        lambda standing: f"{standing.verdicts.get(verdict, 0) or '–'}",
        "right",
        colour=lambda standing: TONES[verdict] if standing.verdicts.get(verdict) else "muted",
    )


TONES = {
    "met": "met",
    "nearly missed": "nearly",
    "missed": "missed",
    "not proven": "unproven",
    "no data": "muted",
}
COLUMNS: tuple[Column[Standing], ...] = (
    Column("Customer", lambda standing: standing.customer),
    *(_count(verdict) for verdict in TONES),
    Column("Pack", lambda standing: standing.state, width=96),
)


class HomePage(Page):
    """Reads again whenever anything a card may speak of has changed."""

    title = "Home"
    purpose = "What needs you today, the most urgent first."
    icon = "home"
    listens = frozenset(
        {
            "customers",
            "services",
            "hours",
            "agreements",
            "agreement_versions",
            "targets",
            "closed_months",
            "objections",
        }
        | {"commentary", "coverage", "outages", "tickets", "samples", "period_figures", "planned_work"}
    )

    def _build(self) -> None:
        self._today: Today | None = None
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.GAP)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        inside.setProperty("role", "window")
        inside.setMaximumWidth(WIDEST)
        inside.setLayout(self._column)
        self._column.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setAccessibleName("What needs you")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setProperty("role", "window")
        area.setWidget(inside)
        self.body.addWidget(area, 1)

    def refresh(self) -> None:
        self.desk.tasks.start(
            lambda _report, cancelled: today(self.desk.db, cancelled=cancelled),
            done=self._show,
            failed=self._fail,
            owner=self,
            key="home",
        )

    def _show(self, answer: object) -> None:
        if not isinstance(answer, Today) or answer == self._today:
            return  # what is not new keeps its focus
        self._today = answer
        clear(self._column)
        cards = [_concern_card(self.desk, concern) for concern in answer.concerns]
        if answer.steps:
            cards.insert(0, _steps_card(self.desk, answer.steps))
        elif not cards:
            cards.append(_calm_card())
        if answer.standings:
            cards.append(_standings_card(self.desk, answer.standings))
        for card in cards:
            self._column.addWidget(card)

    def _fail(self, error: AppError) -> None:
        self.desk.trouble.emit(str(error))


def _concern_card(desk: Desk, concern: Concern) -> QWidget:
    words = WORDS[concern.kind]
    figure = label(f"{concern.count:,}", "title", tone=words.tone)
    figure.setFixedWidth(FIGURE_WIDTH)
    figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    go = _lead(desk, concern, words)
    go.setMinimumWidth(BUTTON_WIDTH)
    go.setAccessibleDescription(concern.sentence)
    return _card(figure, words.title, concern.sentence, go)


def _lead(desk: Desk, concern: Concern, words: _Words) -> QPushButton:
    """A button to the place; to several that are not seen on one page, a menu of them."""
    if len(concern.places) < 2 or concern.kind in SEEN_TOGETHER:
        first = concern.places[0] if concern.places else Place("")
        return button(words.action, lambda: desk.go(words.page, _shown(concern.kind, first)))
    result = button(words.action)
    menu = QMenu(result)
    for place in concern.places:
        action = menu.addAction(place.name.replace("&", "&&"))
        action.triggered.connect(
            lambda _checked=False, place=place: desk.go(words.page, _shown(concern.kind, place))
        )
    result.setMenu(menu)
    return result


def _shown(kind: Kind, place: Place) -> object:
    """What the page of a concern is to show."""
    match kind:
        case "slipping" | "uncommented":
            return (place.customer_id, place.period, place.lineage)
        case "objection" | "finalise":
            return (place.customer_id, place.period, "closing")
        case "issue":
            return (place.customer_id, place.period)
        case "silent":
            return ("coverage", None)
        case "work":
            return ("work", place.thing_id)
        case "ending":
            return place.thing_id


def _card(mark: QWidget, title: str, sentence: str, action: QWidget | None) -> Card:
    card = Card()
    words = QWidget()
    lines = QVBoxLayout(words)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(2)
    lines.addWidget(label(title, "strong"))
    lines.addWidget(label(sentence, muted=True, wrap=True))
    line = row(mark, words, *((action,) if action else ()), spacing=theme.GAP)
    line.layout().setStretch(1, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    line.layout().setAlignment(mark, Qt.AlignmentFlag.AlignTop)  # pyright: ignore[reportOptionalMemberAccess]
    card.body.addWidget(line)
    return card


def _calm_card() -> Card:
    card = Card()
    card.body.addWidget(label(f"✓ {NOTHING}", "section", tone="met"))
    return card


def _standings_card(desk: Desk, standings: tuple[Standing, ...]) -> Card:
    """How every customer's last month stands; a row opens its levels."""
    card = Card()
    card.body.addWidget(label(f"How {standings[0].period.label} stands", "section"))
    table: FittedTable[Standing] = FittedTable(RowsModel(COLUMNS, card), "The last month", most=12)
    table.set_rows(standings)
    table.clicked.connect(lambda _index: _open_levels(desk, table.current_row()))
    table.opened.connect(lambda standing: _open_levels(desk, standing))
    card.body.addWidget(table)
    return card


def _open_levels(desk: Desk, standing: Standing | None) -> None:
    if standing is not None:
        desk.go("levels", (standing.customer_id, standing.period))


def _steps_card(desk: Desk, steps: tuple[FirstStep, ...]) -> Card:
    """The way to the first pack; the step to do next has the primary button."""
    card = Card()
    card.body.addWidget(label("First steps", "section"))
    following = next(step.kind for step in steps if not step.done)
    for number, step in enumerate(steps, start=1):
        mark = label("✓" if step.done else str(number), "strong", tone="met" if step.done else "")
        mark.setFixedWidth(FIGURE_WIDTH // 2)
        go = _step_button(desk, step, "primary" if step.kind == following else "plain")
        line = row(mark, _step_words(step), *(() if step.done else (go,)), spacing=theme.GRID)
        line.layout().setStretch(1, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        card.body.addWidget(line)
    return card


def _step_words(step: FirstStep) -> QWidget:
    """What the step is for; of one in parts also which of them are done."""
    title, about, _ = STEPS[step.kind]
    words = label(f"{title}: {about}", muted=step.done, wrap=True)
    if step.done or not step.parts:
        return words
    parts = " · ".join(f"{'✓ ' if part.done else ''}{PARTS[part.kind][0]}" for part in step.parts)
    both = QWidget()
    lines = QVBoxLayout(both)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(2)
    lines.addWidget(words)
    lines.addWidget(label(f"It takes {parts}", "caption", muted=True, wrap=True))
    return both


def _step_button(desk: Desk, step: FirstStep, kind: ButtonKind) -> QPushButton:
    """Leads to the page of the step, or to that of its next part."""
    missing = next((part for part in step.parts if not part.done), None)
    if missing is not None:
        _, text, page, what = PARTS[missing.kind]
        return button(text, lambda: desk.go(page, what), kind=kind)
    title, _, page = STEPS[step.kind]
    return button(title, lambda: desk.go(page), kind=kind)

"""Agreements for the customer who is watching: this customer's SLAs, as they were promised."""

from datetime import date

from PySide6.QtWidgets import QVBoxLayout

from app.calc.words import plural
from app.usecases.customer_view import ReleasedVersion, list_released_versions
from app.views import theme
from app.views.entering import day_text
from app.views.known import holiday_words
from app.views.pages.agreement_detail import version_words
from app.views.pages.released.page import ReleasedPage
from app.views.pages.version_windows import NO_WINDOWS, window_caption, window_sentence
from app.views.rows_model import Column
from app.views.widgets.basics import Section, clear, label
from app.views.widgets.browser import Browser, Detail, Saying
from app.views.widgets.head import Head

SAYING = Saying(
    "version",
    "versions",
    "",
    "Nothing was agreed in an SLA yet.",
    "agreements",
)


def _state(row: ReleasedVersion) -> str:
    unsigned = row.state == "in force" and not row.version.signed_on
    return "in force, unsigned" if unsigned else row.state


COLUMNS: tuple[Column[ReleasedVersion], ...] = (
    Column("Agreement", lambda row: row.version.title, role="strong"),
    Column("State", _state, width=128),
)


class ReleasedAgreementsPage(ReleasedPage):
    """Versions left, what the chosen one promises right."""

    title = "Agreements"
    purpose = "What was promised, from when, and in which hours."
    icon = "agreements"

    def _build(self) -> None:
        desk, customer = self.desk, self.audience.customer_id
        self.versions: Browser[ReleasedVersion] = Browser(
            desk,
            SAYING,
            COLUMNS,
            VersionDetail(),
            lambda: list_released_versions(desk.db, customer, _today()),
            None,
            list_width=432,
        )
        self.body.addWidget(self.versions, 1)

    def focus_first(self) -> None:
        self.versions.table.setFocus()

    def refresh(self) -> None:
        self.versions.refresh()

    def reveal(self, what: object) -> None:
        """Choose a version by its id."""
        if isinstance(what, int):
            self.versions.go_to(what)


class VersionDetail(Detail):
    """Targets by service, maintenance windows, hours: sentences only."""

    def __init__(self) -> None:
        super().__init__()
        self._head = Head()
        self._targets = Section("Targets")
        self._windows = Section("Maintenance windows")
        self._hours = Section("Hours")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.MARGIN)
        for widget in (self._head, self._targets, self._windows, self._hours):
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_row(self, row: object, rest: object) -> None:
        assert isinstance(row, ReleasedVersion)
        signed = row.version.signed_on
        words = version_words(row.version).removesuffix(" · signed").removesuffix(" · draft")
        said = f"signed on {day_text(signed)}" if signed else "not signed yet"
        self._head.show_words(row.version.title, f"{words} · {said}")
        self._show_targets(row)
        self._show(
            self._windows, [(window_sentence(one), window_caption(one)) for one in row.windows], NO_WINDOWS
        )
        hours = [
            (f"{one.words}{holiday_words(one.country, one.subdivision)}", one.time_zone) for one in row.hours
        ]
        self._show(self._hours, hours, "")
        self._hours.setVisible(bool(hours))

    def start_editing(self) -> None:
        """Nothing is edited while a customer is watching."""

    def _show_targets(self, row: ReleasedVersion) -> None:
        clear(self._targets.body)
        service = ""
        for target in row.targets:
            if target.service != service:
                service = target.service
                self._targets.body.addWidget(label(service, "strong", wrap=True))
            self._targets.body.addWidget(label(target.sentence, wrap=True))
        self._targets.heading.setText(plural(len(row.targets), "target").capitalize())

    def _show(self, section: Section, lines: list[tuple[str, str]], empty: str) -> None:
        clear(section.body)
        for text, caption in lines:
            section.body.addWidget(label(text, wrap=True))
            section.body.addWidget(label(caption, "caption", muted=True, wrap=True))
        if not lines:
            section.body.addWidget(label(empty, muted=True, wrap=True))


def _today() -> date:
    return date.today()  # noqa: DTZ011 (the day on the user's own calendar)

"""The desk's own settings: who we are, what new things start with, how packs look, where backups go."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.reports.paper import Paper
from app.usecases.desks import usual_backups
from app.usecases.hours import holiday_countries
from app.usecases.settings import PAGE_SIZES, SettingsRow, change_settings, paper, settings
from app.views import theme
from app.views.known import country_name, currencies, region_choices, time_zones
from app.views.widgets.accent_swatches import AccentSwatches
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.beside import Beside
from app.views.widgets.cover_sketch import CoverSketch
from app.views.widgets.form import LABEL_WIDTH, Field, Form
from app.views.widgets.logo_block import LogoBlock
from app.views.widgets.page import Page
from app.views.widgets.split import scrolled

_FORM_WIDTH = 640
_SKETCH_WIDTH = 340
ORGANISATION = (Field("organisation", "Name", hint="Stands on the cover of every pack"),)
STARTS = (
    Field("time_zone", "Time zone", "suggest", known=time_zones),
    Field("country", "Country", "choice", (("", "no public holidays"),)),
    Field("subdivision", "State or region", "choice", (("", "the whole country"),)),
    Field("currency", "Currency", "suggest", known=currencies, tip="Its three letters, such as EUR"),
)
PACKS = (
    Field("page_size", "Page size", "choice", tuple((size, size) for size in PAGE_SIZES)),
    Field("accent", "Accent colour", tip="One of these, or six hex digits that can be read on white"),
)
BACKUPS = (Field("backup_folder", "Folder", hint="Your data folder"),)


class SettingsPage(Page):
    """Each field is saved when it is left; what it means for a pack is seen beside it."""

    title = "Settings"
    purpose = "What holds for the whole desk. Every change is saved at once and can be undone."
    icon = "settings"
    listens = frozenset({"settings"})

    def _build(self) -> None:
        self._row: SettingsRow | None = None
        self._countries: Mapping[str, tuple[str, ...]] = {}
        self.organisation, self.starts, self.packs, self.backups = (
            Form(fields, self._save) for fields in (ORGANISATION, STARTS, PACKS, BACKUPS)
        )
        self.forms = (self.organisation, self.starts, self.packs, self.backups)
        self.logo = LogoBlock(self.desk)
        self.swatches = AccentSwatches()
        self.sketch = CoverSketch()
        self.choose_button = button("Choose folder…", self.choose_folder, icon="folder")
        usual = label(
            f"Left empty: {usual_backups(self.desk.db.path)}. A backup is made every day the desk is opened.",
            "caption",
            muted=True,
            wrap=True,
        )
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        for title, parts in (
            ("Organisation", (self.organisation, self.logo)),
            ("New customers, agreements and hours start with", (self.starts,)),
            ("Packs", (self.packs, _indented(self.swatches))),
            ("Backups", (self.backups, _indented(row(self.choose_button, None)), _indented(usual))),
        ):
            column.addWidget(_card(title, *parts))
        column.addStretch(1)
        self.body.addWidget(scrolled(self._beside_sketch(column)), 1)
        for form in self.forms:
            form.set_read_only(self.desk.read_only)
        for part in (self.logo, self.swatches, self.choose_button):
            part.setEnabled(not self.desk.read_only)

    def _beside_sketch(self, column: QVBoxLayout) -> QWidget:
        """The forms, and at their right what a cover will look like."""
        content = QWidget()
        content.setProperty("role", "plain")
        forms = QWidget()
        forms.setLayout(column)
        forms.setMaximumWidth(_FORM_WIDTH)
        column.setContentsMargins(0, 0, 0, 0)
        sketch = _card("The head of a pack’s cover", self.sketch)
        sketch.setFixedWidth(_SKETCH_WIDTH)
        layout = QHBoxLayout(content)
        layout.setContentsMargins(0, 0, theme.GRID, 0)
        layout.addWidget(Beside(forms, sketch), 3)
        layout.addStretch(1)
        return content

    def _connect(self) -> None:
        self.swatches.chosen.connect(self._take_accent)

    def focus_first(self) -> None:
        self.organisation.editors["organisation"].setFocus()

    def refresh(self) -> None:
        db = self.desk.db
        self.desk.tasks.start(
            lambda _report, _cancelled: (settings(db), paper(db)), self._show, owner=self, key="settings"
        )

    def _show(self, answer: object) -> None:
        read: SettingsRow
        on: Paper
        read, on = answer  # pyright: ignore[reportGeneralTypeIssues]
        self._row = read
        for form in self.forms:
            if form is not self.starts:
                form.show_values(read)
        self._show_starts(read)
        self.swatches.show_accent(read.accent)
        self.logo.show_logo(on.logo)
        self.sketch.show_paper(read.organisation, on)
        if not self._countries:
            self._read_countries()

    def choose_folder(self) -> None:
        """Ask where backups go."""
        given = self._row.backup_folder if self._row else ""
        chosen = QFileDialog.getExistingDirectory(self, "Folder for backups", given)
        if chosen:
            self._try("backup_folder", str(Path(chosen)))

    def _read_countries(self) -> None:
        # The library of holidays takes a moment to load.
        def show(found: object) -> None:
            self._countries = found  # pyright: ignore[reportAttributeAccessIssue]
            if self._row:
                self._show_starts(self._row)

        self.desk.tasks.start(
            lambda _report, _cancelled: holiday_countries(), show, owner=self, key="settings countries"
        )

    def _show_starts(self, read: SettingsRow) -> None:
        codes = sorted({read.country, *self._countries} - {""}, key=country_name)
        named = [("", "no public holidays"), *((code, country_name(code)) for code in codes)]
        self.starts.set_choices("country", named)
        parts = {read.subdivision, *self._countries.get(read.country, ())} - {""}
        whole = [("", "the whole country"), *region_choices(read.country, parts)]
        self.starts.set_choices("subdivision", whole)
        self.starts.show_values(read)
        self.starts.set_shown("subdivision", bool(parts))

    def _save(self, name: str, value: object) -> None:
        change_settings(self.desk.db, **{name: str(value or "")})

    def _take_accent(self, accent: str) -> None:
        self._try("accent", accent)

    def _try(self, name: str, value: str) -> None:
        """Save what was chosen beside a field; what is wrong with it stands in the message."""
        self.desk.try_to(partial(self._save, name, value))


def _card(title: str, *parts: QWidget) -> Card:
    card = Card(margin=theme.GAP, spacing=theme.GRID)
    card.body.addWidget(label(title, "section"))
    for part in parts:
        card.body.addWidget(part)
    return card


def _indented(part: QWidget) -> QWidget:
    """Under the fields of a form, not under their words."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(LABEL_WIDTH + theme.GAP, 0, 0, 0)
    layout.addWidget(part)
    return holder

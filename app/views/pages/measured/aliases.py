"""What the sources call our services and components, and the layouts remembered: reviewed and mended here."""

from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.usecases.importing import (
    KINDS,
    AliasRow,
    LayoutRow,
    change_alias,
    forget_layout,
    list_aliases,
    list_layouts,
    remove_alias,
)
from app.usecases.pasting_names import LEFT_OUT, check_aliases, paste_aliases
from app.usecases.services import list_components, list_services
from app.views.desk import Desk
from app.views.pages.measured.tab import Tab
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.block_paste import BlockPaste
from app.views.widgets.paste_strip import Pasting
from app.views.widgets.table import Table


class AliasesTab(Tab):
    """Aliases above, layouts below."""

    title = "What sources call things"
    listens = frozenset({"aliases", "layouts", "services", "components"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._known: dict[str, tuple[str, int | None]] = {}
        self.aliases: Table[AliasRow] = Table(
            RowsModel(self._alias_columns(), self), "Aliases", row_height=32
        )
        self.aliases.keep_by(lambda alias: alias.id)
        self.aliases.rows_model.editable = not desk.read_only
        self.aliases.rows_model.refused.connect(desk.trouble)
        pasting = Pasting(
            "name",
            ("", "meaning", ""),
            lambda: 0,
            lambda _owner, rows: check_aliases(desk.db, rows),
            lambda _owner, rows: paste_aliases(desk.db, rows),
            adds=False,
        )
        self.blocks = BlockPaste(
            desk, self.aliases, pasting, lambda: [alias.id for alias in self.aliases.rows_model.rows]
        )
        self.blocks.failed.connect(desk.trouble)
        self.layouts: Table[LayoutRow] = Table(
            RowsModel(self._layout_columns(), self), "Layouts", row_height=32
        )
        self.layouts.keep_by(lambda layout: layout.id)
        forget_name = button("Forget", self.forget_alias, kind="quiet")
        forget = button("Forget", self.forget_layout, kind="quiet")
        for each in (forget_name, forget):
            each.setEnabled(not desk.read_only)
        words = "A name in a file, and what it means here. A forgotten one is asked about again."
        names = _block("Names", words, forget_name, self.aliases)
        names.body.addWidget(self.blocks.strip)
        self.body.addWidget(names, 3)
        words = "Files with these headings import without questions."
        self.body.addWidget(_block("Layouts", words, forget, self.layouts), 2)

    def refresh(self) -> None:
        db = self.desk.db
        self.desk.tasks.start(
            lambda _report, _cancelled: (
                list_aliases(db),
                list_layouts(db),
                {service.name: ("service", service.id) for service in list_services(db)},
                {component.name: ("component", component.id) for component in list_components(db)},
            ),
            done=self._show,
            failed=self.fail,
            owner=self,
            key="aliases",
        )

    def search(self, text: str) -> None:
        self.aliases.rows_model.filter(text)
        self.layouts.rows_model.filter(text)

    def forget_alias(self) -> None:
        """Forget the chosen name."""
        alias = self.aliases.current_row()
        if alias is not None and self.desk.try_to(lambda: remove_alias(self.desk.db, alias.id)):
            self.desk.did(f"Forgot what “{alias.text}” means.")

    def forget_layout(self) -> None:
        """Forget the chosen layout."""
        layout = self.layouts.current_row()
        if layout is not None and self.desk.try_to(lambda: forget_layout(self.desk.db, layout.id)):
            self.desk.did(f"Forgot the layout of {layout.name}.")

    def _show(self, answer: object) -> None:
        aliases, layouts, services, components = answer  # pyright: ignore[reportGeneralTypeIssues]
        # A service wins over a component of the same name, as it does when files are read.
        self._known = {**components, **services, LEFT_OUT: ("ignored", None)}
        self.aliases.rows_model.columns = self._alias_columns()
        self.aliases.set_rows(aliases)
        self.layouts.set_rows(layouts)

    def _change(self, alias: AliasRow, words: str) -> None:
        if words not in self._known:
            raise AppError(f"“{words}” is no service or component on this desk.")
        kind, number = self._known[words]
        change_alias(self.desk.db, alias.id, kind, number)

    def _alias_columns(self) -> tuple[Column[AliasRow], ...]:
        return (
            Column("In the files", lambda alias: alias.text),
            Column("Means", _meaning, edit=self._change, choices=tuple(self._known)),
            Column("Which is", lambda alias: alias.subject_kind, width=130, colour=lambda _alias: "muted"),
        )

    def _layout_columns(self) -> tuple[Column[LayoutRow], ...]:
        return (
            Column("First seen in", lambda layout: layout.name, width=240),
            Column(
                "What",
                lambda layout: KINDS[layout.kind].title if layout.kind in KINDS else layout.kind,
                width=130,
            ),
            Column("Source", lambda layout: layout.source, width=150),
            Column("Time zone", lambda layout: layout.time_zone, width=140),
            Column("Columns", lambda layout: ", ".join(layout.columns.values())),
            Column(
                "Last used",
                lambda layout: layout.used_at,
                lambda layout: self.clock(layout.used_at),
                width=172,
            ),
        )


def _meaning(alias: AliasRow) -> str:
    return LEFT_OUT if alias.subject_kind == "ignored" else alias.subject


def _block(title: str, words: str, action: QWidget, table: QWidget) -> Card:
    card = Card(margin=1, spacing=0)
    head = row(label(title, "section"), label(words, "caption", muted=True), None, action)
    head.setContentsMargins(15, 8, 8, 8)
    card.body.addWidget(head)
    card.body.addWidget(table)
    return card

"""What every service stands on: the picture, the same as a table, and what follows when columns are pulled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.calc.layered import GRID
from app.reports.files import safe_name
from app.usecases.picture import (
    Levels,
    Picture,
    draw_picture,
    forget_places,
    picture_levels,
    place_nodes,
)
from app.usecases.picture_reading import fallen_in
from app.usecases.pulling import Columns, Pulled, read_columns
from app.usecases.services import list_services
from app.views import theme
from app.views.desk import Action
from app.views.desk_files import show_in_folder
from app.views.drops import dropped
from app.views.pages.dependency.arranging import Arranged, Focus, Heights, arranged
from app.views.pages.dependency.chooser import ServiceChooser
from app.views.pages.dependency.exporting import FORMATS, print_picture, save_picture
from app.views.pages.dependency.list_sheet import ListSheet
from app.views.pages.dependency.lists import Lists
from app.views.pages.dependency.looks import State
from app.views.pages.dependency.node_table import NODE_COLUMNS, NodeRow, node_rows
from app.views.pages.dependency.part_panel import PartPanel
from app.views.pages.dependency.picture_view import STEP, PictureView
from app.views.pages.dependency.playing import Playing
from app.views.pages.dependency.pull_panel import PullPanel
from app.views.pages.dependency.scene import PictureScene
from app.views.rows_model import RowsModel
from app.views.widgets.basics import Card, EmptyState, button, icon_button, label, restyle, row
from app.views.widgets.editors import ChoiceEditor
from app.views.widgets.page import Page
from app.views.widgets.split import scrolled
from app.views.widgets.table import Table
from app.views.widgets.views_bar import ViewsBar

FOCUS = ((None, "All of it"), (1, "± 1 step"), (2, "± 2 steps"), (3, "± 3 steps"))
TABS = (
    ("Part", "The chosen part"),
    ("Pull a column", "Pull a column and see what still stands"),
    ("Play a month", "Play a month and see what was down when"),
    ("Lists", "Single points of failure, ways down, what to improve first, parts on best effort"),
)
PART, PULL, PLAY, LISTS = range(4)
NOTHING_YET = (
    "A service stands on columns: components, groups of them, and other services. Add a service to the catalogue, "
    "then say here what it stands on."
)
BEGIN = (
    "Nothing is said yet of what this service stands on. Add a column on the right, or paste a list of names."
)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a page needs before anything is drawn."""

    services: tuple[tuple[int, str], ...]
    drawn: Arranged | None


class DependenciesPage(Page):
    title = "Dependencies"
    purpose = (
        "What every service stands on, what takes it down, and what still stands when a column is pulled."
    )
    icon = "dependencies"
    find_hint = "Find a part"
    takes_files = True
    listens = frozenset(
        {"services", "components", "need_groups", "needs", "picture_places", "outages", "coverage"}
    )

    def _build(self) -> None:
        self.service_id: int | None = None
        self._chosen_once = False
        self._picture: Picture | None = None
        self._columns: Columns | None = None
        self._levels: Levels | None = None
        self._state = State()
        self._before_list = 0  # what the stack showed before a list was brought in
        self._fresh = True  # the picture was not looked at yet, so it is shown as a whole
        self.chooser = ServiceChooser()
        self.add_action(self.chooser)
        self.list_button = button("Bring in a list", self.bring_in_list, icon="import")
        self.list_button.setToolTip(
            "Who needs what: pasted (Ctrl+V on the picture), typed, or from a spreadsheet"
        )
        self.list_button.setEnabled(not self.desk.read_only)
        self.add_action(self.list_button)
        self.scene = PictureScene(self)  # without an owner Python might let go of it on any thread
        self.scene.movable = not self.desk.read_only
        self.view = PictureView(self.scene)
        self.model: RowsModel[NodeRow] = RowsModel(NODE_COLUMNS)
        self.table: Table[NodeRow] = Table(self.model, "What is in the picture")
        self.table.keep_by(lambda one: one.name)
        self._build_panel()
        self.stack = QStackedWidget()
        self.stack.addWidget(QWidget())
        self.stack.addWidget(self._split())
        add = button("Open the catalogue", lambda: self.desk.go("services"), kind="primary")
        empty = Card()
        empty.body.addWidget(EmptyState("dependencies", NOTHING_YET, add))
        self.stack.addWidget(empty)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.chooser.wanted.connect(self.choose_service)
        self.scene.chosen.connect(self._show_node)
        self.scene.clicked.connect(self._clicked)
        self.scene.moved.connect(self._place)
        self.view.taken.connect(self._take)
        self.view.paste_asked.connect(self.paste_list)
        self.views.chosen.connect(self._turn_view)
        self.table.chosen.connect(self._choose_row)
        self.focus_choice.committed.connect(self.refresh)
        if self.find_field:
            self.find_field.wanted.connect(self._find)

    def reveal(self, what: object) -> None:
        """A service's id, or the name of a node such as "component:12"."""
        if isinstance(what, int):
            self.choose_service(what)
        elif isinstance(what, str):
            self.go_to(what)

    def focus_first(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_own(self) -> bool:
        """The picture prints itself; its table as other tables do."""
        if self.stack.currentIndex() != 1 or self.views.currentIndex() != 0:
            return False
        self.print_picture()
        return True

    def print_picture(self) -> None:
        """Ask for a printer and print the picture on one page."""
        if self.desk.attempt(print_picture, self.scene, self._title(), self):
            self.desk.say("Sent the picture to the printer.")

    def choose_service(self, service_id: int | None) -> None:
        """Show what this service stands on, or everything."""
        self.service_id = service_id
        self._chosen_once = True
        self._fresh = True
        self.focus_choice.set_value(None)
        self.refresh()

    def go_to(self, name: str) -> None:
        """Choose a node and bring it into view."""
        if self.scene.choose(name):
            self.view.look_at(name)

    def refresh(self) -> None:
        """Read and lay out in the background: a picture of thousands takes a moment."""
        db, heights, focus, now = self.desk.db, self._heights(), self._focus(), datetime.now(UTC)
        wanted, chosen_once = self.service_id, self._chosen_once

        def read() -> _Read:
            rows = list_services(db)
            services = tuple((one.id, one.name) for one in rows)
            known = {one.id for one in rows}
            if not services:
                return _Read((), None)
            service_id = wanted if wanted in known else None
            if service_id is None and (not chosen_once or wanted is not None):
                service_id = next((one.id for one in rows if one.components), rows[0].id)
            return _Read(services, arranged(draw_picture(db, service_id, now), heights, focus))

        self.desk.tasks.start(
            lambda _report, _cancelled: read(),
            done=self._show,
            failed=lambda error: self.desk.trouble.emit(str(error)),
            owner=self,
            key="picture",
        )

    # Building

    def _build_panel(self) -> None:
        self.part = PartPanel(self.desk, self.go_to)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("About the picture")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.currentChanged.connect(self._turn_tab)
        for title, what in TABS:
            seat = QWidget()
            QVBoxLayout(seat).setContentsMargins(0, 0, 0, 0)
            self.tabs.setTabToolTip(self.tabs.addTab(seat, title), what)
        self._seat(0, scrolled(self.part))

    def _seat(self, number: int, content: QWidget) -> None:
        seat = self.tabs.widget(number)
        layout = seat.layout() if seat is not None else None
        if layout is not None:
            layout.addWidget(content)

    @cached_property
    def list_sheet(self) -> ListSheet:
        made = ListSheet(self.desk)
        made.closed.connect(self._leave_list)
        self.stack.addWidget(made)
        return made

    @cached_property
    def lists(self) -> Lists:
        """The tabs behind the first are made when first wanted: all at once they would hold the window up."""
        made = Lists()
        made.chosen.connect(self._show_parts)
        made.way_wanted.connect(self._take_way)
        self._seat(LISTS, made)
        return made

    @cached_property
    def playing(self) -> Playing:
        made = Playing(self.desk, self)
        made.changed.connect(self._show_moment)
        self._seat(PLAY, made.panel)
        self._under.addWidget(made.bar)
        if self._picture is not None:
            made.show_picture(self._picture)
        return made

    @cached_property
    def pull(self) -> PullPanel:
        made = PullPanel(self.go_to)
        made.changed.connect(lambda _gone: self._work_out_pull())
        self._seat(PULL, scrolled(made))
        return made

    def _split(self) -> QSplitter:
        left = Card(margin=1, spacing=0)
        left.body.addWidget(self._tools())
        self.hint = label("", muted=True, wrap=True)
        self.hint.setContentsMargins(theme.GAP, theme.GRID, theme.GAP, theme.GRID)
        left.body.addWidget(self.hint)
        self.views_stack = QStackedWidget()
        self.views_stack.addWidget(self.view)
        self.views_stack.addWidget(self.table)
        left.body.addWidget(self.views_stack, 1)
        self._under = left.body  # where the month's slider comes when a month is first played
        left.setMinimumWidth(360)
        right = Card(margin=1, spacing=0)
        right.body.addWidget(self.tabs)
        right.setMinimumWidth(376)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(theme.GAP)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setSizes([900, 440])
        return split

    def _tools(self) -> QWidget:
        self.views = ViewsBar(("Picture", "Table"), "How it is shown")
        self.focus_choice = ChoiceEditor(FOCUS)
        self.focus_choice.setAccessibleName("How far around the chosen part")
        self.smaller = icon_button("minus", "Smaller (Ctrl+-)", lambda: self.view.zoom_by(1 / STEP))
        self.larger = icon_button("add", "Larger (Ctrl++)", lambda: self.view.zoom_by(STEP))
        self.fit_button = icon_button("screen", "Show all (Ctrl+0)", self.view.fit)
        self.more_button = icon_button("more", "Save, print, lay out anew", self._open_menu)
        tools = row(
            self.views, None, self.focus_choice, self.smaller, self.larger, self.fit_button, self.more_button
        )
        tools.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, 0)
        return tools

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for kind in FORMATS:
            menu.addAction(f"Save as {kind}…").triggered.connect(
                lambda _checked=False, chosen=kind: self._ask_and_save(chosen)
            )
        menu.addAction("Print…").triggered.connect(lambda _checked=False: self.print_picture())
        menu.addSeparator()
        anew = menu.addAction("Lay out anew")
        anew.setEnabled(bool(self._picture and self._picture.places) and not self.desk.read_only)
        anew.triggered.connect(lambda _checked=False: self.lay_out_anew())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    # Showing

    def _heights(self) -> Heights:
        strong, caption = (QFontMetricsF(theme.font(role)).height() for role in ("strong", "caption"))
        width = QFontMetricsF(theme.font("strong")).horizontalAdvance("n") * 22
        return Heights(int(strong + 2 * caption) + 3 * GRID, int(strong) + 2 * GRID, max(192, int(width)))

    def _focus(self) -> Focus | None:
        steps = self.focus_choice.value()
        return Focus(self.scene.current, steps) if isinstance(steps, int) and self.scene.current else None

    def _title(self) -> str:
        return self._picture.title if self._picture else self.title

    def _show(self, answer: object) -> None:
        assert isinstance(answer, _Read)
        if answer.drawn is None:
            self._picture = None
            self._turn_stack(2)
            return
        picture = answer.drawn.picture
        self._picture, self.service_id, self._chosen_once = picture, picture.service_id, True
        self._levels = self._levels if not self._fresh else None
        self._turn_stack(1)
        self.chooser.show_services(answer.services, picture.service_id)
        self.scene.show_arranged(answer.drawn)
        self.view.setAccessibleName(f"Picture of what {picture.title} stands on")
        bare = len(picture.nodes) == 1 and picture.service_id is not None
        self.hint.setText(BEGIN)
        self.hint.setVisible(bare)
        self._show_state(self._state)
        if self._fresh:
            self._fresh = False
            self.view.fit_to_read()
            if picture.nodes:
                self.scene.choose(picture.nodes[0].name)
        QTimer.singleShot(0, self, self._work_out_levels)
        self.lists.show_picture(picture)
        if "playing" in self.__dict__:
            self.playing.show_picture(picture)
        self._work_out_columns()

    def _turn_stack(self, number: int) -> None:
        """A list that is being brought in stays in front."""
        if self.stack.currentIndex() > 2:
            self._before_list = number
        else:
            self.stack.setCurrentIndex(number)

    def _work_out_levels(self) -> None:
        db, service_id, now = self.desk.db, self.service_id, datetime.now(UTC)
        if self._levels is None:
            self.lists.show_waiting()
        self.desk.tasks.start(
            lambda _report, cancelled: picture_levels(db, service_id, now, cancelled),
            done=self._show_levels,
            failed=lambda error: self.desk.trouble.emit(str(error)),
            owner=self,
            key="levels of the picture",
        )

    def _show_levels(self, answer: object) -> None:
        assert isinstance(answer, Levels)
        self._levels = answer
        self.lists.show_chances(answer.chances)
        self._show_state(replace(self._state, services=answer.services))

    def _work_out_columns(self) -> None:
        db = self.desk.db

        def read() -> tuple[Columns, Pulled]:
            columns = read_columns(db)
            return columns, columns.pull((), self._within())

        self.desk.tasks.start(
            lambda _report, _cancelled: read(), done=self._show_columns, owner=self, key="columns"
        )

    def _within(self) -> tuple[int, ...] | None:
        return None if self.service_id is None else (self.service_id,)

    def _show_columns(self, answer: object) -> None:
        columns, untouched = answer  # pyright: ignore[reportGeneralTypeIssues]
        self._columns = columns
        if self._picture is not None:
            self.pull.show_picture(self._picture)
            self.pull.show_current(self.scene.current)
        self.lists.show_points(untouched.single_points)
        self._work_out_pull()

    def _work_out_pull(self) -> None:
        """What falls: in the picture and among all services of the desk."""
        gone, columns, picture = self.pull.gone, self._columns, self._picture
        if columns is None or picture is None:
            return
        if not gone:
            self.desk.tasks.drop("pull")
            self._show_pulled((None, frozenset()))
            return
        self.desk.tasks.start(
            lambda _report, _cancelled: (columns.pull(gone), fallen_in(picture, gone)),
            done=self._show_pulled,
            owner=self,
            key="pull",
        )

    def _show_pulled(self, answer: object) -> None:
        pulled, fallen = answer  # pyright: ignore[reportGeneralTypeIssues]
        self.pull.show_pulled(pulled)
        newly = frozenset(one.id for one in pulled.single_points if one.is_new) if pulled else frozenset()
        self._show_state(replace(self._state, pulled=self.pull.gone, fallen=fallen, newly_alone=newly))

    def _show_state(self, state: State) -> None:
        self._state = state
        self.scene.show_state(state)
        if self._picture is not None:
            self.table.set_rows(node_rows(self._picture, state))
            self._show_node(self.scene.current)

    def _show_moment(self) -> None:
        """What was down at the moment the slider stands at: the picture at once, the table only where it is seen."""
        self._state = replace(self._state, moment=self.playing.states)
        if self.views.currentIndex() == 0 and self._state.moment is not None:
            self.scene.show_state(self._state)
        else:
            self._show_state(self._state)

    def _turn_tab(self, number: int) -> None:
        if number == PLAY or "playing" in self.__dict__:
            self.playing.set_active(number == PLAY)

    def _show_node(self, name: str) -> None:
        node = self._picture.node(name) if self._picture and name else None
        self.part.show_node(self._picture, node, self._state)
        if self._columns is not None:
            self.pull.show_current(name)
        if node is not None:
            self.table.choose(lambda one: one.name == name)

    # Doing

    def bring_in_list(self) -> None:
        """Ask for a list of who needs what."""
        self._turn_to_list()
        self.list_sheet.open_with("", self._chosen_title())

    def paste_list(self) -> None:
        """What was copied: a list, or the file that holds it."""
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()  # none where nothing was ever copied
        if mime is not None and (files := dropped(mime).sheets):
            self.import_files(files)
        elif not self.desk.read_only:
            self._turn_to_list()
            self.list_sheet.open_with(mime.text() if mime is not None else "", self._chosen_title())

    def import_files(self, paths: tuple[Path, ...]) -> None:
        """The first of the files that were dropped; a list is looked at before the next."""
        if paths and not self.desk.read_only:
            self._turn_to_list()
            self.list_sheet.open_file(paths[0], self._chosen_title())

    def _chosen_title(self) -> str:
        """Under whom mere names would stand: the chosen part, else the service of the picture."""
        picture = self._picture
        node = picture.node(self.scene.current) if picture is not None else None
        if node is not None and node.kind != "group":
            return node.title
        return picture.title if picture is not None and picture.service_id is not None else ""

    def _turn_to_list(self) -> None:
        if self.stack.currentWidget() is not self.list_sheet:
            self._before_list = self.stack.currentIndex()
        self.stack.setCurrentWidget(self.list_sheet)

    def _leave_list(self) -> None:
        self.stack.setCurrentIndex(self._before_list)
        if self._before_list == 1:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clicked(self, name: str) -> None:
        if self.tabs.currentIndex() == PULL:
            self.pull.toggle(name)

    def _take(self, name: str) -> None:
        """Enter or Space: pull it where columns are pulled, else go to its fields."""
        if self.tabs.currentIndex() == PULL:
            self.pull.toggle(name)
        else:
            self.tabs.setCurrentIndex(0)

    def _take_way(self, parts: frozenset[str]) -> None:
        self.tabs.setCurrentIndex(PULL)
        self.pull.show_gone(parts)

    def _show_parts(self, parts: object) -> None:
        first = next(iter(sorted(parts)), "") if isinstance(parts, frozenset) else ""
        if first:
            self.go_to(first)

    def _choose_row(self, chosen: object) -> None:
        if isinstance(chosen, NodeRow) and self.views.currentIndex() == 1:
            self.go_to(chosen.name)

    def _turn_view(self, number: int) -> None:
        self.views_stack.setCurrentIndex(number)
        self._show_state(self._state)
        for tool in (self.smaller, self.larger, self.fit_button):
            tool.setVisible(number == 0)

    def _find(self, text: str) -> None:
        """Show the first part with these words; again with Enter, the next one."""
        self.table.rows_model.filter(text)
        words = text.casefold().split()
        if not words or self._picture is None:
            return
        fits = [node.name for node in self._picture.nodes if all(w in node.title.casefold() for w in words)]
        shown = [name for name in fits if name in self.scene.nodes]
        if shown:
            at = shown.index(self.scene.current) + 1 if self.scene.current in shown else 0
            self.go_to(shown[at % len(shown)])
        if self.find_field:
            restyle(self.find_field, wrong=not fits)

    def _place(self, places: dict[str, tuple[int, int]]) -> None:
        self.desk.try_to(lambda: place_nodes(self.desk.db, self.service_id, places))

    def lay_out_anew(self) -> None:
        """Forget where nodes were put."""
        if self.desk.try_to(lambda: forget_places(self.desk.db, self.service_id)):
            self.desk.did("Laid the picture out anew.")

    def _ask_and_save(self, kind: str) -> None:
        name = safe_name(f"{self._title()} stands on", "Picture") + FORMATS[kind]
        chosen, _ = QFileDialog.getSaveFileName(self, f"Save as {kind}", name, f"{kind} (*{FORMATS[kind]})")
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix.lower() in FORMATS.values() else Path(f"{path}{FORMATS[kind]}"))

    def save(self, path: Path) -> None:
        """Write the picture into a file."""
        if self.desk.try_to(lambda: save_picture(self.scene, self._title(), path)):
            self.desk.say(f"Saved {path.name}.", Action("Show", lambda: show_in_folder(path)))

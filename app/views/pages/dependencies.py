"""What every service stands on: the picture, the same as a table, and what follows when columns are pulled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QSizePolicy, QSplitter, QStackedWidget, QWidget

from app.calc.layered import GRID
from app.calc.words import plural
from app.errors import AppError
from app.usecases.connecting import connect_nodes
from app.usecases.picture import (
    Levels,
    Picture,
    draw_picture,
    fold_node,
    picture_levels,
    place_nodes,
    unfold_over,
)
from app.usecases.picture_reading import fallen_in
from app.usecases.pulling import Columns, Pulled, read_columns
from app.usecases.services import list_services
from app.views import theme
from app.views.pages.dependency.arranging import Arranged, Focus, Heights, arranged, folds_over
from app.views.pages.dependency.bringing_in import BringingIn
from app.views.pages.dependency.chooser import ServiceChooser
from app.views.pages.dependency.keeping import Keeping
from app.views.pages.dependency.looking_for import LookingFor
from app.views.pages.dependency.looks import State
from app.views.pages.dependency.node_table import NODE_COLUMNS, NodeRow, node_rows
from app.views.pages.dependency.picture_view import STEP, PictureView
from app.views.pages.dependency.scene import PictureScene
from app.views.pages.dependency.side_panel import PART, PLAY, PULL, SidePanel
from app.views.rows_model import RowsModel
from app.views.widgets.basics import Card, EmptyState, button, icon_button, label, row
from app.views.widgets.editors import ChoiceEditor
from app.views.widgets.page import Page
from app.views.widgets.table import Table
from app.views.widgets.views_bar import ViewsBar

TABLE = 1  # of the views
SPLIT, EMPTY = 1, 2  # of the stack
FOCUS = ((None, "All of it"), (1, "± 1 step"), (2, "± 2 steps"), (3, "± 3 steps"))
NOTHING_YET = (
    "A service stands on columns: components, groups of them, and other services. Add a service to the catalogue, "
    "then say here what it stands on."
)
LINE = "Choose what {} needs: walk to it with the arrows and press Enter, or let go over it. Esc leaves the line."
AWAY = "{} taken away. Put back under Pull a column."
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
    takes_lists = True
    listens = frozenset(
        {"services", "components", "need_groups", "needs", "picture_places", "outages", "coverage"}
        | {"hours", "special_days", "targets", "agreement_versions", "agreements", "customers"}
        | {"maintenance_windows", "outage_sites", "sites", "settings", "closed_months"}  # of what is counted
    )

    def _build(self) -> None:
        self.service_id: int | None = None
        self._chosen_once = False
        self._picture: Picture | None = None
        self._columns: Columns | None = None
        self._levels: Levels | None = None
        self._state = State()
        self._awaited = ""  # a node that is chosen as soon as it is drawn
        self._fresh = True  # the picture was not looked at yet, so it is shown as a whole
        self.chooser = ServiceChooser()
        self.add_action(self.chooser)
        self.scene = PictureScene(self)  # without an owner Python might let go of it on any thread
        self.scene.movable = not self.desk.read_only
        self.view = PictureView(self.scene)
        self.keeping = Keeping(self.desk, self.scene, self)
        self.looking_for = LookingFor(self.scene, self.find_field) if self.find_field else None
        self.model: RowsModel[NodeRow] = RowsModel(NODE_COLUMNS)
        self.table: Table[NodeRow] = Table(self.model, "What is in the picture")
        self.table.keep_by(lambda one: one.name)
        self.side = SidePanel(self.desk)
        self.stack = QStackedWidget()
        self.bringing_in = BringingIn(self.desk, self.stack, self._under_whom, self)
        self.list_button = button("Bring in a list", self.bringing_in.open, icon="import")
        self.list_button.setToolTip(
            "Who needs what: pasted (Ctrl+V on the picture), typed, or from a spreadsheet"
        )
        self.list_button.setEnabled(not self.desk.read_only)
        self.list_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.add_action(self.list_button)
        self.add_button = button("Add column", self._add_column, kind="primary", icon="add")
        self.add_action(self.add_button)
        self.stack.addWidget(QWidget())
        self.stack.addWidget(self._split())
        add = button("Open the catalogue", lambda: self.desk.go("services"), kind="primary")
        empty = Card()
        empty.body.addWidget(EmptyState("dependencies", NOTHING_YET, add))
        self.stack.addWidget(empty)
        self.body.addWidget(self.stack, 1)
        self._say_add()

    def _connect(self) -> None:
        self.chooser.wanted.connect(self.choose_service)
        self.scene.chosen.connect(self._show_node)
        self.scene.clicked.connect(self._clicked)
        self.scene.moved.connect(self._place)
        self.view.taken.connect(self._take)
        self.view.way_asked.connect(self.side.step_way)
        self.view.paste_asked.connect(self.bringing_in.paste)
        self.bringing_in.left.connect(self.focus_first)
        self.scene.join_wanted.connect(self._join)
        self.scene.fold_wanted.connect(self._fold)
        self.scene.doubled.connect(self._fold_unless_pulling)
        self.side.part.fold_wanted.connect(self._fold)
        self.scene.joining_changed.connect(lambda _name: self._say_hint())
        self.side.go_to.connect(self.go_to)
        self.side.pointed_at.connect(self._point_at)
        self.stack.currentChanged.connect(lambda _number: self._say_add())
        self.side.pulled.connect(self._work_out_pull)
        self.side.way_shown.connect(self.view.look_at_all)
        self.side.played.connect(self._show_moment)
        self.side.playing_made.connect(self._seat_slider)
        self.side.currentChanged.connect(lambda _number: self._say_hint())
        self.views.chosen.connect(self._turn_view)
        self.table.chosen.connect(self._choose_row)
        for acted in (self.table.clicked, self.table.opened):
            acted.connect(lambda _row: self._open_row())
        self.focus_choice.committed.connect(self.refresh)
        if self.find_field and self.looking_for:
            self.find_field.wanted.connect(self._find)
            self.looking_for.found.connect(self.go_to)

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
        if self.stack.currentIndex() != SPLIT or self.views.currentIndex() == TABLE:
            return False
        self.keeping.print_picture()
        return True

    def choose_service(self, service_id: int | None) -> None:
        """Show what this service stands on, or everything."""
        self.service_id = service_id
        self._chosen_once = True
        self._fresh, self._awaited = True, ""
        self.focus_choice.set_value(None)
        self.refresh()

    def go_to(self, name: str) -> None:
        """Choose a node and bring it into view, also from under what is folded and from outside the focus."""
        if not self._point_at(name) and name != self._awaited:
            self._uncover(name)

    def _point_at(self, name: str) -> bool:
        """Choose a node where it is drawn."""
        if not self.scene.choose(name):
            return False
        self.view.look_at(name)
        return True

    def _uncover(self, name: str) -> None:
        """Have a node drawn that is not; the picture is read anew for it, and then it is chosen."""
        picture = self._picture
        if picture is None:  # it was not read yet
            self._awaited = name
            return
        node, service_id = picture.node(name), self.service_id
        if node is None:
            return
        folds = folds_over(picture, name)
        over = " and ".join(one.title for one in map(picture.node, folds) if one is not None)
        if folds and self.desk.read_only:
            self.desk.say(f"{node.title} is folded away under {over}, and this desk is read-only.")
            return
        if folds and not self.desk.try_to(lambda: unfold_over(self.desk.db, service_id, folds, name)):
            return
        self._awaited = name
        self.focus_choice.set_value(None)
        if folds:  # the picture hears of it
            self.desk.did(f"Unfolded {over} to show {node.title}.")
        else:
            self.refresh()
            self.desk.say(f"All of it is shown again: {node.title} was outside the focus.")

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
            failed=self._fail,
            owner=self,
            key="picture",
        )

    def _fail(self, error: AppError) -> None:
        self._awaited = ""
        self.desk.trouble.emit(str(error))

    # Building

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
        left.setMinimumWidth(432)
        right = Card(margin=1, spacing=0)
        right.body.addWidget(self.side)
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
        nearer = (self.smaller, self.larger, self.fit_button)
        tools = row(self.views, None, self.focus_choice, *nearer, self.keeping.button)
        tools.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, 0)
        return tools

    # Showing

    def _heights(self) -> Heights:
        strong, caption = (QFontMetricsF(theme.font(role)).height() for role in ("strong", "caption"))
        width = QFontMetricsF(theme.font("strong")).horizontalAdvance("n") * 22
        return Heights(int(strong + 2 * caption) + 3 * GRID, int(strong) + 2 * GRID, max(192, int(width)))

    def _focus(self) -> Focus | None:
        steps = self.focus_choice.value()
        return Focus(self.scene.current, steps) if isinstance(steps, int) and self.scene.current else None

    def _show(self, answer: object) -> None:
        assert isinstance(answer, _Read)
        if answer.drawn is None:
            self._picture, self._awaited = None, ""
            self.bringing_in.show_page(EMPTY)
            self._say_add()
            return
        picture = answer.drawn.picture
        self._picture, self.service_id, self._chosen_once = picture, picture.service_id, True
        self._levels = self._levels if not self._fresh else None
        self.bringing_in.show_page(SPLIT)
        self.chooser.show_services(answer.services, picture.service_id)
        self.scene.show_arranged(answer.drawn)
        self.view.setAccessibleName(f"Picture of what {picture.title} stands on")
        self._say_hint()
        self._show_state(self._state)
        if self._fresh:
            self._fresh = False
            self.view.fit_to_read()
            if picture.nodes:
                self.scene.choose(picture.nodes[0].name)
        if self._awaited and (self._point_at(self._awaited) or picture.node(self._awaited) is None):
            self._awaited = ""
        self.keeping.show_picture(picture)
        if self.looking_for:
            self.looking_for.show_picture(picture)
        self._say_add()
        QTimer.singleShot(0, self, self._work_out_levels)
        self.side.lists.show_picture(picture)
        if self.side.has_played:
            self.side.playing.show_picture(picture)
        self._work_out_columns()

    def _say_hint(self) -> None:
        """How to begin with an empty picture, and how to go on with a line."""
        picture, start = self._picture, self.scene.joining
        bare = picture is not None and len(picture.nodes) == 1 and picture.service_id is not None
        node = picture.node(start) if picture is not None and start else None
        overlaid = self.side.currentIndex() not in (PULL, PLAY)  # there it is told, or not what is shown
        gone = self.side.gone if overlaid else frozenset[str]()
        away = AWAY.format(plural(len(gone), "part")) if gone else ""
        self.hint.setText(LINE.format(node.title) if node is not None else BEGIN if bare else away)
        self.hint.setVisible(bare or node is not None or bool(gone))

    def _work_out_levels(self) -> None:
        db, service_id, now = self.desk.db, self.service_id, datetime.now(UTC)
        if self._levels is None:
            self.side.lists.show_waiting()
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
        self.side.show_chances(answer.chances)
        self._show_state(replace(self._state, services=answer.services))

    def _work_out_columns(self) -> None:
        db, now = self.desk.db, datetime.now(UTC)

        def read() -> tuple[Columns, Pulled]:
            columns = read_columns(db, now)
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
            self.side.pull.show_picture(self._picture)
            self.side.pull.show_current(self.scene.current)
        self.side.lists.show_points(untouched.single_points)
        self._work_out_pull()

    def _work_out_pull(self) -> None:
        """What falls: in the picture and among all services of the desk."""
        gone, columns, picture = self.side.pull.gone, self._columns, self._picture
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
        self.side.pull.show_pulled(pulled)
        newly = frozenset(one.id for one in pulled.single_points if one.is_new) if pulled else frozenset()
        self._show_state(replace(self._state, pulled=self.side.pull.gone, fallen=fallen, newly_alone=newly))
        self._say_hint()

    def _show_state(self, state: State) -> None:
        self._state = state
        self.scene.show_state(state)
        self._fill_table()
        if self._picture is not None:
            self._show_node(self.scene.current)

    def _fill_table(self) -> None:
        """Only where it is seen: of five hundred nodes it takes a while."""
        if self._picture is not None and self.views.currentIndex() == TABLE:
            self.table.blockSignals(True)  # the row it stood on is not what is chosen in the picture
            self.table.set_rows(node_rows(self._picture, self._state))
            self.table.blockSignals(False)

    def _show_moment(self) -> None:
        """What was down at the moment the slider stands at: the picture at once, the table only where it is seen."""
        self._state = replace(self._state, moment=self.side.playing.states)
        if self.views.currentIndex() != TABLE and self._state.moment is not None:
            self.scene.show_state(self._state)
        else:
            self._show_state(self._state)

    def _seat_slider(self) -> None:
        self._under.addWidget(self.side.playing.bar)
        if self._picture is not None:
            self.side.playing.show_picture(self._picture)

    def _show_node(self, name: str) -> None:
        node = self._picture.node(name) if self._picture and name else None
        self.side.part.show_node(self._picture, node, self._state)
        self._say_add()
        if self._columns is not None:
            self.side.pull.show_current(name)
        if node is not None and self.views.currentIndex() == TABLE:
            self.table.choose(lambda one: one.name == name)

    def _say_add(self) -> None:
        """Whether a column can be added now, and why not."""
        why = ""
        if self.desk.read_only:
            why = "This desk is read-only; nothing can be added to it."
        elif self.bringing_in.is_open:
            why = "Write or leave the list first."
        elif self._picture is None:
            why = "Add a service to the catalogue first."
        elif not self._adding_to():
            why = "Choose a service or a part first."
        self.add_button.setEnabled(not why)
        self.add_button.setToolTip(
            why or "Something the chosen part needs; where none is chosen, the service"
        )
        self.add_button.setAccessibleDescription(why)

    def _adding_to(self) -> str:
        """Under which node a column would be added: the chosen one, else the service of the picture."""
        picture = self._picture
        if self.scene.current or picture is None or picture.service_id is None:
            return self.scene.current
        return f"service:{picture.service_id}"

    # Doing

    def _add_column(self) -> None:
        """Ask in the panel of the part what it needs besides."""
        if self._point_at(self._adding_to()):
            self.side.setCurrentIndex(PART)
            self.side.part.stands_on.open_add()

    def import_files(self, paths: tuple[Path, ...]) -> None:
        self.bringing_in.open_files(paths)

    def _under_whom(self) -> str:
        """Under whom mere names would stand: the chosen part, else the service of the picture."""
        picture = self._picture
        node = picture.node(self.scene.current) if picture is not None else None
        if node is not None and node.kind != "group":
            return node.title
        return picture.title if picture is not None and picture.service_id is not None else ""

    def _join(self, upper: str, lower: str) -> None:
        """A line was drawn from one node to another."""
        if self._picture is not None:
            said = self.desk.attempt(connect_nodes, self.desk.db, self._picture, upper, lower)
            if said:
                self.desk.did(said)

    def _fold_unless_pulling(self, name: str) -> None:
        """Where columns are pulled, two clicks take one away and put it back."""
        if self.side.currentIndex() != PULL:
            self._fold(name)

    def _fold(self, name: str) -> None:
        picture = self._picture
        if picture is None or not any(upper == name for upper, _ in picture.edges):
            return
        folded = name not in picture.folded
        self.desk.try_to(lambda: fold_node(self.desk.db, self.service_id, name, folded=folded))

    def _clicked(self, name: str) -> None:
        if self.side.currentIndex() == PULL:
            self.side.pull.toggle(name)

    def _take(self, name: str) -> None:
        """Enter or Space: pull it where columns are pulled, else go to its fields."""
        if self.side.currentIndex() == PULL:
            self.side.pull.toggle(name)
        else:
            self.side.setCurrentIndex(PART)

    def _choose_row(self, chosen: object) -> None:
        if isinstance(chosen, NodeRow) and self.views.currentIndex() == TABLE:
            self._point_at(chosen.name)

    def _open_row(self) -> None:
        chosen = self.table.current_row()
        if chosen is not None:
            self.go_to(chosen.name)

    def _turn_view(self, number: int) -> None:
        self.views_stack.setCurrentIndex(number)
        self._show_state(self._state)
        for tool in (self.smaller, self.larger, self.fit_button):
            tool.setVisible(number != TABLE)

    def _find(self, text: str) -> None:
        """In the table the rows with these words, in the picture the first part with them, then the next one."""
        self.table.rows_model.filter(text)
        if self.looking_for:
            self.looking_for.look_for(text)

    def _place(self, places: dict[str, tuple[int, int]]) -> None:
        self.desk.try_to(lambda: place_nodes(self.desk.db, self.service_id, places))

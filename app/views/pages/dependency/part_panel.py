"""The chosen node: what it is, who keeps it, its figures from three sources, and what it stands on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.words import plain, plural
from app.usecases.needs import change_group, dissolve_group
from app.usecases.part_figures import PartFigures
from app.usecases.picture import Picture, PictureNode
from app.usecases.services import COMPONENT_KINDS, KEEPERS, change_component, change_service
from app.views import theme
from app.views.desk import Desk
from app.views.level_words import Fact
from app.views.pages.dependency.building import RULES, StandsOn, decimal_of
from app.views.pages.dependency.experience_words import explained
from app.views.pages.dependency.looks import KEEPERS as KEEPER_WORDS
from app.views.pages.dependency.looks import State, level_of, mark_of, percent_up
from app.views.pages.dependency.typical import TypicalChooser
from app.views.widgets.basics import Section, button, label, row
from app.views.widgets.facts import FactsRow
from app.views.widgets.form import Field, Form
from app.views.widgets.head import Head

COMPONENT_FIELDS = (
    Field("name", "Name"),
    Field("kind", "Kind", "choice", tuple((one, one) for one in COMPONENT_KINDS)),
    Field("kept_by", "Kept by", "choice", tuple((one, KEEPER_WORDS[one]) for one in KEEPERS)),
    Field("owner", "Who", hint="The team or supplier"),
    Field("location", "Location"),
    Field("contracted_availability", "Contracted %", hint="Of an OLA or UC, like 99.5"),
    Field("contracted_restore_hours", "Contracted restore h", hint="Hours, like 8"),
    Field("mtbf_hours", "Designed MTBF h", hint="Mean hours between failures"),
    Field("restore_hours", "Designed restore h", hint="Mean hours to restore"),
    Field("designed_source", "Source of these", hint="A data sheet, own records"),
    Field("support_hours_id", "Support hours", "choice", tip="When somebody works on it once it is down"),
)
SERVICE_FIELDS = (Field("hour_cost", "An hour without it costs", hint="For you alone, like 12,500"),)
GROUP_FIELDS = (
    Field("name", "Called", hint="Left empty: how many"),
    Field("rule", "Needed are", "choice", RULES),
    Field("needed", "How many, or %"),
)
HALF = Decimal(50)


class PartPanel(QWidget):
    """Shows one node of the picture; whatever is typed is saved when its field is left."""

    fold_wanted = Signal(str)

    def __init__(self, desk: Desk, go_to: Callable[[str], object]) -> None:
        super().__init__()
        self.desk = desk
        self.node: PictureNode | None = None
        self._picture: Picture | None = None
        self.open_button = button("Open in Catalogue", self._open, kind="quiet")
        self.fold_button = button("Fold", self._fold, kind="quiet")
        self.fold_button.setToolTip("Hide or show again what stands below it (F, or a double click)")
        self.dissolve_button = button("Dissolve the group", self._dissolve, kind="quiet")
        self.head = Head()
        self.facts = FactsRow()
        self.counting = label("", "caption", muted=True, wrap=True)
        self.component_form = Form(COMPONENT_FIELDS, self._save_component)
        self.typical = TypicalChooser(desk)
        self.service_form = Form(SERVICE_FIELDS, self._save_service)
        self.group_form = Form(GROUP_FIELDS, self._save_group)
        self.stands_on = StandsOn(desk, go_to)
        self.carries = label("", wrap=True)
        self.nothing = label("Choose a part in the picture or in the table.", muted=True, wrap=True)
        self._build()

    def show_node(self, picture: Picture | None, node: PictureNode | None, state: State) -> None:
        """None where nothing is chosen."""
        self.node, self._picture = node, picture
        self._whole.setVisible(node is not None)
        self.nothing.setVisible(node is None)
        if picture is None or node is None:
            return
        mark = mark_of(node, state)[0]
        self.head.show_words(node.title, node.what if node.what != node.title else "", node.keeper, mark)
        self._show_figures(node, state)
        self.typical.show_node(node)
        self.component_form.setVisible(node.entered is not None)
        self.group_form.setVisible(node.kind == "group")
        self.open_button.setVisible(node.kind != "group")
        folded = node.name in picture.folded
        below = any(upper == node.name for upper, _ in picture.edges)
        self.fold_button.setText("Unfold" if folded else "Fold")
        self.fold_button.setAccessibleName(f"{'Unfold' if folded else 'Fold'} {node.title}")
        self.fold_button.setVisible((folded or below) and not self.desk.read_only)
        self.dissolve_button.setVisible(node.kind == "group" and not self.desk.read_only)
        self.service_form.setVisible(node.kind == "service")
        if node.kind == "service":
            self.service_form.show_values({"hour_cost": node.hour_cost})
        if node.entered is not None:
            hours = [(None, "around the clock"), *picture.hours.items()]
            self.component_form.set_choices("support_hours_id", hours)
            self.component_form.show_values(node.entered)
        if node.kind == "group":
            self._show_group(picture, node)
        self.stands_on.show_node(picture, node)
        self._show_carries(picture, node)

    def _build(self) -> None:
        self._whole = QWidget()
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        carried = Section("Carries")
        carried.body.addWidget(self.carries)
        for part in (
            self.head,
            self.facts,
            self.counting,
            row(self.open_button, self.fold_button, self.dissolve_button, None),
            self.component_form,
            self.typical,
            self.service_form,
            self.group_form,
            self.stands_on,
            carried,
        ):
            column.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.addWidget(self.nothing)
        layout.addWidget(self._whole)
        layout.addStretch(1)
        for form in (self.component_form, self.service_form, self.group_form):
            form.set_read_only(self.desk.read_only)
        self.show_node(None, None, State())

    def _show_figures(self, node: PictureNode, state: State) -> None:
        figures = node.figures
        self.facts.setVisible(node.kind != "group")
        self.counting.setVisible(node.kind != "group")
        if figures is None:
            return
        if node.kind == "service":
            self.facts.show_facts((Fact("modelled", level_of(node, state) or "…"), _experienced(figures)))
            said = "Modelled from what it stands on; experienced from its own outages."
            self.counting.setText(f"{said} {explained(figures)}".rstrip())
            return
        self.facts.show_facts(
            (
                Fact("contracted", _up(figures.contracted)),
                Fact("designed", _up(figures.designed)),
                _experienced(figures),
            )
        )
        said = f"{percent_up(figures.unavailability)} counts: {figures.basis}."
        if figures.basis == "assumed":
            said = f"No figure of its own counts yet; {percent_up(figures.unavailability)} is assumed."
        self.counting.setText(f"{said} {explained(figures)}".rstrip())

    def _show_group(self, picture: Picture, node: PictureNode) -> None:
        group = picture.groups[node.id]
        needed = "" if group.needed is None else plain(group.needed)
        self.group_form.show_values({"name": group.name, "rule": group.rule, "needed": needed})
        self.group_form.set_shown("needed", group.rule in ("at_least", "capacity"))
        title = "Capacity needed, %" if group.rule == "capacity" else "How many"
        self.group_form.set_title("needed", title)
        self.dissolve_button.setEnabled(group.parent_id is not None)

    def _show_carries(self, picture: Picture, node: PictureNode) -> None:
        above = [upper for upper, lower in picture.edges if lower == node.name]
        titles = [one.title for one in picture.nodes if one.name in above]
        self.carries.setText(", ".join(titles) or "Nothing in this picture stands on it.")

    def _save_component(self, name: str, value: object) -> None:
        assert self.node is not None
        change_component(self.desk.db, self.node.id, **{name: value})

    def _save_service(self, name: str, value: object) -> None:
        assert self.node is not None
        change_service(self.desk.db, self.node.id, **{name: value})

    def _save_group(self, name: str, value: object) -> None:
        assert self.node is not None
        assert self._picture is not None
        db, number, group = self.desk.db, self.node.id, self._picture.groups[self.node.id]
        if name == "name":
            change_group(db, number, name=str(value or ""))
        elif name == "needed":
            change_group(
                db, number, rule=group.rule, needed=decimal_of(str(value), "how many are needed, like 2")
            )
        else:
            most = Decimal(max(1, len(group.members) - 1))
            needed = {"at_least": most, "capacity": HALF}.get(str(value))
            change_group(db, number, rule=str(value), needed=needed)

    def _open(self) -> None:
        if self.node is not None:
            what: object = self.node.id if self.node.kind == "service" else ("component", self.node.id)
            self.desk.go("services", what)

    def _fold(self) -> None:
        assert self.node is not None
        self.fold_wanted.emit(self.node.name)

    def _dissolve(self) -> None:
        assert self.node is not None
        number = self.node.id
        if self.desk.try_to(lambda: dissolve_group(self.desk.db, number)):
            self.desk.did("Dissolved the group; its columns stand beside the rest again.")


def _up(unavailability: float | None) -> str:
    return "–" if unavailability is None else percent_up(unavailability)


def _experienced(figures: PartFigures) -> Fact:
    seen = figures.experienced
    if seen is None:
        return Fact("experienced", "–", "never observed")
    interval = f"{percent_up(seen.high)} to {percent_up(seen.low)}"
    return Fact("experienced", percent_up(seen.unavailability), f"{plural(seen.breaks, 'break')}, {interval}")

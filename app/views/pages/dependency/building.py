"""What the chosen node stands on, and building it: add, paste names, group, copy, take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.calc.words import plain, plural
from app.errors import InputError
from app.usecases.needs import (
    Node,
    add_named,
    change_share,
    copy_needs,
    dissolve_group,
    group_needs,
    remove_need,
)
from app.usecases.picture import Picture, PictureNode
from app.usecases.structures import GroupRow, MemberRow
from app.views import theme
from app.views.desk import Desk
from app.views.rows_model import Column
from app.views.widgets.basics import button
from app.views.widgets.editors import suggesting
from app.views.widgets.flow import Flow
from app.views.widgets.form import Field
from app.views.widgets.inline_form import InlineForm, Values
from app.views.widgets.listing import Listing, Words

RULES = (
    ("all", "all of them"),
    ("any", "any one of them"),
    ("at_least", "at least so many"),
    ("capacity", "so much of the capacity"),
)
MOST_NAMES = 2_000


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of the node's own group; `id` is its line's, or less than nought for a group."""

    id: int
    name: str
    share: Decimal | None
    group_id: int | None


def decimal_of(text: str, what: str) -> Decimal:
    """A number as typed; InputError says what it should be."""
    try:
        number = Decimal(text.strip().removesuffix("%").replace(",", ".").strip())
    except InvalidOperation as error:
        raise InputError(f"Write {what}, not “{text}”.") from error
    if not number.is_finite():
        raise InputError(f"Write {what}, not “{text}”.")
    return number


class StandsOn(QWidget):
    """The members of what the node needs, with everything that builds them; each is one step to undo."""

    def __init__(self, desk: Desk, go_to: Callable[[str], object]) -> None:
        super().__init__()
        self.desk = desk
        self._go_to = go_to
        self._picture: Picture | None = None
        self._owner: Node | None = None
        self._group: GroupRow | None = None
        self._shown: tuple[str, int | None] | None = None
        self._build()

    def show_node(self, picture: Picture, node: PictureNode) -> None:
        """The members of a group, or of all that a service or component needs."""
        self._picture = picture
        group = picture.groups.get(node.id) if node.kind == "group" else None
        self._owner = node.owner or (group.owner if group else None)
        if group is None and self._owner is not None:
            group = next(iter(picture.groups_of(self._owner)), None)
        shown = node.name, group.id if group else None
        if self._shown != shown:  # the same node is shown again whenever something was worked out
            for form in self._forms:
                form.close_form()
        self._shown, self._group = shown, group
        self.listing.set_rows(tuple(_line(member, picture) for member in group.members) if group else ())
        self.listing.table.setColumnHidden(1, group is None or group.rule != "capacity")
        self.copy_button.setVisible(node.kind != "group" and not self.desk.read_only)

    def open_add(self) -> None:
        """Ask what is to be added, suggesting what there is."""
        self._suggest(self.add_form)
        self.add_form.open_with({"name": ""})

    def paste_names(self) -> None:
        """Add everything named on the clipboard, one a line."""
        lines = [line.partition("\t")[0].strip() for line in QGuiApplication.clipboard().text().splitlines()]
        names = [line for line in lines if line]
        if not names or len(names) > MOST_NAMES:
            self.listing.show_error(f"Copy 1 to {MOST_NAMES:,} names first, one a line, then paste them.")
            return
        if self.desk.try_to(lambda: self._add(names)):
            self.desk.did(f"Pasted {plural(len(names), 'name')}.")

    # Below

    def _build(self) -> None:
        columns: tuple[Column[MemberLine], ...] = (
            Column("Name", lambda row: row.name),
            Column(
                "Share %",
                lambda row: row.share,
                lambda row: "" if row.share is None else plain(row.share),
                "right",
                88,
                edit=self._change_share,
            ),
        )
        words = Words("Stands on", "Nothing yet. Add a column, or paste a list of names.", "Add", "Take away")
        self.listing = Listing(words, columns, self.open_add, self._take_away)
        self.listing.opened.connect(self._open)
        self.paste_button = button("Paste names", self.paste_names, kind="quiet", icon="copy")
        self.group_button = button("Group chosen", self._open_group, kind="quiet")
        self.copy_button = button("Copy from…", self._open_copy, kind="quiet")
        self._make_forms()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self.listing)
        self._tools = Flow()
        for tool in (self.paste_button, self.group_button, self.copy_button):
            self._tools.add(tool)
        layout.addWidget(self._tools)
        for form in self._forms:
            layout.addWidget(form)
        self.listing.set_writable(not self.desk.read_only)
        self._tools.setVisible(not self.desk.read_only)

    def _make_forms(self) -> None:
        self.add_form = InlineForm(
            "Add a column",
            (Field("name", "Name", hint="A component, a service, or a new component"),),
            "Add",
            self._add_values,
            columns=1,
        )
        self.group_form = InlineForm(
            "Group the chosen",
            (
                Field("rule", "Needed are", "choice", RULES),
                Field("needed", "How many, or %", hint="2, or 60 of the capacity"),
                Field("name", "Called", hint="Left empty, it says how many"),
            ),
            "Group",
            self._group_values,
            columns=1,
        )
        self.copy_form = InlineForm(
            "Copy what another one stands on",
            (Field("name", "Copy from", hint="A service or a component"),),
            "Copy",
            self._copy_values,
            columns=1,
        )
        self._forms = (self.add_form, self.group_form, self.copy_form)

    def _add(self, names: list[str]) -> None:
        assert self._owner is not None
        add_named(self.desk.db, self._owner, names, self._group.id if self._group else None)

    def _add_values(self, values: Values) -> None:
        self._add([str(values["name"] or "")])

    def _open_group(self) -> None:
        if len(self.listing.table.selected_rows()) < 2:
            self.listing.show_error("Choose two or more lines (Ctrl or Shift and a click), then group them.")
            return
        self.listing.show_error("")
        self.group_form.open_with({"rule": "any", "needed": "", "name": ""})

    def _group_values(self, values: Values) -> None:
        lines = self.listing.table.selected_rows()
        if any(line.group_id is not None for line in lines):
            raise InputError("Groups cannot be put into another group yet; choose single columns.")
        rule = str(values["rule"])
        text = str(values["needed"] or "")
        needed = decimal_of(text, "how many are needed, like 2") if rule in ("at_least", "capacity") else None
        ids = [line.id for line in lines]
        group_needs(self.desk.db, ids, rule, needed, str(values["name"] or ""))

    def _suggest(self, form: InlineForm) -> None:
        editor = form.form.editors["name"]
        if isinstance(editor, QLineEdit) and self._picture is not None:
            suggesting(editor, sorted(set(self._picture.titles.values()), key=str.casefold))

    def _open_copy(self) -> None:
        self._suggest(self.copy_form)
        self.copy_form.open_with({"name": ""})

    def _copy_values(self, values: Values) -> None:
        assert self._owner is not None
        copy_needs(self.desk.db, self._source(str(values["name"] or "")), self._owner)

    def _source(self, name: str) -> Node:
        """Services before components, as that is what is copied more often."""
        titles = self._picture.titles if self._picture is not None else {}
        wanted = name.strip().casefold()
        found = next((key for key, title in titles.items() if title.casefold() == wanted), None)
        if found is None:
            raise InputError(
                f"There is no service or component called “{name}”. Choose one that is suggested."
            )
        kind, _, number = found.partition(":")
        return Node(kind, int(number))

    def _take_away(self, line: MemberLine) -> None:
        if line.group_id is not None:
            dissolve_group(self.desk.db, line.group_id)
            self.desk.did("Dissolved the group; its columns stand beside the rest again.")
            return
        remove_need(self.desk.db, line.id)
        self.desk.did(f"Took {line.name} away.")

    def _change_share(self, line: MemberLine, text: str) -> None:
        if line.group_id is not None:
            raise InputError("A group inside a group gives no share of its own; give its columns one.")
        share = decimal_of(text, "a share in percent, like 50") if text.strip() else None
        change_share(self.desk.db, line.id, share)

    def _open(self, line: MemberLine) -> None:
        member = (
            next((one for one in self._group.members if _id(one) == line.id), None) if self._group else None
        )
        if member is not None and member.node is not None:
            self._go_to(f"{member.node.kind}:{member.node.id}")
        elif line.group_id is not None:
            self._go_to(f"group:{line.group_id}")


def _id(member: MemberRow) -> int:
    return member.need_id if member.need_id is not None else -(member.group_id or 0)


def _line(member: MemberRow, picture: Picture) -> MemberLine:
    inner = picture.groups.get(member.group_id) if member.group_id is not None else None
    words = (
        " · ".join(dict.fromkeys(one for one in (member.name, inner.words) if one)) if inner else member.name
    )
    return MemberLine(_id(member), words, member.share, member.group_id)

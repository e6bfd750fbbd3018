"""The picture of what stands on what: nodes, the lines between them, and where somebody put them.

Kept apart from how likely all that stands, which takes longer to work out and is filled in afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.money import Money
from app.calc.structure import Part
from app.errors import Cancelled, NotFound
from app.models.agreements import Hours
from app.models.base import Base
from app.models.catalogue import Component, NeedGroup, PicturePlace, Service
from app.models.database import Database
from app.usecases.chances import Chances, modelled_between, week_of, work_out
from app.usecases.needs import Node
from app.usecases.part_figures import PartFigures, figures_under
from app.usecases.services import hour_cost_of
from app.usecases.standing import Under, load_standing, of_component, of_service, titles_by_name
from app.usecases.structures import GroupRow, read_groups
from app.usecases.walking import Walk

NodeKind = Literal["service", "component", "group"]
BEST_EFFORT = "best effort"
_FARTHEST = 1_000_000
_NOWHERE = 2 * _FARTHEST  # the place of what is folded and was never put anywhere


@dataclass(frozen=True, slots=True)
class Entered:
    """A component as somebody entered it; figures are exact decimals as text."""

    name: str
    kind: str
    kept_by: str
    owner: str
    location: str
    contracted_availability: str
    contracted_restore_hours: str
    mtbf_hours: str
    restore_hours: str
    designed_source: str
    support_hours_id: int | None = None  # when somebody works on it; None is around the clock


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A service, a component or a group; `name` is "service:7", "component:12" or "group:5".

    `what` is its kind or how many of the group are needed; `keeper` who keeps a component, or "best effort".
    """

    name: str
    kind: NodeKind
    id: int
    title: str
    what: str
    keeper: str = ""
    takes_it_down_alone: bool = False
    figures: PartFigures | None = None
    entered: Entered | None = None
    hour_cost: Money | None = None  # of a service

    @property
    def is_best_effort(self) -> bool:
        """Whether nobody has agreed to anything for it."""
        return self.entered is not None and self.entered.kept_by == "best_effort"

    @property
    def owner(self) -> Node | None:
        """What can stand on something itself; None for a group."""
        return None if self.kind == "group" else Node(self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Picture:
    """One service with all it stands on, or everything; an edge goes from who needs to what is needed.

    `groups` are all groups by id, `titles` all services and components of the desk; `places` only those nodes that
    somebody has put somewhere, `folded` those under which nothing is drawn.
    """

    service_id: int | None
    title: str
    nodes: tuple[PictureNode, ...]
    edges: tuple[tuple[str, str], ...]
    groups: Mapping[int, GroupRow]
    titles: Mapping[str, str]
    places: Mapping[str, tuple[int, int]]
    folded: frozenset[str] = frozenset()
    hours: Mapping[int, str] = field(default_factory=dict[int, str])  # what support hours may be, by name

    def node(self, name: str) -> PictureNode | None:
        return next((node for node in self.nodes if node.name == name), None)

    def groups_of(self, owner: Node) -> tuple[GroupRow, ...]:
        """The groups of what it needs; the first is all that it needs."""
        return tuple(group for group in self.groups.values() if group.owner == owner)


@dataclass(frozen=True, slots=True)
class Levels:
    """How likely all that stands: the chosen service with its parts, and each service's (low, high) unavailability."""

    chances: Chances | None
    services: Mapping[str, tuple[float, float]]


def draw_picture(db: Database, service_id: int | None, now: datetime) -> Picture:
    """What a service stands on, or everything there is. Raises NotFound."""
    with db.reading() as session:
        reader = _Reader(session, service_id, now)
        return reader.picture()


def picture_levels(
    db: Database, service_id: int | None, now: datetime, is_cancelled: Callable[[], bool] = lambda: False
) -> Levels:
    """How likely the services of a picture stand; may take long where a great deal is shared. Raises Cancelled."""
    with db.reading() as session:
        standing = load_standing(session)
        everything = Under(Part(""), tuple(standing.services), tuple(standing.components))
        under = everything if service_id is None else standing.under(service_id)
        figures = figures_under(session, under, now)
        row = None if service_id is None else session.get(Service, service_id)
        title = row.name if row else ""
        weeks = {one: week_of(session, one) for one in under.services}
    services: dict[str, tuple[float, float]] = {}
    for one in under.services:
        name = of_service(one)
        if is_cancelled():
            raise Cancelled
        if name in standing.columns:
            services[name] = modelled_between(standing.columns[name], figures, weeks[one])
    if service_id is None or row is None:
        return Levels(None, services)
    structure = standing.columns[of_service(service_id)]
    return Levels(work_out(title, structure, figures, weeks[service_id]), services)


def place_nodes(db: Database, service_id: int | None, places: Mapping[str, tuple[int, int]]) -> None:
    """Remember where nodes of a picture were put."""
    with db.changing("Move in the picture") as session:
        uids = _uids(session, places)
        for name, (x, y) in places.items():
            if name in uids:
                _place(session, f"{_picture_key(session, service_id)}/{uids[name]}", x, y)
        if len(places) == 1 and (title := _title(session, next(iter(places)))):
            session.info["label"] = f"Move {title} in the picture"


def fold_node(db: Database, service_id: int | None, name: str, *, folded: bool) -> None:
    """Draw nothing, or again what there is, under a node of a picture."""
    with db.changing("Fold in the picture") as session:
        _fold(session, service_id, name, folded=folded)
        session.info["label"] = f"{'Fold' if folded else 'Unfold'} {_title(session, name)} in the picture"


def unfold_over(db: Database, service_id: int | None, folds: Sequence[str], name: str) -> None:
    """Draw again what is under these nodes of a picture, so that the one called `name` is seen."""
    with db.changing("Unfold in the picture") as session:
        for each in folds:
            _fold(session, service_id, each, folded=False)
        session.info["label"] = f"Unfold the picture down to {_title(session, name)}"


def forget_places(db: Database, service_id: int | None) -> None:
    """Let the picture be laid out by itself again; what is folded stays so."""
    with db.changing("Lay out the picture anew") as session:
        key = _picture_key(session, service_id)
        for place in _places(session, key):
            if place.folded:
                place.x = place.y = _NOWHERE
            else:
                session.delete(place)


class _Reader:
    """Walks from the service, or from everything, to all that is needed."""

    def __init__(self, session: Session, service_id: int | None, now: datetime) -> None:
        self._session = session
        self._service_id = service_id
        self._now = now
        self._groups = {group.id: group for group in read_groups(session)}
        roots = (group for group in self._groups.values() if group.parent_id is None)
        self._standing_owners = {group.owner for group in roots if group.members}
        self._titles = titles_by_name(session)
        self._seen: dict[str, None] = {}
        self._costs: dict[int, Money] = {}

    def picture(self) -> Picture:
        if self._service_id is None:
            owners = self._everybody()
            title = "Everything"
        else:
            owners, title = [Node("service", self._service_id)], self._service_title(self._service_id)
        walk = Walk(self._groups).down_from(owners)
        self._seen = walk.nodes
        nodes = self._nodes()
        known = {node.name for node in nodes}
        edges = tuple(edge for edge in walk.edges if known.issuperset(edge))
        places, folded = self._placed(nodes)
        return Picture(
            self._service_id,
            title,
            nodes,
            edges,
            self._groups,
            self._titles,
            places,
            folded,
            {row.id: row.name for row in self._session.scalars(select(Hours).order_by(Hours.name))},
        )

    def _service_title(self, service_id: int) -> str:
        row = self._session.get(Service, service_id)
        if row is None:
            raise NotFound("This service is no longer on the desk. Choose another one.")
        return row.name

    def _everybody(self) -> list[Node]:
        services = self._session.scalars(select(Service.id).order_by(Service.name))
        components = self._session.scalars(select(Component.id).order_by(Component.name))
        return [*(Node("service", one) for one in services), *(Node("component", one) for one in components)]

    def _nodes(self) -> tuple[PictureNode, ...]:
        services, components = _ids(self._seen, "service:"), _ids(self._seen, "component:")
        standing = load_standing(self._session)
        figures = figures_under(self._session, Under(Part(""), services, components), self._now)
        alone = (
            frozenset[str]()
            if self._service_id is None
            else standing.under(self._service_id).structure.single_points
        )
        entered = self._entered(components)
        rows = self._session.scalars(select(Service).where(Service.id.in_(services)))
        self._costs = {row.id: cost for row in rows if (cost := hour_cost_of(row)) is not None}
        return tuple(self._node(name, figures, entered, alone) for name in self._seen)

    def _node(
        self,
        name: str,
        figures: Mapping[str, PartFigures],
        entered: Mapping[str, Entered],
        alone: frozenset[str],
    ) -> PictureNode:
        kind, _, number = name.partition(":")
        if kind == "group":
            group = self._groups[int(number)]
            return PictureNode(name, "group", group.id, group.name or group.words, group.words)
        if kind == "service":
            its = figures[name]
            return PictureNode(
                name,
                "service",
                int(number),
                self._titles[name],
                "service",
                its.owner,
                name in alone and Node("service", int(number)) not in self._standing_owners,
                its,
                hour_cost=self._costs.get(int(number)),
            )
        its = entered[name]
        keeper = BEST_EFFORT if its.kept_by == "best_effort" else its.owner or its.kept_by
        return PictureNode(
            name,
            "component",
            int(number),
            its.name,
            its.kind,
            keeper,
            name in alone,
            figures[name],
            its,
        )

    def _entered(self, components: Sequence[int]) -> Mapping[str, Entered]:
        rows = self._session.scalars(select(Component).where(Component.id.in_(components)))
        return {
            of_component(row.id): Entered(
                row.name,
                row.kind,
                row.kept_by,
                row.owner,
                row.location,
                row.contracted_availability or "",
                row.contracted_restore_hours or "",
                row.mtbf_hours or "",
                row.restore_hours or "",
                row.designed_source,
                row.support_hours_id,
            )
            for row in rows
        }

    def _placed(self, nodes: Sequence[PictureNode]) -> tuple[Mapping[str, tuple[int, int]], frozenset[str]]:
        """Where nodes were put, and which are folded."""
        key = _picture_key(self._session, self._service_id)
        stored = {place.node.partition("/")[2]: place for place in _places(self._session, key)}
        if not stored:
            return {}, frozenset()
        uids = _uids(self._session, [node.name for node in nodes])
        here = {name: stored[uid] for name, uid in uids.items() if uid in stored}
        places = {name: (place.x, place.y) for name, place in here.items() if place.x != _NOWHERE}
        return places, frozenset(name for name, place in here.items() if place.folded)


def _places(session: Session, picture: str) -> Sequence[PicturePlace]:
    return session.scalars(
        select(PicturePlace).where(PicturePlace.node.startswith(f"{picture}/", autoescape=True))
    ).all()


def _fold(session: Session, service_id: int | None, name: str, *, folded: bool) -> None:
    uid = _uids(session, [name]).get(name)
    if uid is None:
        raise NotFound("This part is no longer on the desk. Choose another one.")
    key = f"{_picture_key(session, service_id)}/{uid}"
    place = session.get(PicturePlace, key)
    if place is None:
        place = PicturePlace(node=key, x=_NOWHERE, y=_NOWHERE)
        session.add(place)
    place.folded = folded
    if not folded and place.x == _NOWHERE:
        session.flush()
        session.delete(place)


def _place(session: Session, key: str, x: int, y: int) -> None:
    x, y = (max(-_FARTHEST, min(_FARTHEST, side)) for side in (x, y))
    place = session.get(PicturePlace, key)
    if place is None:
        session.add(PicturePlace(node=key, x=x, y=y))
    else:
        place.x, place.y = x, y


def _picture_key(session: Session, service_id: int | None) -> str:
    """Every picture has places of its own: a node may stand elsewhere under another service."""
    if service_id is None:
        return "everything"
    uid = session.scalar(select(Service.uid).where(Service.id == service_id))
    if uid is None:
        raise NotFound("This service is no longer on the desk. Choose another one.")
    return f"service:{uid}"


def _uids(session: Session, names: Iterable[str]) -> Mapping[str, str]:
    """The lasting name of each node: ids may be given again after an undo."""
    wanted = list(names)
    found: dict[str, str] = {}
    for kind, table in _TABLES.items():
        ids = _ids(wanted, f"{kind}:")
        rows = session.execute(select(table.id, table.uid).where(table.id.in_(ids)))
        found |= {f"{kind}:{key}": f"{kind}:{uid}" for key, uid in rows}
    return found


def _title(session: Session, name: str) -> str:
    kind, _, number = name.partition(":")
    table: type[Base] | None = _TABLES.get(kind)
    row = session.get(table, int(number)) if table else None
    return getattr(row, "name", "") or ("a group" if kind == "group" else "")


def _ids(names: Iterable[str], kind: str) -> tuple[int, ...]:
    return tuple(int(name.removeprefix(kind)) for name in names if name.startswith(kind))


_TABLES: Mapping[str, type[Service] | type[Component] | type[NeedGroup]] = {
    "service": Service,
    "component": Component,
    "group": NeedGroup,
}

"""What the sample's Webshop and Workplace stand on: pairs, two of three, shared power, somebody's best effort."""

from collections.abc import Mapping
from decimal import Decimal

from app.models.database import Database
from app.usecases.needs import Node, add_needs, group_needs
from app.usecases.services import add_component, change_component
from app.usecases.structures import list_groups

_HAMBURG, _ALTONA = "Data centre Hamburg", "Data centre Altona"

# name, kind, owner, location, mean hours between failures, hours to restore, what it needs
_PARTS = (
    ("Power Hamburg", "site", "Facilities", _HAMBURG, "26000", "3", ()),
    ("Power Altona", "site", "Facilities", _ALTONA, "26000", "3", ()),
    ("Storage Hamburg", "system", "Storage team", _HAMBURG, "17500", "5", ("Power Hamburg",)),
    ("Storage Altona", "system", "Storage team", _ALTONA, "17500", "5", ("Power Altona",)),
    ("Web server 1", "system", "Web team", _HAMBURG, "4400", "2", ("Power Hamburg",)),
    ("Web server 2", "system", "Web team", _ALTONA, "4400", "2", ("Power Altona",)),
    ("Web server 3", "system", "Web team", _ALTONA, "4400", "2", ("Power Altona",)),
    ("Shop database 1", "system", "Database team", _HAMBURG, "6500", "3", ("Storage Hamburg",)),
    ("Shop database 2", "system", "Database team", _ALTONA, "6500", "3", ("Storage Altona",)),
    ("Load balancer", "network", "Network team", _HAMBURG, "30000", "4", ("Power Hamburg",)),
    ("Line of Hansenet", "network", "Hansenet", _HAMBURG, "3200", "6", ()),
    ("Line of Alsterkom", "network", "Alsterkom", _ALTONA, "2800", "8", ()),
    ("Search index", "application", "", _HAMBURG, None, None, ("Storage Hamburg",)),
    ("Directory 1", "system", "Workplace team", _HAMBURG, "9000", "2", ("Power Hamburg",)),
    ("Directory 2", "system", "Workplace team", _ALTONA, "9000", "2", ("Power Altona",)),
    ("Mail platform", "supplier", "Postwerk AG", "", "2200", "1.5", ()),
    ("File server", "system", "", _HAMBURG, None, None, ("Storage Hamburg",)),
)

# service, then its columns: a name, or a rule with how many are needed and of which
_COLUMNS: Mapping[str, tuple[str | tuple[str, int | None, tuple[str, ...]], ...]] = {
    "Webshop": (
        "Load balancer",
        "Search index",
        ("at_least", 2, ("Web server 1", "Web server 2", "Web server 3")),
        ("any", None, ("Shop database 1", "Shop database 2")),
        ("any", None, ("Line of Hansenet", "Line of Alsterkom")),
    ),
    "Workplace": ("Mail platform", "File server", ("any", None, ("Directory 1", "Directory 2"))),
}


def build_columns(db: Database, service_ids: Mapping[str, int]) -> Mapping[str, int]:
    """The components with their figures and what each stands on; returns their ids by name."""
    ids = {name: add_component(db, name, kind=kind, owner=owner) for name, kind, owner, *_ in _PARTS}
    for name, kind, _, location, mtbf, restore, needs in _PARTS:
        change_component(db, ids[name], location=location)
        if mtbf:
            change_component(
                db, ids[name], mtbf_hours=mtbf, restore_hours=restore, designed_source="own records 2023–2025"
            )
        if kind == "network" and name.startswith("Line"):
            change_component(
                db,
                ids[name],
                kept_by="supplier",
                contracted_availability="99.5",
                contracted_restore_hours="8",
            )
        if needs:
            add_needs(db, Node("component", ids[name]), [Node("component", ids[need]) for need in needs])
    for service, columns in _COLUMNS.items():
        for column in columns:
            _add(db, Node("service", service_ids[service]), column, ids)
    return ids


def _add(
    db: Database,
    service: Node,
    column: str | tuple[str, int | None, tuple[str, ...]],
    ids: Mapping[str, int],
) -> None:
    if isinstance(column, str):
        add_needs(db, service, [Node("component", ids[column])])
        return
    rule, needed, names = column
    nodes = [Node("component", ids[name]) for name in names]
    add_needs(db, service, nodes)
    members = list_groups(db, service)[0].members
    chosen = [member.need_id for member in members if member.node in nodes and member.need_id]
    group_needs(db, chosen, rule, None if needed is None else Decimal(needed))

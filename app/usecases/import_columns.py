"""Checked rows as the database's columns: numbers of subjects, customers and sites become ids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.imports.checked import NONE, Coded, Rows, Values
from app.imports.hashing import keys_of
from app.imports.values.texts import fold
from app.models.organisation import Customer, Site
from app.usecases.import_names import Target

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Places:
    """Ids of what rows name: subjects by number (the last entry is for none), customers and sites by folded name."""

    batch_id: int
    sheets: Mapping[int, int]
    services: Sequence[int | None]
    components: Sequence[int | None]
    customers: Mapping[str, int]
    sites: Mapping[str, int]
    source: str


def places_of(
    session: Session, batch_id: int, sheets: Mapping[int, int], targets: Sequence[Target | None], source: str
) -> Places:
    """The ids for one batch. A site's name that two customers share means neither."""
    services = [one[1] if one and one[0] == "service" else None for one in targets]
    components = [one[1] if one and one[0] == "component" else None for one in targets]
    customers = {fold(name): key for key, name in session.execute(select(Customer.id, Customer.name))}
    sites: dict[str, int] = {}
    shared: set[str] = set()
    for key, name in session.execute(select(Site.id, Site.name)):
        shared.update({fold(name)} & sites.keys())
        sites[fold(name)] = key
    kept = {name: key for name, key in sites.items() if name not in shared}
    return Places(batch_id, sheets, [*services, None], [*components, None], customers, kept, source)


def constants(rows: Rows, places: Places) -> dict[str, object]:
    """What is the same in every row."""
    return {"batch_id": places.batch_id, "sheet_id": places.sheets[rows.sheet], "source": places.source}


def stored_columns(rows: Rows, places: Places, wanted: Flags | None = None) -> dict[str, Iterable[object]]:
    """The columns of the wanted rows as SQLite takes them."""
    subjects = _chosen(rows.subjects, wanted).tolist()
    found: dict[str, Iterable[object]] = {
        "source_row": _chosen(rows.rows, wanted).tolist(),
        "row_key": keys_of(_chosen(rows.identity, wanted), _chosen(rows.content, wanted)),
    }
    if any(one is not None for one in places.services):
        found["service_id"] = map(places.services.__getitem__, subjects)
    if any(one is not None for one in places.components):
        found["component_id"] = map(places.components.__getitem__, subjects)
    for name, values in rows.columns.items():
        if name == "customer":
            found["customer_id"] = named_ids(values, places.customers, wanted)
        elif name == "site":
            if rows.table != "outages":  # an outage may be felt at several sites: a table of their own
                found["site_id"] = named_ids(values, places.sites, wanted)
        else:
            found[name] = bindable(values, wanted)
    return found


def named_ids(values: Values, ids: Mapping[str, int], wanted: Flags | None) -> list[int | None]:
    """The ids of names, None for unknown ones."""
    assert not isinstance(values, np.ndarray | Coded)
    texts = values if wanted is None else list(compress(values, wanted.tolist()))
    known = {text: ids.get(fold(text)) for text in dict.fromkeys(texts)}
    return list(map(known.__getitem__, texts))


def bindable(values: Values, wanted: Flags | None = None) -> Iterable[object]:
    """A column as the values SQLite takes; NONE and "" become NULL."""
    if isinstance(values, Coded):
        return map(values.words.__getitem__, _chosen(values.codes, wanted).tolist())
    if isinstance(values, np.ndarray):
        chosen = _chosen(values, wanted)
        if chosen.dtype == np.int64 and (chosen == NONE).any():
            return [None if value == NONE else value for value in chosen.tolist()]
        return chosen.tolist()
    texts = values if wanted is None else list(compress(values, wanted.tolist()))
    return [text or None for text in texts] if "" in texts else texts


def _chosen(values: np.ndarray, wanted: Flags | None) -> np.ndarray:  # type: ignore[type-arg]
    return values if wanted is None else values[wanted]

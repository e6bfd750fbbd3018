"""The desk file: opened, read, changed, undone. One `changing` is one transaction, undo step and audit entry.

Any thread may read (each `reading` has a connection of its own); changes queue behind one lock.
"""

import getpass
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from app.errors import FileError, Refused
from app.models import audit_writing, migrations, schema
from app.models.connections import APPLICATION_ID, connect_writer, reading_engine, writing_engine
from app.models.journal import Journal

STEPS_KEPT = 250
_PATIENCE_SECONDS = 30.0

Listener = Callable[[frozenset[str]], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be taken back: its notes in the journal, first … last."""

    label: str
    first: int
    last: int


class Database:
    """An open desk."""

    def __init__(self, path: Path, connection: sqlite3.Connection | None) -> None:
        self.path = path
        self.name = path.stem
        self.read_only = connection is None
        self.holder = None
        self._who = getpass.getuser()
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._undo: tuple[Step, ...] = ()
        self._redo: tuple[Step, ...] = ()
        self._listeners: tuple[Listener, ...] = ()
        self._reading = reading_engine(path)
        if connection is not None:
            self._journal = Journal(connection, schema.journalled_tables())
            self._writing = writing_engine(connection)

    @classmethod
    def create(cls, path: Path | str) -> "Database":
        """A new, empty desk."""
        path = Path(path)
        if path.exists():
            raise FileError(f"“{path.name}” already exists. Choose another name, or open it.")
        path.touch()
        connection = connect_writer(path)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        engine = writing_engine(connection)
        with engine.begin() as opened:
            schema.metadata.create_all(opened)
            migrations.stamp(connection)
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path | str, read_only: bool = False) -> "Database":
        """An existing desk."""
        path = Path(path)
        if not path.exists():
            raise FileError(f"“{path.name}” is not there any more. It may have been moved or renamed.")
        return cls(path, None if read_only else connect_writer(path))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the desk and cannot change it."""
        with Session(self._reading, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def changing(self, label: str, barrier: bool = False) -> Iterator[Session]:
        """A session whose changes are one step named `label`; `session.info["label"]` may name it later.

        A barrier cannot be undone, nor can anything before it.
        """
        with self._step(label, "barrier" if barrier else "change") as session:
            yield session

    def undo(self) -> str | None:
        """Take the latest step back; its label, or None when there is none."""
        return self._reverse("undo")

    def redo(self) -> str | None:
        """Do the step undone last once more; its label, or None when there is none."""
        return self._reverse("redo")

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back."""
        steps = self._undo
        return steps[-1].label if steps else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do once more."""
        steps = self._redo
        return steps[-1].label if steps else None

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call back with the names of the tables changed, after each change, undo and redo; returns the end of it.

        The callback runs in the thread that made the change.
        """
        self._listeners = (*self._listeners, callback)

        def stop() -> None:
            self._listeners = tuple(one for one in self._listeners if one is not callback)

        return stop

    def close(self) -> None:
        """End the desk; undo ends with it."""
        self._reading.dispose()
        if not self.read_only:
            with self._lock:
                self._writing.dispose()
                self._journal.connection.close()
            self.read_only = True

    @contextmanager
    def _step(self, label: str, kind: str, taken: Step | None = None) -> Iterator[Session]:
        with self._alone(label):
            with Session(self._writing, expire_on_commit=False) as session, session.begin():
                session.info.update(label=label, journal=self._journal)
                session.connection()
                before = self._journal.position()
                yield session
                session.flush()
                label = str(session.info["label"])
                tables = self._journal.touched(before)
                if tables:
                    audit_writing.record(self._journal, before, label, kind, self._who)
                    self._forget(kind, taken)
                step = Step(label, before + 1, self._journal.position())
            if tables:
                self._remember(kind, step)
        if tables:
            for callback in self._listeners:
                callback(tables)

    @contextmanager
    def _alone(self, label: str) -> Iterator[None]:
        if self.read_only:
            raise Refused("This desk is open for reading only; nothing can be changed.")
        if self._owner == threading.get_ident():
            raise RuntimeError(f"“{label}” was begun inside another change")
        if not self._lock.acquire(timeout=_PATIENCE_SECONDS):
            raise Refused("The desk is busy with another change. Try again in a moment.")
        self._owner = threading.get_ident()
        try:
            yield
        finally:
            self._owner = None
            self._lock.release()

    def _reverse(self, kind: str) -> str | None:
        steps = self._undo if kind == "undo" else self._redo
        if not steps:
            return None
        step = steps[-1]
        with self._step(step.label, kind, step):
            self._journal.reverse(step.first, step.last)
        return step.label

    def _forget(self, kind: str, taken: Step | None) -> None:
        """Drop the notes that will no longer be needed once this transaction is through."""
        if taken is not None:
            stale: tuple[Step, ...] = (taken,)
        elif kind == "barrier":
            stale = (*self._undo, *self._redo)
        else:
            stale = (*self._undo[: -STEPS_KEPT + 1], *self._redo)
        for step in stale:
            self._journal.forget(step.first, step.last)

    def _remember(self, kind: str, step: Step) -> None:
        if kind == "change":
            self._undo, self._redo = (*self._undo, step)[-STEPS_KEPT:], ()
        elif kind == "barrier":
            self._undo, self._redo = (), ()
        elif kind == "undo":
            self._undo, self._redo = self._undo[:-1], (*self._redo, step)
        else:
            self._undo, self._redo = (*self._undo, step), self._redo[:-1]

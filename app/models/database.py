"""The desk file: opened, read, changed, undone. One `changing` is one transaction, undo step and audit entry.

Any thread may read (each `reading` has a connection of its own); changes queue behind one lock.
"""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import audit_writing, schema
from app.models.backups import back_up
from app.models.connections import reading_engine, writing_engine
from app.models.copies import copy_desk
from app.models.inspection import note_open
from app.models.journal import Journal
from app.models.lock import user_name
from app.models.opening import Opened, create_file, open_file
from app.models.sentences import in_words
from app.models.steps import Kind, Step, Steps
from app.models.stopping import Look, stopping

_PATIENCE_SECONDS = 60.0
_PATIENCE_OF_A_WINDOW_SECONDS = 2.0
_PATIENCE_WITH_LONG_SECONDS = 0.08  # the window's, with an import or an undo, which may take minutes
_LOOK_SECONDS = 0.1

Listener = Callable[[frozenset[str]], None]


class Database:
    """An open desk; `read_only_reason` and `holder` say why it can only be read."""

    def __init__(self, path: Path, opened: Opened) -> None:
        self.path = path
        self.name = path.stem
        self.read_only = opened.writer is None
        self.read_only_reason = opened.reason
        self.holder = opened.holder
        self._lock = opened.lock
        self._who = user_name()
        self._turn = threading.Lock()
        self._busy_with: str | None = None
        self._busy_thread: int | None = None
        self._busy_for_long = False
        self._steps = Steps()
        self._listeners: tuple[Listener, ...] = ()
        self._reading = reading_engine(path)
        self._forget_open = note_open(path)
        self._closed = False
        if opened.writer is not None:
            self._journal = Journal(opened.writer, schema.journalled_tables())
            self._writing = writing_engine(opened.writer)

    @classmethod
    def create(cls, path: Path | str) -> "Database":
        """A new, empty desk, open for changing; FileError when the name is taken."""
        create_file(Path(path))
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str, read_only: bool = False) -> "Database":
        """A desk, brought up to date first where it is older.

        Where the folder or file cannot be written it opens for reading. Raises DeskInUse, which names the
        holder, when another program has it open, and FileError for what cannot be opened, left untouched.
        """
        path = Path(path).absolute()
        return cls(path, open_file(path, read_only))

    @contextmanager
    def reading(self) -> Generator[Session]:
        """A session that sees one state of the desk and cannot change it; short, for commits wait for it."""
        if self._closed:
            raise Refused("This desk is closed.")
        with in_words(self.path), Session(self._reading, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def changing(
        self, label: str, barrier: bool = False, *, undoable: bool = True, look: Look | None = None
    ) -> Generator[Session]:
        """A session whose changes are one step named `label`; `session.info["label"]` may name it later.

        A barrier cannot be undone, nor can anything before it. What is not `undoable` is only put on record: it may
        add rows that no other step touches, and leaves the way back as it is. An error inside leaves nothing changed.
        `look` is called again and again until the commit, also amid long statements, and may raise to stop.
        """
        with self._turn_for(label, look):
            kind: Kind = "barrier" if barrier else "change" if undoable else "record"
            with self._transaction(label, kind, look=look) as session:
                yield session
            tables = _news(session)
        self._tell(tables)

    def undo(self) -> str | None:
        """Take the latest step back; its label, or None when there is none."""
        return self._reverse("undo")

    def redo(self) -> str | None:
        """Do the step undone last once more; its label, or None when there is none."""
        return self._reverse("redo")

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back."""
        return self._steps.label("undo")

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do once more."""
        return self._steps.label("redo")

    @property
    def busy_with(self) -> str | None:
        """The label of the change under way in any thread."""
        return self._busy_with

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call back with the names of changed tables after each change, undo and redo; returns how to stop.

        The callback runs in the thread that made the change, after it is on the disk.
        """
        self._listeners = (*self._listeners, callback)

        def stop() -> None:
            self._listeners = tuple(one for one in self._listeners if one is not callback)

        return stop

    def save_copy(self, path: Path | str) -> Path:
        """A verified copy of the committed state under another name."""
        return copy_desk(self.path, Path(path))

    def backup(self, folder: Path | None = None, today: date | None = None) -> Path:
        """Today's verified backup in the rotation of this desk."""
        return back_up(self.path, folder, today)

    def close(self) -> None:
        """Wait for a change under way, then let go of the file; undo ends here."""
        with self._turn:
            if self._closed:
                return
            self._closed = self.read_only = True
            self.read_only_reason = "This desk is closed."
            self._steps = Steps()
            self._reading.dispose()
            if self._lock is not None:
                self._writing.dispose()
                self._journal.connection.close()
                self._lock.release()
            self._forget_open()

    def _reverse(self, kind: Kind) -> str | None:
        with self._turn_for(kind):
            step = self._steps.latest(kind)
            if step is None:
                return None
            with self._transaction(step.label, kind, step) as session:
                self._journal.reverse(step.first, step.last)
            tables = _news(session)
        self._tell(tables)
        return step.label

    @contextmanager
    def _transaction(
        self, label: str, kind: Kind, taken: Step | None = None, look: Look | None = None
    ) -> Generator[Session]:
        journal = self._journal
        with (
            in_words(self.path),
            stopping(journal.connection, look),
            Session(self._writing, expire_on_commit=False) as session,
        ):
            with session.begin():
                session.info.update(label=label, journal=journal, tables=frozenset())
                session.connection()
                before = journal.position()
                yield session
                session.flush()
                step = Step(str(session.info["label"]), before + 1, journal.position())
                session.info["tables"] = journal.touched(before)
                if session.info["tables"]:
                    audit_writing.record(
                        journal, before, step.label, "change" if kind == "record" else kind, self._who
                    )
                    stale = (step,) if kind == "record" else self._steps.stale_after(kind, taken)
                    for each in stale:
                        journal.forget(each.first, each.last)
                if look is not None:
                    look()
            if session.info["tables"]:
                self._steps = self._steps.after(kind, step)

    @contextmanager
    def _turn_for(self, label: str, look: Look | None = None) -> Generator[None]:
        """One change at a time; the main thread, which draws the window, gives up soon."""
        if self._busy_thread == threading.get_ident():
            raise RuntimeError(f"“{label}” was begun inside “{self._busy_with}”")
        if not self._turn_comes(look):
            what = f"“{self._busy_with}”" if self._busy_with else "closing the desk"
            raise Refused(f"Colonnade is still busy with {what}. Try again when that is done.")
        try:
            if self.read_only:
                raise Refused(f"Nothing can be changed. {self.read_only_reason}")
            self._busy_with, self._busy_thread = label, threading.get_ident()
            self._busy_for_long = look is not None or label in ("undo", "redo")
            yield
        finally:
            self._busy_with, self._busy_thread, self._busy_for_long = None, None, False
            self._turn.release()

    def _turn_comes(self, look: Look | None) -> bool:
        main = threading.current_thread() is threading.main_thread()
        patience = _PATIENCE_SECONDS
        if main:
            patience = _PATIENCE_WITH_LONG_SECONDS if self._busy_for_long else _PATIENCE_OF_A_WINDOW_SECONDS
        until = time.monotonic() + patience
        while not self._turn.acquire(timeout=min(_LOOK_SECONDS, patience)):
            if look is not None:
                look()
            if time.monotonic() > until:
                return False
        return True

    def _tell(self, tables: frozenset[str]) -> None:
        if tables:
            for callback in self._listeners:
                callback(tables)


def _news(session: Session) -> frozenset[str]:
    tables: frozenset[str] = session.info["tables"]
    return tables

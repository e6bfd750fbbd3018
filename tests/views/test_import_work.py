"""Work of the import sheet that was forgotten says nothing any more, however late its answer comes."""

from threading import Event

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.models.database import Database
from app.views.desk import Desk
from app.views.importing.frame import Foot
from app.views.importing.work import SAVED, Work
from app.views.tasks import Tasks


@pytest.fixture
def desk(qtbot, db: Database):
    tasks = Tasks()
    made = Desk(db, tasks)
    yield made
    tasks.cancel_all()
    qtbot.waitUntil(lambda: not tasks.busy)
    made.deleteLater()


def forgotten(qtbot, desk: Desk, parent: QObject, *, saves: bool) -> tuple[list[object], Work]:
    """What is heard of work that was past its last look at Cancel when it was forgotten."""
    foot = Foot()
    qtbot.addWidget(foot)
    work, heard, go_on = Work(desk, foot, parent), list[object](), Event()
    work.run("Reading", lambda _report, _cancelled: go_on.wait(10), heard.append, saves=saves)
    work.forget()
    go_on.set()
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    return heard, work


@pytest.fixture
def parent(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_an_answer_that_comes_after_the_sheet_was_closed_leads_to_nothing(qtbot, desk, parent) -> None:
    heard, work = forgotten(qtbot, desk, parent, saves=False)
    assert heard == []
    assert (work.busy, work.trouble.text()) == (False, "")


def test_rows_that_were_saved_all_the_same_are_told_with_the_way_back(qtbot, desk, parent) -> None:
    said: list[str] = []
    desk.message.connect(lambda text, _action: said.append(text))
    heard, _ = forgotten(qtbot, desk, parent, saves=True)
    assert (heard, said) == ([], [SAVED])

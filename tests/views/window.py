"""What the tests of pages share: a desk with its tasks, a page on the screen, and waiting for work to end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from app.models.database import Database
from app.views.desk import Desk
from app.views.tasks import Tasks
from app.views.theme import Theme
from app.views.widgets.page import Page

PageT = TypeVar("PageT", bound=Page)


@contextmanager
def shown(
    qtbot, db: Database, page_class: type[PageT], size: tuple[int, int] = (1080, 740)
) -> Iterator[PageT]:
    """The page on the screen with everything it reads read; the desk is let go of afterwards."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look = Theme(app, "light")
    tasks = Tasks()
    desk = Desk(db, tasks)
    page = page_class(desk)
    page.resize(*size)
    page.show()
    settle(qtbot, page)
    try:
        yield page
    finally:
        tasks.cancel_all()
        settle(qtbot, page)
        page.close()
        page.deleteLater()
        desk.deleteLater()
        look.deleteLater()
        QApplication.processEvents()
        # Outside a loop of Qt's nothing is deleted yet, and the next test would dress all these widgets again.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(_qtbot, page: Page) -> None:
    """Until the page's tasks are done and the news of what changed has been told."""
    settle_desk(page.desk)


def settle_desk(desk: Desk | None) -> None:
    """Until the desk's tasks are done, those they lead to as well, and the news have been told."""
    assert desk is not None
    for _ in range(3):
        QApplication.processEvents()
        while desk.tasks.busy:  # its end is an event too
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QApplication.processEvents()


def messages(page: Page) -> list[str]:
    """A list that fills with what the page says."""
    said: list[str] = []
    page.desk.message.connect(lambda text, _action: said.append(text))
    page.desk.trouble.connect(said.append)
    return said

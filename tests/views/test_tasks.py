"""Slow work off the window's thread: results, errors, Cancel, and owners that are gone."""

from threading import Event, get_ident

import pytest
from PySide6.QtCore import QObject
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from app.errors import AppError, Cancelled, InputError, Unexpected
from app.views.tasks import IsCancelled, Report, Tasks


@pytest.fixture
def tasks(qapp: object) -> Tasks:
    return Tasks()


def test_work_runs_elsewhere_and_its_result_arrives_here(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[object] = []

    def work(report: Report, _cancelled: IsCancelled) -> int:
        report(1, 2, "half")
        return get_ident()

    tasks.start(
        work, lambda result: seen.append((result, get_ident())), progress=lambda *given: seen.append(given)
    )
    qtbot.waitUntil(lambda: not tasks.busy)
    assert seen[0] == (1, 2, "half")
    there, here = seen[1]  # pyright: ignore[reportGeneralTypeIssues]
    assert there != here == get_ident()


def test_an_app_error_is_told_to_who_asked_or_to_everybody(tasks: Tasks, qtbot: QtBot) -> None:
    def work(_report: Report, _cancelled: IsCancelled) -> None:
        raise InputError("That does not fit.")

    told: list[AppError] = []
    tasks.start(work, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert str(told[0]) == "That does not fit."
    with qtbot.waitSignal(tasks.failed) as heard:
        tasks.start(work)
    assert heard.args == ["That does not fit."]


def test_a_bug_in_the_work_reaches_the_exception_hook(tasks: Tasks, qtbot: QtBot) -> None:
    with capture_exceptions() as caught:
        tasks.start(lambda _report, _cancelled: 1 // 0)
        qtbot.waitUntil(lambda: not tasks.busy)
    assert caught[0][0] is ZeroDivisionError


def test_who_waits_for_work_that_a_bug_ended_is_told_and_the_bug_is_reported(
    tasks: Tasks, qtbot: QtBot
) -> None:
    def work(_report: Report, _cancelled: IsCancelled) -> None:
        raise RuntimeError("broken")

    told: list[AppError] = []
    with capture_exceptions() as caught:
        tasks.start(work, failed=told.append)
        qtbot.waitUntil(lambda: not tasks.busy)
    assert [type(error) for error in told] == [Unexpected]
    assert caught[0][0] is RuntimeError


def test_cancel_stops_the_work_and_says_so(tasks: Tasks, qtbot: QtBot) -> None:
    def work(_report: Report, cancelled: IsCancelled) -> None:
        while not cancelled():
            pass
        raise Cancelled("Stopped; nothing was changed.")

    told: list[AppError] = []
    task = tasks.start(work, failed=told.append, title="Counting")
    assert [one.title for one in tasks.running] == ["Counting"]
    task.cancel()
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], Cancelled)


def test_news_for_an_owner_that_is_gone_are_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    owner, go, seen = QObject(), Event(), list[object]()
    tasks.start(lambda _report, _cancelled: go.wait(5), seen.append, owner=owner)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    go.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert seen == []


def test_a_newer_task_of_the_same_key_replaces_the_older(tasks: Tasks, qtbot: QtBot) -> None:
    go, seen = Event(), list[object]()
    tasks.start(lambda _report, _cancelled: go.wait(5) and "old", seen.append, key="levels")
    tasks.start(lambda _report, _cancelled: "new", seen.append, key="levels")
    go.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert seen == ["new"]

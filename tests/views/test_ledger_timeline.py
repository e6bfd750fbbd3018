from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.reports.month import Piece
from app.views.widgets.ledger_timeline import GUTTER, RULER, LedgerTimeline, Timeline

HOUR = 3_600_000_000
DAY = 24 * HOUR


def month(*pieces: Piece, labels: tuple[tuple[int, str], ...] = ()) -> Timeline:
    return Timeline(0, 31 * DAY, "UTC", pieces, labels)


def widget(qtbot, timeline: Timeline) -> LedgerTimeline:
    view = LedgerTimeline()
    qtbot.addWidget(view)
    view.show_timeline(timeline)
    view.resize(GUTTER + 8 + 480, view.sizeHint().height())  # 20 pixels an hour
    view.show()
    return view


def point(day: int, hour: float) -> QPoint:
    return QPoint(round(GUTTER + hour * 20), round(RULER + day * 10 + 4))


PIECES = (
    Piece("up", 0, 9 * HOUR),
    Piece("down", 9 * HOUR, 11 * HOUR, "", (7,)),
    Piece("up", 11 * HOUR, 40 * HOUR),
    Piece("unknown", 40 * HOUR, 44 * HOUR),
    Piece("up", 44 * HOUR, 31 * DAY),
)


def test_a_click_on_a_bar_opens_its_piece(qtbot) -> None:
    view = widget(qtbot, month(*PIECES))
    with qtbot.waitSignal(view.opened) as opened:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point(0, 10))
    assert opened.args == [PIECES[1]]


def test_a_piece_over_midnight_is_found_on_both_days(qtbot) -> None:
    view = widget(qtbot, month(Piece("down", 22 * HOUR, 26 * HOUR)))
    assert view.piece_at(QPointF(point(0, 23))) == view.piece_at(QPointF(point(1, 1))) != None  # noqa: E711


def test_the_keyboard_walks_only_what_is_worth_a_look(qtbot) -> None:
    view = widget(qtbot, month(*PIECES))
    kinds = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(view, key)
        piece = view.current_piece()
        kinds.append(piece.kind if piece else "")
    assert kinds == ["down", "unknown", "unknown", "down"]
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [PIECES[1]]


def test_a_screen_reader_hears_the_piece_under_the_keyboard(qtbot) -> None:
    view = widget(qtbot, month(*PIECES))
    assert view.accessibleDescription() == "down: 1; unknown: 1"
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription() == "down: Thu 1 Jan 09:00 – 11:00, 2 h"


def test_it_is_as_tall_as_its_days_and_paints_without_pieces(qtbot) -> None:
    view = widget(qtbot, month(*PIECES, labels=((9 * HOUR, "storage path · 120 min"),)))
    assert view.sizeHint().height() == RULER + 31 * 10 + 4
    assert not view.grab().isNull()
    view.show_timeline(Timeline(0, DAY, "UTC"))
    assert not view.grab().isNull()
    assert view.current_piece() is None

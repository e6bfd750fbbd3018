import sys

from PySide6.QtWidgets import QApplication, QLabel

from app.views.widgets.flow import Flow


def flow(qtbot, count: int) -> Flow:
    view = Flow(spacing=8)
    qtbot.addWidget(view)
    for number in range(count):
        word = QLabel(f"word {number}")
        word.setFixedSize(100, 20)
        view.add(word)
    return view


def test_it_wraps_where_the_line_is_full(qtbot) -> None:
    view = flow(qtbot, 5)
    assert [view.heightForWidth(width) for width in (600, 330, 100)] == [20, 20 + 24, 20 + 4 * 24]


def test_cleared_it_needs_no_height(qtbot) -> None:
    view = flow(qtbot, 3)
    view.clear()
    assert view.heightForWidth(300) == 0


def test_laying_out_gives_back_every_reference_to_none(qtbot) -> None:
    """Guards against a binding that ends the program: see the pin of PySide6 in pyproject.toml."""
    view = flow(qtbot, 3)
    view.show()
    before = sys.getrefcount(None)
    for width in range(300, 500):
        view.resize(width, 100)
        QApplication.processEvents()
    assert sys.getrefcount(None) > before - 50

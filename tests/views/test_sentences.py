"""Long lists of sentences stay short until asked for more, and what did not change is not built again."""

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.views.widgets.sentences import MORE, Sentence, Sentences


def listing(qtbot: QtBot) -> Sentences:
    made = Sentences("Targets", "None.", "Add", QWidget, lambda: None, lambda _id: None, lambda _id: None)
    qtbot.addWidget(made)
    return made


def sentences(count: int) -> list[Sentence]:
    return [
        Sentence(number, f"Sentence {number}", group=f"Service {number // 10}") for number in range(count)
    ]


def test_a_long_list_is_shown_in_parts(qtbot: QtBot) -> None:
    made = listing(qtbot)
    made.show_sentences(sentences(3 * MORE))
    assert list(made._rows) == list(range(MORE))
    assert made.more_button.text() == f"Show more ({2 * MORE} not shown)"
    made.show_more()
    made.show_more()
    assert list(made._rows) == list(range(3 * MORE))
    assert made.more_button.isHidden()


def test_only_what_changed_is_built_again(qtbot: QtBot) -> None:
    made = listing(qtbot)
    before = sentences(5)
    made.show_sentences(before)
    rows = dict(made._rows)
    made.show_sentences([before[0], Sentence(1, "Changed", group="Service 0"), *before[2:]])
    assert {number for number, row in made._rows.items() if row is not rows[number]} == {1}
    shown = [text.text() for text in made._rows[1].findChildren(QLabel)]
    assert shown == ["Changed"]


def test_what_was_just_added_is_shown_wherever_it_stands(qtbot: QtBot) -> None:
    made = listing(qtbot)
    made.show_sentences(sentences(2 * MORE))
    made.show_sentences(sentences(2 * MORE + 1))
    assert 2 * MORE in made._rows


def test_another_list_begins_short_again(qtbot: QtBot) -> None:
    made = listing(qtbot)
    made.show_sentences(sentences(2 * MORE))
    made.show_more()
    made.start_over()
    made.show_sentences(sentences(2 * MORE))
    assert len(made._rows) == MORE

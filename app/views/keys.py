"""The keys that a page or a part of it has of its own, declared once: for what handles them and for the cheat sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class OwnKey:
    """`keys` as Qt writes them, several parted by " / "; `do` is the method of the part that declares it.

    A method that returns False leaves the key to whatever stands around the part.
    """

    keys: str
    words: str
    do: str

    def fits(self, event: QKeyEvent) -> bool:
        """Whether these keys were pressed; those of a number pad count as well, and both keys that enter."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key.Key_Enter if event.key() == Qt.Key.Key_Return else event.key()
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            held &= ~Qt.KeyboardModifier.ShiftModifier  # on some keyboards they are only had with it
        pressed = QKeySequence(key | held.value)
        return any(pressed == QKeySequence(one) for one in self.each)

    @property
    def each(self) -> tuple[str, ...]:
        return tuple(self.keys.split(" / "))


def do_own(part: QWidget, event: QKeyEvent) -> bool:
    """Do what the part declares for the pressed key; False where it declares nothing or leaves it."""
    return any(key.fits(event) and getattr(part, key.do)() is not False for key in own_keys(part))


def own_keys(part: QWidget) -> tuple[OwnKey, ...]:
    """What one part declares."""
    return getattr(part, "own_keys", ())


def keys_in_sight(page: QWidget) -> Iterator[OwnKey]:
    """What a page and all that is open on it declare, each once."""
    found: list[OwnKey] = []
    for part in (page, *page.findChildren(QWidget)):
        if part.isVisible():
            found += [key for key in own_keys(part) if key not in found]
    yield from found


def told(keys: Sequence[OwnKey]) -> list[tuple[str, str]]:
    """For the cheat sheet: keys and words."""
    return [(key.keys.replace(" / ", " or "), key.words) for key in keys]

"""Long work that can be left at any moment: who starts it says how to ask, and what does it asks again and again.

A context variable and no parameter, because what takes long stands ten calls below (a row of a sheet, a strip of a
page, a passage read back), and everything between would have to carry it.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

from app.errors import Cancelled

IsCancelled = Callable[[], bool]

_ASKED: ContextVar[tuple[IsCancelled, str] | None] = ContextVar("asked", default=None)


@contextmanager
def left_when(asked: IsCancelled | None, words: str = "Stopped; nothing was changed.") -> Generator[None]:
    """Within the block `look_up` raises Cancelled with these words once `asked` says so; None changes nothing."""
    if asked is None:
        yield
        return
    token = _ASKED.set((asked, words))
    try:
        yield
    finally:
        _ASKED.reset(token)


def look_up() -> None:
    """Raise Cancelled if whoever started this work wants it no more."""
    asked = _ASKED.get()
    if asked is not None and asked[0]():
        raise Cancelled(asked[1])

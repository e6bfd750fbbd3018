"""What can be undone and redone: the steps of this session, as an immutable value."""

from dataclasses import dataclass, replace
from typing import Literal

STEPS_KEPT = 250

Kind = Literal["change", "barrier", "record", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be taken back: its notes in the journal, first … last."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Steps:
    """The way back and the way forward, the latest step last."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def latest(self, kind: Kind) -> Step | None:
        """The step that an undo or redo would take."""
        steps = self.done if kind == "undo" else self.undone
        return steps[-1] if steps else None

    def label(self, kind: Kind) -> str | None:
        """Its label."""
        step = self.latest(kind)
        return step.label if step else None

    def stale_after(self, kind: Kind, taken: Step | None) -> tuple[Step, ...]:
        """Whose notes nobody needs once this has happened; an undo or redo has used up the step it took."""
        if taken is not None:
            return (taken,)
        if kind == "barrier":
            return (*self.done, *self.undone)
        return (*self.done[: max(0, len(self.done) + 1 - STEPS_KEPT)], *self.undone)

    def after(self, kind: Kind, step: Step) -> "Steps":
        """The steps once this one is committed; for an undo or redo it is the opposite of the one taken."""
        if kind == "undo":
            return Steps(self.done[:-1], (*self.undone, step))
        if kind == "redo":
            return Steps((*self.done, step), self.undone[:-1])
        if kind == "barrier":
            return Steps()
        if kind == "record":
            return self
        return replace(self, done=(*self.done, step)[-STEPS_KEPT:], undone=())

"""The files of one go: those that wait, those imported and those left out. Nothing here touches a widget."""

from dataclasses import dataclass, field

from app.views.importing.job import Incoming, Job, shortened


@dataclass(slots=True)
class WaitingFiles:
    """Files are taken one by one, in the order in which they were dropped."""

    waiting: list[Incoming] = field(default_factory=list)
    done: list[Job] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add(self, paths: tuple[Incoming, ...]) -> None:
        """Queue files that do not wait already."""
        self.waiting += [path for path in dict.fromkeys(paths) if path not in self.waiting]

    def take(self) -> Incoming | None:
        """The next file; None when all have been taken."""
        return self.waiting.pop(0) if self.waiting else None

    def begin(self) -> None:
        """A new go: what was imported before is told no more."""
        self.done, self.left_out = [], []

    def words(self, job: Job | None) -> str:
        """ "outages.csv · file 2 of 3"."""
        if job is None:
            return ""
        number = len(self.done) + len(self.left_out) + 1
        total = number + len(self.waiting)
        name = shortened(job.path.name, 60)
        return f"{name} · file {number} of {total}" if total > 1 else name

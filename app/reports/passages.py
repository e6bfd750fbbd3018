"""Texts found in a written file, each with the place where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together, as they stand below each other; `page` 0 where there is none."""

    place: str  # "PDF, page 3"; "Excel, sheet Outages, C12"
    lines: tuple[str, ...]
    page: int = 0


def joined_lines(text: str) -> tuple[str, ...]:
    """A text by its lines."""
    return tuple(text.splitlines()) or ("",)

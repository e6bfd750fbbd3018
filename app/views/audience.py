"""Who is watching the screen: nobody but the manager (None on the desk), or one customer in a meeting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Audience:
    """The one customer whose edition is shown; every other and everything internal is out of sight."""

    customer_id: int
    name: str

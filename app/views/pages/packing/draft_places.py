"""Where what is written on the Packs page is taken up again after a crash."""

from app.usecases.issued_packs import Wanted
from app.views.drafts import DraftPlace

Stand = tuple[int, str, tuple[int, str] | None]
"""Customer, period, and the latest issue with its state."""


def closing_place(stand: Stand) -> DraftPlace:
    """The step that comes next for a period standing so."""
    return DraftPlace(f"closing {stand}", "closing a period", "packs", (*stand[:2], "closing"))


def reasons_place(wanted: Wanted) -> DraftPlace:
    """The findings of a pack's leak check, which is run once more."""
    here = (wanted.customer_id, wanted.period, "leaks")
    return DraftPlace(f"reasons {here}", "saying why a word may be read in a pack", "packs", here)

"""What may still come of a promise in its period: the budget left, and the chance of a miss."""

from app.usecases.judging import Judged


def outlook_words(judged: Judged) -> tuple[str, str]:
    """The budget left and the forecast as sentences; empty where they make no sense."""
    return "", ""

"""Words for states, steps of tickets and periods, in the seven languages."""

from datetime import date

import pytest

from app.imports.values.periods import period_of
from app.imports.values.steps import CLOSED, NEW, OPEN, PAUSED, RESOLVED, WAITING, WORKING, step_of
from app.imports.values.words import DEGRADED, DOWN, UNKNOWN, UP, state_code, truth


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            UP,
            [
                "up",
                "OK",
                "Verfügbar",
                "disponible",
                "beschikbaar",
                "disponível",
                "disponibile",
                "operational",
            ],
        ),
        (
            DOWN,
            ["Down", "CRITICAL", "ausgefallen", "indisponible", "caído", "storing", "fora do ar", "guasto"],
        ),
        (
            DEGRADED,
            ["degraded", "Warning", "eingeschränkt", "dégradé", "degradado", "verminderd", "degradato"],
        ),
        (UNKNOWN, ["unknown", "Unbekannt", "inconnu", "desconocido", "onbekend", "sconosciuto"]),
    ],
)
def test_words_for_states(code: int, words: list[str]) -> None:
    assert [state_code(word) for word in words] == [code] * len(words)


def test_a_word_that_says_nothing_about_a_state_is_none() -> None:
    assert state_code("banana") is None


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (WAITING, ["Awaiting Assignment", "Insert ticket", "Waiting for support"]),
        (NEW, ["New", "Neu", "Nouveau", "Nuevo", "Nieuw"]),
        (OPEN, ["Open", "Offen", "Ouvert", "Abierto"]),
        (
            WORKING,
            [
                "Active",
                "In Progress",
                "In Bearbeitung",
                "En cours",
                "Take in charge ticket",
                "in lavorazione",
            ],
        ),
        (
            PAUSED,
            [
                "Awaiting User Info",
                "Pending - Vendor",
                "Wartet auf Kunde",
                "en attente",
                "On Hold",
                "Wait",
                "pending reminder",
                "Wacht op gebruiker",
                "In attesa utente",
            ],
        ),
        (RESOLVED, ["Resolved", "Gelöst", "Résolu", "Resuelto", "Opgelost", "Resolve ticket"]),
        (CLOSED, ["Closed", "Geschlossen", "Fermé", "Cerrado", "Gesloten", "Chiuso", "Cancelled"]),
        (CLOSED, ["closed successful", "erfolgreich geschlossen", "geschlossen ohne Lösung", "Declined"]),
    ],
)
def test_words_for_steps_of_a_ticket(step: int, words: list[str]) -> None:
    assert [step_of(word) for word in words] == [step] * len(words)


def test_yes_and_no() -> None:
    assert [truth(word) for word in ("yes", "Ja", "oui", "x", "no", "Nein", "0", "perhaps")] == [
        *[True] * 4,
        *[False] * 3,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("10/2026", date(2026, 10, 1), date(2026, 10, 31)),
        ("Oktober 2026", date(2026, 10, 1), date(2026, 10, 31)),
        ("Feb-24", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026 Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("KW", None, None),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-10-01", date(2026, 10, 1), date(2026, 10, 31)),
        ("13/2026", None, None),
    ],
)
def test_periods(text: str, first: date | None, last: date | None) -> None:
    assert period_of(text) == ((first, last) if first else None)

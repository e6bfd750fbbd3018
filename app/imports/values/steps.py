"""What the words of a ticket's status or activity mean for its clocks, in the seven languages."""

import re

from app.imports.values.texts import fold

WAITING, WORKING, PAUSED, RESOLVED, CLOSED, SILENT, NEW, OPEN = range(8)

_WORDS = {
    WAITING: (
        "opened, created, create, insert ticket, registered, logged, submitted, submit, reported, "
        "queued, awaiting assignment, unassigned, to do, todo, backlog, received, ready, "
        "waiting for support, 1, erstellt, angelegt, eingegangen, eröffnet, gemeldet, erfasst, aangemeld, "
        "créé, créée, en attente d'affectation, reçu, "
        "creado, creada, registrado, recibido, aangemaakt, ontvangen, "
        "criado, criada, recebido, creato, creata, "
        "ricevuto"
    ),
    NEW: "new, neu, nouveau, nouvelle, nuevo, nueva, nieuw, novo, nova, nuovo, nuova",
    OPEN: (
        "open, offen, ouvert, ouverte, abierto, abierta, geopend, open ticket, aberto, aberta, aperto, aperta"
    ),
    WORKING: (
        "active, in progress, work in progress, working, accepted, accept, acknowledged, acknowledge, "
        "take in charge ticket, taken in charge, taken, take in charge, responded, response, first response, "
        "started, start, resumed, resume, continued, reopened, reopen, re-opened, re-open, in treatment, "
        "investigating, investigation, under investigation, in analysis, analysis, processing, in process, "
        "being processed, picked up, implementing, fixing, escalated, doing, 2, in bearbeitung, in arbeit, "
        "angenommen, aktiv, zugewiesen, wiedereröffnet, wieder geöffnet, wird bearbeitet, fortgesetzt, "
        "en cours, en traitement, pris en charge, accepté, actif, réouvert, repris, en cours de traitement, "
        "en curso, en progreso, en proceso, aceptado, activo, reabierto, en tratamiento, atendido, "
        "in behandeling, actief, geaccepteerd, heropend, bezig, em andamento, em curso, em atendimento, "
        "em progresso, aceite, aceito, ativo, reaberto, in corso, in lavorazione, in carico, "
        "preso in carico, attivo, accettato, riaperto"
    ),
    PAUSED: (
        "wait, waiting, on hold, onhold, hold, held, paused, pause, pending, suspended, suspend, stopped, "
        "awaiting user info, awaiting user, awaiting caller, awaiting customer, awaiting info, "
        "awaiting information, awaiting problem, awaiting vendor, awaiting evidence, awaiting change, "
        "awaiting supplier, awaiting response, awaiting approval, waiting for user, waiting for customer, "
        "waiting for caller, waiting for vendor, waiting for supplier, waiting for third party, "
        "waiting for information, waiting on customer, waiting on user, wait - user, wait - customer, "
        "wait - vendor, wait - implementation, wait user, wait customer, wait vendor, wait implementation, "
        "pending user, pending customer, pending vendor, pending supplier, pending change, user pending, "
        "customer pending, vendor pending, awaiting third party, blocked, snoozed, deferred, sleeping, 3, "
        "wartend, warten, wartet, angehalten, pausiert, zurückgestellt, ausgesetzt, warten auf kunde, "
        "warten auf kunden, wartet auf kunde, warten auf benutzer, wartet auf benutzer, "
        "warten auf lieferant, warten auf rückmeldung, in wartestellung, en attente, suspendu, en pause, "
        "en attente client, en attente utilisateur, en attente fournisseur, en attente du client, en espera, "
        "pendiente, suspendido, pausado, esperando al cliente, esperando usuario, en espera del cliente, "
        "pendiente de cliente, wachten, wachtend, in de wacht, gepauzeerd, opgeschort, wacht op klant, "
        "wacht op gebruiker, wacht op leverancier, aguardando, em espera, pendente, suspenso, "
        "aguardando cliente, aguardando usuário, aguardando utilizador, aguardando fornecedor, in attesa, "
        "sospeso, in pausa, in attesa cliente, in attesa utente, in attesa fornitore"
    ),
    RESOLVED: (
        "resolved, resolve, resolve ticket, solved, solve, fixed, fix, completed, complete ticket, done, "
        "restored, solution provided, finished, ready for test, verified, in call, 6, gelöst, behoben, "
        "erledigt, fertig, wiederhergestellt, résolu, résolue, terminé, solutionné, rétabli, resuelto, "
        "resuelta, solucionado, solucionada, completado, terminado, opgelost, afgehandeld, gereed, hersteld, "
        "voltooid, resolvido, resolvida, concluído, concluída, finalizado, risolto, risolta, completato, "
        "ripristinato"
    ),
    CLOSED: (
        "closed, close, close ticket, cancelled, canceled, cancel, withdrawn, archived, rejected, duplicate, "
        "invalid, wontfix, won't fix, 7, 8, geschlossen, abgeschlossen, storniert, abgebrochen, "
        "zurückgezogen, abgelehnt, declined, merged, closed successful, closed unsuccessful, "
        "zusammengefasst, fermé, fermée, clos, clôturé, clôturée, annulé, annulée, cerrado, "
        "cerrada, cancelado, cancelada, anulado, gesloten, afgesloten, geannuleerd, fechado, fechada, "
        "encerrado, encerrada, chiuso, chiusa, annullato, annullata"
    ),
    SILENT: (
        "assign seriousness, assigned, assign, reassigned, complete, commented, comment, note, updated, "
        "update, edited, require upgrade, create sw anomaly, resolve sw anomaly, schedule intervention, "
        "unmatched, priority changed, categorized, classified, escalate, transferred, forwarded, "
        "attachment added, schedule, change priority"
    ),
}
STEPS = {
    fold(word.strip()): step
    for step in (SILENT, CLOSED, RESOLVED, PAUSED, WORKING, WAITING, NEW, OPEN)
    for word in _WORDS[step].split(",")
}


_PAUSES = (
    "awaiting ",
    "waiting ",
    "pending ",
    "on hold",
    "on-hold",
    "wait ",
    "wartet ",
    "warten ",
    "en attente ",
    "en espera ",
    "in attesa ",
    "aguardando ",
    "wacht op ",
)
_NOTE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")


def step_of(text: str) -> int | None:
    """What a status or activity means; None for a word nobody explained.

    OPEN says that a ticket was taken in hand where it was NEW before, and that it waits where it was not.
    """
    folded = fold(text).replace("_", " ")
    found = STEPS.get(folded)
    if found is not None:
        return found
    first = _NOTE.sub(" ", folded).split(" - ")[0].split("/")[0].strip()
    if first in STEPS:
        return STEPS[first]
    if first.startswith(_PAUSES):
        return PAUSED
    words = first.split()
    if words and words[0] in _ENDS:
        return STEPS[words[0]]
    return CLOSED if words and words[-1] == "geschlossen" and words[0] != "nicht" else None


_ENDS = frozenset({"closed", "resolved", "solved", "geschlossen", "gelost"})

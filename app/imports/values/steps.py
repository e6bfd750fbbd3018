"""What the words of a ticket's status or activity mean for its clocks, in the seven languages."""

from app.imports.values.texts import fold

WAITING, WORKING, PAUSED, RESOLVED, CLOSED, SILENT = 0, 1, 2, 3, 4, 5

_WORDS = {
    WAITING: (
        "new, open, opened, created, create, insert ticket, registered, logged, submitted, submit, reported, "
        "queued, awaiting assignment, unassigned, to do, todo, backlog, received, ready, "
        "waiting for support, 1, neu, offen, erstellt, angelegt, eingegangen, eröffnet, gemeldet, erfasst, "
        "nouveau, nouvelle, ouvert, ouverte, créé, créée, en attente d'affectation, reçu, nuevo, nueva, "
        "abierto, abierta, creado, creada, registrado, recibido, nieuw, geopend, aangemaakt, ontvangen, "
        "novo, nova, aberto, aberta, criado, criada, recebido, nuovo, nuova, aperto, aperta, creato, creata, "
        "ricevuto"
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
        "zurückgezogen, abgelehnt, fermé, fermée, clos, clôturé, clôturée, annulé, annulée, cerrado, "
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
    for step in (SILENT, CLOSED, RESOLVED, PAUSED, WORKING, WAITING)
    for word in _WORDS[step].split(",")
}


def step_of(text: str) -> int | None:
    """What a status or activity means; None for a word nobody explained."""
    folded = fold(text).replace("_", " ")
    found = STEPS.get(folded)
    if found is not None:
        return found
    first = folded.split(" - ")[0].split("/")[0].strip()
    if first.startswith(("awaiting ", "waiting ", "pending ", "on hold", "wait ", "wartet ", "warten ")):
        return PAUSED
    return STEPS.get(first)

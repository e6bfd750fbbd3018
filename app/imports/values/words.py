"""What status words mean, in the seven languages: up or down, yes or no, planned, steps of a ticket."""

import re

from app.imports.values.texts import fold

UP, DEGRADED, DOWN, UNKNOWN = 0, 1, 2, 3  # the codes of app.calc.states


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split(","))


def _table(groups: dict[int, str]) -> dict[str, int]:
    return {fold(word.strip()): code for code, words in groups.items() for word in words.split(",")}


STATES = _table(
    {
        UP: (
            "up, ok, online, operational, available, running, healthy, recovered, recovery, resolved, restored, "
            "success, passed, pass, normal, alive, working, green, active, good, 1, true, in service, clear, "
            "cleared, node up, monitor up, verfügbar, "
            "betriebsbereit, erreichbar, läuft, in betrieb, grün, aktiv, behoben, disponible, opérationnel, "
            "en ligne, en service, actif, rétabli, vert, operativo, en línea, activo, funcionando, restablecido, "
            "verde, beschikbaar, operationeel, actief, hersteld, groen, disponível, em linha, ativo, "
            "operacional, restaurado, disponibile, attivo, ripristinato, in linea, funzionante"
        ),
        DEGRADED: (
            "degraded, warning, warn, partial, partial outage, partial_outage, degraded_performance, "
            "degraded performance, slow, impaired, limited, yellow, amber, minor, unusual, down (partial), "
            "partially down, partially degraded, eingeschränkt, einschränkung, ungewöhnlich, fehler (teilweise), "
            "beeinträchtigt, beeinträchtigung, gestört, langsam, gelb, warnung, teilausfall, dégradé, ralenti, "
            "partiel, jaune, avertissement, degradado, lento, parcial, amarillo, advertencia, verminderd, traag, "
            "geel, waarschuwing, gedeeltelijk, amarelo, aviso, parziale, degradato, rallentato, giallo, avviso"
        ),
        DOWN: (
            "down, offline, outage, major outage, major_outage, critical, crit, error, failed, failure, fail, "
            "unavailable, not available, dead, red, inactive, unreachable, alert, problem, broken, 0, false, "
            "triggered, firing, disaster, service outage, "
            "out of service, timeout, ausgefallen, ausfall, nicht verfügbar, nicht erreichbar, gestoppt, rot, "
            "inaktiv, kritisch, fehler, außer betrieb, indisponible, hors ligne, hors service, en panne, panne, "
            "arrêté, rouge, inactif, critique, erreur, caído, caida, no disponible, fuera de línea, "
            "fuera de servicio, inactivo, rojo, crítico, fallo, niet beschikbaar, uitgevallen, storing, "
            "onbereikbaar, rood, inactief, kritiek, fout, buiten gebruik, indisponível, fora do ar, "
            "fora de serviço, inativo, vermelho, falha, parado, non disponibile, fuori servizio, non in linea, "
            "guasto, inattivo, rosso, critico, errore"
        ),
        UNKNOWN: (
            "unknown, undetermined, no data, nodata, no_data, paused, pending, maintenance unknown, unmonitored, "
            "not monitored, grey, gray, stale, unmanaged, muted, suspended, disabled, skipped, monitoring disabled, "
            "monitoring paused, maintenance, under maintenance, in maintenance, downtime, in downtime, "
            "scheduled downtime, planned downtime, 99, unbekannt, keine daten, grau, pausiert, angehalten, wartung, "
            "in wartung, wartungszeit, geplante wartung, en maintenance, en mantenimiento, in onderhoud, "
            "em manutenção, in manutenzione, en pause, inconnu, inconnue, pas de données, "
            "desconocido, sin datos, onbekend, geen gegevens, desconhecido, sem dados, sconosciuto, nessun dato"
        ),
    }
)

YES = _words(
    "1, gepland, geplant, j, ja, maintenance, mantenimiento, manutencao, manutenzione, o, on, onderhoud, "
    "oui, pianificato, planeado, planejada, planejado, planificada, planificado, planifie, planifiee, "
    "planned, programmato, s, scheduled, si, sim, t, true, verdadeiro, verdadero, vero, vrai, waar, "
    "wahr, wartung, x, y, yes"
)
NO = _words(
    "0, f, falsch, false, falso, faux, n, nao, nee, nein, no, non, off, ongepland, onwaar, ungeplant, "
    "unplanned, unscheduled"
)
IMPACT_PLANNED = _words(
    "change, gepland, geplant, geplante wartung, maintenance, maintenance planifiee, mantenimiento, "
    "manutencao, manutenzione, onderhoud, pianificato, planejado, planificado, planifie, planned, "
    "planned maintenance, planned work, planned_maintenance, scheduled, scheduled change, scheduledchange, "
    "scheduled maintenance, "
    "scheduled_maintenance, wartung"
)
IMPACT_DEGRADED = _words(
    "baixo, beeintrachtigt, beeintrachtigung, degradado, degradato, degrade, degraded, "
    "degraded performance, degraded_performance, eingeschrankt, einschrankung, gedeeltelijk, gering, "
    "klein, limited, low, menor, mineur, minor, minore, parcial, partial, partial outage, "
    "partial_outage, partiel, parziale, performance, performance degradation, slow, slow performance, "
    "teilausfall, teilweise, verminderd, warning"
)

STILL_OPEN = _words(
    "0000-00-00 00:00:00, 31.12.9999, 31/12/9999, 9999-12-31, 9999-12-31 00:00:00, aberto, abierto, active, andauernd, "
    "aperto, continuing, current, em andamento, en cours, en curso, in corso, in progress, laufend, "
    "lauft, lopend, not restored, now, offen, ongoing, open, ouvert, present, still down, still open, "
    "tbd, voortdurend"
)


_ENDED = _words(
    "recovered, recovery, resolved, restored, success, passed, pass, active, 1, true, clear, cleared, aktiv, "
    "behoben, actif, rétabli, activo, restablecido, actief, hersteld, ativo, restaurado, attivo, ripristinato"
)
_LAST_WORDS = frozenset(
    {"up", "down", "online", "offline", "critical", "warning", "unreachable", "unknown", "unmanaged"}
)
_NOTE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")


def state_code(text: str) -> int | None:
    """UP, DEGRADED, DOWN or UNKNOWN; None for a word that says nothing about it.

    A remark in brackets may change the meaning where it is known ("Down (Partial)"), else it is left aside; of
    "Node Down" and "Host is UP" the last word counts, if it is one of the plain ones.
    """
    folded = fold(text.replace("_", " "))
    for words in (fold(text), folded, _NOTE.sub("", folded)):
        if words in STATES:
            return STATES[words]
    last = folded.rpartition(" ")[2].rstrip(".!")
    return STATES[last] if last in _LAST_WORDS else None


def held_up(text: str) -> bool:
    """The word says that something was up meanwhile, not that a failure is over ("resolved") or goes on ("active")."""
    return state_code(text) == UP and fold(text) not in _ENDED


def truth(text: str) -> bool | None:
    """Yes or no; None for anything else."""
    folded = fold(text)
    return True if folded in YES else False if folded in NO else None

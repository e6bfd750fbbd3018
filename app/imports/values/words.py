"""What status words mean, in the seven languages: up or down, yes or no, planned, steps of a ticket."""

from app.imports.values.texts import fold

UP, DEGRADED, DOWN, UNKNOWN = 0, 1, 2, 3  # the codes of app.calc.states


def _table(groups: dict[int, str]) -> dict[str, int]:
    return {fold(word.strip()): code for code, words in groups.items() for word in words.split(",")}


STATES = _table(
    {
        UP: "up, ok, online, operational, available, running, healthy, recovered, recovery, resolved, restored, success, "
        "passed, pass, normal, alive, working, green, active, good, 1, true, in service, "
        "verfügbar, betriebsbereit, erreichbar, läuft, in betrieb, grün, aktiv, behoben, "
        "disponible, opérationnel, en ligne, en service, actif, rétabli, vert, "
        "operativo, en línea, activo, funcionando, restablecido, verde, "
        "beschikbaar, operationeel, actief, hersteld, groen, "
        "disponível, em linha, ativo, operacional, restaurado, "
        "disponibile, attivo, ripristinato, in linea, funzionante",
        DEGRADED: "degraded, warning, warn, partial, partial outage, partial_outage, degraded_performance, "
        "degraded performance, slow, impaired, limited, yellow, amber, minor, "
        "eingeschränkt, einschränkung, beeinträchtigt, beeinträchtigung, gestört, langsam, gelb, warnung, teilausfall, "
        "dégradé, ralenti, partiel, jaune, avertissement, "
        "degradado, lento, parcial, amarillo, advertencia, "
        "verminderd, traag, geel, waarschuwing, gedeeltelijk, "
        "amarelo, aviso, parziale, degradato, rallentato, giallo, avviso",
        DOWN: "down, offline, outage, major outage, major_outage, critical, crit, error, failed, failure, fail, "
        "unavailable, not available, dead, red, inactive, unreachable, alert, problem, broken, 0, false, out of service, "
        "timeout, "
        "ausgefallen, ausfall, nicht verfügbar, nicht erreichbar, gestoppt, rot, inaktiv, kritisch, fehler, außer betrieb, "
        "indisponible, hors ligne, hors service, en panne, panne, arrêté, rouge, inactif, critique, erreur, "
        "caído, caida, no disponible, fuera de línea, fuera de servicio, inactivo, rojo, crítico, fallo, "
        "niet beschikbaar, uitgevallen, storing, onbereikbaar, rood, inactief, kritiek, fout, buiten gebruik, "
        "indisponível, fora do ar, fora de serviço, inativo, vermelho, falha, parado, "
        "non disponibile, fuori servizio, non in linea, guasto, inattivo, rosso, critico, errore",
        UNKNOWN: "unknown, undetermined, no data, nodata, no_data, paused, pending, maintenance unknown, unmonitored, "
        "not monitored, grey, gray, stale, "
        "unbekannt, keine daten, grau, inconnu, inconnue, pas de données, desconocido, sin datos, "
        "onbekend, geen gegevens, desconhecido, sem dados, sconosciuto, nessun dato",
    }
)

YES = frozenset(
    fold(word)
    for word in "yes y true t 1 x ja j oui o vrai sí si verdadero s sim verdadeiro vero waar wahr on planned scheduled "
    "geplant planifié planifiée planificado planificada gepland planejado planejada planeado pianificato programmato "
    "maintenance wartung onderhoud mantenimiento manutenção manutenzione".split()
)
NO = frozenset(
    fold(word)
    for word in "no n false f 0 nein non faux falso nee não nao onwaar falsch off unplanned unscheduled ungeplant "
    "ongepland".split()
)

IMPACT_PLANNED = frozenset(
    fold(word)
    for word in "maintenance planned scheduled wartung geplant onderhoud gepland mantenimiento planificado planifié "
    "manutenção planejado manutenzione pianificato planned_maintenance scheduled_maintenance change".split()
) | {
    "scheduled maintenance",
    "planned maintenance",
    "planned work",
    "geplante wartung",
    "maintenance planifiee",
}
IMPACT_DEGRADED = frozenset(
    fold(word)
    for word in "minor degraded partial slow warning limited performance low gering eingeschränkt einschränkung beeinträchtigt beeinträchtigung teilweise mineur "
    "dégradé partiel menor degradado parcial klein verminderd gedeeltelijk baixo minore degradato parziale "
    "degraded_performance partial_outage".split()
) | {"partial outage", "degraded performance", "performance degradation", "slow performance", "teilausfall"}


def state_code(text: str) -> int | None:
    """UP, DEGRADED, DOWN or UNKNOWN; None for a word that says nothing about it."""
    return STATES.get(fold(text))


def truth(text: str) -> bool | None:
    """Yes or no; None for anything else."""
    folded = fold(text)
    return True if folded in YES else False if folded in NO else None

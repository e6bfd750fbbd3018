"""The headings each field is known by, in seven languages; data for `synonyms`, most usual first.

English, German, French, Spanish, Dutch, Portuguese and Italian, as real exports write them.
"""

FIELD_WORDS: dict[str, str] = {
    "sure": "state type, statetype, hard soft, type of state, zustandstyp, statustyp",
    "host": (
        "host, hosts, hostname, host name, node, node name, device, device name, gerät, gerätename, hôte, "
        "nom d'hôte, équipement, equipo, nodo, dispositivo, apparaat, equipamento"
    ),
    "subject": (
        "service, services, service name, business service, affected service, impacted service, it service, "
        "component, components, component name, affected component, system, system name, application, app, "
        "site name, host, hostname, host name, server, device, node, monitor, monitor name, check, "
        "check name, resource name, website, site, target, object, asset, cmdb ci, ci, ci name, "
        "configuration item, configuration item name, product, entity, element, instance, endpoint, dienst, "
        "dienstname, servicename, betroffener dienst, betroffener service, komponente, anwendung, gerät, "
        "objekt, produkt, betroffenes system, leistung, composant, système, serveur, équipement, produit, "
        "service concerné, service impacté, prestation, nom du service, servicio, servicio afectado, "
        "componente, sistema, aplicación, servidor, equipo, producto, nombre del servicio, dienst naam, "
        "betrokken dienst, toepassing, applicatie, onderdeel, systeem, apparaat, serviço, serviço afetado, "
        "serviço afectado, aplicação, equipamento, produto, nome do serviço, servizio, servizio interessato, "
        "applicazione, dispositivo, prodotto, nome servizio"
    ),
    "start": (
        "start, start time, started, started at, start date, start datetime, start date time, "
        "start timestamp, begin, begin time, began, began at, from, date from, time from, down from, "
        "down since, down at, outage start, downtime start, incident start, outage begin, outage started, "
        "time from, timefrom, failure time, failed at, occurred, occurred at, occurrence, event start, "
        "window start, first seen, "
        "start of outage, problem time, time down, since, impact start, actual start, beginn, anfang, "
        "startzeit, startzeitpunkt, start datum, startdatum, von, ausfallbeginn, beginn der störung, "
        "störungsbeginn, ausfall von, ausfall beginn, zeitpunkt beginn, ausfallstart, beginn ausfall, "
        "beginn störung, début, date de début, heure de début, date début, début de la panne, début panne, "
        "debut incident, du, commencé le, inicio, fecha de inicio, hora de inicio, fecha inicio, "
        "inicio de la interrupción, desde, inicio caída, inicio incidencia, begintijd, starttijd, "
        "begindatum, aanvang, van, begin storing, start storing, aanvang storing, início, data de início, "
        "hora de início, data início, início da falha, de, início da interrupção, início da parada, inizio, "
        "data inizio, ora inizio, data di inizio, inizio guasto, inizio disservizio, dal, data ora inizio"
    ),
    "end": (
        "end, end time, ended, ended at, end date, end datetime, end date time, end timestamp, finish, "
        "finished, finished at, to, until, till, date to, time to, up at, up since, outage end, "
        "downtime end, incident end, restored, restored at, restoration, restoration time, recovered, "
        "recovered at, recovery time, service restored, event end, window end, last seen, end of outage, "
        "back up, up again, time to, timeto, mitigation time, mitigated at, impact mitigated, impact end, "
        "actual end, resolved, resolved at, stop, stop time, ende, endzeit, "
        "endzeitpunkt, enddatum, bis, ausfallende, ende der störung, störungsende, wiederherstellung, "
        "wiederhergestellt, behoben, behoben am, ausfall ende, ausfall bis, ende ausfall, ende störung, "
        "wiederhergestellt am, fin, date de fin, heure de fin, date fin, fin de la panne, fin panne, au, "
        "rétabli, rétablissement, terminé le, fin incident, fecha de fin, hora de fin, fecha fin, "
        "fin de la interrupción, hasta, restablecido, restauración, final, fin caída, fin incidencia, einde, "
        "eindtijd, einddatum, tot, einde storing, hersteld, hersteld op, herstel, fim, data de fim, "
        "hora de fim, data fim, término, até, restabelecido, restaurado, fim da interrupção, "
        "data de término, fine, data fine, ora fine, data di fine, fine guasto, fine disservizio, al, "
        "ripristino, ripristinato, data ora fine"
    ),
    "duration": (
        "duration, length, downtime, down time, outage duration, downtime duration, outage length, elapsed, "
        "elapsed time, time to restore, duration minutes, duration min, duration mins, duration hours, "
        "duration seconds, duration s, duration h, downtime minutes, downtime hours, downtime seconds, "
        "down minutes, minutes down, hours down, outage minutes, total downtime, lost time, ttr, dauer, "
        "ausfalldauer, ausfallzeit, dauer minuten, dauer stunden, störungsdauer, ausfallminuten, dauer min, "
        "durée, durée de la panne, durée d'indisponibilité, temps d'arrêt, durée panne, durée minutes, "
        "duración, tiempo de inactividad, duración de la caída, tiempo caído, duración minutos, duur, "
        "uitvalduur, storingsduur, uitvaltijd, duur minuten, duração, tempo de inatividade, tempo parado, "
        "duração minutos, durata, durata guasto, tempo di fermo, durata minuti, durata disservizio"
    ),
    "reference": (
        "reference, ref, service desk ref, service desk reference, id, "
        "incident, incident id, incident no, incident number, incident ref, outage id, "
        "outage no, outage number, event id, record id, no, nr, key, ticket, ticket id, ticket no, "
        "ticket number, nummer, störung, störungsnummer, störungsnr, störungs nr, störung nr, vorfall, "
        "vorfallnummer, vorfallnr, vorfall nr, vorgang, vorgangsnummer, vorgangsnr, vorgangs nr, vorgang nr, "
        "störungs id, ticketnummer, ticketnr, ticket nr, meldungsnr, meldungsnummer, "
        "referenz, kennung, référence, numéro, incident numéro, n°, numéro d'incident, référence incident, "
        "referencia, número, incidencia, número de incidencia, id incidencia, referentie, storingsnummer, "
        "incidentnummer, meldingsnummer, referência, incidente, número do incidente, id incidente, "
        "riferimento, numero, numero incidente, codice"
    ),
    "state": (
        "up, is up, available, is available, online, is online, alive, reachable, down, is down, in outage, "
        "verfügbar, erreichbar, disponible, beschikbaar, disponível, disponibile, "
        "state, status, service state, service status, current state, new state, to state, "
        "availability state, result, up down, health, hard state, event type, event type name, "
        "alert state, zustand, dienstzustand, état, "
        "statut, estado, toestand, stato, situación, situação, neuer status, nouvel état, "
        "event, ereignis, événement, evento"
    ),
    "impact": (
        "impact, severity, effect, impact level, outage type, degree, impact type, kind of outage, "
        "event type category, event category, "
        "auswirkung, schweregrad, schwere, ausfallart, sévérité, gravité, niveau d'impact, impacto, "
        "severidad, gravedad, ernst, gevolg, severidade, gravidade, impatto, gravità, severità"
    ),
    "planned": (
        "planned, planned outage, is planned, scheduled, maintenance, planned unplanned, is maintenance, "
        "planned maintenance, scheduled maintenance, planned work, geplant, wartung, planmäßig, "
        "geplante wartung, planifié, planifiée, maintenance planifiée, planificado, planificada, programado, "
        "mantenimiento, gepland, onderhoud, gepland onderhoud, planejado, planejada, planeado, programada, "
        "manutenção, pianificato, programmato, manutenzione"
    ),
    "cause": (
        "cause, root cause, reason, cause of outage, failure cause, cause code, rca, ursache, grund, "
        "störungsursache, ausfallursache, cause racine, raison, motif, causa, causa raíz, motivo, razón, "
        "oorzaak, reden, causa raiz, razão, causa principale"
    ),
    "summary": (
        "title, summary, description, short description, subject, details, comment, comments, note, notes, "
        "text, incident title, message, remarks, headline, name, internal text, internal note, "
        "interner text, titel, beschreibung, kurzbeschreibung, zusammenfassung, bemerkung, kommentar, "
        "bezeichnung, betreff, titre, résumé, commentaire, remarque, libellé, description courte, objet, "
        "título, descripción, resumen, comentario, observaciones, asunto, descripción breve, omschrijving, "
        "beschrijving, samenvatting, opmerking, toelichting, korte omschrijving, onderwerp, descrição, "
        "resumo, comentário, observações, assunto, descrição resumida, titolo, descrizione, riepilogo, "
        "commento, note aggiuntive, oggetto, breve descrizione"
    ),
    "customer_text": (
        "customer text, public text, customer message, customer note, public note, external comment, "
        "kundentext, text für den kunden, text für kunden, kundeninformation, texte client, message client, "
        "texto para el cliente, klanttekst, texto do cliente, testo per il cliente"
    ),
    "users_affected": (
        "users affected, affected users, user count, number of users, users, impacted users, "
        "betroffene benutzer, betroffene nutzer, anzahl benutzer, utilisateurs affectés, "
        "utilisateurs touchés, usuarios afectados, getroffen gebruikers, betrokken gebruikers, "
        "utilizadores afetados, usuários afetados, utenti interessati"
    ),
    "detected": (
        "detected, detected at, detection time, discovered, noticed, alerted at, erkannt, entdeckt, "
        "erkannt am, détecté, détecté le, detectado, detectada, gedetecteerd, ontdekt, detetado, rilevato, "
        "rilevata"
    ),
    "reported": (
        "reported, reported at, report time, notified, reported on, gemeldet, gemeldet am, signalé, "
        "signalé le, notificado, reportado, gemeld, gemeld op, comunicado, segnalato, segnalata"
    ),
    "confirmed": (
        "confirmed, confirmed at, restoration confirmed, verified at, bestätigt, bestätigt am, confirmé, "
        "confirmado, bevestigd, confermato"
    ),
    "site": (
        "location, locations, affected site, affected location, branch, office, region, plant, standort, "
        "niederlassung, filiale, emplacement, lieu, agence, succursale, ubicación, sede, sucursal, oficina, "
        "locatie, vestiging, kantoor, localização, local, filial, unidade, posizione, luogo"
    ),
    "at": (
        "timestamp, time, date time, datetime, at, date, event time, event timestamp, time stamp, "
        "changed at, change time, changed, state since, since, time timestamp, complete timestamp, "
        "start timestamp, logged at, measured at, sample time, sampled at, check time, recorded at, "
        "sys updated at, sys updated on, sys created on, sys created at, updated, updated at, updated on, "
        "created, created at, occurred at, "
        "when, measurement time, modified, modified at, create time, state time, status changed, "
        "status changed at, "
        "changed on, change date, change datetime, date changed, transition date, transitioned at, clock, "
        "zeit, zeitpunkt, zeitstempel, uhrzeit, datum, "
        "datum uhrzeit, datum zeit, messzeitpunkt, messzeit, geändert am, horodatage, date heure, "
        "date et heure, heure, moment, date de mesure, fecha, hora, fecha hora, fecha y hora, "
        "marca de tiempo, momento, tijd, tijdstip, tijdstempel, datum tijd, meetmoment, data, data hora, "
        "data e hora, carimbo de data hora, data ora, data e ora, orario, momento misura"
    ),
    "number": (
        "number, ticket, ticket no, ticket number, ticket id, ticketid, incident, incident number, "
        "incident no, incident id, case, case id, case number, case concept name, caseid, request, "
        "request number, request id, id, key, issue, issue key, issue id, task, task number, call, "
        "call number, call id, call ref, sr number, service request, reference, ref, problem, "
        "problem number, service desk ref, service desk reference, case ref, document key, documentkey, "
        "ticket key, "
        "parent key, nummer, ticketnummer, "
        "ticket nr, ticketnr, vorgang, vorgangsnummer, vorgangsnr, vorgangs nr, vorgang nr, referenz, "
        "störungsnr, störungs nr, störung nr, vorfallnr, vorfall nr, "
        "vorfall, vorfallnummer, anfrage, fall, fallnummer, "
        "störungsnummer, meldung, numéro, numéro de ticket, n° ticket, n° de ticket, numéro d'incident, "
        "demande, numéro de demande, dossier, número, número de ticket, número de incidencia, incidencia, "
        "solicitud, caso, número de caso, meldingsnummer, melding, meldingnummer, incidentnummer, zaak, "
        "aanvraag, no de ticket, "
        "número do ticket, chamado, número do chamado, pedido, incidente, ocorrência, número do incidente, "
        "numero, numero ticket, richiesta, numero richiesta, segnalazione, pratica, caso numero"
    ),
    "event": (
        "activity, event, event name, action, concept name, activity name, step, transition, ident state, "
        "incident state, state, status, new status, new state, to status, status to, to state, to string, "
        "new value, "
        "newvalue, to value, neuer wert, nouvelle valeur, nuevo valor, nieuwe waarde, novo valor, "
        "nuovo valore, "
        "event type, task name, aktivität, "
        "aktion, ereignis, vorgang schritt, zustand, neuer status, activité, action effectuée, événement, "
        "état, statut, nouveau statut, actividad, acción, evento, estado, nuevo estado, activiteit, actie, "
        "gebeurtenis, nieuwe status, toestand, atividade, ação, novo estado, attività, azione, stato, "
        "nuovo stato, value, to"
    ),
    "before": (
        "old value, oldvalue, previous value, from string, from value, from status, status from, old status, "
        "previous status, previous state, from state, alter wert, alter status, vorheriger status, "
        "ancienne valeur, ancien statut, valor anterior, estado anterior, oude waarde, oude status, "
        "valore precedente, stato precedente, from"
    ),
    "changed": (
        "field, field name, fieldname, changed field, attribute, property, feld, feldname, "
        "geändertes feld, champ, "
        "champ modifié, campo, campo modificado, veld, veldnaam"
    ),
    "detail": (
        "lifecycle transition, sub status, substatus, status detail, sub state, substate, hold reason, "
        "pending reason, unterstatus, sous statut, subestado, sottostato"
    ),
    "ticket_kind": (
        "type, ticket type, record type, issue type, request type, category type, ticket kind, typ, art, "
        "ticketart, tickettyp, type de ticket, nature, tipo, tipo de ticket, soort, soort melding, "
        "tipo de chamado, tipo ticket"
    ),
    "status": (
        "status, state, incident state, ticket status, ticket state, current status, case status, stage, "
        "zustand, bearbeitungsstatus, statut, état, estado, situación, toestand, situação, stato"
    ),
    "priority": (
        "priority, prio, ticket priority, priority level, urgency level, p, service level, seriousness, "
        "severity, priorität, dringlichkeitsstufe, priorité, prioridad, prioriteit, prioridade, priorità, "
        "impact"
    ),
    "customer": (
        "customer, customer name, client, company, business unit, department, organisation, organization, "
        "account, kunde, kundenname, mandant, firma, abteilung, client nom, société, entreprise, "
        "département, cliente, empresa, departamento, klant, klantnaam, bedrijf, afdeling, azienda, reparto, "
        "cliente nome"
    ),
    "opened": (
        "opened, opened at, opened on, open date, open time, date opened, created, created at, created on, "
        "created date, creation date, creation time, created time, logged, logged at, log date, submitted, "
        "submitted at, submit date, registered, registered at, reported, reported at, reported on, received, "
        "received at, raised, raised at, raised on, issued, start, sys created on, sys created at, "
        "report date, reported date, date created, create date, opening date, opened date, issue created, "
        "ticket created, eröffnet, eröffnet am, erstellt, erstellt am, erstellungsdatum, angelegt, "
        "angelegt am, "
        "eingegangen, eingang, gemeldet am, geöffnet, erfasst am, ouvert, ouvert le, date d'ouverture, créé, "
        "créé le, date de création, reçu le, date ouverture, date création, abierto, fecha de apertura, "
        "creado, fecha de creación, fecha apertura, fecha creación, registrado, geopend, geopend op, "
        "aangemaakt, aangemaakt op, aanmaakdatum, gemeld op, ingediend, aberto, aberto em, data de abertura, "
        "criado, criado em, data de criação, data abertura, registado em, aperto, aperto il, data apertura, "
        "data di apertura, creato, creato il, data creazione, datum aangemaakt, date"
    ),
    "responded": (
        "responded, responded at, response time, first response, first response at, first responded, "
        "first reply, response date, responded date, initial response, initial response time, "
        "first response date, "
        "first responded at, acknowledged, acknowledged at, ack time, accepted at, takeintoaccountdate, "
        "take into account date, date de prise en compte, date de prise en charge, data presa in carico, "
        "first response time, first reply at, reagiert, reagiert am, erste reaktion, reaktion, angenommen, "
        "angenommen am, reaktionszeitpunkt, erste antwort, première réponse, répondu, répondu le, "
        "pris en charge, prise en charge, pris en charge le, date de réponse, primera respuesta, respondido, "
        "atendido, fecha de respuesta, eerste reactie, gereageerd, gereageerd op, reactie, "
        "primeira resposta, atendido em, data de resposta, prima risposta, risposto, preso in carico, "
        "data risposta"
    ),
    "resolved": (
        "resolved, resolved at, resolved on, resolve date, resolution date, resolution, resolution time, "
        "solved, solved at, date resolved, fixed at, completed, completed at, end, finished, resolved time, "
        "done at, date solved, solved on, resolved date, last resolved date, last resolved at, solvedate, "
        "solve date, "
        "solution date, solved time, datum gereed, datum opgelost, gelöst, gelöst am, lösung, behoben, "
        "behoben am, lösungsdatum, "
        "erledigt, erledigt am, lösungszeitpunkt, résolu, résolu le, date de résolution, date résolution, "
        "solution, resuelto, fecha de resolución, resuelto el, fecha resolución, solucionado, opgelost, "
        "opgelost op, oplosdatum, afgehandeld, afgehandeld op, resolvido, resolvido em, data de resolução, "
        "solucionado em, data resolução, risolto, risolto il, data risoluzione, data di risoluzione"
    ),
    "closed": (
        "closed, closed at, closed on, close date, date closed, closure date, closed time, close time, "
        "closed date, closedate, closing date, datum afgemeld, datum gesloten, geschlossen, "
        "geschlossen am, abgeschlossen, abgeschlossen am, schließdatum, "
        "abschlussdatum, fermé, fermé le, clos, clôturé, clôturé le, date de fermeture, date de clôture, "
        "cerrado, cerrado el, fecha de cierre, fecha cierre, gesloten, gesloten op, sluitdatum, afgesloten, "
        "fechado, fechado em, encerrado, data de fechamento, data de encerramento, chiuso, chiuso il, "
        "data chiusura, data di chiusura"
    ),
    "metric": (
        "metric, measure, metric name, kpi, indicator, counter, parameter, measurement, sensor, probe, "
        "kennzahl, messgröße, metrik, kenngröße, messung, métrique, indicateur, mesure, métrica, indicador, "
        "medida, meetwaarde naam, kengetal, metriek, indicatore, metrica, misura"
    ),
    "value": (
        "value, result value, reading, measured value, response time, response ms, response time ms, "
        "latency, latency ms, duration ms, load time, elapsed ms, sample, score, measurement value, average, "
        "avg, amount, wert, messwert, antwortzeit, ergebnis, valeur, temps de réponse, résultat, valor, "
        "tiempo de respuesta, resultado, waarde, meetwaarde, reactietijd, responstijd, tempo de resposta, "
        "valore, tempo di risposta, risultato"
    ),
    "period": (
        "period, month, reporting period, reporting month, year month, quarter, week, reporting month year, "
        "year, zeitraum, monat, berichtsmonat, berichtszeitraum, quartal, periode, mois, période, trimestre, "
        "mois de rapport, mes, período, periodo, mes de informe, maand, periode maand, kwartaal, "
        "rapportagemaand, mês, mês de referência, mese, mese di riferimento, periodo di riferimento"
    ),
    "first_day": (
        "from, first day, period start, start, start date, from date, period from, von, beginn, erster tag, "
        "du, début, desde, inicio, van, eerste dag, de, início, dal, inizio"
    ),
    "last_day": (
        "to, last day, period end, end, end date, to date, until, period to, bis, ende, letzter tag, au, "
        "fin, hasta, tot, laatste dag, einde, até, fim, al, fine"
    ),
    "figure": (
        "availability, availability percent, availability pct, uptime, uptime percent, uptime pct, percent, "
        "percentage, sla, achieved, actual, service level, level, value, result, avail, availability actual, "
        "verfügbarkeit, verfügbarkeit in prozent, verfügbarkeit prozent, prozent, ist, istwert, wert, "
        "erreicht, disponibilité, taux de disponibilité, pourcentage, valeur, réalisé, atteint, "
        "disponibilidad, porcentaje, valor, alcanzado, beschikbaarheid, percentage behaald, behaald, waarde, "
        "disponibilidade, percentagem, porcentagem, disponibilità, percentuale, valore, raggiunto"
    ),
}
# Rows of a state log may say when a state began, and a monitoring tool's checks are what is up or down.
FIELD_WORDS["state_at"] = f"{FIELD_WORDS['at']}, {FIELD_WORDS['start']}"
FIELD_WORDS["state_subject"] = (
    f"{FIELD_WORDS['subject']}, service description, service display name, sensor, sensor name, probe"
)
# A list of problems calls its start just "time", beside the time of recovery.
FIELD_WORDS["outage_start"] = f"{FIELD_WORDS['start']}, time, zeit, heure, hora, tijd, ora"

"""What the columns of a pasted block are called, in the seven languages of the import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.imports.synonym_words import FIELD_WORDS
from app.imports.synonyms import header_of

_NAME = "name, naam, nom, nombre, nome, bezeichnung, désignation, denominación, designação, denominazione"
_SITE = (
    f"{FIELD_WORDS['site']}, site, sites, site name, standorte, standortname, name des standorts, werk, "
    "betriebsstätte, nom du site, sitio, nombre del sitio, sítio, nome do local, nome della sede, locatienaam"
)
_ZONE = "time zone, timezone, tz, zeitzone, fuseau horaire, zona horaria, tijdzone, fuso horário, fuso orario"

_SITE_WORDS: dict[str, str] = {
    "name": f"{_SITE}, {_NAME}",
    "headcount": (
        f"{FIELD_WORDS['users_affected']}, headcount, head count, employees, staff, number of employees, people, "
        "nutzer, benutzer, anwender, mitarbeiter, mitarbeitende, mitarbeiterzahl, anzahl mitarbeiter, "
        "anzahl nutzer, anzahl anwender, beschäftigte, köpfe, utilisateurs, nombre d'utilisateurs, effectif, "
        "effectifs, employés, collaborateurs, usuarios, número de usuarios, empleados, plantilla, gebruikers, "
        "aantal gebruikers, medewerkers, aantal medewerkers, utilizadores, usuários, número de usuários, "
        "funcionários, colaboradores, utenti, numero utenti, dipendenti, addetti"
    ),
    "time_zone": _ZONE,
}
_CONTACT_WORDS: dict[str, str] = {
    "name": (
        f"{_NAME}, contact, contacts, contact name, contact person, full name, kontakt, ansprechpartner, "
        "ansprechpartnerin, ansprechperson, interlocuteur, nom complet, contacto, nombre completo, "
        "persona de contacto, contactpersoon, volledige naam, contato, nome completo, contatto, referente"
    ),
    "role": (
        "role, function, position, job title, title, funktion, rolle, stelle, aufgabe, fonction, rôle, poste, "
        "función, rol, cargo, puesto, functie, função, papel, funzione, ruolo, posizione"
    ),
    "email": (
        "email, e mail, mail, email address, e mail address, mail address, e mail adresse, mailadresse, "
        "emailadresse, courriel, adresse e mail, adresse mail, adresse email, correo, correo electrónico, "
        "e mailadres, mailadres, endereço de e mail, correio eletrónico, indirizzo e mail, posta elettronica"
    ),
    "phone": (
        "phone, telephone, tel, phone number, mobile, telefon, telefonnummer, tel nr, rufnummer, mobil, handy, "
        "téléphone, numéro de téléphone, portable, teléfono, móvil, telefoon, telefoonnummer, mobiel, telefone, "
        "telemóvel, celular, telefono, cellulare, numero di telefono"
    ),
    "site": _SITE,
    "receives_packs": (
        "pack, packs, receives packs, receives pack, report, receives report, bericht, erhält bericht, "
        "berichtsempfänger, rapport, reçoit le rapport, informe, recibe informe, ontvangt rapport, relatório, "
        "recebe relatório, rapporto, riceve rapporto"
    ),
}


_WORDS: Mapping[str, Mapping[str, str]] = {
    "email": _CONTACT_WORDS,
    "headcount": _SITE_WORDS,
    "customer_text": {field: FIELD_WORDS[field] for field in ("cause", "state", "planned", "customer_text")},
}
"""By a field that only this list has."""


@dataclass(frozen=True, slots=True)
class Headings:
    """A line of headings: the field of each column ("" where none takes it)."""

    fields: tuple[str, ...]

    def left_out(self, line: Sequence[str]) -> tuple[str, ...]:
        """The headings, or the places, of the columns that no field takes."""
        places = enumerate(zip(line, self.fields, strict=True), 1)
        return tuple(text.strip() or f"column {number}" for number, (text, field) in places if not field)


def headings_of(line: Sequence[str], own: Mapping[str, str]) -> Headings | None:
    """The fields that a line of headings names, each once; None when the line is none.

    `own` is what the list itself calls its fields, by title; "" where it takes nothing there.
    A line is one of headings when every filled cell is a heading, or two are, or its first is and none of the others
    looks like a number, an address or a time zone.
    """
    known = _known(own)
    fields: list[str] = []
    for text in line:
        field = known.get(header_of(text).words, "")
        fields.append("" if field in fields else field)
    titles = {header_of(title).words for title in own}
    named = sum(
        bool(field) or header_of(text).words in titles for text, field in zip(line, fields, strict=True)
    )
    filled = sum(bool(text.strip()) for text in line)
    plain = not any(character.isdigit() or character in "@/" for text in line for character in text)
    if named and (named == filled or named > 1 or (bool(fields[0]) and plain)):
        return Headings(tuple(fields))
    return None


def _known(own: Mapping[str, str]) -> dict[str, str]:
    """Fields by folded heading; the words of the list's own titles go first."""
    fields = set(own.values())
    words = next((_WORDS[mark] for mark in _WORDS if mark in fields), dict[str, str]())
    phrases = [(phrase, field) for field, many in words.items() for phrase in many.split(",")]
    known = {header_of(phrase.strip()).words: field for phrase, field in phrases if field in fields}
    return known | {header_of(title).words: field for title, field in own.items()}

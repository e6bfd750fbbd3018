"""The e-mail a pack goes out with, as a draft that Outlook opens for sending; written, never sent."""

from dataclasses import dataclass
from datetime import date
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from app.calc.periods import spelled_day
from app.reports.letters import clean
from app.reports.month import Month, Person
from app.reports.pack_summary import state_in_words
from app.reports.shown import sentence

_MOST_GREETED = 3
_EXCEL = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@dataclass(frozen=True, slots=True)
class Letter:
    """What the draft says besides its attachments; `without_address` are recipients nobody can write to."""

    to: tuple[Address, ...]
    subject: str
    body: str
    without_address: tuple[str, ...] = ()


def letter(month: Month, objections_until: date | None) -> Letter:
    """The words for the document as its customer may read it."""
    to, without = _recipients(month.distribution)
    return Letter(
        to,
        _line(_subject(month)),
        _body(month, objections_until, to),
        without,
    )


def _subject(month: Month) -> str:
    about = f"Service level review {month.customer}, {month.label}"
    return f"Correction, issue {month.number}: {about}" if month.number > 1 else about


def write_letter(said: Letter, path: Path, attached: tuple[tuple[str, Path], ...], fingerprint: str) -> None:
    """Write the draft; `attached` are the names to show and the files to take. The same again for the same files."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["From"] = ""
    message["To"] = said.to
    message["Subject"] = said.subject
    message.set_content(said.body, cte="quoted-printable")
    for name, file in attached:
        main, sub = ("application", "pdf") if name.endswith(".pdf") else _EXCEL
        message.add_attachment(file.read_bytes(), maintype=main, subtype=sub, filename=name)
    if attached:
        message.set_boundary(f"colonnade-{fingerprint}")
    path.write_bytes(message.as_bytes())


def _recipients(people: tuple[Person, ...]) -> tuple[tuple[Address, ...], tuple[str, ...]]:
    found: list[Address] = []
    without: list[str] = []
    for person in people:
        try:
            name = _line(person.name)
            address = Address(name, addr_spec=person.email.strip())
            if not (address.username and "." in address.domain):
                raise ValueError(person.email)
        except (
            ValueError,
            IndexError,
            MessageError,
        ):  # what is no address is left to the person who sends it
            without.append(_line(person.name))
            continue
        found.append(address)
    return tuple(found), tuple(without)


def _body(month: Month, until: date | None, to: tuple[Address, ...]) -> str:
    greeted = [address.display_name for address in to if address.display_name]
    names = " and ".join(filter(None, (", ".join(greeted[:-1]), *greeted[-1:])))
    paragraphs = [
        f"Dear {names}," if 0 < len(greeted) <= _MOST_GREETED else "Dear all,",
        _what_is_attached(month),
        _paragraph(month.summary) or state_in_words(month),
        _what_next(month, until),
        "\n".join(filter(None, ("Kind regards", _line(month.organisation)))),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _what_is_attached(month: Month) -> str:
    """That the files are there; of a further issue that it is a correction, of which issue, and why."""
    review = f"service level review of {_line(month.customer)} for {month.label}"
    if month.number < 2:
        return f"please find attached the {review}, as a PDF and as an Excel workbook."
    reasons = dict.fromkeys(_line(change.reason) for change in month.changes if change.reason.strip())
    why = f" Why it was corrected: {sentence('; '.join(reasons))}" if reasons else ""
    return (
        f"please find attached a correction of the {review}, as a PDF and as an Excel workbook. It is issue "
        f"{month.number}, as the names of the files say, and replaces issue {month.number - 1}.{why}"
    )


def _what_next(month: Month, until: date | None) -> str:
    if not month.number:
        return "This is a draft; tell us what you miss or see differently."
    if month.state == "final":
        return "The figures are final."
    day = f" until {spelled_day(until)}" if until else ""
    return f"If you see anything differently, please object{day}; a reply to this e-mail is enough."


def _paragraph(text: str) -> str:
    """The first paragraph, in one line."""
    first = clean(text).strip().split("\n\n")[0]
    return " ".join(first.split())


def _line(text: str) -> str:
    """A text that cannot begin a new line of a header."""
    return " ".join(clean(text).split())

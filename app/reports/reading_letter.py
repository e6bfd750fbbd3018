"""A written e-mail draft read back: its headers, its words and the names of its attachments."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from app.errors import FileError
from app.reports.passages import Passage, joined_lines


def letter_passages(path: Path) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """What the draft says and where. Its attachments are files of their own and are checked as such."""
    try:
        message = message_from_bytes(path.read_bytes(), policy=default)
    except OSError as error:
        raise FileError(f"“{path.name}” cannot be read: {error.strerror}.") from error
    return tuple(_passages(message)), ()


def _passages(message: EmailMessage) -> Iterator[Passage]:
    for name in ("To", "Cc", "Bcc", "From", "Subject"):
        if message[name]:
            yield Passage(f"E-mail, {name}", (str(message[name]),))
    body = message.get_body(("plain", "html"))
    if body is not None:
        yield Passage("E-mail, text", joined_lines(str(body.get_content())))
    for part in message.iter_attachments():
        yield Passage("E-mail, name of an attachment", (str(part.get_filename() or ""),))

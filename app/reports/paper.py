"""What a document is printed on: the accent and the logo of whoever hands it over."""

import base64
import binascii
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import InputError
from app.reports import look

LEAST_CONTRAST = 4.5
"""Against white, so that text in the accent and white text on it can both be read (WCAG 2.2, 1.4.3)."""

ACCENTS: Mapping[str, str] = {
    "Blue": look.ACCENT,
    "Petrol": "#0F6674",
    "Indigo": "#3B47A5",
    "Violet": "#6B3FA8",
    "Plum": "#8A2D68",
    "Slate": "#44546A",
}
"""None is a state's green, amber or red."""

_SIZE_AT = slice(16, 24)  # in a PNG, after its signature and the head of its first chunk
LOGO_BEGINS = base64.b64encode(b"\x89PNG\r\n").decode("ascii")
"""How the text of every logo begins."""

_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as the bytes of a PNG file without transparency, with its size in pixels."""

    data: bytes
    width: int
    height: int

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """The largest size with the same sides' ratio that fits into this one."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale


@dataclass(frozen=True, slots=True)
class Paper:
    """The accent as #RRGGBB, and a logo where there is one."""

    accent: str = look.ACCENT
    logo: Logo | None = None


PLAIN = Paper()


def read_accent(text: str) -> str:
    """A colour's name or hex value as #RRGGBB; InputError when it is no colour or too light to be read on white."""
    wanted = text.strip()
    named = {name.casefold(): value for name, value in ACCENTS.items()}
    match = _HEX.fullmatch(named.get(wanted.casefold(), wanted))
    if match is None:
        raise InputError(f"“{wanted}” is no colour. Write six hex digits such as {look.ACCENT}.")
    accent = f"#{match[1].upper()}"
    contrast = contrast_on_white(accent)
    if contrast < LEAST_CONTRAST:
        shown = int(contrast * 10) / 10  # never rounded up to the limit
        raise InputError(
            f"{accent} is too light to be read on white: its contrast is {shown} to 1, "
            f"and {LEAST_CONTRAST} is needed. Choose a darker one."
        )
    return accent


def contrast_on_white(colour: str) -> float:
    """The contrast ratio of #RRGGBB against white, 1 to 21, by WCAG 2.2's relative luminance."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def logo_text(logo: Logo) -> str:
    """A logo as text, for a table of texts."""
    return base64.b64encode(logo.data).decode("ascii")


def logo_of_text(text: str) -> Logo | None:
    """The logo a text holds; None where it holds none."""
    try:
        data = base64.b64decode(text, validate=True)
        width, height = struct.unpack(">II", data[_SIZE_AT])
    except (binascii.Error, struct.error):
        return None
    return Logo(data, width, height) if width and height else None


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

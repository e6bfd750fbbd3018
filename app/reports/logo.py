"""Logos as they come from people: known by their bytes, checked whole, and kept as a small PNG without hidden data."""

import struct
import warnings
import zlib
from io import BytesIO

from PIL import Image, ImageOps

from app.errors import InputError
from app.reports.paper import Logo

MOST_BYTES = 5_000_000
_MOST_SIDE = 10_000  # pixels, of what is read
_LEAST_SIDE = 16
_KEPT_WITHIN = (960, 480)  # twice the cover's pixels at 200 dpi
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
"""What Pillow raises over damaged pictures."""


def read_logo(data: bytes) -> Logo:
    """The picture in a PNG or JPEG file, upright, on white, no larger than print needs; InputError in words."""
    if len(data) > MOST_BYTES:
        raise InputError(f"This picture has more than {MOST_BYTES // 1_000_000} MB. Save a smaller one.")
    if not data.startswith(_BEGINNINGS):
        raise InputError("This file is neither a PNG nor a JPEG picture. Save the logo as one of them.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on odd metadata, which is left behind
            kept = _on_white(_opened(data))
    except InputError:
        raise
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise InputError(
            "This picture is damaged and cannot be shown. Save it again, or choose another."
        ) from error
    written = BytesIO()
    kept.save(written, "PNG", optimize=True)
    return Logo(written.getvalue(), *kept.size)


def _opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
    if min(picture.size) < _LEAST_SIDE or max(picture.size) > _MOST_SIDE:
        wide, high = picture.size
        raise InputError(
            f"This picture is {wide} × {high} pixels. A logo needs at least {_LEAST_SIDE} "
            f"and at most {_MOST_SIDE:,} on each side."
        )
    picture.load()
    return ImageOps.exif_transpose(picture)


def _on_white(picture: Image.Image) -> Image.Image:
    clear = picture.convert("RGBA")
    clear.thumbnail(_KEPT_WITHIN)
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white

"""How files leave the program: under names every system accepts, written beside their place and renamed."""

import re
import unicodedata

from app.files import written_beside, written_together

__all__ = ["safe_name", "written_beside", "written_together"]

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$", re.IGNORECASE)
_LONGEST_BYTES = 120


def safe_name(text: str, instead: str = "unnamed", longest: int = _LONGEST_BYTES) -> str:
    """`text` as one file or folder name that Windows, macOS and Linux accept; no extension is added.

    It is cut to `longest` bytes, so that the whole path stays within what Windows takes.
    """
    printable = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    composed = unicodedata.normalize("NFC", printable)  # last: a letter may only now stand beside its accent
    name = " ".join(_FORBIDDEN.sub("-", composed).split()).strip(" .-")
    name = name.encode()[:longest].decode(errors="ignore").strip(" .-")
    stem = name.split(".")[0].strip()
    if _RESERVED.match(stem):
        name = f"{name}-"
    return name or instead

"""The order people expect of names with numbers in them."""

import re


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """An order in which P2 comes before P10, and what has no name last."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+|[0-9]+", text)
    return tuple((0, int(p), "") if p.isascii() and p.isdigit() else (1, 0, p) for p in parts) or (
        (2, 0, ""),
    )

"""How well a name fits what was typed: fuzzy enough to be quick, plain enough to be foreseen."""

import re


def rank(typed: str, name: str) -> int | None:
    """0 the name begins so, 1 each word typed begins a word of it, 2 it stands somewhere inside, None not at all."""
    wanted, known = " ".join(typed.casefold().split()), " ".join(name.casefold().split())
    if known.startswith(wanted):
        return 0
    begins = re.findall(r"\w+", known)
    if all(any(word.startswith(part) for word in begins) for part in re.findall(r"\w+", wanted) or [wanted]):
        return 1
    return 2 if wanted in known else None

"""What a service stands on, read three ways: as time, as probability and as logic.

`Part`, `all_of`, `any_of`, `at_least` and `capacity` say what is needed; the `Structure` they give answers when
it is down, how likely that is, what takes it down and which part matters how much.
"""

from app.calc.structure.building import TooLarge
from app.calc.structure.expression import Part, Structure, all_of, any_of, at_least, capacity
from app.calc.structure.reading import Importance
from app.calc.structure.support import Modelled, Repairable
from app.calc.structure.timing import Blame

__all__ = [
    "Blame",
    "Importance",
    "Modelled",
    "Part",
    "Repairable",
    "Structure",
    "TooLarge",
    "all_of",
    "any_of",
    "at_least",
    "capacity",
]

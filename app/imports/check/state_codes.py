"""What the state cells of a chunk say: words, the numbers of monitoring tools, bare numbers, hard or soft."""

import numpy as np

from app.calc.states import DEGRADED, DOWN, UNKNOWN, UP
from app.imports.bare_states import CODES, ONE, ZERO
from app.imports.check.context import ChunkCheck
from app.imports.columns import Ints
from app.imports.synonyms import SYNONYMS, header_of
from app.imports.values.texts import fold
from app.imports.values.words import state_code

NUMBERED = 10  # a bare number waits for the whole column
_SOFT = frozenset({"soft", "0", "weich"})
_OF_SERVICES = {"0": UP, "1": DEGRADED, "2": DOWN, "3": UNKNOWN}
_OF_HOSTS = {"0": UP, "1": DOWN, "2": DOWN, "3": UNKNOWN}


def state_codes(check: ChunkCheck) -> Ints:
    """The state of each row; −1 for what says nothing.

    A log that tells hard from soft states numbers them as Nagios and Icinga do: services 0 OK, 1 warning,
    2 critical, 3 unknown; hosts 0 up, 1 down, 2 unreachable. A row without a service speaks of the host.
    """
    said = check.texts("state")
    if check.has("sure") or header_of(check.header("state")).words == "hard state":
        tables = (_OF_SERVICES, _OF_HOSTS)
        found = [_tool_code(text, tables[host]) for text, host in zip(said, _of_hosts(check), strict=True)]
        return np.array(found, np.int64)
    codes = {text: _code(text) for text in dict.fromkeys(said)}
    return np.fromiter(map(codes.__getitem__, said), np.int64, len(said))


def hard_states(check: ChunkCheck) -> Ints:
    """Monitoring tools that repeat a failed check call its state soft until it is sure.

    A column of hard states tells them in its soft rows too.
    """
    if not check.has("sure") or header_of(check.header("state")).words == "hard state":
        return np.ones(check.chunk.size, np.int64)
    said = check.texts("sure")
    sure = {text: int(fold(text) not in _SOFT) for text in dict.fromkeys(said)}
    return np.fromiter(map(sure.__getitem__, said), np.int64, len(said))


def _of_hosts(check: ChunkCheck) -> list[bool]:
    if check.has("host"):
        return [not text for text in check.texts("subject")]
    return [header_of(check.header("subject")).words in SYNONYMS["host"]] * check.chunk.size


def _tool_code(text: str, table: dict[str, int]) -> int:
    return table[text] if text in table else _code(text)


def _code(text: str) -> int:
    folded = fold(text)
    if folded in ONE or folded in ZERO:
        return NUMBERED + (folded in ONE)
    if folded in CODES:
        return NUMBERED + int(folded)
    code = state_code(text)
    return -1 if code is None else code

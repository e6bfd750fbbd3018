"""What the frozen build leaves out, the program does not import."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def left_out() -> set[str]:
    """The names build.spec calls unwanted, as far as they are written out."""
    tree = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))
    lists = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AugAssign) and "unwanted" in ast.unparse(node).partition("=")[0]
    )
    return {
        part.value
        for one in lists
        if isinstance(one, ast.List)
        for part in one.elts
        if isinstance(part, ast.Constant)
    }


def imported() -> Iterator[str]:
    """Every module the program imports, wherever the statement stands."""
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module


def test_the_build_leaves_out_nothing_the_program_imports() -> None:
    unwanted = left_out()
    assert "tkinter" in unwanted
    missed = {
        name for name in imported() if any(name == out or name.startswith(f"{out}.") for out in unwanted)
    }
    assert not missed

"""The shipped sample spreadsheets are what the seeded script makes."""

from pathlib import Path

import pytest
import python_calamine

from app.paths import resource
from tests import make_sample


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    make_sample.make(folder)
    return folder


def _files(folder: Path) -> list[Path]:
    return sorted(p.relative_to(folder) for p in folder.rglob("*") if p.suffix in {".xlsx", ".csv"})


def _content(path: Path) -> object:
    """The cells of a workbook, or the text of a csv file whatever its line ends."""
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8").splitlines()
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_script_makes_the_shipped_files_and_no_others(made: Path) -> None:
    assert _files(made) == _files(resource("sample"))


@pytest.mark.parametrize("name", [str(p) for p in _files(resource("sample"))])
def test_a_shipped_file_holds_what_the_script_makes(made: Path, name: str) -> None:
    assert _content(made / name) == _content(resource("sample") / name)


def test_every_layout_comes_in_both_spans() -> None:
    before, october = (
        {p.name for p in (resource("sample") / span).iterdir()} for span in ("before", "october")
    )
    assert before == october
    assert len(before) == 7

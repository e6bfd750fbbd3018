"""`colonnade demo`, levels and packs on the sample desk."""

from pathlib import Path
from typing import Any

import pytest

from app.usecases import sample
from tests.cli.conftest import Colonnade


@pytest.fixture
def folder(sample_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for the demo; the desk is copied instead of made, `test_sample.py` proves the making."""

    def copied(path: Path, progress: object = None) -> Path:
        path.write_bytes(sample_file.read_bytes())
        return path

    monkeypatch.setattr(sample, "make_sample_desk", copied)
    return tmp_path / "demo"


def test_the_demo_says_what_it_made_and_ends_well_without_a_screen(
    colonnade: Colonnade, folder: Path
) -> None:
    assert colonnade("demo", "--dir", folder) == 0
    assert f"Sample desk: {folder / 'demo.slm'}" in colonnade.out
    assert "Imported stoerungen.xlsx: 12 rows read, 12 imported, 0 duplicate, 0 rejected" in colonnade.out
    assert "Retail, October 2026" in colonnade.out
    packs = [
        Path(line.removeprefix("Pack: ")) for line in colonnade.out.splitlines() if line.startswith("Pack: ")
    ]
    assert {pack.suffix for pack in packs} == {".pdf", ".xlsx"}
    assert all(pack.is_file() for pack in packs)
    assert colonnade.windows == [folder / "demo.slm"]
    assert colonnade.err.strip().splitlines() == ["There is no screen here."]


def test_the_demo_runs_again_without_complaint(colonnade: Colonnade, folder: Path) -> None:
    assert colonnade("demo", "--dir", folder) == 0
    first = colonnade.out
    assert colonnade("demo", "--dir", folder) == 0
    assert colonnade.out == first


def test_the_demo_goes_to_the_data_folder_when_no_other_is_named(
    colonnade: Colonnade, folder: Path, home: Path
) -> None:
    assert colonnade("demo") == 0
    assert home in colonnade.windows[0].parents  # type: ignore[union-attr]


def test_a_folder_that_cannot_be_made_is_a_sentence(colonnade: Colonnade, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert colonnade("demo", "--dir", tmp_path / "file" / "demo") == 1
    assert len(colonnade.err.strip().splitlines()) == 1


def test_levels_are_whole_seconds_and_exact_verdicts(colonnade: Colonnade, sample_desk: Path) -> None:
    assert colonnade("levels", sample_desk, "--month", "2026-10", "--customer", "retail", "--json") == 0
    said = colonnade.json
    assert (said["schema"], said["month"]) == (1, "2026-10")
    (till,) = (
        level
        for level in said["levels"]  # type: ignore[attr-defined]
        if level["service"] == "Till" and level["metric"] == "availability"
    )
    assert till["verdict"] == "missed"
    assert (till["base_seconds"], till["used_seconds"], till["allowed_seconds"]) == (1_080_000, 7_440, 5_400)
    assert (till["start"], till["end"]) == ("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z")
    assert sum(till["seconds"].values()) == 31 * 86_400 + 3_600  # a repeated hour is an hour


def test_what_two_versions_demand_together_is_said_beside_the_level(
    colonnade: Colonnade, sample_desk: Path
) -> None:
    assert colonnade("levels", sample_desk, "--month", "2026-10", "--json") == 0
    levels: list[dict[str, Any]] = colonnade.json["levels"]  # type: ignore[assignment]
    joint = [level for level in levels if level["demanded_words"]]
    assert joint
    for level in joint:
        assert level["demanded"] < float(level["value"])
        assert "; together " in level["demanded_words"]
    assert all(level["demanded"] == float(level["value"]) for level in levels if level not in joint)
    assert colonnade("levels", sample_desk, "--month", "2026-10") == 0
    assert all(level["demanded_words"] in colonnade.out for level in joint)


def test_levels_without_a_customer_are_those_of_all(colonnade: Colonnade, sample_desk: Path) -> None:
    assert colonnade("levels", sample_desk, "--month", "2026-10") == 0
    assert [line for line in colonnade.out.splitlines() if not line.startswith(" ")] == [
        "Distribution Americas, October 2026 (draft)",
        "Online Shop, October 2026 (draft)",
        "Retail, October 2026 (draft)",
    ]


def test_packs_of_all_customers_are_two_files_each(
    colonnade: Colonnade, sample_desk: Path, tmp_path: Path
) -> None:
    out = tmp_path / "packs"
    assert (
        colonnade("pack", sample_desk, "--month", "2026-10", "--all", "--out", out, "--edition", "internal")
        == 0
    )
    assert sorted(colonnade.out.splitlines()) == sorted(str(path) for path in out.iterdir())
    assert len(list(out.iterdir())) == 6

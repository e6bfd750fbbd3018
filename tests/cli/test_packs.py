"""`colonnade pack`: files and their hashes, one customer's trouble, free periods, the e-mail draft."""

import hashlib
from pathlib import Path

import pytest

from app.usecases.agreements import list_agreements
from app.usecases.commentary import write_remark
from app.usecases.customers import list_customers
from app.usecases.desks import open_desk
from tests.cli.conftest import Colonnade


def write_leak(path: Path) -> str:
    """Name another customer to the first one; returns the first one's name."""
    db = open_desk(path)
    first, second, *_ = list_customers(db)
    write_remark(db, first.id, "2026-10", {"customer_text": f"As it was at {second.name}."})
    assert list_agreements(db)
    db.close()
    return first.name


def test_the_files_written_are_listed_with_their_hashes(
    colonnade: Colonnade, sample_desk: Path, tmp_path: Path
) -> None:
    call = [
        "pack",
        sample_desk,
        "--month",
        "2026-09",
        "--customer",
        "Retail",
        "--out",
        tmp_path / "out",
        "--json",
    ]
    assert colonnade(*call, "--eml") == 0
    said = colonnade.json
    assert (said["schema"], said["refused"]) == (1, [])
    files = said["files"]
    assert [Path(file["path"]).suffix for file in files] == [".pdf", ".xlsx", ".eml"]  # type: ignore[index, union-attr]
    for file in files:  # type: ignore[union-attr]
        assert (file["customer"], file["period"], file["edition"]) == ("Retail", "2026-09", "customer")
        assert file["sha256"] == hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest()
    assert colonnade(*call) == 0
    again = colonnade.json["files"]
    assert [file["sha256"] for file in again][:2] == [file["sha256"] for file in files][:2]  # type: ignore[union-attr]


def test_one_customer_s_trouble_keeps_no_other_from_being_written(
    colonnade: Colonnade, sample_desk: Path, tmp_path: Path
) -> None:
    name = write_leak(sample_desk)
    call = ["pack", sample_desk, "--month", "2026-10", "--all", "--out", tmp_path / "out"]
    assert colonnade(*call) == 1
    assert f"{name}: The files for {name} were not written" in colonnade.err
    assert "is the name of another customer" in colonnade.err
    written = [path.name for path in (tmp_path / "out").iterdir()]
    assert len(written) >= 2
    assert not [each for each in written if each.startswith(f"{name} ")]
    assert sorted(colonnade.out.split("\n")[:-1]) == sorted(str(tmp_path / "out" / each) for each in written)
    assert colonnade(*call, "--json") == 1
    assert [each["customer"] for each in colonnade.json["refused"]] == [name]  # type: ignore[union-attr]
    assert colonnade(*call, "--edition", "internal") == 0


def test_any_period_has_its_levels_and_its_pack(
    colonnade: Colonnade, sample_desk: Path, tmp_path: Path
) -> None:
    days = ["--month", "2026-10-05..2026-10-18", "--customer", "Retail"]
    assert colonnade("levels", sample_desk, *days, "--json") == 0
    levels = colonnade.json["levels"]
    assert {(each["start"][:10], each["end"][:10]) for each in levels} == {("2026-10-04", "2026-10-18")}  # type: ignore[union-attr]
    assert colonnade("pack", sample_desk, *days, "--out", tmp_path / "out") == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "Retail 2026-10-05 to 2026-10-18 draft.pdf",
        "Retail 2026-10-05 to 2026-10-18 draft.xlsx",
    }
    assert colonnade("levels", sample_desk, "--month", "2026-10-01..2026-10-31", "--json") == 0
    assert colonnade.json["month"] == "2026-10"


@pytest.mark.parametrize("period", ["2026-10-18..2026-10-05", "2026-10-05..", "2026-13", "2026-W54"])
def test_what_is_no_period_is_a_wrong_call(
    colonnade: Colonnade, capsys: pytest.CaptureFixture[str], period: str
) -> None:
    with pytest.raises(SystemExit) as end:
        colonnade("levels", "x.slm", "--month", period)
    assert end.value.code == 2


def test_an_internal_edition_by_e_mail_is_a_wrong_call(
    colonnade: Colonnade, sample_desk: Path, tmp_path: Path
) -> None:
    call = ["--month", "2026-10", "--all", "--out", tmp_path / "out", "--edition", "internal", "--eml"]
    assert colonnade("pack", sample_desk, *call) == 2
    assert "Only the customer’s edition" in colonnade.err


def test_the_check_says_as_json_whether_the_desk_is_sound(colonnade: Colonnade, sample_desk: Path) -> None:
    assert colonnade("check", sample_desk, "--json") == 0
    assert (colonnade.json["sound"], colonnade.json["findings"]) == (True, [])
    assert colonnade.err == ""

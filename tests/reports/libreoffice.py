"""LibreOffice as the second program that opens our workbooks; tests that need it are skipped where it is not."""

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def convert(kind: str, folder: Path, *files: Path) -> Path:
    """Open `files`, work out every formula again and save as `kind` ("pdf", "xlsx"); the folder of the results."""
    profile = folder / "profile"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE)
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--convert-to", kind, "--outdir", str(folder / kind), *map(str, files)),
        ],
        check=True,
        capture_output=True,
        timeout=400,
    )
    return folder / kind

"""What every test may rely on: no screen, no network, a home of its own, a fresh desk, the public data."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from app.views.screen import why_no_window

if TYPE_CHECKING:
    from app.models.database import Database

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported anywhere
os.environ["PYTHONUTF8"] = "1"  # in child processes

settings.register_profile(
    "house",
    deadline=None,  # two shared cores: time is measured in tests/benchmarks, not asserted here
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("house")

_SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
_HOME_VARIABLES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
_XDG_VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Say in one sentence which system libraries Qt lacks; pytest-qt would end with its traceback."""
    reason = why_no_window()
    if reason:
        pytest.exit(reason, returncode=1)


@pytest.fixture(scope="session", autouse=True)
def _lasting_font_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One font cache for the whole run; a fresh one in every test's home would cost a second each."""
    os.environ["MPLCONFIGDIR"] = str(tmp_path_factory.mktemp("matplotlib"))


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, with the data, configuration, state and cache folders inside it."""
    folder = tmp_path_factory.mktemp("home")
    for name in _HOME_VARIABLES:
        monkeypatch.setenv(name, str(folder))
    for name in _XDG_VARIABLES:
        monkeypatch.setenv(name, str(folder / name.removeprefix("XDG_").removesuffix("_HOME").lower()))
    return folder


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes over the network, ever: a connection by address fails the test that tries it."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        if self.family != getattr(socket, "AF_UNIX", None):
            raise AssertionError(f"a connection to {address} was tried; Colonnade never uses the network")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def desk_path(tmp_path: Path) -> Path:
    """Where a test's desk may be made; nothing is there yet."""
    return tmp_path / "desk.slm"


@pytest.fixture
def db(desk_path: Path) -> "Iterator[Database]":
    """A new, empty, open desk."""
    from app.models.database import Database

    database = Database.create(desk_path)
    yield database
    database.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample desk, made once for all tests. Nobody may change it: take `sample_desk`."""
    from app.usecases.sample import make_sample_desk

    own = tmp_path_factory.getbasetemp()
    folder = own if worker_id == "master" else own.parent  # processes that test side by side share one
    desk = folder / "made once" / "sample.slm"
    desk.parent.mkdir(exist_ok=True)
    with FileLock(folder / "sample.lock"):
        return desk if desk.exists() else make_sample_desk(desk)


@pytest.fixture
def sample_desk(sample_file: Path, tmp_path: Path) -> Path:
    """A test's own copy of the sample desk, closed."""
    return Path(shutil.copy(sample_file, tmp_path / "sample.slm"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data beside the project; tests that use it are skipped where it is absent."""
    if not _SHARED.is_dir():
        pytest.skip("../shared/data is not here")
    return _SHARED

from pathlib import Path

from tests.shots import Scene, play, scenes, settle
from tests.usecases.retail import retail


def test_every_page_has_its_picture() -> None:
    from app.views.pages import PAGES

    pictured = {scene.page for scene in scenes(Path("desk.slm"))}
    assert {entry.key for entry in PAGES} <= pictured


def test_a_scene_is_played_and_painted(desk_window, tmp_path: Path) -> None:
    retail(desk_window.desk.db)
    play(desk_window, Scene("levels", "levels"))
    settle(desk_window)
    assert desk_window.page("levels").chart.model().rowCount() == 2
    assert desk_window.grab().save(str(tmp_path / "levels.png"))


def test_every_scene_of_the_measurements_is_played(desk_window) -> None:
    retail(desk_window.desk.db)
    for scene in scenes(Path("desk.slm")):
        if scene.page == "measurements" and not scene.name.startswith("import"):
            play(desk_window, scene)
            settle(desk_window)

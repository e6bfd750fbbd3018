from decimal import Decimal

from app.models.database import Database
from app.usecases.agreements import list_agreements
from app.usecases.volumes import VolumeEntry, add_volume, list_volumes
from app.views.desk import Desk
from app.views.pages.version_volumes import VersionVolumes, volume_sentence
from app.views.tasks import Tasks
from tests.usecases.retail import retail


def test_a_volume_is_entered_changed_and_removed_in_its_version(qtbot, db: Database) -> None:
    made = retail(db)
    version = list_agreements(db)[0].versions[0]
    volumes = VersionVolumes(Desk(db, Tasks()))
    qtbot.addWidget(volumes)
    volumes.show_version(version, ())
    volumes.show()
    volumes.add_button.click()
    form = volumes.form.form
    assert form.editors["priority"].isVisible()
    assert not form.editors["figure"].isVisible()
    form.set_value("counts", "figure")
    form.edited.emit("counts")
    assert form.editors["figure"].isVisible()
    form.set_value("figure", "Orders")
    form.set_value("value", "1,200")
    volumes.form.accept()
    assert volumes.form.error.text() == ""
    (row,) = list_volumes(db, version.id)
    assert volume_sentence(row) == "Orders: 1,200 a month"
    volumes.show_version(version, (row,))
    volumes.open_one(row.id)
    form.set_value("value", "12.5")
    form.set_value("unit", "GB")
    volumes.form.accept()
    (row,) = list_volumes(db, version.id)
    assert volume_sentence(row) == "Orders: 12.5 GB a month"
    volumes.show_version(version, (row,))
    form.set_value("value", "many")
    volumes.open_one(row.id)
    form.set_value("value", "many")
    volumes.form.accept()
    assert "“many” is no number" in volumes.form.error.text()
    volumes._remove_one(row.id)
    assert not list_volumes(db, version.id)
    add_volume(db, version.id, VolumeEntry(made.service, "users", Decimal(40)))
    assert volume_sentence(list_volumes(db, version.id)[0]) == "Users: 40"

"""From an older revision to this one: wholly or not at all, on a filled file, with a copy made first."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.errors import FileError
from app.models import audit, migrations, schema
from app.models.backups import backup_folder
from app.models.connections import connect_writer, writing_engine
from app.models.database import Database
from app.models.migrations import running
from app.models.migrations.next import write_next
from app.models.migrations.running import MigrationFailed, upgrade
from tests.models.children import ROOT
from tests.models.desks import add_customer, count, dump, import_outages

_NEXT = '''
"""A column more, by rebuilding a table that others refer to."""

import sqlalchemy as sa
from alembic import op

revision = "{revision:04}"
down_revision = "{before:04}"

{shrinks}

def upgrade() -> None:
    with op.batch_alter_table("customers", recreate="always") as batch:
        batch.add_column(sa.Column("nickname", sa.String(), nullable=False, server_default="none"))
    with op.batch_alter_table("outages", recreate="always") as batch:
        batch.alter_column("cause", new_column_name="reason")
    {more}
'''


def structure(connection: sqlite3.Connection) -> dict[str, object]:
    """Tables, columns in any order, keys, indexes and triggers as SQLite sees them."""

    def rows(query: str) -> list[object]:
        return connection.execute(query).fetchall()

    names = [name for (name,) in rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]  # type: ignore[misc]
    return {
        name: (
            sorted(map(str, (row[1:] for row in rows(f"PRAGMA table_xinfo({name})")))),  # type: ignore[index]
            sorted(map(str, (row[1:] for row in rows(f"PRAGMA foreign_key_list({name})")))),  # type: ignore[index]
            sorted(
                map(
                    str,
                    rows(f"SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = '{name}'"),
                )
            ),
            sorted(
                map(
                    str,
                    rows(
                        f"SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{name}'"
                    ),
                )
            ),
            "AUTOINCREMENT" in str(rows(f"SELECT sql FROM sqlite_schema WHERE name = '{name}'")),
        )
        for name in names
    }


def empty(path: Path) -> sqlite3.Connection:
    path.touch()
    return connect_writer(path)


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """The revisions in a folder of their own, to which a test may add one."""
    folder = tmp_path / "versions"
    shutil.copytree(migrations.VERSIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def add_revision(folder: Path, more: str = "", shrinks: str = "") -> int:
    number = migrations.HEAD + 1
    source = _NEXT.format(revision=number, before=migrations.HEAD, more=more, shrinks=shrinks)
    (folder / f"{number:04}_next.py").write_text(source, encoding="utf-8")
    return number


@pytest.fixture
def older(db: Database, desk_path: Path) -> Path:
    """A filled desk of the revision before the one that `newer_program` will know."""
    add_customer(db, "Retail", ("Berlin", "Hamburg"))
    import_outages(db, 300)
    db.close()
    return desk_path


@pytest.fixture
def newer_program(versions: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """This program, grown by one revision."""
    number = add_revision(versions)
    monkeypatch.setattr(migrations, "HEAD", number)
    monkeypatch.setattr(upgrade, "__defaults__", (versions,))
    return number


def test_the_migrations_and_the_tables_say_the_same(tmp_path: Path) -> None:
    migrated = empty(tmp_path / "migrated.slm")
    upgrade(migrated, migrations.HEAD)
    made = empty(tmp_path / "made.slm")
    with writing_engine(made).begin() as connection:
        schema.metadata.create_all(connection)
        migrations.stamp(made, migrations.HEAD)
    assert structure(migrated) == structure(made), "run: python -m app.models.migrations.next"
    with writing_engine(migrated).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    migrated.close()
    made.close()


def test_the_newest_revision_is_the_one_the_program_knows() -> None:
    script = ScriptDirectory.from_config(running.configuration(None))
    assert script.get_heads() == [migrations.revision_id(migrations.HEAD)]
    assert script.get_bases() == ["0001"]


def test_a_new_desk_has_the_newest_revision_twice(db: Database) -> None:
    with db.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == migrations.HEAD
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == [
            migrations.revision_id(migrations.HEAD)
        ]


def test_a_desk_of_an_older_revision_is_brought_up_to_date_when_it_is_opened(
    older: Path, newer_program: int
) -> None:
    before = sqlite3.connect(older)
    rows = before.execute("SELECT * FROM outages ORDER BY id").fetchall()
    sites = before.execute("SELECT * FROM sites ORDER BY id").fetchall()
    before.close()
    db = Database.open(older)
    assert count(db, "audit_changes") > 0
    db.close()
    after = sqlite3.connect(older)
    assert after.execute("PRAGMA user_version").fetchone() == (newer_program,)
    assert after.execute("SELECT * FROM outages ORDER BY id").fetchall() == rows
    assert after.execute("SELECT * FROM sites ORDER BY id").fetchall() == sites
    assert after.execute("SELECT nickname FROM customers").fetchall() == [("none",)]
    assert after.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    after.close()


def test_a_copy_of_the_older_desk_is_kept(older: Path, newer_program: int) -> None:
    Database.open(older).close()
    (kept,) = backup_folder(older).glob("*before update*.slm")
    copy = sqlite3.connect(kept)
    assert copy.execute("PRAGMA user_version").fetchone() == (newer_program - 1,)
    assert copy.execute("SELECT count(*) FROM outages").fetchone() == (300,)
    copy.close()


def test_the_trail_is_still_guarded_after_its_table_was_rebuilt(older: Path, versions: Path) -> None:
    number = add_revision(
        versions,
        more="""
    for table in ("audit_entries", "audit_changes"):
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(sa.Column("note", sa.String()))
""",
    )
    connection = connect_writer(older)
    upgrade(connection, number, versions)
    for table in audit.TABLE_NAMES:
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            connection.execute(f"DELETE FROM {table}")
    connection.close()


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ('op.execute("DELETE FROM sites WHERE id = 1")', "1 rows of sites would be lost"),
        ('op.execute("UPDATE sites SET customer_id = 99")', "references would be broken"),
    ],
)
def test_a_migration_that_would_lose_something_is_not_kept(
    older: Path, versions: Path, more: str, complaint: str
) -> None:
    number = add_revision(versions, more=more)
    before = older.read_bytes()
    connection = connect_writer(older)
    with pytest.raises(MigrationFailed, match=complaint):
        upgrade(connection, number, versions)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    connection.close()
    assert older.read_bytes() == before


def test_a_migration_may_say_that_it_means_to_remove_rows(older: Path, versions: Path) -> None:
    number = add_revision(versions, more='op.execute("DELETE FROM sites")', shrinks='SHRINKS = ("sites",)')
    connection = connect_writer(older)
    upgrade(connection, number, versions)
    assert connection.execute("SELECT count(*) FROM sites").fetchone() == (0,)
    connection.close()


def test_a_failing_migration_is_said_in_words_and_leaves_the_desk(
    older: Path, newer_program: int, versions: Path
) -> None:
    faulty = _NEXT.format(
        revision=newer_program, before=newer_program - 1, more='op.execute("DELETE FROM sites")', shrinks=""
    )
    (versions / f"{newer_program:04}_next.py").write_text(faulty, encoding="utf-8")
    before = older.read_bytes()
    with pytest.raises(FileError, match=r"could not be updated.*left as it is"):
        Database.open(older)
    assert older.read_bytes() == before
    assert list(older.parent.glob("desk.slm?*")) == []


def test_an_older_desk_that_can_only_be_read_asks_to_be_updated_elsewhere(
    older: Path, newer_program: int
) -> None:
    assert newer_program
    with pytest.raises(FileError, match="older Colonnade"):
        Database.open(older, read_only=True)


def test_a_kill_in_the_middle_of_a_migration_leaves_the_older_desk(older: Path, versions: Path) -> None:
    number = add_revision(versions, more="import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    before = older.read_bytes()
    script = """
        import sys
        from pathlib import Path
        from app.models.connections import connect_writer
        from app.models.migrations.running import upgrade
        connection = connect_writer(Path(sys.argv[1]))
        connection.execute("PRAGMA cache_spill=5")
        connection.execute("PRAGMA cache_size=5")
        upgrade(connection, int(sys.argv[2]), Path(sys.argv[3]))
        """
    done = subprocess.run(
        [sys.executable, "-c", dedent(script), str(older), str(number), str(versions)],
        cwd=ROOT,
        check=False,
        timeout=120,
    )
    assert done.returncode != 0
    db = Database.open(older)
    assert (count(db, "outages"), count(db, "sites")) == (300, 2)
    assert len(dump(db)["customers"][0]) == 1 + len(schema.metadata.tables["customers"].columns)
    db.close()
    assert older.read_bytes() == before


def test_a_frozen_program_finds_the_revisions(older: Path, tmp_path: Path) -> None:
    """Like a bundle: only compiled modules, and the migrations folder as data, as build.spec names it."""
    bundle = tmp_path / "bundle"
    shutil.copytree(ROOT / "app", bundle / "app", ignore=shutil.ignore_patterns("__pycache__", "views"))
    subprocess.run([sys.executable, "-m", "compileall", "-q", "-b", "app"], cwd=bundle, check=True)
    for source in (bundle / "app").rglob("*.py"):
        if "migrations" not in source.parts:
            source.unlink()
    connection = sqlite3.connect(tmp_path / "new.slm")
    connection.close()
    script = """
        import sys
        from pathlib import Path
        from app.models import database, migrations
        from app.models.connections import connect_writer
        from app.models.migrations.running import upgrade
        assert database.__file__.endswith(".pyc"), database.__file__
        connection = connect_writer(Path(sys.argv[1]))
        upgrade(connection, migrations.HEAD)
        print(connection.execute("SELECT count(*) FROM outages").fetchone())
        """
    done = subprocess.run(
        [sys.executable, "-c", dedent(script), str(tmp_path / "new.slm")],
        cwd=bundle,
        env={**os.environ, "PYTHONPATH": str(bundle)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.stdout.strip(), done.returncode) == ("(0,)", 0), done.stderr


def one_row_everywhere(connection: sqlite3.Connection) -> dict[str, int]:
    """A row with id 1 in every table, each reference to it; returns the rows of each table."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    names = [name for (name,) in connection.execute(query) if name != "alembic_version"]
    connection.execute("PRAGMA foreign_keys=OFF")
    for name in names:
        columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
        values = ["1" if "INT" in kind else "2026-10-13" for _, _, kind, *_ in columns]
        marks = ", ".join("?" * len(columns))
        connection.execute(f"INSERT INTO {name} VALUES ({marks})", values)
    connection.execute("PRAGMA foreign_keys=ON")
    return dict.fromkeys(names, 1)


_MOVED = {"service_components": "needs"}  # tables that are gone, and where their rows are now


@pytest.mark.parametrize("revision", range(1, migrations.HEAD))
def test_a_filled_desk_of_every_earlier_revision_comes_up_to_this_one(tmp_path: Path, revision: int) -> None:
    connection = empty(tmp_path / "old.slm")
    upgrade(connection, revision)
    filled = one_row_everywhere(connection)
    upgrade(connection, migrations.HEAD)
    now = {name: _MOVED.get(name, name) for name in filled}
    counted = {name: connection.execute(f"SELECT count(*) FROM {now[name]}").fetchone()[0] for name in filled}
    assert counted == filled
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA user_version").fetchone() == (migrations.HEAD,)
    connection.close()


def test_the_next_revision_is_empty_while_nothing_differs(versions: Path) -> None:
    written = write_next("Nothing at all", versions)
    assert written.name == f"{migrations.HEAD + 1:04}_nothing_at_all.py"
    assert written.read_text(encoding="utf-8").rstrip().endswith("pass")


def test_what_was_written_about_a_target_becomes_the_first_of_its_four_parts(tmp_path: Path) -> None:
    connection = empty(tmp_path / "old.slm")
    upgrade(connection, 2)
    connection.execute(
        "INSERT INTO customers (id, uid, name, time_zone, description, internal_note)"
        " VALUES (1, 'c', 'Retail', 'UTC', '', '')"
    )
    for number, lineage, text in ((1, "a", "The path broke."), (2, None, "A calm month."), (3, "b", "")):
        connection.execute(
            "INSERT INTO commentary (id, uid, customer_id, period, target_lineage, internal_text, customer_text)"
            " VALUES (?, ?, 1, '2026-10', ?, 'why', ?)",
            (number, str(number), lineage, text),
        )
    upgrade(connection, 3)
    query = "SELECT id, internal_text, customer_text, happened, meant FROM commentary ORDER BY id"
    assert connection.execute(query).fetchall() == [
        (1, "why", "", "The path broke.", None),
        (2, "why", "A calm month.", None, None),
        (3, "why", "", None, None),
    ]
    connection.close()


def test_what_a_service_needed_is_its_first_group_and_whoever_keeps_a_component_is_kept(
    tmp_path: Path,
) -> None:
    connection = empty(tmp_path / "old.slm")
    upgrade(connection, 4)
    for number in (1, 2):
        connection.execute(
            "INSERT INTO services (id, uid, name, description, owner, business_process, criticality)"
            " VALUES (?, ?, ?, '', '', '', 'low')",
            (number, f"s{number}", f"Service {number}"),
        )
    for number, kind, owner in ((1, "system", ""), (2, "supplier", "Nordlink"), (3, "network", "Networks")):
        connection.execute(
            "INSERT INTO components (id, uid, name, kind, owner) VALUES (?, ?, ?, ?, ?)",
            (number, f"c{number}", f"Part {number}", kind, owner),
        )
    connection.executemany("INSERT INTO service_components VALUES (?, ?)", [(1, 1), (1, 3), (2, 3)])
    upgrade(connection, migrations.HEAD)
    query = (
        "SELECT need_groups.service_id, rule, parent_id, needs.component_id FROM needs"
        " JOIN need_groups ON need_groups.id = group_id ORDER BY 1, 4"
    )
    assert connection.execute(query).fetchall() == [
        (1, "all", None, 1),
        (1, "all", None, 3),
        (2, "all", None, 3),
    ]
    kept = connection.execute("SELECT kept_by FROM components ORDER BY id").fetchall()
    assert kept == [("best_effort",), ("supplier",), ("team",)]
    connection.close()

"""A table as the journal sees it: the SQL of its triggers and of bringing its rows back."""

from dataclasses import dataclass

from sqlalchemy import Table

INSERTED, UPDATED, DELETED = "inserted", "updated", "deleted"

_EVENTS = (("INSERT", INSERTED, "NEW"), ("UPDATE", UPDATED, "NEW"), ("DELETE", DELETED, "OLD"))


def quoted(name: str) -> str:
    """An SQL identifier; our own names hold no quotation mark."""
    return f'"{name}"'


@dataclass(frozen=True, slots=True)
class Watched:
    """`stored` are the columns that bring a row back as it was, its rowid among them; `rowid` is its name."""

    name: str
    columns: tuple[str, ...]
    stored: tuple[str, ...]
    rowid: str

    @classmethod
    def of(cls, table: Table) -> "Watched":
        """What the journal needs to know of a table of the metadata."""
        keys = tuple(table.primary_key.columns)
        columns = tuple(column.name for column in table.columns)
        if len(keys) == 1 and keys[0].type.python_type is int:
            return cls(table.name, columns, columns, keys[0].name)
        return cls(table.name, columns, (*columns, "rowid"), "rowid")

    @property
    def batched(self) -> bool:
        """Whether its rows may belong to an import batch."""
        return "batch_id" in self.columns

    @property
    def names(self) -> str:
        """The stored columns as SQL."""
        return ", ".join(quoted(column) for column in self.stored)

    def wake(self) -> list[str]:
        """The statements that make the journal note each change of a row."""
        return [self._trigger(event, op, row) for event, op, row in _EVENTS]

    def sleep(self) -> list[str]:
        """The statements that stop it."""
        return [f"DROP TRIGGER IF EXISTS temp.{self._trigger_name(event)}" for event, _, _ in _EVENTS]

    def insertion(self) -> str:
        """Bring a removed row back: takes the stored values."""
        return (
            f"INSERT INTO main.{quoted(self.name)} ({self.names}) VALUES ({','.join('?' * len(self.stored))})"
        )

    def restoration(self) -> str:
        """Give a changed row its old values: takes the stored values, then the row's id."""
        settings = ", ".join(f"{quoted(column)} = ?" for column in self.stored)
        return f"UPDATE main.{quoted(self.name)} SET {settings} WHERE {self.rowid} = ?"

    def removal(self) -> str:
        """Take an added row away: takes its id."""
        return f"DELETE FROM main.{quoted(self.name)} WHERE {self.rowid} = ?"

    def _trigger_name(self, event: str) -> str:
        return quoted(f"journal_{self.name}_{event.lower()}")

    def _trigger(self, event: str, op: str, row: str) -> str:
        """An INSERT is noted by its id alone; of an UPDATE or DELETE the old values are noted too."""
        columns, values = "tbl, op, row", f"'{self.name}', '{op}', {row}.{self.rowid}"
        if op != INSERTED:
            columns += "".join(f", v{number}" for number in range(len(self.stored)))
            values += "".join(f", OLD.{quoted(column)}" for column in self.stored)
        return (
            f"CREATE TEMP TRIGGER IF NOT EXISTS {self._trigger_name(event)} AFTER {event} "
            f"ON main.{quoted(self.name)} BEGIN INSERT INTO journal_log ({columns}) VALUES ({values}); END"
        )

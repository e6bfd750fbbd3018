"""What every table shares: instants as integer microseconds UTC, ids, and uids for what packs cite."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import BigInteger, Dialect, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(instant: datetime) -> int:
    """Microseconds since 1970 UTC of an aware datetime, exactly; a naive one raises ValueError."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return (instant - EPOCH) // _MICROSECOND


def from_microseconds(microseconds: int) -> datetime:
    """The aware UTC datetime of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=microseconds)


class Instant(TypeDecorator[datetime]):
    """An aware datetime kept as INTEGER microseconds UTC (SQLite would drop its time zone silently)."""

    impl = BigInteger().with_variant(Integer, "sqlite")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_microseconds(value)


class Base(DeclarativeBase):
    """The declarative base; constraint names are fixed so that migrations can name them."""

    type_annotation_map = {datetime: Instant}  # noqa: RUF012 (SQLAlchemy's own protocol)
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Identified:
    """A table with an integer key."""

    id: Mapped[int] = mapped_column(primary_key=True)


class Cited(Identified):
    """A table whose rows packs, audit or files cite by a uid that never changes."""

    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))

"""Customers with their sites and contacts, and the desk's own settings."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cited, Identified


class Setting(Base):
    """One fact about the desk itself: organisation name, currency, usual time zone and country, page size."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Customer(Cited, Base):
    """A business unit that agrees to and pays for services."""

    __tablename__ = "customers"

    name: Mapped[str] = mapped_column(unique=True)
    time_zone: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    internal_note: Mapped[str] = mapped_column(default="")


class Site(Cited, Base):
    """A place where a customer's users work, with its headcount."""

    __tablename__ = "sites"
    __table_args__ = (UniqueConstraint("customer_id", "name"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"))
    name: Mapped[str]
    headcount: Mapped[int] = mapped_column(default=0)
    time_zone: Mapped[str | None]


class Contact(Identified, Base):
    """A person at a customer; some are on the pack's distribution list."""

    __tablename__ = "contacts"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id", ondelete="SET NULL"))
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    receives_packs: Mapped[bool] = mapped_column(default=False)

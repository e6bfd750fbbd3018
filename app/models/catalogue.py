"""Services the customers buy and components the services stand on."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cited


class Service(Cited, Base):
    """What a customer buys, in the customer's words."""

    __tablename__ = "services"

    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    business_process: Mapped[str] = mapped_column(default="")
    criticality: Mapped[str] = mapped_column(default="medium")  # low | medium | high | critical


class Component(Cited, Base):
    """A part a service depends on: the "column"."""

    __tablename__ = "components"

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(
        default="system"
    )  # system | network | application | team | supplier | site
    owner: Mapped[str] = mapped_column(default="")


class ServiceComponent(Base):
    """A service needs this component: while it is down, the service is down."""

    __tablename__ = "service_components"

    service_id: Mapped[int] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    component_id: Mapped[int] = mapped_column(
        ForeignKey("components.id", ondelete="CASCADE"), primary_key=True, index=True
    )

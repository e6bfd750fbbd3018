"""Services the customers buy and components the services stand on."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cited, Identified


class Service(Cited, Base):
    """What a customer buys, in the customer's words."""

    __tablename__ = "services"

    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    business_process: Mapped[str] = mapped_column(default="")
    criticality: Mapped[str] = mapped_column(default="medium")  # low | medium | high | critical
    hour_cost: Mapped[int | None]  # what an hour without it costs, in the smallest unit of its currency
    hour_cost_currency: Mapped[str] = mapped_column(default="", server_default="")


class Component(Cited, Base):
    """A part a service depends on: the "column". Figures are exact decimals as text, hours and percent."""

    __tablename__ = "components"

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(
        default="system"
    )  # system | network | application | team | supplier | site
    owner: Mapped[str] = mapped_column(default="")  # who keeps it: a team's or a supplier's name
    kept_by: Mapped[str] = mapped_column(default="best_effort", server_default="best_effort")
    # kept_by: team | supplier | best_effort (nobody has agreed to anything)
    location: Mapped[str] = mapped_column(default="", server_default="")
    contracted_availability: Mapped[str | None]  # percent
    contracted_restore_hours: Mapped[str | None]
    mtbf_hours: Mapped[str | None]  # as designed
    restore_hours: Mapped[str | None]  # as designed
    designed_source: Mapped[str] = mapped_column(default="", server_default="")
    support_hours_id: Mapped[int | None] = mapped_column(ForeignKey("hours.id", ondelete="SET NULL"))


class NeedGroup(Cited, Base):
    """What a service or a component needs: all of, any of, at least so many of, or so much of the capacity of.

    The group without a parent is what its owner stands on as a whole; the others stand inside it.
    """

    __tablename__ = "need_groups"

    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), index=True)
    component_id: Mapped[int | None] = mapped_column(
        ForeignKey("components.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("need_groups.id", ondelete="CASCADE"), index=True
    )
    rule: Mapped[str] = mapped_column(default="all")  # all | any | at_least | capacity
    needed: Mapped[str | None]  # a count, or percent of the capacity
    name: Mapped[str] = mapped_column(default="")
    share: Mapped[str | None]  # what it gives of its parent's capacity, in percent
    position: Mapped[int] = mapped_column(default=0)


class Need(Identified, Base):
    """A member of a group: a component, or another service."""

    __tablename__ = "needs"
    __table_args__ = (
        UniqueConstraint("group_id", "component_id"),
        UniqueConstraint("group_id", "needed_service_id"),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("need_groups.id", ondelete="CASCADE"), index=True)
    component_id: Mapped[int | None] = mapped_column(
        ForeignKey("components.id", ondelete="CASCADE"), index=True
    )
    needed_service_id: Mapped[int | None] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE"), index=True
    )
    share: Mapped[str | None]  # what it gives of the group's capacity, in percent
    position: Mapped[int] = mapped_column(default=0)


class PicturePlace(Base):
    """Where somebody put a service, a component or a group in the picture, and whether it is folded."""

    __tablename__ = "picture_places"

    node: Mapped[str] = mapped_column(primary_key=True)
    # the picture, then the node in it: everything/… or service:uid/… and service:uid | component:uid | group:uid
    x: Mapped[int]
    y: Mapped[int]
    folded: Mapped[bool] = mapped_column(default=False)

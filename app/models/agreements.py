"""Agreements with numbered versions: hours, holidays, maintenance windows, targets and assumed volumes."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cited, Identified


class Hours(Cited, Base):
    """A named pattern of hours: when a level is owed (service hours) or somebody works (support hours)."""

    __tablename__ = "hours"

    name: Mapped[str] = mapped_column(unique=True)
    time_zone: Mapped[str]
    week: Mapped[
        str
    ]  # JSON {"0": [["08:00", "18:00"]], …}, 0 = Monday, "00:00" as an end is the end of the day
    country: Mapped[str | None]  # public holidays by library: ISO 3166 code, None for none
    subdivision: Mapped[str | None]


class SpecialDay(Identified, Base):
    """A local date on which the weekly pattern does not hold."""

    __tablename__ = "special_days"

    hours_id: Mapped[int] = mapped_column(ForeignKey("hours.id", ondelete="CASCADE"), index=True)
    day: Mapped[str]  # local ISO date
    # holiday | shift (replaces the hours of the day) | break (cut out) | workday (a holiday that is none here)
    kind: Mapped[str]
    times: Mapped[str] = mapped_column(default="[]")  # JSON [["08:00", "12:00"]]
    name: Mapped[str] = mapped_column(default="")


class Agreement(Cited, Base):
    """An SLA with a customer, an OLA with an internal team, a UC with a supplier."""

    __tablename__ = "agreements"

    kind: Mapped[str] = mapped_column(default="sla")  # sla | ola | uc
    customer_id: Mapped[int | None] = mapped_column(
        ForeignKey("customers.id", ondelete="CASCADE"), index=True
    )
    counterparty: Mapped[str] = mapped_column(default="")  # the team or supplier of an OLA or UC
    title: Mapped[str]


class AgreementVersion(Cited, Base):
    """One numbered version, in force on local days valid_from … valid_until (both included)."""

    __tablename__ = "agreement_versions"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"))
    number: Mapped[int]
    valid_from: Mapped[str]  # local ISO date in time_zone
    valid_until: Mapped[str | None]
    time_zone: Mapped[str]
    signed_on: Mapped[str | None]  # a signed version is no longer edited but followed by the next
    note: Mapped[str] = mapped_column(default="")


class MaintenanceWindow(Identified, Base):
    """Agreed time in which planned work does not count; recurring by RRULE, or once."""

    __tablename__ = "maintenance_windows"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("agreement_versions.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[int | None] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE")
    )  # None: every service
    name: Mapped[str]
    starts_at: Mapped[str]  # local ISO date and time of the first window, in the version's time zone
    duration_minutes: Mapped[int]
    recurrence: Mapped[str | None]  # RFC 5545 RRULE without "RRULE:"; None: once
    clause: Mapped[str] = mapped_column(default="")
    agreed_by_customer: Mapped[bool] = mapped_column(default=True)


class Target(Cited, Base):
    """Metric, comparison, value, period and definition: the sentence that can be met or missed.

    `definition` and `parameters` are JSON objects of the fields of `app.calc.ledger.Definition` and of the
    metric's own parameters (priority, threshold, percentile …); fields at their default are left out.
    """

    __tablename__ = "targets"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("agreement_versions.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[int] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), index=True)
    hours_id: Mapped[int] = mapped_column(ForeignKey("hours.id"))
    support_hours_id: Mapped[int | None] = mapped_column(ForeignKey("hours.id"))
    position: Mapped[int] = mapped_column(default=0)
    lineage: Mapped[str]  # the uid of the first version's target: the same promise through all versions
    metric: Mapped[str]
    comparison: Mapped[str]  # ">=" | "<="
    value: Mapped[str]  # exact decimal, in the metric's unit
    margin: Mapped[str | None]  # exact decimal: closer to the value than this is "nearly missed"
    period: Mapped[str] = mapped_column(default="month")  # week | month | quarter | year
    definition: Mapped[str] = mapped_column(default="{}")
    parameters: Mapped[str] = mapped_column(default="{}")
    source_of_record: Mapped[str | None]  # a source's name; None: all sources together


class AssumedVolume(Identified, Base):
    """How much of something a version assumes for a service in a month, as the levels were agreed for that much."""

    __tablename__ = "assumed_volumes"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("agreement_versions.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[int] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), index=True)
    counts: Mapped[str]  # users | tickets | figure
    ticket_kind: Mapped[str] = mapped_column(default="")  # incident | request; empty for both
    priority: Mapped[str] = mapped_column(default="")  # of tickets; empty for all
    figure: Mapped[str] = mapped_column(default="")  # what the source calls the reported figure
    value: Mapped[str]  # exact decimal, a month
    unit: Mapped[str] = mapped_column(default="")
    over_months: Mapped[str] = mapped_column(default="sum")  # sum | mean: what several months make

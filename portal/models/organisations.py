"""Municipalities, organisers and school units, and how each municipality wants filings handled."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model
from portal.vocabulary import AbsenceTrigger, FormKind, OrganiserKind, SchoolForm

if TYPE_CHECKING:
    from portal.models.people import Substitute
    from portal.models.routines import RegisterRoutine


def full_name(name: str) -> str:
    """A municipality as people say it: Nacka kommun, Norrköpings kommun."""
    if name == "Falun":
        return "Falu kommun"
    genitive = name if name[-1] in "aeiouyåäösxz" else f"{name}s"
    return f"{genitive} kommun"


class Municipality(Model):
    """One of the 290. Those that have not joined still receive filings, by other ways."""

    __tablename__ = "municipality"
    __table_args__ = (
        CheckConstraint("code ~ '^[0-9]{4}$'", name="code_is_four_digits"),
        CheckConstraint(
            "database_closed_from ~ '^[0-9]{2}-[0-9]{2}$' "
            "AND database_closed_to ~ '^[0-9]{2}-[0-9]{2}$' "
            "AND database_closed_from <= database_closed_to",
            name="database_closes_within_a_year",
        ),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    county: Mapped[str]
    joined_on: Mapped[date | None]
    kaa_name: Mapped[str] = mapped_column(default="")
    """What the KAA function calls itself; mails say this, never a person."""
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    phone_hours: Mapped[str] = mapped_column(default="")
    protected_phone: Mapped[str] = mapped_column(default="")
    """Whom a school phones about a pupil with protected identity."""
    routine_preset: Mapped[str] = mapped_column(default="standard")
    database_closed_from: Mapped[str] = mapped_column(default="06-01")
    """Month and day on which the regional database stops for the summer."""
    database_closed_to: Mapped[str] = mapped_column(default="09-15")
    """The last day on which it stands still."""

    routines: Mapped[list["Routine"]] = relationship(
        back_populates="municipality", order_by="Routine.kind"
    )
    register_routines: Mapped[list["RegisterRoutine"]] = relationship(
        back_populates="municipality",
        order_by="RegisterRoutine.ordinal, RegisterRoutine.key",
    )
    substitute: Mapped["Substitute | None"] = relationship(cascade="all, delete-orphan")

    @property
    def joined(self) -> bool:
        return self.joined_on is not None

    @property
    def title(self) -> str:
        """The name with the word for what it is."""
        return full_name(self.name)


class Organiser(Model):
    """Who runs schools (huvudman): a municipality, an association, a region or a company."""

    __tablename__ = "organiser"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[OrganiserKind]
    municipality_code: Mapped[str | None] = mapped_column(
        ForeignKey("municipality.code"), unique=True
    )
    """The municipality itself, when it is the organiser; one organiser each."""


class SchoolUnit(Model):
    """A school unit by its skolenhetskod. One school may be several units."""

    __tablename__ = "school_unit"
    __table_args__ = (
        CheckConstraint("code ~ '^[0-9]{8}$'", name="code_is_eight_digits"),
        CheckConstraint(
            "NOT complete OR (name <> '' AND municipality_code IS NOT NULL "
            "AND organiser_kind IS NOT NULL)",
            name="complete_has_its_facts",
        ),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    form: Mapped[SchoolForm] = mapped_column(default=SchoolForm.UPPER_SECONDARY)
    organiser_kind: Mapped[OrganiserKind | None]
    organiser_id: Mapped[UUID | None] = mapped_column(ForeignKey("organiser.id"), index=True)
    municipality_code: Mapped[str | None] = mapped_column(
        ForeignKey("municipality.code"), index=True
    )
    """Where the school lies; not where its pupils live."""
    town: Mapped[str] = mapped_column(default="")
    programme_codes: Mapped[str] = mapped_column(default="")
    """Codes the unit reports, separated by spaces; a hint for the form, never a limit."""
    complete: Mapped[bool] = mapped_column(default=False)
    shares_filings: Mapped[bool] = mapped_column(default=False)
    """The unit has decided in writing that its counsellors see each other's filings."""
    edited: Mapped[bool] = mapped_column(default=False)
    """An administrator has completed it: loading reference data leaves it alone."""

    organiser: Mapped[Organiser | None] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    breaks: Mapped[list["SchoolBreak"]] = relationship(
        order_by="SchoolBreak.first_on, SchoolBreak.last_on", cascade="all, delete-orphan"
    )

    @property
    def title(self) -> str:
        """The name people know, else the code."""
        return self.name or self.code


class SchoolBreak(Model):
    """Days on which a school unit is closed: what it has to do itself waits for it."""

    __tablename__ = "school_break"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="ends_after_it_begins"),
        UniqueConstraint("school_unit_code", "first_on", "last_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    school_unit_code: Mapped[str] = mapped_column(ForeignKey("school_unit.code"))
    first_on: Mapped[date]
    last_on: Mapped[date]


class Programme(Model):
    """A national or introduction programme. Gy11 and Gy25 codes stand side by side."""

    __tablename__ = "programme"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    form: Mapped[SchoolForm]
    type: Mapped[str]
    curriculum: Mapped[str]


class Routine(Model):
    """How one municipality wants one kind of filing handled. Days are working days."""

    __tablename__ = "routine"
    __table_args__ = (
        UniqueConstraint("municipality_code", "kind"),
        CheckConstraint(
            "least(acknowledge_days, first_answer_days, meeting_days, handover_days, "
            "question_days, next_step_days, first_contact_days, remind_before_days, "
            "remind_coordinator_days, remind_leader_days, first_follow_up_days, "
            "second_follow_up_days, renew_months, chase_days) >= 1",
            name="days_are_positive",
        ),
        CheckConstraint(
            "ask_again_weeks >= 0 AND ask_again_spring_week BETWEEN 1 AND 52 "
            "AND ask_again_autumn_week BETWEEN 1 AND 52",
            name="weeks_are_weeks",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    kind: Mapped[FormKind]
    acknowledge_days: Mapped[int]
    first_answer_days: Mapped[int]
    opens_meeting: Mapped[bool]
    """A filing of this kind calls for a joint meeting without being asked."""
    meeting_days: Mapped[int]
    handover_days: Mapped[int]
    question_days: Mapped[int]
    next_step_days: Mapped[int]
    """How long an open case may rest when no other clock runs on it."""
    first_contact_days: Mapped[int]
    """From the register entry to the first contact with the youth."""
    first_follow_up_days: Mapped[int]
    """From a meeting at which a pupil stayed to the first look back. Days of the calendar."""
    second_follow_up_days: Mapped[int]
    """From one look back to the next. Days of the calendar."""
    renew_months: Mapped[int]
    """How long a school's word of a risk stands before it is renewed or taken back."""
    ask_again_weeks: Mapped[int]
    """How often a school is asked how it goes; 0 for the two weeks of the year that follow."""
    ask_again_spring_week: Mapped[int]
    ask_again_autumn_week: Mapped[int]
    remind_before_days: Mapped[int]
    """How long before a deadline the one responsible is reminded of it."""
    remind_coordinator_days: Mapped[int]
    """How long after it the coordinator is told."""
    remind_leader_days: Mapped[int]
    """How long after that it stands among what has been overdue for long."""
    chase_days: Mapped[int]
    """How often the mailbox is reminded of a filing that waits to be picked up."""
    absence_trigger: Mapped[AbsenceTrigger | None]
    absence_percent: Mapped[int | None]
    absence_hours: Mapped[int | None]
    """Unexcused hours in a month from which a school is asked to look; nothing is filed by it."""
    absence_occasions: Mapped[int | None]
    """On at least so many occasions."""
    changed_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship(back_populates="routines")

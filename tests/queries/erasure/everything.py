"""A pupil about whom every table holds something, and a look into every column of every table."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import keyed_hash
from portal.models import (
    AccessLogEntry,
    Attachment,
    Batch,
    BatchPupil,
    Case,
    Commitment,
    ContactAttempt,
    EntryOffer,
    Filing,
    Handled,
    HeldForm,
    LegalHold,
    MappingStep,
    Measure,
    MeasureOffer,
    MeasureReport,
    Meeting,
    Occupation,
    Pickup,
    Plan,
    Reconciliation,
    RegisterEntry,
    Reminder,
    Rerouting,
    RollPupil,
    Sought,
    Task,
)
from portal.uploads import storage
from portal.vocabulary import (
    AttachmentKind,
    CaseState,
    CloseReason,
    ContactChannel,
    ContactOutcome,
    EntryEndReason,
    EntryState,
    FileType,
    FormKind,
    HandledReason,
    HandoverState,
    HoldReason,
    MappingStage,
    MeasureKind,
    OccupationKind,
    OccupationSource,
    Opened,
    ParticipantKind,
    PickupEnd,
    Reconciled,
    ReminderStage,
    ScanResult,
    Side,
    Step,
    TaskAction,
    Tense,
)
from portal.workflow import casework, drafts, handover, meetings
from portal.workflow.handover import Filled
from portal.workflow.summonses import Invited
from tests.notifications.messages import a_message, a_message_about
from tests.town import AT, TODAY, Town, a_case, number

NEXT_WEEK = AT + timedelta(days=7)


@dataclass
class Somebody:
    """A pupil with a closed case, a handed-over case and a closed entry, all in Nacka."""

    name: str
    family: str
    digits: str
    references: list[str]
    files: list[str]
    ids: list[UUID]

    @property
    def canaries(self) -> tuple[str, ...]:
        """What would tell that there has been such a person."""
        secret = f"hemlig-{self.digits}"
        number_of_ten = self.digits[2:]
        return (self.name, self.family, self.family.lower(), self.digits, number_of_ten, secret,
                f"{number_of_ten[:6]}-{number_of_ten[6:]}", keyed_hash(self.digits),
                *self.references)  # fmt: skip


def somebody(
    town: Town, rows: Session, digits: str, *, name: str = "Kanariella", family: str = "Gulfjäder"
) -> Somebody:
    """Store a pupil who stands everywhere."""
    secret = f"hemlig-{digits}"
    about = {"pupil_phone": "070-000 77 77", "pupil_address": secret, "guardian_name": family}
    told = {"given_name": name, "family_name": family, "number": number(digits), "answers": about}
    case = a_case(town, **told)
    _work(town, case, f"Talade med {name} {secret}.")
    dropout = a_case(town, FormKind.DROPOUT, by=town.other_counsellor, **told)
    rows.add_all([case, dropout])
    rows.flush()
    entry = _taken_over(town, dropout, secret)
    rows.add(entry)
    rows.flush()
    files = [storage.keep(secret.encode()) for _ in range(2)]
    _beside_case(town, rows, case, files, secret)
    _beside_entry(town, rows, entry, secret)
    _at_the_school(town, rows, digits, f"{name} {family}", secret)
    _close(case, entry)
    rows.commit()
    references = [case.reference, dropout.reference, entry.reference]
    _openings(town, rows, references)
    return Somebody(name, family, digits, references, files, [case.id, dropout.id, entry.id])


def _work(town: Town, case: Case, note: str) -> None:
    casework.take_on(case, by=town.caseworker, at=AT)
    casework.note(case, note, by=town.caseworker, at=AT)
    meeting = meetings.call(case, at=AT)
    people = (
        Invited(ParticipantKind.PUPIL, case.name, email=f"{case.number}@nest.example"),
        Invited(ParticipantKind.SCHOOL, "Karin Holm", membership_id=town.counsellor.id),
    )
    meetings.book(meeting, NEXT_WEEK, note, note, 45, people, by=town.caseworker, at=AT)


def _taken_over(town: Town, dropout: Case, secret: str) -> RegisterEntry:
    offer = handover.offered(dropout)
    assert offer is not None
    return handover.accept(
        offer,
        handover.passing(offer.filing, "YBC"),
        Filled(None, secret, f"{secret}@nest.example", secret, True, False, False),
        town.caseworker,
        running=None,
        joins_running=False,
        by=town.caseworker,
        at=AT,
    )


def _beside_case(town: Town, rows: Session, case: Case, files: list[str], secret: str) -> None:
    """Drafts with files, letters, a meeting's promise, reminders, a pick-up."""
    filing = rows.scalars(select(Filing).where(Filing.case_id == case.id)).one()
    meeting = rows.scalars(select(Meeting).where(Meeting.case_id == case.id)).one()
    begun = drafts.begin(FormKind.ABSENCE, by=town.counsellor, at=AT)
    typed = {"number": [case.number[2:]], "given_name": [secret]}
    drafts.save(begun, list(typed), typed, by=town.counsellor, at=AT)
    correction = drafts.begin_correction(filing, by=town.counsellor, at=AT)
    rows.add_all([begun, correction])
    rows.flush()
    for file, owner in zip(files, ({"draft_id": begun.id}, {"filing_id": filing.id}), strict=True):
        rows.add(_attachment(town, file, **owner))
    rows.add_all([
        Commitment(meeting_id=meeting.id, case_id=case.id, side=Side.SCHOOL, owner=secret,
                   what=secret, due_on=TODAY),
        Rerouting(case_id=case.id, reference=case.reference, kind=case.latest_kind,
                  from_code="0581", to_code="0182", arrived_at=AT, at=AT, reason=secret),
        Pickup(case_id=case.id, municipality_code="0182", code=secret, tries_left=3,
               created_at=AT, expires_at=NEXT_WEEK, next_at=NEXT_WEEK, ended_at=AT,
               ended_why=next(iter(PickupEnd))),
        Reminder(deadline_id=case.deadlines[0].id, stage=ReminderStage.BEFORE, at=AT),
        a_message_about(case),
        a_message("reminder_on_day", reference=case.reference),
    ])  # fmt: skip
    rows.flush()


def _attachment(town: Town, stored_as: str, **owner: UUID) -> Attachment:
    return Attachment(
        **owner,
        kind=next(iter(AttachmentKind)),
        sort=FileType.PDF,
        size=10,
        digest=stored_as,
        stored_as=stored_as,
        scan=next(iter(ScanResult)),
        added_at=AT,
        added_by_id=town.counsellor.id,
    )


def _beside_entry(town: Town, rows: Session, entry: RegisterEntry, secret: str) -> None:
    """Everything KAA does with a youth."""
    offer = MeasureOffer(id=uuid4(), municipality_code="0182", key=f"E-{uuid4()}",
                         name="Praktik", kind=next(iter(MeasureKind)))  # fmt: skip
    measure = Measure(id=uuid4(), entry_id=entry.id, offer_id=offer.id, agreed_on=TODAY,
                      agreed_by_id=town.caseworker.id, report_code=secret)  # fmt: skip
    rows.add(offer)
    rows.flush()
    rows.add(measure)
    rows.flush()
    plan = dict.fromkeys(("goal", "youth_does", "municipality_does", "others_do"), secret)
    by = town.caseworker.id
    rows.add_all([
        MeasureReport(measure_id=measure.id, month=TODAY.replace(day=1), due_on=TODAY,
                      words=secret, links=1, tries_left=5),
        Reconciliation(entry_id=entry.id, municipality_code="0182", year=2026, school=secret,
                       suggested=next(iter(Reconciled)), compared_at=AT),
        EntryOffer(entry_id=entry.id, municipality_code="0581", from_code="0182",
                   state=HandoverState.WITHDRAWN, moved_on=TODAY, shown={"address": secret},
                   offered_at=AT, offered_by_id=by, answer_by=TODAY, answered_at=AT),
        Occupation(entry_id=entry.id, tense=Tense.PRESENT, kind=OccupationKind.WORK, what=secret,
                   source=OccupationSource.YOUTH, known_on=TODAY),
        Task(entry_id=entry.id, municipality_code="0182", action=TaskAction.FOLLOW_UP,
             earliest_on=TODAY, due_on=TODAY, began_at=AT, measure_id=measure.id,
             called_off_at=AT),
        ContactAttempt(entry_id=entry.id, on=TODAY, channel=ContactChannel.PHONE,
                       outcome=next(iter(ContactOutcome)), by_id=by, at=AT),
        MappingStep(entry_id=entry.id, stage=next(iter(MappingStage)), on=TODAY, by_id=by, at=AT),
        Plan(entry_id=entry.id, version=1, starts_on=TODAY, follow_up_on=TODAY, by_id=by, at=AT,
             **plan),
        entry.record(Step.UPDATE_ENTRY, by=town.caseworker, at=AT, changed="contact",
                     was=secret),
        a_message("measure_report", reference=entry.reference),
    ])  # fmt: skip


def _at_the_school(town: Town, rows: Session, digits: str, name: str, secret: str) -> None:
    """The roll that remembers who has left, what was said of them there, and lists not sent."""
    given, family = name.split()
    pupil = RollPupil(id=uuid4(), school_unit_code=town.ybc.code, number=digits,
                      number_hash=keyed_hash(digits), name_hash=keyed_hash(name),
                      birth_date=number(digits).birth_date, given_name=given, family_name=family,
                      search_name=name.lower(), contact={"address": secret}, left_at=AT,
                      origins={})  # fmt: skip
    batch = Batch(
        id=uuid4(),
        kind=FormKind.DROPOUT,
        author_id=town.counsellor.id,
        school_unit_code=town.ybc.code,
        common={},
        created_at=AT,
        changed_at=AT,
    )
    rows.add_all([pupil, batch])
    rows.flush()
    rows.add_all([
        BatchPupil(batch_id=batch.id, place=1, typed={"number": [digits], "words": [secret]}),
        BatchPupil(batch_id=batch.id, place=2, pupil_id=pupil.id),
        Handled(pupil_id=pupil.id, kind=FormKind.DROPOUT, reason=next(iter(HandledReason)),
                words=secret, until=TODAY, by_id=town.counsellor.id, at=AT),
        Sought(municipality_code="0182", pupil_id=pupil.id, number=digits,
               asked_by_id=town.coordinator.id, asked_at=AT),
        AccessLogEntry(at=AT, membership_id=town.counsellor.id, opened=Opened.ROLL,
                       reference=str(pupil.id), school_unit_code=town.ybc.code, request_id="x"),
    ])  # fmt: skip


def _close(case: Case, entry: RegisterEntry) -> None:
    case.state, case.close_reason, case.closed_at = CaseState.CLOSED, CloseReason.OTHER, AT
    case.due_on = None
    entry.state, entry.end_reason = EntryState.CLOSED, EntryEndReason.AGE_20
    entry.closed_on, entry.next_follow_up_on = TODAY, None


def _openings(town: Town, rows: Session, references: list[str]) -> None:
    """Who has looked; a receipt is known by a number of its own."""
    rows.add_all(
        AccessLogEntry(at=AT, membership_id=town.caseworker.id, opened=Opened.CASE,
                       reference=one, municipality_code="0182", request_id="x")
        for one in (*references, f"{references[0]}-1")
    )  # fmt: skip
    rows.commit()


def held_form(town: Town, digits: str) -> HeldForm:
    """What the counsellor typed after having been logged out."""
    return HeldForm(user_id=town.counsellor.user_id, path="/x", held_at=AT,
                    fields=f'[["number", "{digits[:8]}-{digits[8:]}"]]')  # fmt: skip


def a_hold(town: Town, digits: str, until: date) -> LegalHold:
    return LegalHold(
        municipality_code="0182",
        number_hash=keyed_hash(digits),
        reference="26-X",
        reason=HoldReason.DISPUTE,
        until=until,
        by_id=town.coordinator.id,
        at=AT,
    )

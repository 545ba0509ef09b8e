"""How far a matter has come when a form about it is shown, by the workflow's own verbs.

Each takes the town and gives what is to be stored, with what its addresses are made of.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from portal.access.tokens import guest_token, invitation_token, reset_token
from portal.models import Case, Leave, Reconciliation, RegisterEntry, RollPupil, SchoolBreak
from portal.vocabulary import (
    CloseReason,
    ContactChannel,
    ContactOutcome,
    EntryEndReason,
    FileUse,
    FormKind,
    ImportStage,
    MessageState,
    Outcome,
    ParticipantKind,
    Reconciled,
    RollSource,
    RowStanding,
    Side,
)
from portal.workflow import (
    batch,
    casework,
    closing,
    contact,
    drafts,
    handover,
    meetings,
    register,
    register_files,
    rolls,
)
from portal.workflow import (
    moving as workflow_moving,
)
from portal.workflow.meetings import Promise
from portal.workflow.summonses import Invited
from tests.notifications.messages import a_message_about
from tests.town import AT, SIXTEEN, TODAY, Town, a_case, number
from tests.web.filing.typed import CONTACT, PUPIL, SITUATIONS

ANSWERS = {"pupil_phone": "070-000 00 34", "guardian_name": "Per Ek"}


class State(NamedTuple):
    """What is stored, and the parts of addresses."""

    stored: list[Any]
    parts: dict[str, Any]


def _of(case: Case, *more: Any, **parts: Any) -> State:
    return State([case, *more], {"case": case.reference} | parts)


def nothing(town: Town) -> State:
    return State([], {"colleague": town.second_caseworker.id})


def to_join(town: Town) -> State:
    """A municipality that has all that it needs to join."""
    town.tyreso.email = "kaa@tyreso.example"
    return State([town.tyreso], {"colleague": town.second_caseworker.id})


def away(town: Town) -> State:
    """A caseworker is on leave."""
    leave = Leave(
        id=uuid4(),
        membership_id=town.caseworker.id,
        first_on=TODAY,
        last_on=TODAY + timedelta(days=3),
    )
    return State([leave], {"leave": leave.id, "second_caseworker": town.second_caseworker.id})


def closed_in_autumn(town: Town) -> State:
    """A school has given a break."""
    autumn = SchoolBreak(
        id=uuid4(),
        school_unit_code=town.ybc.code,
        first_on=date(2026, 10, 26),
        last_on=date(2026, 10, 30),
    )
    return State([autumn], {"break": autumn.id})


def queued(town: Town) -> State:
    return _of(a_case(town, answers=ANSWERS))


def undelivered(town: Town) -> State:
    """A message about a case was given up."""
    case = a_case(town, answers=ANSWERS)
    message = a_message_about(case, id=uuid4(), state=MessageState.FAILED, attempts=17)
    return _of(case, message, message=message.id)


def _taken(town: Town, kind: FormKind = FormKind.AT_RISK) -> Case:
    case = a_case(town, kind, answers=ANSWERS)
    casework.take_on(case, by=town.caseworker, at=AT)
    return case


def taken(town: Town) -> State:
    return _of(_taken(town))


def a_colleagues(town: Town) -> State:
    case = a_case(town)
    casework.take_on(case, by=town.second_caseworker, at=AT)
    return _of(case)


def asked(town: Town) -> State:
    case = _taken(town)
    casework.ask(case, "Går eleven kvar?", by=town.caseworker, at=AT)
    return _of(case)


def twice(town: Town) -> State:
    other = a_case(town, by=town.other_counsellor)
    return _of(_taken(town), other, other=other.reference)


def _closed(town: Town) -> Case:
    case = _taken(town)
    closing.close(case, CloseReason.STAYS, what="Går kvar.", by=town.caseworker, at=AT)
    return case


def closed(town: Town) -> State:
    return _of(_closed(town))


def wanted_back(town: Town) -> State:
    case = _closed(town)
    closing.request_reopen(case, "Det blev fel.", other_open=None, by=town.counsellor, at=AT)
    return _of(case)


def _booked(town: Town, starts_at: datetime) -> Case:
    case = _taken(town)
    case.id = case.meetings[0].case_id = uuid4()
    pupil = Invited(ParticipantKind.PUPIL, "Wilma Ek")
    people = [pupil, Invited(ParticipantKind.KAA, "Amina Berg")]
    meetings.book(
        case.meetings[0],
        starts_at,
        "Rum 4",
        "Hur går det?",
        45,
        people,
        by=town.caseworker,
        at=starts_at - timedelta(days=1),
    )
    return case


def booked(town: Town) -> State:
    return _of(_booked(town, AT + timedelta(days=1)))


def called(town: Town) -> State:
    case = _booked(town, AT + timedelta(days=1))
    return _of(case, token=guest_token(case.meetings[0].participants[0].id))


def met(town: Town) -> State:
    return _of(_booked(town, AT - timedelta(hours=1)))


def promised(town: Town) -> State:
    case = _booked(town, AT - timedelta(hours=1))
    promise = Promise(Side.KAA, "Amina Berg", "Ringa hem.", TODAY + timedelta(days=9))
    meetings.hold(
        case.meetings[0],
        Outcome.STAYS_WATCH,
        {},
        follow_up_on=date(2026, 12, 18),
        outcome_text="",
        promises=[promise],
        by=town.caseworker,
        at=AT,
    )
    promise = case.meetings[0].commitments[0]
    return _of(case, promise=promise)


def offered(town: Town) -> State:
    return _of(_taken(town, FormKind.DROPOUT))


def _entry(town: Town) -> tuple[Case, RegisterEntry]:
    case = _taken(town, FormKind.DROPOUT)
    filled = handover.Filled(number().birth_date, "", "", "070-000 00 34", True, False, False)
    entry = handover.accept(
        case.handovers[0],
        handover.passing(case.filings[0], "YBC"),
        filled,
        town.caseworker,
        running=None,
        joins_running=False,
        by=town.caseworker,
        at=AT,
    )
    return case, entry


def registered(town: Town) -> State:
    case, entry = _entry(town)
    task = next(one for one in entry.tasks if one.open)
    task.id = uuid4()
    return _of(case, entry, entry=entry.reference, task=task.id)


def written_to(town: Town) -> State:
    """A letter has gone to the youth."""
    case, entry = _entry(town)
    attempt = contact.try_to_reach(
        entry, ContactChannel.LETTER, ContactOutcome.SENT, on=TODAY, by=town.caseworker, at=AT
    )
    attempt.id = uuid4()
    return _of(case, entry, entry=entry.reference, attempt=attempt.id)


def ended(town: Town) -> State:
    case, entry = _entry(town)
    register.close(entry, EntryEndReason.MOVED, what="Tyresö", on=TODAY, by=town.caseworker, at=AT)
    return _of(case, entry, entry=entry.reference)


def moving(town: Town) -> State:
    """A youth who is offered to another municipality."""
    case, entry = _entry(town)
    offer = workflow_moving.offer(entry, town.norrkoping, TODAY, by=town.caseworker, at=AT)
    offer.id = uuid4()
    return _of(case, entry, entry=entry.reference, offer=offer.id)


def reconciled(town: Town) -> State:
    """A youth of the summer of whom a list of enrolled pupils says nothing."""
    case, entry = _entry(town)
    one = Reconciliation(
        id=uuid4(),
        entry=entry,
        municipality_code=entry.municipality_code,
        year=TODAY.year,
        suggested=Reconciled.NOT_ON_LIST,
        compared_at=AT,
    )
    return _of(case, entry, one, one=one.id)


def filed(town: Town) -> State:
    """A file to the register, of which nobody has said what the columns are."""
    content = f"PersonNr;Fornamn\n{SIXTEEN};Wilma".encode()
    one = register_files.receive(content, FileUse.DATABASE, by=town.caseworker, at=AT)
    one.id, one.headers = uuid4(), ["PersonNr", "Fornamn"]
    return State([one], {"file": one.id})


def read(town: Town) -> State:
    """The same, read and ready to be loaded."""
    state = filed(town)
    counts = dict.fromkeys((one.value for one in RowStanding), 0)
    register_files.checked(state.stored[0], [], counts | {"flagged": 0, "says_flags": 0})
    return state


def begun(kind: FormKind) -> Callable[[Town], State]:
    """A draft in which all steps are there to be filled in."""

    def draft(town: Town) -> State:
        case = a_case(town, kind, answers=ANSWERS)
        written = drafts.begin_next(case, kind, by=town.counsellor, at=AT)
        written.answers = written.answers | {"protected": ["no"]}
        return State([case, written], {"draft": written.id})

    return draft


def from_paper(town: Town) -> State:
    """A draft of what was handed over on paper."""
    written = drafts.begin(FormKind.START, on_paper=True, by=town.counsellor, at=AT)
    return State([written], {"draft": written.id})


def correcting(town: Town) -> State:
    """A draft of a correction in which nothing is missing but why."""
    case = a_case(town, FormKind.DROPOUT)
    case.id = case.filings[0].case_id = uuid4()
    case.filings[0].id = uuid4()
    draft = drafts.begin_correction(case.filings[0], by=town.counsellor, at=AT)
    typed = PUPIL | SITUATIONS["dropout"] | CONTACT | {"protected": "no"}
    texts = {name: text if isinstance(text, list) else [text] for name, text in typed.items()}
    draft.answers = draft.answers | texts
    return State([case, draft], {"draft": draft.id})


def invited(town: Town) -> State:
    return State([], {"token": invitation_token(town.counsellor.user)})


def forgot(town: Town) -> State:
    return State([], {"token": reset_token(town.counsellor.user)})


def _pupil(town: Town) -> RollPupil:
    return RollPupil(
        id=uuid4(),
        school_unit_code=town.ybc.code,
        number=number().value,
        number_hash="hash",
        given_name="Wilma",
        family_name="Ek",
        search_name="ek wilma",
        birth_date=number().birth_date,
        origins={},
    )


def listed(town: Town) -> State:
    """A pupil in the roll, and a draft that may be about them."""
    draft = drafts.begin(FormKind.DROPOUT, by=town.counsellor, at=AT)
    return State([_pupil(town), draft], {"draft": draft.id})


def gathered(town: Town) -> State:
    """A list of many filings with one pupil in it."""
    written = batch.begin(FormKind.START, {}, by=town.counsellor, at=AT)
    batch.fill(written, [batch.Read(2, {}, None)], digest="", at=AT)
    return State([written], {"batch": written.id, "row": written.rows[0].id})


def _import(town: Town, stage: ImportStage, **facts: Any) -> State:
    one = rolls.receive(b"", RollSource.CSV, digest="", by=town.counsellor, at=AT)
    one.stage, one.content = stage, facts.pop("content", None)
    for name, value in facts.items():
        setattr(one, name, value)
    return State([one], {"import": one.id})


def unpaired(town: Town) -> State:
    """A file whose columns nobody knows."""
    content = f"Vem;Kallas\n{number().value};Wilma".encode()
    return _import(town, ImportStage.COLUMNS, content=content, headers=["Vem", "Kallas"])


def looked_at(town: Town) -> State:
    """A file that can be stored."""
    row = {"number_hash": "h", "name_hash": None, "flag": None, "birth_date": None}
    row |= {"number": number().value, "given_name": "Wilma"}
    counts = {"new": 1, "known": 0, "gone": 0, "flagged": 0, "kept": 0, "stock": 0}
    return _import(town, ImportStage.CHECKED, rows={"rows": [row]}, counts=counts)

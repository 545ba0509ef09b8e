"""Whom a joint meeting invites: those the case knows, and what they are told it is about."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from forms.meetings import Person
from portal.clock import local, today
from portal.vocabulary import FormKind, ParticipantKind
from portal.web import filters
from portal.workflow.summonses import Invited, is_minor

if TYPE_CHECKING:
    from portal.models import Case, Filing, Meeting

GUARDIANS = (("guardian_name", "guardian_phone"), ("guardian2_name", "guardian2_phone"))
"""Where a filing names those who have custody."""


def suggested_purpose(case: "Case") -> str:
    """What the meeting is about, in words for the pupil, by what was filed last."""
    if case.latest_kind is FormKind.DROPOUT:
        left: str = gettext(
            "Du har slutat eller tänker sluta i skolan. Vi träffas för att prata om vad du vill "
            "göra nu och vilket stöd kommunen kan ge dig. Du får säga vad du tycker."
        )
        return left
    stays: str = gettext(
        "Vi träffas för att prata om hur du har det i skolan, vad som kan göra det lättare och "
        "vad som händer nu. Du får säga vad du tycker."
    )
    return stays


def people_to_invite(
    case: "Case", meeting: "Meeting", filing: "Filing | None", at: datetime
) -> list[dict[str, Any]]:
    """Those invited already, else those the case knows; one empty row for somebody more."""
    if meeting.participants:
        known = [
            Person(
                one.kind,
                one.name,
                one.contact,
                one.email or "",
                one.interpreter or "",
                one.language,
            )
            for one in meeting.participants
        ]
    else:
        known = _known(case, filing, minor=is_minor(case, at=at))
    rows = [person._asdict() for person in known]
    return rows if meeting.participants else [*rows, {"kind": ParticipantKind.OTHER}]


def _known(case: "Case", filing: "Filing | None", *, minor: bool) -> list[Person]:
    answers = filing.answers if filing is not None else {}
    phone, mail = answers.get("pupil_phone") or "", answers.get("pupil_email") or ""
    people = [Person(ParticipantKind.PUPIL, case.name, phone, mail)]
    if minor:
        people += [
            Person(ParticipantKind.GUARDIAN, answers[name], answers.get(phone) or "")
            for name, phone in GUARDIANS
            if answers.get(name)
        ]
    if filing is not None:
        sender = filing.author.user
        phone = answers.get("sender_phone") or sender.phone
        people.append(Person(ParticipantKind.SCHOOL, sender.name, phone))
    if case.caseworker is not None:
        worker = case.caseworker.user
        people.append(Person(ParticipantKind.KAA, worker.name, worker.phone))
    return people


def invited(people: Sequence[Person], case: "Case", filing: "Filing | None") -> list[Invited]:
    """The typed people, tied to their accounts where they are those the case knows."""
    accounts = {}
    if filing is not None:
        accounts[ParticipantKind.SCHOOL, filing.author.user.name] = filing.author.id
    if case.caseworker is not None:
        accounts[ParticipantKind.KAA, case.caseworker.user.name] = case.caseworker.id
    return [
        Invited(
            one.kind,
            one.name,
            one.contact,
            accounts.get((one.kind, one.name)),
            one.email,
            one.interpreter,
            one.language,
        )
        for one in people
    ]


def proposed(meeting: "Meeting") -> list[tuple[str, str]]:
    """The times that were proposed, as choices to book."""
    return [
        (time.isoformat(), gettext("Boka %(time)s", time=filters.span(time)))
        for time in meeting.proposed_times
    ]


def begun(
    case: "Case", meeting: "Meeting", filing: "Filing | None", at: datetime
) -> dict[str, Any]:
    """What the form about a meeting begins with: what stands, else a suggestion."""
    return {
        "place": meeting.place,
        "purpose": meeting.purpose or suggested_purpose(case),
        "minutes_long": str(meeting.minutes_long),
        "participants": people_to_invite(case, meeting, filing, at),
        "times": [
            {"day": today(time), "clock": local(time).time()} for time in meeting.proposed_times
        ],
    }

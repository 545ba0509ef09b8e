"""A filing being written: begun, saved as it is typed, and begun from an earlier filing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from portal.access.rules import require
from portal.clock import today
from portal.errors import NotAllowed
from portal.identity import age_on, stored
from portal.models import Case, Draft, Filing, Membership, Message, RollPupil
from portal.vocabulary import EndGround, FilingState, FormKind, HomeGround, MeetingState, Permission
from portal.workflow.accounts import letter
from portal.workflow.legal import ADULT_AGE

MINUTES = 60
Typed = dict[str, list[str]]
"""Field name → texts as a browser posts them."""

KEPT_FOR = timedelta(days=90)
"""How long a draft that nobody touches is kept: until then it is somebody's work."""
WARNED_BEFORE = timedelta(days=14)
"""How long before that its author is told: by mail, on the first page and in the list of drafts."""
SAME_PUPIL = (
    "number",
    "birth_date",
    "given_name",
    "family_name",
    "programme_code",
    "year",
    "home_municipality",
    "home_ground",
    "home_reason",
)
SAME_PEOPLE = (
    "pupil_phone",
    "pupil_email",
    "pupil_address",
    "guardian_name",
    "guardian_phone",
    "guardian2_name",
    "guardian2_phone",
    "interpreter",
    "interpreter_language",
    "rector_name",
    "other_contact",
)
SAME_SCHOOL = ("efforts", "efforts_text", "inquiry_started", "inquiry_started_on")
"""What the school has done stays done; what it wants, and when, is asked again."""
ON_PAPER: Typed = {"on_paper": ["yes"]}


def begin(kind: FormKind, *, on_paper: bool = False, by: Membership, at: datetime) -> Draft:
    """Begin a filing, after the question of protected data has been answered with no."""
    handed_over = ON_PAPER if on_paper else {}
    return _draft(kind, {"protected": ["no"]} | handed_over, by=by, at=at)


def is_on_paper(draft: Draft) -> bool:
    """Whether it was handed over on paper, and is only entered now."""
    return ON_PAPER.items() <= draft.answers.items()


def begin_correction(filing: Filing, *, by: Membership, at: datetime) -> Draft:
    """Begin a new version of a filing, with everything as it was."""
    require(by, Permission.FILING_CHANGE, filing.case)
    draft = _draft(filing.kind, typed(filing), by=by, at=at)
    draft.corrects_id, draft.case_id = filing.id, filing.case_id
    return draft


def begin_next(case: Case, kind: FormKind, *, by: Membership, at: datetime) -> Draft:
    """Begin the next filing in a case, with what stays the same since its latest."""
    require(by, Permission.CASE_FOLLOW, case)
    draft = _draft(kind, {}, by=by, at=at)
    draft.case_id = case.id
    latest = latest_filing(case)
    if latest is not None:
        draft.answers = carried(latest, (*SAME_PUPIL, *SAME_PEOPLE, *SAME_SCHOOL)) | draft.answers
    draft.answers = met(case, kind) | draft.answers
    return draft


def join(draft: Draft, case: Case, latest: Filing) -> None:
    """The pupil has a case that the author follows: what is not typed is filled in from it."""
    draft.case_id = case.id
    known = carried(latest, (*SAME_PEOPLE, *SAME_SCHOOL)) | met(case, draft.kind)
    draft.answers = draft.answers | {
        name: texts for name, texts in known.items() if not any(draft.answers.get(name, ()))
    }


def begin_about(draft: Draft, pupil: RollPupil, *, at: datetime) -> None:
    """Fill in what the school's roll knows, where nothing is typed yet. All of it may be changed.

    Guardians only of somebody under 18; the home municipality is that of the population register.
    """
    draft.pupil_id = pupil.id
    known = in_roll(pupil, minor=_is_minor(pupil, today(at))) | figures(pupil, draft.kind, at=at)
    draft.answers = draft.answers | {
        name: [str(text)]
        for name, text in known.items()
        if text and not any(draft.answers.get(name, ()))
    }


def in_roll(pupil: RollPupil, *, minor: bool) -> dict[str, Any]:
    """A pupil of the roll as one would type them."""
    contact = pupil.contact or {}
    place = " ".join(filter(None, (contact.get("postal_code"), contact.get("town"))))
    home = pupil.home_municipality_code
    return {
        "number": pupil.number and stored(pupil.number).formatted,
        "birth_date": pupil.birth_date,
        "given_name": pupil.given_name,
        "family_name": pupil.family_name,
        "programme_code": pupil.programme_code,
        "year": pupil.year,
        "home_municipality": home,
        "home_ground": HomeGround.REGISTERED.value if home else "",
        "pupil_phone": contact.get("phone"),
        "pupil_email": contact.get("email"),
        "pupil_address": ", ".join(filter(None, (contact.get("address"), place))),
        **((pupil.guardians or {}) if minor else {}),
    }


def figures(pupil: RollPupil, kind: FormKind, *, at: datetime) -> dict[str, Any]:
    """What the roll's figures answer of the kind's own questions, as one would type it."""
    away = {"away_since": pupil.absent_since}
    if kind is FormKind.ABSENCE:
        return {
            "event_on": pupil.attendance_from,
            "period_to": pupil.attendance_to,
            "unexcused_hours": _hours(pupil.unexcused_minutes),
            "scheduled_hours": _hours(pupil.offered_minutes) if pupil.unexcused_minutes else None,
            "occasions": pupil.occasions,
            **({"away_now": "yes"} | away if pupil.absent_since else {}),
        }
    if kind is not FormKind.DROPOUT:
        return {}
    if pupil.ended_on is not None and pupil.ended_on < today(at):
        return {"event_on": pupil.ended_on}
    return {"end_ground": EndGround.STAYED_AWAY.value} | away if pupil.absent_since else {}


def _hours(minutes: int | None) -> str | None:
    return f"{minutes / MINUTES:.2f}".rstrip("0").rstrip(".").replace(".", ",") if minutes else None


def _is_minor(pupil: RollPupil, day: date) -> bool:
    return pupil.birth_date is not None and age_on(pupil.birth_date, day) < ADULT_AGE


def met(case: Case, kind: FormKind) -> Typed:
    """A dropout form asks about the joint meeting; one that was held here is known."""
    days = [one.starts_on for one in case.meetings if one.state is MeetingState.HELD]
    if kind is not FormKind.DROPOUT or not days:
        return {}
    return {"meeting_held": ["yes"], "meeting_held_on": [str(max(filter(None, days)))]}


def save(
    draft: Draft,
    names: Iterable[str],
    posted: Mapping[str, list[str]],
    *,
    by: Membership,
    at: datetime,
) -> bool:
    """Keep what was typed in these fields, as it was typed. Was anything new?

    A field that was not posted has been emptied: that is how a browser sends no ticks.
    """
    answers = draft.answers | {name: list(posted.get(name, ())) for name in names}
    if answers == draft.answers:
        return False
    draft.answers, draft.changed_at, draft.changed_by_id = answers, at, by.id
    return True


def share(draft: Draft, *, shared: bool, by: Membership) -> None:
    """Let the colleagues at the school write in it and send it, or no longer.

    A correction follows the right to change the filing, which sharing does not give.
    """
    if draft.author_id != by.id or draft.corrects_id is not None:
        raise NotAllowed
    draft.shared = shared


def as_sent(filing: Filing, *, by: Membership, at: datetime) -> Draft:
    """What was sent, to be read as a draft is; never stored."""
    answers = typed(filing) | {"home_municipality": [filing.municipality_code]}
    return _draft(filing.kind, answers, by=by, at=at)


def leaving(drafts: Iterable[Draft], *, at: datetime) -> dict[UUID, date]:
    """The drafts that go soon if nobody writes in them, each with its last day."""
    return {
        one.id: today(one.changed_at + KEPT_FOR)
        for one in drafts
        if one.changed_at <= goes_soon(at=at)
    }


def goes_soon(*, at: datetime) -> datetime:
    """Since when nobody has written in a draft that goes soon."""
    return at - KEPT_FOR + WARNED_BEFORE


def warning(to: Membership, *, at: datetime) -> Message:
    """That at least one draft goes soon; which, and on which day, stands in the portal only."""
    message = letter(to.user, "draft_leaving", at=at)
    message.school_unit_code = to.school_unit_code
    return message


def latest_filing(case: Case) -> Filing | None:
    """The case's latest filing that stands."""
    standing = [one for one in case.filings if one.current and one.state is FilingState.FILED]
    return max(standing, key=lambda one: one.ordinal, default=None)


def carried(filing: Filing, names: Iterable[str]) -> Typed:
    """Some of a filing's answers as they would be typed."""
    everything = typed(filing)
    return {name: everything[name] for name in names if name in everything}


def typed(filing: Filing) -> Typed:
    """A filing's columns and answers as they would be typed."""
    columns = {
        "number": stored(filing.number).formatted,
        "birth_date": filing.birth_date and filing.birth_date.isoformat(),
        "given_name": filing.given_name,
        "family_name": filing.family_name,
        "programme_code": filing.programme_code,
        "year": filing.year,
        "home_municipality": filing.case.municipality_code,
        "home_ground": filing.home_ground.value,
        "event_on": filing.event_on.isoformat(),
    }
    return {
        name: _texts(value)
        for name, value in (filing.answers | columns).items()
        if value not in (None, "", [])
    }


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return [f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)]


def _draft(kind: FormKind, answers: Typed, *, by: Membership, at: datetime) -> Draft:
    if by.school_unit_code is None:
        raise TypeError("only somebody at a school files")
    usual = {"sender_phone": [by.user.phone]} if by.user.phone else {}
    return Draft(
        id=uuid4(),
        kind=kind,
        author_id=by.id,
        school_unit_code=by.school_unit_code,
        answers=usual | answers,
        shared=False,
        files_count=0,
        created_at=at,
        changed_at=at,
        changed_by_id=by.id,
    )

"""The page of somebody who is called to a joint meeting and has no account: read and answer.

A link shows nothing but the meeting itself: no name, no school, nothing of the case.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_wtf.csrf import CSRFError

from forms.guest import GuestForm
from portal.clock import now
from portal.db import transaction
from portal.queries import guests as reading
from portal.vocabulary import MeetingState, ParticipantKind
from portal.web import guest_words, logins
from portal.web.guards import anyone
from portal.workflow import guests
from portal.workflow.summonses import has_link

if TYPE_CHECKING:
    from portal.models import Meeting, Participant

bp = Blueprint("guest", __name__)

UNPROCESSABLE, OVER, TOO_MANY = 422, 404, 429
EITHER = f"any({','.join(guest_words.LANGUAGES)})"


@bp.route("/guest/<token>", methods=["GET", "POST"])
@bp.route(f"/guest/<token>/<{EITHER}:language>", methods=["GET", "POST"])
@anyone
def answer(token: str, language: str = "") -> ResponseReturnValue:
    """What the meeting is, and whether they come."""
    at, language = now(), _language(language)
    if logins.too_many_from_here(at=at):
        return _page("guest/over.html", language, why="too_many"), TOO_MANY
    participant = reading.participant_of(token, locked=request.method == "POST")
    if participant is None:
        logins.may_try(token, at=at, purpose="guest")
        return _page("guest/over.html", language, why="over"), OVER
    if not has_link(participant.meeting, participant, at=at):
        home = participant.meeting.case.municipality
        return _page("guest/over.html", language, why="over", home=home), OVER
    form = _form(participant, language)
    if not form.validate_on_submit():
        page = _meeting_page(token, language, participant, form)
        return page, UNPROCESSABLE if form.errors else 200
    said = form.values()
    times = [datetime.fromisoformat(time) for time in said["times"] or ()]
    with transaction():
        guests.answer(participant, said["reply"], times, said["words"], at=at)
    return redirect(url_for(".answer", token=token, language=language, _anchor="content"), 303)


@bp.errorhandler(CSRFError)
def expired(_: CSRFError) -> ResponseReturnValue:
    """The page had been open for too long: it is shown again with what was typed."""
    arguments = request.view_args or {}
    at, language = now(), _language(arguments.get("language", ""))
    participant = None
    if not logins.too_many_from_here(at=at):
        participant = reading.participant_of(arguments.get("token", ""))
    if participant is None or not has_link(participant.meeting, participant, at=at):
        return _page("guest/over.html", language, why="over"), UNPROCESSABLE
    form = _form(participant, language)
    form.refuse(guest_words.words(language)["expired"])
    return _meeting_page(arguments["token"], language, participant, form), UNPROCESSABLE


def _language(chosen: str) -> str:
    """The one chosen by link, else the first that the browser asks for and we have."""
    asked = request.accept_languages.best_match([*guest_words.LANGUAGES, *guest_words.NEAREST])
    return chosen or guest_words.NEAREST.get(asked or "", asked or "sv")


def _form(participant: "Participant", language: str) -> GuestForm:
    return GuestForm(
        said=guest_words.words(language),
        times=[(time.isoformat(), "") for time in _proposed(participant.meeting)],
        data={
            "reply": participant.reply,
            "times": [time.isoformat() for time in participant.suiting_times],
            "words": participant.words or "",
        },
    )


def _proposed(meeting: "Meeting") -> list[datetime]:
    return meeting.proposed_times if meeting.state is MeetingState.PROPOSED else []


def _meeting_page(token: str, language: str, participant: "Participant", form: GuestForm) -> str:
    meeting = participant.meeting
    return _page(
        "guest/meeting.html",
        language,
        token=token,
        form=form,
        one=participant,
        meeting=meeting,
        home=meeting.case.municipality,
        is_pupil=participant.kind is ParticipantKind.PUPIL,
        proposed=[_moment(time, meeting, language) for time in _proposed(meeting)],
        when=_moment(meeting.starts_at, meeting, language) if meeting.starts_at else None,
    )


def _moment(starts_at: datetime, meeting: "Meeting", language: str) -> dict[str, str]:
    ends_at = starts_at + timedelta(minutes=meeting.minutes_long)
    return {
        "value": starts_at.isoformat(),
        "day": guest_words.day(starts_at, language),
        "clock": guest_words.clock(starts_at, ends_at),
    }


def _page(template: str, language: str, **things: Any) -> str:
    """Without the menu, whoever is logged in; what is around it is in Swedish or English."""
    others: list[tuple[str, Mapping[str, str]]] = [
        (code, guest_words.words(code)) for code in guest_words.LANGUAGES if code != language
    ]
    with force_locale("en" if language == "en" else "sv"):
        return render_template(
            template,
            **{"home": None, "token": None} | things,
            language=language,
            said=guest_words.words(language),
            others=others,
            nav=[],
            person=None,
            other_roles=[],
            languages=[],
        )

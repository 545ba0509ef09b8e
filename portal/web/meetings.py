"""The joint meeting: arrange it, move it, hold it, and keep what was promised there."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.held_meeting import HoldForm
from forms.meetings import (
    ArrangeForm,
    CancelForm,
    InvitationForm,
    RescheduleForm,
    add_or_remove_row,
)
from portal.clock import now, today
from portal.db import transaction
from portal.errors import NotFound, Refused
from portal.queries import meetings as reading
from portal.queries.meetings import PAGE, View
from portal.vocabulary import MeetingState, Permission, Side
from portal.web import letters, mishaps
from portal.web.acting import actor
from portal.web.guards import for_roles, on_case
from portal.web.invitations import begun, invited, proposed
from portal.workflow import commitments
from portal.workflow import meetings as workflow
from portal.workflow.summonses import is_minor

if TYPE_CHECKING:
    from portal.models import Case, Commitment, Meeting

bp = Blueprint("meetings", __name__)

UNPROCESSABLE = 422
ARRANGED = (MeetingState.TO_BOOK, MeetingState.PROPOSED)


@bp.get("/meetings")
@for_roles(Permission.QUEUE_LIST)
def upcoming() -> ResponseReturnValue:
    """The municipality's meetings: what is to be done, what comes, what has been."""
    by, at = actor(), now()
    wanted = request.args.get("view", "")
    view = View(wanted) if wanted in list(View) else View.TO_DO
    after = request.args.get("after", "")
    rows = reading.listing(by, view, after, at=at)
    more = rows[PAGE - 1].place(view) if len(rows) > PAGE else None
    return render_template(
        "meetings/upcoming.html",
        view=view,
        rows=rows[:PAGE],
        counts=reading.counts(by, at=at),
        today=today(at),
        next_url=url_for(".upcoming", view=view, after=more) if more else None,
        first_url=url_for(".upcoming", view=view) if after else None,
    )


@bp.post("/cases/<reference>/meetings")
@on_case(Permission.MEETING_ARRANGE)
def call(case: "Case") -> ResponseReturnValue:
    """Say that a meeting is to be booked, and go on to its times."""
    with transaction():
        workflow.call(case, by=actor(), at=now())
    return redirect(url_for(".arrange", reference=case.reference), 303)


@bp.route("/cases/<reference>/meeting", methods=["GET", "POST"])
@on_case(Permission.MEETING_ARRANGE)
def arrange(case: "Case") -> ResponseReturnValue:
    """Propose times, or book one of them or another."""
    at = now()
    meeting = _running(case)
    if meeting is None or meeting.state not in ARRANGED:
        return _elsewhere(case, meeting)
    filing = reading.latest_filing(case)
    form = ArrangeForm(
        proposed=proposed(meeting),
        now=at,
        minor=is_minor(case, at=at),
        data=begun(case, meeting, filing, at),
    )
    if _rows_changed(form) or not form.validate_on_submit():
        return _shown("meetings/arrange.html", form, case, meeting, filing=filing)
    said = form.details() | {"invited": invited(form.people(), case, filing)}
    try:
        with transaction():
            if form.proposes:
                workflow.propose(meeting, form.chosen, **said, by=actor(), at=at)
            else:
                workflow.book(meeting, form.chosen[0], **said, by=actor(), at=at)
    except Refused as error:
        form.refuse(mishaps.sentence(error))
        return _shown("meetings/arrange.html", form, case, meeting, filing=filing)
    flash(_("Tiderna är föreslagna.") if form.proposes else _("Mötet är bokat."), "done")
    return redirect(_page(case, meeting), 303)


def _running(case: "Case") -> "Meeting | None":
    reading.load(case)
    return workflow.running(case)


def _elsewhere(case: "Case", meeting: "Meeting | None") -> ResponseReturnValue:
    """The step is not to be taken now: go to where the meeting stands."""
    if request.method == "POST":
        flash(_("Mötet hade redan ändrats. Ditt steg togs inte."), "error")
    if meeting is None:
        flash(_("Inget möte är på gång i ärendet."), "neutral")
        return redirect(url_for("cases.show", reference=case.reference), 303)
    return redirect(_page(case, meeting), 303)


def _page(case: "Case", meeting: "Meeting") -> str:
    return url_for(".show", reference=case.reference, meeting_id=meeting.id)


def _rows_changed(form: InvitationForm | HoldForm) -> bool:
    """Whether only a row was added or taken away: then the form is drawn again."""
    changed = add_or_remove_row(
        form, add=request.form.get("add", ""), remove=request.form.get("remove", "")
    )
    if isinstance(form, InvitationForm):
        form.offer_kinds()
    return changed


def _shown(
    template: str, form: object, case: "Case", meeting: "Meeting", **more: object
) -> ResponseReturnValue:
    wrong = bool(getattr(form, "errors", None))
    page = render_template(
        template, form=form, case=case, meeting=meeting, today=today(now()), **more
    )
    return page, UNPROCESSABLE if wrong else 200


@bp.get("/cases/<reference>/meetings/<uuid:meeting_id>")
@on_case(Permission.CASE_READ, Permission.CASE_FOLLOW)
def show(case: "Case", meeting_id: UUID) -> ResponseReturnValue:
    """One meeting with everything about it, to read and to print."""
    by, at = actor(), now()
    meeting = _one(case, meeting_id)
    return render_template(
        "meetings/show.html",
        case=case,
        meeting=meeting,
        replaced=next((one for one in case.meetings if one.id == meeting.replaces_id), None),
        side=by.side.value if by.side else "",
        has_begun=meeting.starts_at is not None and meeting.starts_at <= at,
        today=today(at),
        back=_case_page(case),
        letters=letters.needed(meeting, by, at),
    )


@bp.get("/cases/<reference>/meetings/<uuid:meeting_id>/letters/<uuid:participant_id>")
@on_case(Permission.MEETING_ARRANGE)
def letter(case: "Case", meeting_id: UUID, participant_id: UUID) -> ResponseReturnValue:
    """The summons of somebody without e-mail, to print and send."""
    at = now()
    meeting = _one(case, meeting_id)
    if participant_id not in letters.needed(meeting, actor(), at):
        raise NotFound
    one = next(one for one in meeting.participants if one.id == participant_id)
    return letters.download(case, meeting, one, at=at)


def _one(case: "Case", meeting_id: UUID) -> "Meeting":
    """One of the case's meetings; those of a municipality before are not there for this one."""
    by = actor()
    for meeting in reading.load(case):
        theirs = by.side is Side.SCHOOL or meeting.municipality_code == by.municipality_code
        if meeting.id == meeting_id and theirs:
            return meeting
    raise NotFound


def _case_page(case: "Case") -> str:
    """The page of the case on one's own side."""
    endpoint = "school.case" if actor().side is Side.SCHOOL else "cases.show"
    return url_for(endpoint, reference=case.reference)


@bp.route("/cases/<reference>/meeting/change", methods=["GET", "POST"])
@on_case(Permission.MEETING_ARRANGE)
def change(case: "Case") -> ResponseReturnValue:
    """Put right place, length, purpose or people; the time stays."""
    at = now()
    meeting = _running(case)
    if meeting is None or meeting.state is not MeetingState.BOOKED:
        return _elsewhere(case, meeting)
    form = InvitationForm(minor=is_minor(case, at=at), now=at, data=begun(case, meeting, None, at))
    if _rows_changed(form) or not form.validate_on_submit():
        return _shown("meetings/change.html", form, case, meeting)
    people = invited(form.people(), case, reading.latest_filing(case))
    with transaction():
        workflow.change(meeting, **form.details(), invited=people, by=actor(), at=at)
    flash(_("Uppgifterna om mötet är ändrade."), "done")
    return redirect(_page(case, meeting), 303)


@bp.route("/cases/<reference>/meeting/reschedule", methods=["GET", "POST"])
@on_case(Permission.MEETING_ARRANGE)
def reschedule(case: "Case") -> ResponseReturnValue:
    """Move a booked meeting to another time."""
    at = now()
    meeting = _running(case)
    if meeting is None or meeting.state is not MeetingState.BOOKED:
        return _elsewhere(case, meeting)
    form = RescheduleForm(now=at, data={"place": meeting.place})
    if not form.validate_on_submit():
        return _shown("meetings/reschedule.html", form, case, meeting)
    with transaction():
        successor = workflow.reschedule(meeting, **form.said(), by=actor(), at=at)
    flash(_("Mötet är flyttat."), "done")
    return redirect(_page(case, successor), 303)


@bp.route("/cases/<reference>/meeting/cancel", methods=["GET", "POST"])
@on_case(Permission.MEETING_ARRANGE)
def cancel(case: "Case") -> ResponseReturnValue:
    """There will be no meeting."""
    meeting = _running(case)
    if meeting is None:
        return _elsewhere(case, meeting)
    form = CancelForm()
    if not form.validate_on_submit():
        return _shown("meetings/cancel.html", form, case, meeting)
    with transaction():
        workflow.cancel(meeting, **form.values(), by=actor(), at=now())
    flash(_("Mötet är inställt. Skolan ser varför."), "done")
    return redirect(url_for("cases.show", reference=case.reference), 303)


@bp.route("/cases/<reference>/meeting/hold", methods=["GET", "POST"])
@on_case(Permission.MEETING_ARRANGE)
def hold(case: "Case") -> ResponseReturnValue:
    """Write down who came, how it ended and who does what."""
    at = now()
    meeting = _running(case)
    if meeting is None or meeting.state is not MeetingState.BOOKED:
        return _elsewhere(case, meeting)
    form = HoldForm(
        today=today(at),
        people={str(one.id): one.name for one in meeting.participants},
        data={"promises": [{}]},
    )
    if _rows_changed(form) or not form.validate_on_submit():
        return _shown("meetings/hold.html", form, case, meeting)
    try:
        with transaction():
            _hold(meeting, form, at)
    except Refused as error:
        form.refuse(mishaps.sentence(error))
        return _shown("meetings/hold.html", form, case, meeting)
    flash(_("Det som sades är sparat. Skolan ser det också."), "done")
    return redirect(_page(case, meeting), 303)


def _hold(meeting: "Meeting", form: HoldForm, at: datetime) -> None:
    promises = [workflow.Promise(**row) for row in form.promised()]
    workflow.hold(
        meeting, attendance=form.came(), promises=promises, **form.said(), by=actor(), at=at
    )


@bp.post("/cases/<reference>/meeting/miss")
@on_case(Permission.MEETING_ARRANGE)
def miss(case: "Case") -> ResponseReturnValue:
    """Nobody came: a new meeting is to be booked."""
    meeting = _running(case)
    if meeting is None or meeting.state is not MeetingState.BOOKED:
        return _elsewhere(case, meeting)
    with transaction():
        workflow.miss(meeting, by=actor(), at=now())
    flash(_("Ett nytt möte ska bokas, så att eleven inte tappas bort."), "done")
    return redirect(url_for(".arrange", reference=case.reference), 303)


@bp.post("/cases/<reference>/commitments/<uuid:commitment_id>/keep")
@on_case(Permission.CASE_READ, Permission.CASE_FOLLOW)
def keep(case: "Case", commitment_id: UUID) -> ResponseReturnValue:
    """What was promised is done."""
    with transaction():
        commitments.keep(_promise(case, commitment_id), case, by=actor(), at=now())
    flash(_("Åtagandet är klart."), "done")
    return redirect(_case_page(case), 303)


def _promise(case: "Case", commitment_id: UUID) -> "Commitment":
    for meeting in reading.load(case):
        for commitment in meeting.commitments:
            if commitment.id == commitment_id:
                return commitment
    raise NotFound

"""Sealed records: the protection officers' list, one record and its steps, and those let in."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from forms.base import PortalForm
from forms.sealed import (
    CloseSealedForm,
    MissedForm,
    NameForm,
    ReachedForm,
    RemoveForm,
    WhoForm,
)
from portal.access import log
from portal.clock import now, today
from portal.db import transaction
from portal.errors import NotFound, Refused
from portal.queries import sealed, sealed_files
from portal.queries.people import running_membership
from portal.vocabulary import KAA_ROLES, Opened, Permission, SealedState
from portal.web import mishaps, sealed_words
from portal.web.acting import actor
from portal.web.guards import for_roles, on_record
from portal.workflow import sealed as workflow

if TYPE_CHECKING:
    from portal.models import SealedRecord

bp = Blueprint("protection", __name__, url_prefix="/protected")

STEPS = {
    "reached": (lazy_gettext("Vi har talat med skolan"), lazy_gettext("Spara")),
    "missed": (lazy_gettext("Skolan svarade inte"), lazy_gettext("Ring igen senare")),
    "identity": (lazy_gettext("Skriv vem det gäller"), lazy_gettext("Försegla uppgifterna")),
    "people": (lazy_gettext("Ge en person tillgång"), lazy_gettext("Ge tillgång")),
    "close": (lazy_gettext("Avsluta det förseglade ärendet"), lazy_gettext("Avsluta")),
}
"""What may be done with a record: the title of its page and its button."""


@bp.get("/")
@for_roles(Permission.SEALED_LIST)
def listing() -> ResponseReturnValue:
    """What waits for the municipality's protection officers, by nearest day."""
    by, at = actor(), now()
    after = sealed.Place.parse(request.args.get("after"))
    found = sealed.waiting(by, at=at, after=after)
    shown, day = found[: sealed.PAGE], today(at)
    last = shown[-1] if len(found) > sealed.PAGE else None
    next_place = sealed.Place(last.due_on, last.id) if last and last.due_on else None
    return render_template(
        "protection/listing.html",
        records=shown,
        closed=sealed.closed(by, at=at) if after is None else [],
        requests=sealed_words.requests(sealed.breaks_to_answer(by), at=at),
        day=day,
        is_first=after is None,
        next_url=url_for("protection.listing", after=str(next_place)) if next_place else None,
    )


@bp.get("/own")
@for_roles(Permission.SEALED_FOLLOW)
def own() -> ResponseReturnValue:
    """The records one has written or is named in: how far they have come, and no identity."""
    by = actor()
    return render_template(
        "protection/own.html",
        records=sealed.followed(by),
        opens_in_emergency=by.role in KAA_ROLES,
        named=lambda one: any(
            person.membership_id == by.id and person.removed_at is None for person in one.circle
        ),
    )


@bp.get("/own/<pseudonym>")
@for_roles(Permission.SEALED_FOLLOW)
def receipt(pseudonym: str) -> ResponseReturnValue:
    """That it arrived, what it is called, and what happens now."""
    by = actor()
    record = sealed.followed_for(by, pseudonym)
    with transaction():
        log.opened(by, Opened.REFERRAL, pseudonym, at=now(), request_id=g.request_id)
    return render_template("protection/receipt.html", record=record)


@bp.get("/records/<pseudonym>")
@on_record(Permission.SEALED_READ)
def show(record: "SealedRecord") -> ResponseReturnValue:
    """One record with all that is known."""
    came_with = sealed_words.attachments(record)
    kept = sealed_files.kept(record) if came_with else set()
    return render_template(
        "protection/show.html",
        record=record,
        identity=sealed_words.identity(record),
        cases=sealed_words.cases(record),
        files=[one for one in came_with if one.id in kept or one.stopped],
        lost=sum(one.id not in kept and not one.stopped for one in came_with),
        happenings=sealed_words.happenings(sealed.happenings(record)),
        openings=sealed.openings(record),
        day=today(now()),
        steps=STEPS if record.state is not SealedState.CLOSED else {},
    )


@bp.route(
    "/records/<pseudonym>/<any(reached,missed,identity,people,close):step>",
    methods=["GET", "POST"],
)
@on_record(Permission.SEALED_WORK)
def take(record: "SealedRecord", step: str) -> ResponseReturnValue:
    """One step with a record, on a page of its own."""
    form = _form(record, step)
    if form.validate_on_submit() and _taken(form, lambda: _take(record, step, form)):
        flash(_("Sparat."))
        return redirect(url_for("protection.show", pseudonym=record.pseudonym), 303)
    title, button = STEPS[step]
    return _step_page(record, form, str(title), str(button))


def _form(record: "SealedRecord", step: str) -> PortalForm:
    if step == "identity":
        return WhoForm(today=today(now()), data=record.known.get("who"))
    if step == "people":
        return NameForm(sealed_words.people(sealed.may_be_named(record)))
    forms: dict[str, type[PortalForm]] = {
        "reached": ReachedForm,
        "missed": MissedForm,
        "close": CloseSealedForm,
    }
    return forms[step]()


def _take(record: "SealedRecord", step: str, form: PortalForm) -> None:
    said: dict[str, Any] = form.values()
    who: dict[str, Any] = {"by": actor(), "at": now()}
    if step in ("reached", "missed"):
        routine = sealed.routine(record.municipality_code, record.kind)
        verb = workflow.reached if step == "reached" else workflow.missed
        verb(record, **said, routine=routine, **who)
    elif step == "identity":
        workflow.write(record, said, **who)
    elif step == "close":
        workflow.close(record, **said, **who)
    else:
        membership = running_membership(UUID(said["who"]))
        if membership is None:
            raise NotFound
        workflow.name(record, membership, said["why"], **who)


def _taken(form: PortalForm, verb: Callable[[], None]) -> bool:
    """Whether the workflow agreed; what it said no to stands on the form."""
    try:
        with transaction():
            verb()
    except Refused as error:
        form.refuse(mishaps.sentence(error))
    return not form.errors


def _step_page(
    record: "SealedRecord", form: PortalForm, title: str, button: str
) -> ResponseReturnValue:
    page = render_template(
        "protection/step.html", record=record, form=form, title=title, button=button
    )
    return page, 422 if form.errors else 200


@bp.route("/records/<pseudonym>/people/<uuid:person_id>/remove", methods=["GET", "POST"])
@on_record(Permission.SEALED_WORK)
def remove(record: "SealedRecord", person_id: UUID) -> ResponseReturnValue:
    """Somebody is let in no longer."""
    standing = (one for one in record.circle if one.removed_at is None)
    person = next((one for one in standing if one.id == person_id), None)
    if person is None:
        raise NotFound
    form, by, at = RemoveForm(), actor(), now()
    if form.validate_on_submit() and _taken(
        form, lambda: workflow.remove(person, **form.values(), by=by, at=at)
    ):
        flash(_("Personen har inte längre tillgång."))
        return redirect(url_for("protection.show", pseudonym=record.pseudonym), 303)
    title = _("Ta bort tillgången för %(name)s", name=person.membership.user.name)
    return _step_page(record, form, title, _("Ta bort tillgången"))

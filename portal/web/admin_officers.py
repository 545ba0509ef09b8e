"""Protection officers: one administrator proposes, another agrees."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.sealed import ProposeForm
from portal.clock import now
from portal.db import session, transaction
from portal.errors import Refused
from portal.queries import officers as queries
from portal.queries import organisations, people, sealed
from portal.vocabulary import Permission
from portal.web import mishaps
from portal.web.acting import actor
from portal.web.admin import bp
from portal.web.guards import for_roles
from portal.workflow import officers

if TYPE_CHECKING:
    from portal.models import OfficerProposal

proposes = for_roles(Permission.OFFICER_PROPOSE)


@bp.route("/officers", methods=["GET", "POST"], endpoint="officers")
@proposes
def listing() -> ResponseReturnValue:
    """The officers, what has been proposed, and a form for one more."""
    form = ProposeForm()
    if form.validate_on_submit() and _proposed(form):
        flash(_("Förslaget är sparat. En annan administratör ska godkänna det."))
        return redirect(url_for("admin.officers"), 303)
    return _page(form)


def _page(form: ProposeForm, problem: str = "") -> ResponseReturnValue:
    by = actor()
    page = render_template(
        "admin/officers.html",
        form=form,
        officers=sealed.officers(by.municipality_code or ""),
        proposals=queries.proposals(by),
        by=by,
        problem=problem,
        wrong=bool(problem),
    )
    return page, 422 if form.errors or problem else 200


def _proposed(form: ProposeForm) -> bool:
    by, at, said = actor(), now(), form.values()
    try:
        with transaction():
            municipality = organisations.municipality_for(by, by.municipality_code or "")
            user = people.user_by_email(said["email"])
            has = people.memberships_of(user) if user is not None else []
            waiting = queries.proposals(by)
            session().add(officers.propose(municipality, user, has, waiting, **said, by=by, at=at))
    except Refused as error:
        form.refuse(mishaps.sentence(error))
    return not form.errors


@bp.post("/officers/<uuid:membership_id>/end")
@proposes
def propose_end(membership_id: UUID) -> ResponseReturnValue:
    """Propose that an officer's role ends."""
    by, at = actor(), now()
    try:
        with transaction():
            officer = queries.officer_for(by, membership_id)
            session().add(
                officers.propose_end(officer, queries.proposals(by), others=_others(), by=by, at=at)
            )
    except Refused as error:
        return _page(ProposeForm(formdata=None), mishaps.sentence(error))
    flash(_("Förslaget är sparat. En annan administratör ska godkänna det."))
    return redirect(url_for("admin.officers"), 303)


def _others() -> int:
    return len(sealed.officers(actor().municipality_code or "")) - 1


@bp.post("/officers/proposals/<uuid:proposal_id>/<any(yes,no):said>")
@for_roles(Permission.OFFICER_DECIDE)
def decide(proposal_id: UUID, said: str) -> ResponseReturnValue:
    """A second administrator agrees, or does not."""
    try:
        with transaction():
            _decide(proposal_id, said)
    except Refused as error:
        return _page(ProposeForm(formdata=None), mishaps.sentence(error))
    flash(_("Ditt svar är sparat."))
    return redirect(url_for("admin.officers"), 303)


def _decide(proposal_id: UUID, said: str) -> None:
    by, at = actor(), now()
    proposal = queries.proposal_for(by, proposal_id)
    if said == "no":
        officers.decline(proposal, by=by, at=at)
    elif proposal.membership_id is not None:
        officers.end(proposal, others=_others(), by=by, at=at)
    else:
        _give(proposal)


def _give(proposal: "OfficerProposal") -> None:
    by, at = actor(), now()
    municipality = organisations.municipality_for(by, proposal.municipality_code)
    user = people.user_by_email(proposal.email or "")
    has = people.memberships_of(user) if user is not None else []
    membership, letter = officers.give(proposal, municipality, user, has, by=by, at=at)
    session().add_all([membership.user, membership])
    session().flush()
    session().add(letter)

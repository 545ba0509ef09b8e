"""Protected identity in the filing: nothing about the pupil is asked; the municipality rings."""

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.sealed import ReferralForm, SealForm
from portal.access import log
from portal.clock import from_local, now
from portal.db import transaction
from portal.errors import NotFound, Refused, TakesNoReferrals
from portal.queries import filing as queries
from portal.queries import sealed
from portal.references import pseudonyms
from portal.sealing import seal_pupil
from portal.vocabulary import Flagged, FormKind, Opened, Permission, Side
from portal.web import mishaps
from portal.web.acting import actor
from portal.web.filing import bp
from portal.web.guards import for_roles, on_case
from portal.workflow import sealed as workflow

if TYPE_CHECKING:
    from portal.models import Case, Municipality, SealedRecord


@bp.get("/protected")
@for_roles(Permission.SEALED_REFER)
def by_phone() -> ResponseReturnValue:
    """Whom to phone about a pupil with protected data, or whom to ask to be phoned by."""
    kind = request.args.get("kind", "")
    asked = {"kind": kind if kind in {one.value for one in FormKind} else None}
    return _page(ReferralForm(formdata=None, data=asked | {"phone": actor().user.phone}))


def _page(form: ReferralForm) -> ResponseReturnValue:
    code = request.args.get("municipality", "")
    municipality = queries.municipality(code) if code else None
    page = render_template(
        "filing/by_phone.html",
        municipalities=queries.municipalities(),
        code=code,
        kind=request.args.get("kind", ""),
        municipality=municipality,
        takes_referrals=sealed.takes_referrals(municipality),
        form=form,
    )
    return page, 422 if form.errors else 200


@bp.post("/protected")
@for_roles(Permission.SEALED_REFER)
def refer() -> ResponseReturnValue:
    """Ask the municipality's protection officers to ring."""
    form = ReferralForm()
    municipality = queries.municipality(request.args.get("municipality", ""))
    if municipality is None:
        raise NotFound
    if form.validate():
        try:
            record = _referred(form, municipality)
            return redirect(url_for("protection.receipt", pseudonym=record.pseudonym), 303)
        except Refused as error:
            field = None if isinstance(error, TakesNoReferrals) else form.day
            form.refuse(mishaps.sentence(error), field)
    return _page(form)


def _referred(form: ReferralForm, municipality: "Municipality") -> "SealedRecord":
    by, at, said = actor(), now(), form.values()
    assert by.school_unit is not None
    with transaction() as session:
        if not sealed.takes_referrals(municipality):
            raise TakesNoReferrals
        record = workflow.refer(
            said["kind"],
            sealed.free(pseudonyms(1))[0],
            said["phone"],
            from_local(said["day"], said["clock"]),
            unit=by.school_unit,
            routine=sealed.routine(municipality.code, said["kind"]),
            by=by,
            at=at,
        )
        session.add(record)
        session.add_all(workflow.nudge(sealed.officers(municipality.code), at=at))
        log.opened(by, Opened.REFERRAL, record.pseudonym, at=at, request_id=g.request_id)
    return record


@bp.route("/seal/<reference>", methods=["GET", "POST"])
@on_case(Permission.CASE_SEAL)
def seal(case: "Case") -> ResponseReturnValue:
    """Somebody in the case turned out to have protected identity."""
    form, by, at = SealForm(), actor(), now()
    there = "cases.show" if by.side is Side.KAA else "school.case"
    back = url_for(there, reference=case.reference)
    if not form.validate_on_submit():
        page = render_template("protection/seal.html", case=case, form=form, back=back)
        return page, 422 if form.errors else 200
    with transaction():
        own = case.municipality_code
        records = seal_pupil(case.number_hash, Flagged(form.flagged.data), by=by, at=at)
    flash(_("Ärendet är förseglat. Bara kommunens skyddshandläggare ser det nu."))
    name = next(one.pseudonym for one in records if one.municipality_code == own)
    return redirect(url_for("protection.receipt", pseudonym=name), 303)

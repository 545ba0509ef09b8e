"""Whom a new filing is about: chosen in the school's roll, or typed; asked where there is one."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.rolls import RollSearchForm
from portal.clock import now, today
from portal.db import transaction
from portal.identity import BadIdentityNumber, IdentityNumber, parse
from portal.queries import attachments, rolls
from portal.uploads import storage
from portal.web.acting import actor
from portal.web.guards import on_draft
from portal.web.posted import uuid
from portal.workflow import drafts

if TYPE_CHECKING:
    from portal.models import Draft, Membership
    from portal.web.writing import Writing

bp = Blueprint("whom", __name__)
NOBODY = UUID(int=0)
"""An id that no pupil has."""


def begin(draft: "Draft", pupil_id: str, *, at: datetime) -> None:
    """One came from somebody's page in the roll: the filing is about them."""
    if pupil_id:
        drafts.begin_about(draft, rolls.pupil(actor(), uuid(pupil_id) or NOBODY), at=at)


def first_page(draft: "Draft", by: "Membership") -> str:
    """Where a filing goes on that has been begun."""
    if draft.pupil_id is None and rolls.has_any(by):
        return url_for("filing.whom.ask", draft_id=draft.id)
    return _pupils_step(draft)


def _pupils_step(draft: "Draft") -> str:
    return url_for("filing.step", draft_id=draft.id, step="pupil")


@bp.get("/drafts/<uuid:draft_id>/roll")
@on_draft
def ask(draft: "Draft") -> ResponseReturnValue:
    """Search the roll, or type everything oneself."""
    return _page(draft, RollSearchForm(formdata=None))


def _page(draft: "Draft", form: RollSearchForm, rows: Any = None) -> ResponseReturnValue:
    page = render_template(
        "filing/whom.html",
        draft=draft,
        form=form,
        rows=rows[: rolls.PAGE] if rows is not None else None,
        more=rows is not None and len(rows) > rolls.PAGE,
        own=_pupils_step(draft),
        today=today(now()),
    )
    return page, 422 if form.errors else 200


@bp.post("/drafts/<uuid:draft_id>/roll")
@on_draft
def search(draft: "Draft") -> ResponseReturnValue:
    """Look somebody up; a number that is known is the pupil's, any other is typed into the form."""
    form, by, at = RollSearchForm(), actor(), now()
    if not form.validate():
        return _page(draft, form)
    text = form.text.data or ""
    number = _number(text, at)
    rows = rolls.listing(by, rolls.Wanted(text=text), None, at=at)
    if number is None:
        return _page(draft, form, rows)
    if rolls.is_protected(by, number.value):
        return stop_for_flag(draft)
    with transaction():
        if rows:
            drafts.begin_about(draft, rows[0], at=at)
        else:
            drafts.save(draft, ["number"], {"number": [number.formatted]}, by=by, at=at)
    if not rows:
        flash(gettext("Numret finns inte i elevlistan. Fyll i resten själv."))
    return redirect(_pupils_step(draft), 303)


def _number(text: str, at: datetime) -> IdentityNumber | None:
    try:
        return parse(text, today(at))
    except BadIdentityNumber:
        return None


def is_flagged(writing: "Writing") -> bool:
    """Whether the number that was typed is one the roll has a flag on."""
    identity = writing.pupil.identity
    return identity is not None and rolls.is_protected(writing.by, identity.value)


def stop_for_flag(draft: "Draft") -> ResponseReturnValue:
    """The roll has a flag. Better stopped once too often."""
    return stop(
        draft,
        gettext(
            "Enligt skolans elevlista kan eleven ha skyddade personuppgifter. Utkastet är "
            "borttaget."
        ),
    )


def stop(draft: "Draft", why: str) -> ResponseReturnValue:
    """Nothing about a protected pupil is kept, and the school goes on by telephone."""
    kind = draft.kind
    throw_away(draft)
    flash(why)
    return redirect(url_for("filing.by_phone", kind=kind.value), 303)


def throw_away(draft: "Draft") -> None:
    """The draft and its files, in this order: a row never names a file that is gone."""
    files = [one.stored_as for one in attachments.of_draft(draft)]
    with transaction() as session:
        session.delete(draft)
    storage.remove(files)


@bp.post("/drafts/<uuid:draft_id>/roll/choose")
@on_draft
def choose(draft: "Draft") -> ResponseReturnValue:
    """It is about this pupil: what the roll knows is filled in."""
    pupil = rolls.pupil(actor(), uuid(request.form.get("pupil")) or NOBODY)
    with transaction():
        drafts.begin_about(draft, pupil, at=now())
    return redirect(_pupils_step(draft), 303)

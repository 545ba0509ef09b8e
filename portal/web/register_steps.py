"""What the municipality does with a register entry: reach, look again, write down, assign, end."""

from typing import TYPE_CHECKING

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.register import (
    CaseworkerForm,
    CloseEntryForm,
    ContactForm,
    OccupationForm,
    ReopenEntryForm,
    StatusForm,
)
from portal.clock import now, today
from portal.identity import age_on
from portal.queries import people
from portal.queries import register as reading
from portal.vocabulary import EntryEndReason, Permission, Step
from portal.web.acting import actor
from portal.web.entry_forms import fill_in
from portal.web.guards import on_entry
from portal.web.steps import must_be_possible
from portal.workflow import register as workflow
from portal.workflow.leaving import Onward
from portal.workflow.legal import KAA_AGE

if TYPE_CHECKING:
    from portal.models import RegisterEntry

bp = Blueprint("steps", __name__)

STEPS = (Step.UPDATE_ENTRY, Step.ASSIGN_ENTRY, Step.CLOSE_ENTRY, Step.REOPEN_ENTRY)


@bp.route("/register/<reference>/contact", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def contact(entry: "RegisterEntry") -> ResponseReturnValue:
    """Put right how the youth is reached."""
    must_be_possible(entry, Step.UPDATE_ENTRY)
    form = ContactForm(obj=entry)
    return fill_in(
        entry,
        form,
        lambda: workflow.update_contact(entry, **form.values(), by=actor(), at=now()),
        _("Uppgifterna är sparade."),
        "contact.html",
    )


@bp.route("/register/<reference>/status", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def status(entry: "RegisterEntry") -> ResponseReturnValue:
    """What is known now, and when somebody looks again."""
    must_be_possible(entry, Step.UPDATE_ENTRY)
    at = now()
    form = StatusForm(today=today(at), data={"status": entry.status})
    return fill_in(
        entry,
        form,
        lambda: workflow.update_status(entry, **form.values(), by=actor(), at=at),
        _("Läget och nästa uppföljning är sparade."),
        "status.html",
    )


@bp.route("/register/<reference>/occupations/new", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def occupation(entry: "RegisterEntry") -> ResponseReturnValue:
    """Write down what the youth did, does or will do."""
    must_be_possible(entry, Step.UPDATE_ENTRY)
    at = now()
    form = OccupationForm(today=today(at))
    return fill_in(
        entry,
        form,
        lambda: workflow.add_occupation(entry, **form.values(), by=actor(), at=at),
        _("Sysselsättningen är sparad."),
        "occupation.html",
    )


@bp.route("/register/<reference>/caseworker", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def assign(entry: "RegisterEntry") -> ResponseReturnValue:
    """Give the youth a caseworker."""
    must_be_possible(entry, Step.ASSIGN_ENTRY)
    colleagues = people.caseworkers(entry.municipality_code)
    now_has = str(entry.caseworker_id) if entry.caseworker_id else None
    form = CaseworkerForm([(one.id, one.user.name) for one in colleagues], data={"to": now_has})

    def act() -> None:
        to = next(one for one in colleagues if str(one.id) == form.to.data)
        workflow.assign(entry, to, by=actor(), at=now())

    return fill_in(entry, form, act, _("Ungdomen har fått en handläggare."), "assign.html")


@bp.route("/register/<reference>/close", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def close(entry: "RegisterEntry") -> ResponseReturnValue:
    """The youth leaves the register."""
    must_be_possible(entry, Step.CLOSE_ENTRY)
    at = now()
    too_old = age_on(entry.birth_date, today(at)) >= KAA_AGE
    form = CloseEntryForm(
        today=today(at), data={"reason": EntryEndReason.AGE_20} if too_old else None
    )

    def act() -> None:
        onward = form.onward_to()
        workflow.close(
            entry,
            **form.demanded(),
            onward=Onward(*onward) if onward else None,
            by=actor(),
            at=at,
        )

    return fill_in(entry, form, act, _("Registerposten är avslutad."), "close.html")


@bp.route("/register/<reference>/reopen", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def reopen(entry: "RegisterEntry") -> ResponseReturnValue:
    """The youth is in the register again."""
    must_be_possible(entry, Step.REOPEN_ENTRY)
    at = now()
    form = ReopenEntryForm(today=today(at))
    return fill_in(
        entry,
        form,
        lambda: workflow.reopen(
            entry,
            **form.values(),
            other_open=reading.newer_open(entry),
            by=actor(),
            at=at,
        ),
        _("Registerposten är öppen igen."),
        "reopen.html",
    )

"""A youth's plan: written, revised, read in each version, printed for the youth, and signed."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.plan import PlanForm, SignForm
from portal.clock import now, today
from portal.errors import NotFound
from portal.queries import youth
from portal.vocabulary import Permission, Step
from portal.web import plan_words
from portal.web.acting import actor
from portal.web.entry_forms import fill_in
from portal.web.guards import on_entry
from portal.web.steps import must_be_possible
from portal.workflow import plans
from portal.workflow.steps import can_take

if TYPE_CHECKING:
    from portal.models import Plan, RegisterEntry

bp = Blueprint("plan", __name__)


@bp.route("/register/<reference>/plan", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def write(entry: "RegisterEntry") -> ResponseReturnValue:
    """Write the plan, or a new version of it; what stands there now is filled in."""
    must_be_possible(entry, Step.MAKE_PLAN)
    at = now()
    latest = entry.plans[-1] if entry.plans else None
    form = PlanForm(today=today(at), data=_stands(latest) | {"warned": ""})

    def act() -> None:
        said = plans.Said(**form.said())
        plans.make(entry, said, revises=form.reads, by=actor(), at=at)

    said = _("Planen är sparad. Skriv ut den så att ungdomen kan skriva under.")
    return fill_in(entry, form, act, said, "plan_form.html", latest=latest)


def _stands(latest: "Plan | None") -> dict[str, Any]:
    if latest is None:
        return {"starts_on": today(now()), "revises": "0"}
    says = {name: getattr(latest, name) for name in plans.ITEMS}
    return says | {"revises": str(latest.version), "follow_up_on": None}


@bp.get("/register/<reference>/plan/<int:version>")
@on_entry(Permission.ENTRY_READ)
def show(entry: "RegisterEntry", version: int) -> ResponseReturnValue:
    """One version, with what it says otherwise than the one before."""
    every = youth.plans(entry)
    plan, before = _version(every, version)
    return render_template(
        "register/plan.html",
        entry=entry,
        plan=plan,
        items=plan_words.items(plan, before),
        versions=every,
        is_latest=plan is every[0],
        can_write=can_take(entry, Step.MAKE_PLAN),
    )


@bp.get("/register/<reference>/plan/<int:version>.pdf")
@on_entry(Permission.ENTRY_READ)
def paper(entry: "RegisterEntry", version: int) -> ResponseReturnValue:
    """The version on paper, with lines to sign on."""
    plan, _before = _version(youth.plans(entry), version)
    return plan_words.download(entry, plan, at=now())


@bp.route("/register/<reference>/plan/<int:version>/sign", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def sign(entry: "RegisterEntry", version: int) -> ResponseReturnValue:
    """The youth has signed the paper."""
    must_be_possible(entry, Step.SIGN_PLAN)
    plan = next((one for one in entry.plans if one.version == version), None)
    if plan is None:
        raise NotFound
    at = now()
    form = SignForm(today=today(at), written_on=today(plan.at))
    return fill_in(
        entry,
        form,
        lambda: plans.sign(plan, **form.values(), by=actor(), at=at),
        _("Underskriften är inskriven."),
        "plan_sign.html",
        plan=plan,
    )


def _version(every: "list[Plan]", version: int) -> "tuple[Plan, Plan | None]":
    """A version and the one before it; the latest stands first."""
    found = {one.version: one for one in every}
    if version not in found:
        raise NotFound
    return found[version], found.get(version - 1)

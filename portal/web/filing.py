"""A school files: what kind, protected or not, and step by step."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms import FILING_FORMS
from forms.base import Facts
from forms.head import ProtectedForm
from portal.access import log
from portal.access.rules import require
from portal.clock import now, today
from portal.db import transaction
from portal.errors import NotFound
from portal.queries import filing as queries
from portal.vocabulary import FormKind, Opened, Permission
from portal.web import filing_pages as pages
from portal.web import filters, on_paper, whom
from portal.web.acting import actor
from portal.web.guards import for_roles, on_draft
from portal.web.posted import posted
from portal.web.writing import Writing, chosen, last_writer, marks_of
from portal.workflow import drafts
from portal.workflow.merging import Merged, marks, merge

if TYPE_CHECKING:
    from portal.models import Draft, Membership

bp = Blueprint("filing", __name__, url_prefix="/filings")
bp.register_blueprint(whom.bp)
bp.add_app_template_filter(pages.filed_sections, "filed_sections")
bp.add_app_template_filter(pages.draft_name, "draft_name")
bp.add_app_template_filter(on_paper.filed, "filed")
bp.add_app_template_filter(on_paper.when_filed, "when_filed")

_STEP = "/drafts/<uuid:draft_id>/<any(protected,paper,pupil,situation,contact):step>"


@bp.get("/new")
@for_roles(Permission.FILING_FILE)
def choose() -> ResponseReturnValue:
    """What kind of filing, and those that were begun."""
    by, at = actor(), now()
    begun = queries.drafts(by)
    return render_template(
        "filing/choose.html",
        kinds=FILING_FORMS,
        drafts=begun,
        leaving=drafts.leaving(begun, at=at),
        me=by.id,
        on_paper=_is_on_paper(),
    )


def _is_on_paper() -> bool:
    """Whether what is begun was handed over on paper already."""
    return "paper" in request.args


@bp.route("/new/<kind>", methods=["GET", "POST"])
@for_roles(Permission.FILING_FILE)
def protected(kind: str) -> ResponseReturnValue:
    """The first question. Nothing is kept until it has been answered with no."""
    by, at = actor(), now()
    chosen = _kind(kind)
    posts = request.method == "POST"
    form = ProtectedForm(posted() if posts else None, Facts(today(at)))
    if not posts or not form.validate():
        return pages.protected(form, chosen)
    if form.protected.data != "no":
        return redirect(url_for("filing.by_phone", kind=chosen.value), 303)
    with transaction() as session:
        draft = drafts.begin(chosen, on_paper=_is_on_paper(), by=by, at=at)
        session.add(draft)
        whom.begin(draft, request.args.get("pupil", ""), at=at)
    return redirect(_following(draft, "protected", by), 303)


def _kind(text: str) -> FormKind:
    try:
        return FormKind(text)
    except ValueError:
        raise NotFound from None


@bp.get("/drafts/<uuid:draft_id>")
@on_draft
def resume(draft: "Draft") -> ResponseReturnValue:
    """Go on where something is missing."""
    return redirect(pages.address(draft, Writing(draft, actor(), now()).first_wrong or "check"))


@bp.get(_STEP, endpoint="step")
@on_draft
def show(draft: "Draft", step: str) -> ResponseReturnValue:
    """One step, as it stands in the draft; with its errors when one came here to mend them."""
    writing = Writing(draft, actor(), now())
    if step in ("situation", "contact") and not writing.knows_pupil:
        return redirect(pages.address(draft, "pupil", mend=True))
    form = writing.form(step)
    if "mend" in request.args:
        writing.holds(form)
    return pages.step(writing, step, form)


@bp.post(_STEP)
@on_draft
def save(draft: "Draft", step: str) -> ResponseReturnValue:
    """Keep what was typed, right or wrong, and go where the button says."""
    writing = Writing(draft, actor(), now())
    typed = chosen(draft, posted())
    form = writing.form(step, typed)
    if step == "protected" and form.validate() and form["protected"].data != "no":
        return _stop(draft)
    merged = merge(draft.answers, typed, form.names, marks_of(typed))
    who = last_writer(draft, writing.by) if merged.both else ""
    _keep(writing, merged)
    form = writing.form(step, merged.answers)
    if merged.both:
        return pages.step(writing, step, form, both=merged.both, who=who)
    wanted = request.form.get("do", "")
    if wanted == "later":
        flash(gettext("Sparat. Du hittar anmälan här när du vill fortsätta."))
        return redirect(url_for("filing.choose"), 303)
    if wanted == "back":
        steps = writing.steps
        return redirect(pages.address(draft, steps[max(steps.index(step) - 1, 0)]), 303)
    if not writing.holds(form):
        return pages.step(writing, step, form)
    return _go_on(Writing(draft, actor(), writing.at), step)


def _keep(writing: Writing, merged: Merged) -> None:
    """Save all that nobody has to choose about."""
    names = [name for name in merged.answers if name not in merged.both]
    with transaction():
        drafts.save(writing.draft, names, merged.answers, by=writing.by, at=writing.at)


def _stop(draft: "Draft") -> ResponseReturnValue:
    """The data turned out to be protected: what was kept about the pupil is deleted."""
    return whom.stop(
        draft, gettext("Utkastet är borttaget. Inga uppgifter om eleven finns kvar här.")
    )


def _go_on(writing: Writing, step: str) -> ResponseReturnValue:
    if step == "pupil":
        if whom.is_flagged(writing):
            return whom.stop_for_flag(writing.draft)
        _join(writing)
    mends = "mend" in request.args or (step == "protected" and writing.corrects is not None)
    if mends and writing.first_wrong is None:
        return redirect(pages.address(writing.draft, "check"), 303)
    return redirect(_following(writing.draft, step, writing.by), 303)


def _following(draft: "Draft", step: str, by: "Membership") -> str:
    """Where the next step is; before the pupil's is asked whether the roll knows them."""
    steps = on_paper.steps_of(draft)
    following = steps[steps.index(step) + 1]
    if following == "pupil" and "number" not in draft.answers:
        return whom.first_page(draft, by)
    return pages.address(draft, following)


def _join(writing: Writing) -> None:
    """Fill in from the case the filing will join, when its author follows that case."""
    thread, draft = writing.thread, writing.draft
    if thread is None or not writing.follows_thread or draft.case_id == thread.case.id:
        return
    with transaction():
        drafts.join(draft, thread.case, thread.latest)
        log.opened(
            writing.by,
            Opened.FILING,
            thread.case.reference,
            at=writing.at,
            request_id=g.request_id,
        )
    flash(gettext("Det som stod i den senaste anmälan om eleven är ifyllt. Kontrollera det."))


@bp.post("/drafts/<uuid:draft_id>/<any(paper,pupil,situation,contact):step>/autosave")
@on_draft
def autosave(draft: "Draft", step: str) -> ResponseReturnValue:
    """Keep what is being typed; says when it was kept."""
    writing, typed = Writing(draft, actor(), now()), posted()
    names = writing.form(step, typed).names
    merged = merge(draft.answers, typed, names, marks_of(typed))
    if merged.both:
        return jsonify(changed_elsewhere=True), 409
    _keep(writing, merged)
    # The page goes on from what it shows itself, not from what it has not seen of others' text.
    return jsonify(saved_at=filters.clock_time(writing.at), version=marks(typed, names))


@bp.post("/drafts/<uuid:draft_id>/share")
@on_draft
def share(draft: "Draft") -> ResponseReturnValue:
    """Let the colleagues write in a draft and send it, or no longer."""
    shared = request.form.get("shared") == "yes"
    with transaction():
        drafts.share(draft, shared=shared, by=actor())
    flash(
        gettext("Utkastet är delat med skolans andra som anmäler.")
        if shared
        else gettext("Bara du ser utkastet nu.")
    )
    return redirect(url_for("filing.choose"), 303)


@bp.route("/drafts/<uuid:draft_id>/discard", methods=["GET", "POST"])
@on_draft
def discard(draft: "Draft") -> ResponseReturnValue:
    """Throw a draft away, after asking once; a shared one is its author's to throw away."""
    require(actor(), Permission.DRAFT_SHARE, draft)
    if request.method == "GET":
        return render_template("filing/discard.html", draft=draft)
    whom.throw_away(draft)
    flash(gettext("Utkastet är borttaget."))
    return redirect(url_for("filing.choose"), 303)

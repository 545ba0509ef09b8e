"""A school files: what kind, protected or not, step by step, sent once, and its receipt."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms import FILING_FORMS
from forms.base import Facts
from forms.checks import visible
from forms.head import ProtectedForm
from portal.access import log
from portal.clock import now, today
from portal.db import forget_session, transaction
from portal.errors import NotFound
from portal.queries import filing as queries
from portal.vocabulary import FormKind, Opened, Permission
from portal.web import filing_pages as pages
from portal.web import filters, mishaps
from portal.web.acting import actor, is_signed_in
from portal.web.guards import for_roles, on_case, on_draft
from portal.web.writing import STEPS, Writing, Written, changed_elsewhere, fingerprint
from portal.workflow import drafts
from portal.workflow import filing as workflow

if TYPE_CHECKING:
    from portal.models import Case, Draft, Filing

bp = Blueprint("filing", __name__, url_prefix="/filings")
bp.add_app_template_filter(pages.filed_sections, "filed_sections")
bp.add_app_template_filter(pages.draft_name, "draft_name")

_STEP = "/drafts/<uuid:draft_id>/<any(protected,pupil,situation,contact):step>"


@bp.get("/new")
@for_roles(Permission.FILING_FILE)
def choose() -> ResponseReturnValue:
    """What kind of filing, and those that were begun."""
    return render_template("filing/choose.html", kinds=FILING_FORMS, drafts=queries.drafts(actor()))


@bp.route("/new/<kind>", methods=["GET", "POST"])
@for_roles(Permission.FILING_FILE)
def protected(kind: str) -> ResponseReturnValue:
    """The first question. Nothing is kept until it has been answered with no."""
    by, at = actor(), now()
    chosen = _kind(kind)
    posts = request.method == "POST"
    form = ProtectedForm(_posted() if posts else None, Facts(today(at)))
    if not posts or not form.validate():
        return pages.protected(form, chosen)
    if form.protected.data != "no":
        return redirect(url_for("filing.by_phone", kind=chosen.value), 303)
    with transaction() as session:
        draft = drafts.begin(chosen, by=by, at=at)
        session.add(draft)
    return redirect(pages.address(draft, "pupil"), 303)


def _kind(text: str) -> FormKind:
    try:
        return FormKind(text)
    except ValueError:
        raise NotFound from None


def _posted() -> dict[str, list[str]]:
    """What was typed, with a sign in place of what no page could show again."""
    return {name: [visible(text) for text in texts] for name, texts in request.form.lists()}


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
    writing, posted = Writing(draft, actor(), now()), _posted()
    form = writing.form(step, posted)
    if changed_elsewhere(draft, form.names, posted):
        return pages.step(writing, step, form, others=writing.form(step))
    if step == "protected" and form.validate() and form["protected"].data != "no":
        return _stop(draft)
    with transaction():
        drafts.save(draft, form.names, posted, at=writing.at)
    wanted = request.form.get("do", "")
    if wanted == "later":
        flash(gettext("Sparat. Du hittar anmälan här när du vill fortsätta."))
        return redirect(url_for("filing.choose"), 303)
    if wanted == "back":
        return redirect(pages.address(draft, STEPS[max(STEPS.index(step) - 1, 0)]), 303)
    if not writing.holds(form):
        return pages.step(writing, step, form)
    return _go_on(Writing(draft, actor(), writing.at), step)


def _stop(draft: "Draft") -> ResponseReturnValue:
    """The data turned out to be protected: what was kept about the pupil is deleted."""
    kind = draft.kind
    with transaction() as session:
        session.delete(draft)
    flash(gettext("Utkastet är borttaget. Inga uppgifter om eleven finns kvar här."))
    return redirect(url_for("filing.by_phone", kind=kind.value), 303)


def _go_on(writing: Writing, step: str) -> ResponseReturnValue:
    if step == "pupil":
        _join(writing)
    mends = "mend" in request.args or (step == "protected" and writing.corrects is not None)
    if mends and writing.first_wrong is None:
        return redirect(pages.address(writing.draft, "check"), 303)
    return redirect(pages.address(writing.draft, STEPS[STEPS.index(step) + 1]), 303)


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


@bp.post("/drafts/<uuid:draft_id>/<any(pupil,situation,contact):step>/autosave")
@on_draft
def autosave(draft: "Draft", step: str) -> ResponseReturnValue:
    """Keep what is being typed; says when it was kept."""
    writing, posted = Writing(draft, actor(), now()), _posted()
    names = writing.form(step, posted).names
    if changed_elsewhere(draft, names, posted):
        return jsonify(changed_elsewhere=True), 409
    with transaction():
        drafts.save(draft, names, posted, at=writing.at)
    return jsonify(saved_at=filters.clock_time(writing.at), version=fingerprint(draft, names))


@bp.route("/drafts/<uuid:draft_id>/discard", methods=["GET", "POST"])
@on_draft
def discard(draft: "Draft") -> ResponseReturnValue:
    """Throw a draft away, after asking once."""
    if request.method == "GET":
        return render_template("filing/discard.html", draft=draft)
    with transaction() as session:
        session.delete(draft)
    flash(gettext("Utkastet är borttaget."))
    return redirect(url_for("filing.choose"), 303)


@bp.get("/drafts/<uuid:draft_id>/check")
@on_draft
def check(draft: "Draft") -> ResponseReturnValue:
    """Everything to be read once more, on what ground it is sent, where to and what then."""
    return pages.check(Written(draft, actor(), now()))


@bp.post("/drafts/<uuid:draft_id>/send")
@on_draft
def send(draft: "Draft") -> ResponseReturnValue:
    """Hand it in, once: the draft becomes the filing."""
    by, at = actor(), now()
    if draft.corrects_id is not None:
        with transaction():
            drafts.save(draft, ["correction_reason"], _posted(), at=at)
    writing = Written(draft, by, at)
    if not writing.ready:
        return pages.check(writing, refused=True)
    with transaction() as session:
        filed = (
            _filed(writing) if writing.corrects is None else _corrected(writing, writing.corrects)
        )
        session.add(filed.case)
        session.delete(draft)
    return redirect(_receipt(filed), 303)


def _filed(writing: Writing) -> "Filing":
    by, kind, home = writing.by, writing.draft.kind, writing.home
    number = writing.told.number.value
    code = home.municipality.code
    starts = kind is FormKind.START
    return workflow.file(
        writing.told,
        draft_id=writing.draft.id,
        unit=writing.unit,
        routine=home.routine,
        thread=queries.locked_thread(by, number, code),
        entry=queries.open_entry(number, code),
        elsewhere=queries.elsewhere(by, number, code) if starts else (),
        by=by,
        at=writing.at,
    )


def _corrected(writing: Writing, earlier: "Filing") -> "Filing":
    return workflow.correct(
        earlier,
        writing.told,
        draft_id=writing.draft.id,
        unit=writing.unit,
        reason=writing.correction.correction_reason.data or "",
        by=writing.by,
        at=writing.at,
    )


def _receipt(filed: "Filing") -> str:
    return url_for("filing.receipt", reference=filed.case.reference, ordinal=filed.ordinal)


@bp.get("/<reference>/<int:ordinal>/receipt")
@on_case(Permission.CASE_FOLLOW)
def receipt(case: "Case", ordinal: int) -> ResponseReturnValue:
    """That it arrived, with its number, and what happens now."""
    filing = queries.receipt(case, ordinal)
    log.opened(actor(), Opened.RECEIPT, case.reference, at=now(), request_id=g.request_id)
    return pages.receipt(case, filing)


@bp.errorhandler(NotFound)
def gone(error: NotFound) -> ResponseReturnValue:
    """A draft that has been sent is its receipt: sent twice, or gone back to, it leads there."""
    forget_session()
    draft_id = (request.view_args or {}).get("draft_id")
    filed = queries.sent(actor(), draft_id) if draft_id and is_signed_in() else None
    return mishaps.refused(error) if filed is None else redirect(_receipt(filed), 303)

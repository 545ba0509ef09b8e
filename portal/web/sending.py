"""A filing is read once more and sent once; sent again, it has the same receipt."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access import log
from portal.clock import now
from portal.db import forget_session, transaction
from portal.errors import NotFound
from portal.queries import attachments
from portal.queries import filing as queries
from portal.references import filing_reference
from portal.vocabulary import FormKind, Opened, Permission
from portal.web import comparing, mishaps
from portal.web import filing_pages as pages
from portal.web.acting import actor, is_signed_in
from portal.web.filing import bp
from portal.web.guards import on_case, on_draft
from portal.web.on_paper import STEPS
from portal.web.posted import posted
from portal.web.writing import Writing, Written, last_writer
from portal.workflow import drafts
from portal.workflow import filing as workflow
from portal.workflow.attachments import hand_in

if TYPE_CHECKING:
    from portal.models import Case, Draft, Filing

OURS = ("csrf_token", "version", "do", "seen", "held_form")
"""Fields of a step that nobody has typed in."""
TYPED = ("filing.save", "filing.autosave", "filing.send")
"""Where somebody posts what they have typed of the filing."""


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
    read = comparing.read_before(request.form.get("seen", ""))
    who = last_writer(draft, by)
    if draft.corrects_id is not None:
        with transaction():
            drafts.save(draft, [comparing.WHY], posted(), by=by, at=at)
    writing = Written(draft, by, at)
    if not writing.ready:
        return pages.check(writing, refused=True)
    changed = None if read is None else comparing.changed_since(writing, read)
    if changed != []:
        return pages.check(writing, changed=changed or [], who=who)
    with transaction() as session:
        filed = (
            _filed(writing) if writing.corrects is None else _corrected(writing, writing.corrects)
        )
        session.add(filed.case)
        hand_in(attachments.of_draft(draft), filed)
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
        begun_by=writing.draft.author_id,
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
    """A draft that has been sent is its receipt: sent twice, or gone back to, it leads there.

    What stood on the page and was not sent is shown to whoever typed it, whatever became of it.
    """
    forget_session()
    draft_id = (request.view_args or {}).get("draft_id")
    if not draft_id or not is_signed_in():
        return mishaps.refused(error)
    typed = _typed()
    filed = queries.sent(actor(), draft_id)
    if filed is None:
        return _unsent(typed) if any(typed.values()) else mishaps.refused(error)
    if request.endpoint == "filing.autosave":
        return jsonify(gone=True), 410
    if request.endpoint == "filing.files" and request.method == "POST":
        flash(gettext("Anmälan är redan skickad. Bilagan kom inte med."), "late")
    step = (request.view_args or {}).get("step")
    asked = STEPS[1:-1] if step is None else {step}.intersection(STEPS)
    return _sent_already(filed, typed, asked)


def _typed() -> dict[str, list[str]]:
    """What the request had to say about the filing: a step's fields, or all that was read."""
    if request.endpoint not in TYPED:
        return {}
    typed = posted()
    if "seen" in typed:
        why = {comparing.WHY: typed[comparing.WHY]} if comparing.WHY in typed else {}
        return (comparing.read_before(typed["seen"][0]) or {}) | why
    return {name: texts for name, texts in typed.items() if not _is_ours(name)}


def _is_ours(name: str) -> bool:
    return name in OURS or name.startswith("keep-")


def _unsent(typed: Mapping[str, Sequence[str]]) -> ResponseReturnValue:
    texts = [text for texts in typed.values() for text in texts if text]
    mishaps.read_anew()
    return render_template("filing/gone.html", fields=texts), 404


def _sent_already(
    filed: "Filing", typed: Mapping[str, Sequence[str]], steps: Iterable[str]
) -> ResponseReturnValue:
    by, at = actor(), now()
    rows = comparing.with_sent(filed, typed, steps, by=by, at=at) if any(typed.values()) else []
    if not rows:
        return redirect(_receipt(filed), 303)
    reference = filing_reference(filed.case.reference, filed.ordinal)
    with transaction():
        log.opened(by, Opened.FILING, reference, at=at, request_id=g.request_id)
    page = render_template("filing/sent_already.html", filing=filed, reference=reference, rows=rows)
    return page, 409

"""Files that go with a filing: added to its draft, and had by whoever may read the case."""

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Flask, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.attachments import AttachmentForm
from portal import uploads
from portal.access import log
from portal.clock import now
from portal.db import keyed_hash, transaction
from portal.errors import FileRefused, NotFound
from portal.queries import attachments as queries
from portal.references import filing_reference
from portal.uploads import scanner, storage
from portal.vocabulary import FileType, Opened, Permission, ScanResult
from portal.web import filters, mishaps
from portal.web.acting import actor
from portal.web.cases import bp as cases_bp
from portal.web.filing import bp
from portal.web.guards import on_case, on_draft, on_pickup
from portal.web.pickup import bp as pickup_bp
from portal.web.school import bp as school_bp
from portal.web.uploads import takes_file
from portal.workflow import attachments as workflow

if TYPE_CHECKING:
    from portal.models import Attachment, Case, Draft, Pickup

ROOM_FOR_A_FILE = 12 * uploads.MEGABYTE
"""A little more than a file may have, so that one that is too large is told so at its field."""
MIME = {
    FileType.PDF: "application/pdf",
    FileType.PNG: "image/png",
    FileType.JPEG: "image/jpeg",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
CONTAINED = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Should a browser show the file after all, nothing in it runs and nothing is fetched."""


def register(app: Flask) -> None:
    """What the pages about filings show of files."""
    app.add_template_global(storage.is_set, "takes_files")
    app.add_template_filter(_file_size, "file_size")


def _file_size(count: int) -> str:
    """`240 kB`, `1,2 MB`."""
    if count < uploads.MEGABYTE:
        return f"{filters.number(max(count // 1024, 1))} kB"
    return f"{filters.number(count / uploads.MEGABYTE, 1)} MB"


@bp.route("/drafts/<uuid:draft_id>/files", methods=["GET", "POST"])
@takes_file(ROOM_FOR_A_FILE)
@on_draft
def files(draft: "Draft") -> ResponseReturnValue:
    """The draft's attachments, and a form for one more."""
    if not storage.is_set():
        raise NotFound
    form = AttachmentForm()
    if form.validate_on_submit():
        try:
            return _attach(draft, form)
        except FileRefused as error:
            form.refuse(mishaps.sentence(error), form.file)
    page = render_template(
        "filing/files.html",
        draft=draft,
        form=form,
        files=queries.of_draft(draft),
        full=draft.files_count >= workflow.MOST_FILES,
    )
    return page, 422 if form.errors else 200


def _attach(draft: "Draft", form: AttachmentForm) -> ResponseReturnValue:
    """Keep the file, then its row; a file whose row came to nothing is taken away again."""
    workflow.refuse_more(draft)
    sort, content = uploads.read(form.file.data.read(uploads.LARGEST + 1))
    digest = keyed_hash(sha256(content).hexdigest())
    onward = redirect(url_for("filing.files", draft_id=draft.id), 303)
    if queries.with_content(draft, digest) is not None:
        flash(gettext("Filen finns redan bland bilagorna."))
        return onward
    received = workflow.Received(form.kind.data, sort, len(content), digest, scanner.scan(content))
    stored_as = "" if received.scan is ScanResult.HARMFUL else storage.keep(content)
    try:
        with transaction() as session:
            added = workflow.attach(draft, received, stored_as, by=actor(), at=now())
            session.add(added)
    except BaseException:
        storage.remove(filter(None, [stored_as]))
        raise
    flash(gettext("Bilagan är tillagd."), "done")
    return onward


@bp.post("/drafts/<uuid:draft_id>/files/<uuid:file_id>/remove")
@on_draft
def remove_file(draft: "Draft", file_id: UUID) -> ResponseReturnValue:
    """Take an attachment away again, before it is sent."""
    file = queries.in_draft(draft, file_id)
    with transaction() as session:
        workflow.detach(draft, by=actor(), at=now())
        session.delete(file)
    storage.remove([file.stored_as])
    flash(gettext("Bilagan är borttagen."))
    return redirect(url_for("filing.files", draft_id=draft.id), 303)


@bp.get("/drafts/<uuid:draft_id>/files/<uuid:file_id>")
@on_draft
def draft_file(draft: "Draft", file_id: UUID) -> ResponseReturnValue:
    """A draft's own file, to see that it was the right one."""
    return _download(queries.in_draft(draft, file_id), gettext("utkast"))


@school_bp.get("/cases/<reference>/files/<uuid:file_id>")
@on_case(Permission.CASE_FOLLOW)
def school_file(case: "Case", file_id: UUID) -> ResponseReturnValue:
    """What the school has attached, for the school."""
    return _of_case(case, file_id)


@cases_bp.get("/cases/<reference>/files/<uuid:file_id>")
@on_case(Permission.CASE_READ)
def case_file(case: "Case", file_id: UUID) -> ResponseReturnValue:
    """The same, for the home municipality. It stays with the case: the register never has it."""
    return _of_case(case, file_id)


def _of_case(case: "Case", file_id: UUID) -> ResponseReturnValue:
    file, number = _found(case, file_id)
    log.opened(actor(), Opened.ATTACHMENT, number, at=now(), request_id=g.request_id)
    return _download(file, number)


@pickup_bp.get("/case/files/<uuid:file_id>")
@on_pickup
def picked_up_file(pickup: "Pickup", file_id: UUID) -> ResponseReturnValue:
    """The same, for a municipality without accounts; the guard has logged the opening."""
    return _download(*_found(pickup.case, file_id))


def _found(case: "Case", file_id: UUID) -> "tuple[Attachment, str]":
    file = queries.in_case(case, file_id)
    ordinal = file.filing.ordinal if file.filing else 0
    return file, filing_reference(case.reference, ordinal)


def _download(file: "Attachment", number: str) -> Response:
    """The file, always to be saved and never shown."""
    if scanner.is_set() and file.scan is ScanResult.UNSCANNED:
        _scan_now(file)
    workflow.refuse_unsafe(file.scan, scans=scanner.is_set())
    return saved(storage.read(file.stored_as), file.sort, f"{number}-{file.id.hex[:4]}")


def saved(content: bytes, sort: FileType, name: str) -> Response:
    """What a file holds, to be saved under a name that tells nobody whom it is about."""
    answer = Response(content, mimetype=MIME[sort])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{sort.value}"'
    answer.headers["Content-Security-Policy"] = CONTAINED
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _scan_now(file: "Attachment") -> None:
    """The program did not answer when the file came: it is asked when somebody wants the file."""
    said = scanner.scan(storage.read(file.stored_as))
    with transaction():
        is_harmful = workflow.note(file, said)
    if is_harmful:
        storage.remove([file.stored_as])

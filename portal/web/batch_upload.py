"""A batch by file: the template to fill in, and the filled-in one read and looked at."""

import hashlib
from typing import TYPE_CHECKING

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from forms.batch import BatchFileForm
from portal.clock import now
from portal.db import keyed_hash, transaction
from portal.queries import batches
from portal.rolls.table import LARGEST
from portal.web import batch_pages as pages
from portal.web import batch_read, batch_template
from portal.web.acting import actor
from portal.web.batch import bp, on_open
from portal.web.batch_writing import Whole
from portal.web.uploads import takes_file
from portal.workflow import batch as workflow

if TYPE_CHECKING:
    from portal.models import Batch


@bp.get("/<uuid:batch_id>/template.<any(xlsx,csv):shape>")
@on_open
def template(batch: "Batch", shape: str) -> ResponseReturnValue:
    """A column for each question, and a row for each pupil that is marked."""
    whole = Whole(batch, actor(), now())
    return batch_template.as_xlsx(whole) if shape == "xlsx" else batch_template.as_csv(whole)


@bp.post("/<uuid:batch_id>/file")
@takes_file(LARGEST)
@on_open
def upload(batch: "Batch") -> ResponseReturnValue:
    """Its rows take the place of the pupils that were there. Nothing is sent before the check."""
    by, at, form = actor(), now(), BatchFileForm()
    whole = Whole(batch, by, at)
    if not form.validate():
        return pages.pupils(whole, form)
    content = form.file.data.read(LARGEST + 1)
    digest = keyed_hash(f"{batch.kind}{hashlib.sha256(content).hexdigest()}")
    before = batches.sent_with(by, batch.kind, digest)
    if before is not None:
        return _sent_before(batch, before)
    found = batch_read.read(
        content, batch.kind, whole.municipalities, by=by, today=whole.facts.today
    )
    if found.said:
        return pages.pupils(whole, form, found.said)
    with transaction():
        workflow.fill(batch, found.rows, digest=digest, at=at)
    flash(
        ngettext(
            "%(num)s elev är läst ur filen.", "%(num)s elever är lästa ur filen.", len(found.rows)
        )
    )
    return redirect(pages.address(batch, "check"), 303)


def _sent_before(batch: "Batch", before: "Batch") -> ResponseReturnValue:
    """The same file again: nothing is filed twice, and one gets the receipt."""
    with transaction() as session:
        if not batch.rows:
            session.delete(batch)
    flash(gettext("Den här filen är redan skickad. Här är kvittensen."))
    return redirect(pages.address(before, "receipt"), 303)

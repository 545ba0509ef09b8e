"""Which form? At most four questions lead to the kind, by when and on what ground."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.guide import GuideForm
from portal.vocabulary import Advice, FormKind, LegalGround, OrganiserKind, Permission
from portal.web import filing_pages, guide_words
from portal.web.acting import actor
from portal.web.filing import bp
from portal.web.guards import for_roles
from portal.workflow.guide import Guided, guide

OWN = {"yes": True, "no": False, "unknown": None}


@bp.get("/guide")
@for_roles(Permission.FILING_FILE)
def which_form() -> ResponseReturnValue:
    """The questions, and where the answers lead. All of it stands in the address, as codes."""
    unit = actor().school_unit
    asks_own = unit is not None and unit.organiser_kind is OrganiserKind.MUNICIPAL
    form = GuideForm(request.args, asks_own=asks_own)
    asked = bool(request.args)
    if not asked or unit is None or not form.validate():
        return render_template("filing/guide.html", form=form, found=None)
    said = form.values()
    found = guide(
        said["happening"],
        said["age"],
        said["protected"],
        unit,
        own_municipality=OWN[said.get("own_municipality", "no")],
    )
    return render_template(
        "filing/guide.html",
        form=form,
        found=found,
        why=gettext(guide_words.WHY[found.advice]),
        when=guide_words.when(found.advice, found.grounds),
        grounds=_grounds(found),
        sources=guide_words.sources(found.advice, unit.form),
        onward=_onward(found),
    )


def _grounds(found: Guided) -> list[tuple[LegalGround, str]]:
    if found.kind is None:
        return []
    return [(ground, filing_pages.meaning(ground, found.kind)) for ground in found.grounds]


def _onward(found: Guided) -> list[FormKind]:
    """The forms that may fit instead, where the answers lead to none."""
    if found.advice is Advice.PROTECTED or found.kind is not None:
        return []
    return [kind for kind in FormKind if kind not in guide_words.UNFIT[found.advice]]

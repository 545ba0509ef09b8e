"""What a pupil who may leave is told: a page and a paper, and the tick that it was given."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from forms.information import GivenForm, PointsForm
from portal.clock import now, today
from portal.db import transaction
from portal.errors import NotFound, WrongState
from portal.queries import filing as places
from portal.queries import school_case
from portal.vocabulary import Permission, Step
from portal.web import filters, information_words, pdf
from portal.web.acting import actor
from portal.web.guards import on_case, signed_in
from portal.web.guest_words import LANGUAGES
from portal.workflow import information
from portal.workflow.steps import can_take

if TYPE_CHECKING:
    from portal.models import Case, Municipality

bp = Blueprint("information", __name__)

EITHER = f"any({','.join(LANGUAGES)})"


@bp.get("/information/<code>")
@bp.get(f"/information/<code>/<{EITHER}:language>")
@signed_in
def show(code: str, language: str = "") -> ResponseReturnValue:
    """The page, to be read together or aloud, first in the language of who opens it."""
    return _page(_home(code), language or str(get_locale() or "sv"), PointsForm(formdata=None))


@bp.post(f"/information/<code>/<{EITHER}:language>")
@signed_in
def paper(code: str, language: str) -> ResponseReturnValue:
    """The same as a PDF, with the credits that are left if somebody typed them; nothing is kept."""
    home, form = _home(code), PointsForm()
    if not form.validate():
        return _page(home, language, form), 422
    texts = _texts(home, language, form.points.data)
    return pdf.attachment(pdf.render("leaving.typ", texts, at=now()), f"information-{language}")


def _home(code: str) -> "Municipality":
    found = places.municipality(code)
    if found is None:
        raise NotFound
    return found


def _page(home: "Municipality", language: str, form: PointsForm) -> str:
    others = [(one, information_words.words(one)) for one in LANGUAGES if one != language]
    return render_template(
        "information/leaving.html",
        home=home,
        language=language,
        said=information_words.words(language),
        sources=information_words.SOURCES,
        others=others,
        calls=_calls(home, language),
        form=form,
    )


def _calls(home: "Municipality", language: str) -> list[tuple[str, str, str, str]]:
    """Whom to call: what they are, their name, their number and its hours."""
    said, unit = information_words.words(language), actor().school_unit
    named = ", ".join(part for part in (home.kaa_name, home.title) if part)
    calls = [(said["home"], named, home.phone, home.phone_hours)]
    if unit is not None:
        calls.append((said["school"], unit.title, actor().user.phone, ""))
    return calls


def _texts(home: "Municipality", language: str, points: int | None) -> dict[str, Any]:
    said = information_words.words(language)
    return {
        **said,
        "lang": language,
        "sender": home.title,
        "printed": filters.date_full(now()),
        "left": "" if points is None else str(points),
        "calls": _calls(home, language),
        "sources": [said["sources"], information_words.SOURCES],
    }


@bp.route("/school/cases/<reference>/information", methods=["GET", "POST"])
@on_case(Permission.FILING_CHANGE)
def given(case: "Case") -> ResponseReturnValue:
    """Tick that the pupil has it: how, in which language and when. KAA sees it in the case."""
    if not can_take(case, Step.INFORM):
        raise WrongState
    at = now()
    form = GivenForm(today(at))
    if not form.validate_on_submit():
        page = render_template("information/given.html", case=case, form=form)
        return page, 422 if form.errors else 200
    school_case.load_clocks(case)
    with transaction():
        information.inform(case, **form.values(), by=actor(), at=at)
    flash(gettext("Sparat. Kommunen ser i ärendet att eleven har fått informationen."))
    return redirect(url_for("school.case", reference=case.reference), 303)

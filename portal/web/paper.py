"""Empty forms to print before they are needed: how a school files when the portal is away."""

from functools import lru_cache

from flask import Blueprint, Flask, Response, url_for
from flask_babel import get_locale, gettext

from forms.paper import sections
from portal.clock import now
from portal.errors import NotFound
from portal.vocabulary import FormKind
from portal.web import filters, pdf
from portal.web.guards import without_session

bp = Blueprint("paper", __name__, url_prefix="/paper")


def register(app: Flask) -> None:
    """Templates link to the forms."""
    app.add_template_global(links, "paper_forms")


def links() -> list[tuple[str, str]]:
    """Name and address of each empty form."""
    return [(_name(kind), url_for("paper.blank", kind=kind.value)) for kind in FormKind]


def _name(kind: FormKind) -> str:
    return str(gettext("Blankett: %(kind)s (PDF)", kind=filters.word(kind).lower()))


@bp.get("/<kind>.pdf")
@without_session
def blank(kind: str) -> Response:
    """One form. It is empty, so anybody may have it, and it needs no database."""
    if kind not in set(FormKind):
        raise NotFound
    return pdf.attachment(_set(FormKind(kind), str(get_locale() or "sv")), f"blankett-{kind}")


@lru_cache(maxsize=2 * len(FormKind))
def _set(kind: FormKind, language: str) -> bytes:
    """The same for everybody who reads the language: set once, however often it is asked for."""
    return pdf.render(
        "paper.typ",
        {
            "lang": language,
            "sender": f"{gettext('Överlämningen')} · {gettext('skola och KAA')}",
            "title": gettext("Anmälan på papper: %(kind)s", kind=filters.word(kind).lower()),
            "stop": gettext(
                "Är svaret på den första frågan Ja eller Vet ej: skriv inget om eleven. "
                "Ring elevens hemkommun."
            ),
            "lead": gettext(
                "Används bara när portalen inte fungerar. Ring KAA i elevens hemkommun och kom "
                "överens om hur blanketten lämnas. Skicka den aldrig med vanlig e-post. "
                "För in anmälan i portalen när den fungerar igen."
            ),
            "parts": sections(kind),
            "one": gettext("Välj ett svar."),
            "many": gettext("Kryssa för det som stämmer."),
            "optional": gettext("frivillig"),
            "day": gettext("åååå-mm-dd"),
            "end": gettext("Lämnad till kommunen"),
            "signed": [
                gettext("Dag och klockslag"),
                gettext("Till vem"),
                gettext("Den som anmäler, namn och roll"),
                gettext("Skola"),
            ],
            "page": gettext("Sida"),
            "of": gettext("av"),
        },
        at=now(),
    )

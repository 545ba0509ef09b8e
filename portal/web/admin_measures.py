"""A municipality's catalogue of measures, and who runs them. No page here knows of a youth."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.catalogue import OfferForm, ProviderForm
from portal.clock import now
from portal.db import session, transaction
from portal.errors import Refused
from portal.queries import measures as reading
from portal.queries import organisations
from portal.vocabulary import Permission
from portal.web import measure_words, mishaps
from portal.web.acting import actor
from portal.web.admin import bp
from portal.web.guards import for_roles
from portal.workflow import catalogue

if TYPE_CHECKING:
    from forms.base import PortalForm
    from portal.models import MeasureOffer, Municipality, Provider

HERE = "/municipalities/<code>"


def _one(code: str) -> "Municipality":
    """One's own municipality; another's is not there."""
    return organisations.municipality_for(actor(), code, locked=request.method == "POST")


@bp.get(f"{HERE}/measures")
@for_roles(Permission.MUNICIPALITY_MANAGE)
def measures(code: str) -> ResponseReturnValue:
    """The catalogue and its providers."""
    return render_template(
        "admin/measures.html",
        municipality=_one(code),
        offers=[
            (one, measure_words.ages(one), measure_words.longest(one))
            for one in reading.offers(code)
        ],
        providers=reading.providers(code),
    )


@bp.route(f"{HERE}/measures/new", methods=["GET", "POST"])
@for_roles(Permission.MUNICIPALITY_MANAGE)
def new_measure(code: str) -> ResponseReturnValue:
    """An offer of the municipality's own."""
    municipality, providers = _one(code), _running(code)
    form = _offer_form(providers)

    def act() -> None:
        known = {one.key for one in reading.offers(code)}
        session().add_all(
            catalogue.new_offer(
                municipality,
                known,
                provider=providers.get(form.provider.data),
                **form.said(),
                by=actor(),
                at=now(),
            )
        )

    return _fill_in(municipality, form, act, _("Åtgärden är tillagd."), offer=None)


@bp.route(f"{HERE}/measures/<key>", methods=["GET", "POST"])
@for_roles(Permission.MUNICIPALITY_MANAGE)
def measure(code: str, key: str) -> ResponseReturnValue:
    """Change an offer. What youths have agreed on already is not touched."""
    municipality, offer = _one(code), reading.offer_of(code, key)
    providers = _running(code)
    if offer.provider is not None:
        providers[str(offer.provider.id)] = offer.provider
    form = _offer_form(providers, offer)

    def act() -> None:
        session().add_all(
            catalogue.set_offer(
                municipality,
                offer,
                provider=providers.get(form.provider.data),
                **form.said(),
                by=actor(),
                at=now(),
            )
        )

    return _fill_in(municipality, form, act, _("Åtgärden är sparad."), offer=offer)


@bp.post(f"{HERE}/measures/<key>/switch")
@for_roles(Permission.MUNICIPALITY_MANAGE)
def switch_measure(code: str, key: str) -> ResponseReturnValue:
    """Offer it no more, or again."""
    on = request.form.get("on") == "yes"
    with transaction():
        municipality = _one(code)
        offer = reading.offer_of(code, key)
        session().add_all(catalogue.switch(municipality, offer, on=on, by=actor(), at=now()))
    flash(_("Åtgärden erbjuds igen.") if on else _("Åtgärden erbjuds inte längre."), "done")
    return redirect(_catalogue(code), 303)


@bp.route(f"{HERE}/providers/new", methods=["GET", "POST"])
@for_roles(Permission.MUNICIPALITY_MANAGE)
def new_provider(code: str) -> ResponseReturnValue:
    """Somebody who runs measures for the municipality."""
    municipality, form = _one(code), ProviderForm()

    def act() -> None:
        known = reading.providers(code)
        session().add(catalogue.new_provider(municipality, known, **form.values(), by=actor()))

    return _fill_in(municipality, form, act, _("Anordnaren är tillagd."), provider=None)


@bp.route(f"{HERE}/providers/<uuid:provider_id>", methods=["GET", "POST"])
@for_roles(Permission.MUNICIPALITY_MANAGE)
def provider(code: str, provider_id: UUID) -> ResponseReturnValue:
    """What a provider is called and how it is reached."""
    municipality, one = _one(code), reading.provider_of(code, provider_id)
    form = ProviderForm(obj=one)

    def act() -> None:
        known = reading.providers(code)
        catalogue.set_provider(municipality, one, known, **form.values(), by=actor())

    return _fill_in(municipality, form, act, _("Anordnaren är sparad."), provider=one)


@bp.post(f"{HERE}/providers/<uuid:provider_id>/end")
@for_roles(Permission.MUNICIPALITY_MANAGE)
def end_provider(code: str, provider_id: UUID) -> ResponseReturnValue:
    """No more measures with it."""
    with transaction():
        municipality = _one(code)
        one = reading.provider_of(code, provider_id)
        catalogue.end_provider(municipality, one, by=actor(), at=now())
    flash(_("Anordnaren går inte längre att välja."), "done")
    return redirect(_catalogue(code), 303)


def _running(code: str) -> "dict[str, Provider]":
    return {str(one.id): one for one in reading.providers(code, running=True)}


def _offer_form(providers: "dict[str, Provider]", offer: "MeasureOffer | None" = None) -> OfferForm:
    names = [(key, one.name) for key, one in providers.items()]
    form = OfferForm(names, obj=offer)
    if request.method == "GET" and offer is not None:
        form.provider.data = str(offer.provider_id) if offer.provider_id else ""
    return form


def _fill_in(
    municipality: "Municipality",
    form: "PortalForm",
    act: Callable[[], None],
    said: str,
    **shown: Any,
) -> ResponseReturnValue:
    """Show a form, or do with what was typed; what is refused is shown again."""
    if form.validate_on_submit():
        try:
            with transaction():
                act()
        except Refused as error:
            form.refuse(mishaps.sentence(error))
        else:
            flash(said, "done")
            return redirect(_catalogue(municipality.code), 303)
    template = "admin/measure.html" if "offer" in shown else "admin/provider.html"
    wrong = bool(form.errors)
    return render_template(template, municipality=municipality, form=form, **shown), (
        422 if wrong else 200
    )


def _catalogue(code: str) -> str:
    return url_for("admin.measures", code=code)

"""A municipality's catalogue of measures and who runs them, as its administrator keeps it.

An offer that youths have is never removed: it is switched off. A changed limit holds for what is
agreed on from then.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import uuid4

from portal.access.rules import require
from portal.clock import today
from portal.errors import NameTaken, NotOffered
from portal.models import MeasureOffer, Membership, Municipality, Provider, RoutineChange
from portal.vocabulary import Permission

OWN = "E-M"
"""How the keys of a municipality's own offers begin."""
FIELDS = (
    "name",
    "kind",
    "least_age",
    "most_age",
    "max_months",
    "first_meeting_weeks",
    "report_months",
    "report_days",
    "note",
)
"""What an administrator says of an offer, beside who runs it."""


def new_offer(
    municipality: Municipality,
    known: Collection[str],
    *,
    provider: Provider | None,
    by: Membership,
    at: datetime,
    **said: Any,
) -> tuple[MeasureOffer, RoutineChange]:
    """An offer of the municipality's own, under the first key that none of the known ones has."""
    require(by, Permission.MUNICIPALITY_MANAGE, municipality)
    _must_run(municipality, provider)
    key = next(key for n in range(1, len(known) + 2) if (key := f"{OWN}{n}") not in known)
    code = municipality.code
    offer = MeasureOffer(
        id=uuid4(), municipality_code=code, key=key, provider=provider, active=True, **said
    )
    return offer, RoutineChange.of(code, key, "key", None, key, at=at, by=by)


def set_offer(
    municipality: Municipality,
    offer: MeasureOffer,
    *,
    provider: Provider | None,
    by: Membership,
    at: datetime,
    **said: Any,
) -> list[RoutineChange]:
    """Change what is offered; what each field was before is kept."""
    require(by, Permission.MUNICIPALITY_MANAGE, municipality)
    _of(municipality, offer)
    if provider is not offer.provider:
        _must_run(municipality, provider)
    pairs = [(name, getattr(offer, name), said[name]) for name in FIELDS]
    pairs.append(("provider", _name(offer.provider), _name(provider)))
    for name in FIELDS:
        setattr(offer, name, said[name])
    offer.provider = provider
    return [
        RoutineChange.of(municipality.code, offer.key, name, before, after, at=at, by=by)
        for name, before, after in pairs
        if before != after
    ]


def switch(
    municipality: Municipality, offer: MeasureOffer, *, on: bool, by: Membership, at: datetime
) -> list[RoutineChange]:
    """Offer it again, or no more; what is agreed on already goes on."""
    require(by, Permission.MUNICIPALITY_MANAGE, municipality)
    _of(municipality, offer)
    was, offer.active = offer.active, on
    if was == on:
        return []
    return [
        RoutineChange.of(municipality.code, offer.key, "active", before=was, after=on, at=at, by=by)
    ]


def new_provider(
    municipality: Municipality,
    known: Collection[Provider],
    *,
    name: str,
    email: str,
    phone: str,
    by: Membership,
) -> Provider:
    """Somebody who runs measures for the municipality."""
    require(by, Permission.MUNICIPALITY_MANAGE, municipality)
    _must_be_free(name, known)
    return Provider(
        id=uuid4(), municipality_code=municipality.code, name=name, email=email, phone=phone
    )


def set_provider(
    municipality: Municipality,
    provider: Provider,
    known: Collection[Provider],
    *,
    name: str,
    email: str,
    phone: str,
    by: Membership,
) -> None:
    """What the provider is called and how it is reached."""
    require(by, Permission.MUNICIPALITY_MANAGE, municipality)
    _of(municipality, provider)
    _must_be_free(name, [one for one in known if one is not provider])
    provider.name, provider.email, provider.phone = name, email, phone


def end_provider(
    municipality: Municipality, provider: Provider, *, by: Membership, at: datetime
) -> None:
    """No more measures with it; reports that are missing are asked for by telephone."""
    require(by, Permission.MUNICIPALITY_MANAGE, municipality)
    _of(municipality, provider)
    provider.ended_on = provider.ended_on or today(at)


def _must_be_free(name: str, known: Collection[Provider]) -> None:
    if name.casefold() in {one.name.casefold() for one in known}:
        raise NameTaken


def _of(municipality: Municipality, one: MeasureOffer | Provider) -> None:
    if one.municipality_code != municipality.code:
        raise NotOffered


def _must_run(municipality: Municipality, provider: Provider | None) -> None:
    if provider is None:
        return
    _of(municipality, provider)
    if provider.ended_on is not None:
        raise NotOffered


def _name(provider: Provider | None) -> str | None:
    return provider.name if provider is not None else None

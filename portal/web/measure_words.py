"""How an offer of the catalogue reads: for whom, and for how long."""

from typing import TYPE_CHECKING

from flask_babel import gettext, ngettext

if TYPE_CHECKING:
    from portal.models import MeasureOffer


def ages(offer: "MeasureOffer") -> str:
    """For whom, by age."""
    least, most = offer.least_age, offer.most_age
    if least is not None and most is not None:
        return str(gettext("%(least)s–%(most)s år", least=least, most=most))
    if least is not None:
        return str(gettext("från %(least)s år", least=least))
    return str(gettext("till och med %(most)s år", most=most)) if most is not None else ""


def longest(offer: "MeasureOffer") -> str:
    """For how long at most."""
    if offer.max_months is None:
        return ""
    return str(ngettext("högst %(num)s månad", "högst %(num)s månader", offer.max_months))


def offer(one: "MeasureOffer") -> str:
    """As it stands in a list to choose from."""
    limits = ", ".join(part for part in (ages(one), longest(one)) if part)
    return f"{one.name} ({limits})" if limits else one.name

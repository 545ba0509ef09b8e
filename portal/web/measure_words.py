"""How an offer of the catalogue reads: for whom, and for how long."""

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext, ngettext

from portal.vocabulary import N_, TaskAction

if TYPE_CHECKING:
    from portal.models import Measure, MeasureOffer

WAYS = {
    TaskAction.FIRST_MEETING: N_("Skriv in första mötet"),
    TaskAction.READ_REPORT: N_("Läs rapporten"),
    TaskAction.ASK_FOR_REPORT: N_("Visa åtgärdens rapporter"),
}
"""What is done about a measure by writing something down, and what the way there is called."""


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


def way(reference: str, action: TaskAction, measure: "Measure") -> tuple[str, str]:
    """The button that leads to where a task about a measure is done, and its address."""
    label = str(gettext(WAYS[action]))
    if action is TaskAction.FIRST_MEETING:
        meeting = "register.measures.meet"
        return label, url_for(meeting, reference=reference, measure_id=measure.id)
    return label, url_for("register.show", reference=reference, _anchor=f"measure-{measure.id}")


def why(measure: "Measure") -> str:
    """Why something is to be done about a measure, when no routine says it."""
    return str(gettext("Åtgärden %(name)s, enligt katalogen.", name=measure.offer.name))

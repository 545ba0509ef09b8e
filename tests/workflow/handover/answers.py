"""A dropout that is offered, and the municipality's answers to it."""

from portal.models import Handover
from portal.vocabulary import (
    DeclineReason,
    FormKind,
)
from portal.workflow import handover
from portal.workflow.handover import Filled
from tests.town import AT, Town, a_case

REACHED_BY = {"pupil_phone": "070-000 00 34", "pupil_address": "Storgatan 1, Nacka"}


def a_dropout(cast: Town, **says):
    says.setdefault("answers", REACHED_BY)
    return a_case(cast, FormKind.DROPOUT, **says)


def offer_of(case) -> Handover:
    offer = handover.offered(case)
    assert offer is not None
    return offer


def filled(**said) -> Filled:
    usual = {
        "birth_date": None,
        "address": "",
        "email": "",
        "phone": "070-000 00 34",
        "read_filing": True,
        "called_school": False,
        "met_youth": False,
    }
    return Filled(**(usual | said))


def accept(cast: Town, case, *, by=None, running=None, joins=False, caseworker=None, **said):
    offer = offer_of(case)
    passes = handover.passing(offer.filing, "YBC")
    return handover.accept(
        offer,
        passes,
        filled(**said),
        caseworker or cast.caseworker,
        running=running,
        joins_running=joins,
        by=by or cast.caseworker,
        at=AT,
    )


def decline(cast: Town, case, reason=DeclineReason.STILL_ENROLLED, text="", by=None):
    offer = offer_of(case)
    passes = handover.passing(offer.filing, "YBC")
    handover.decline(offer, passes, reason, text, by=by or cast.caseworker, at=AT)
    return offer

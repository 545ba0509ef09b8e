"""The forms about measures: how far a measure has come, and what is accepted."""

from typing import Any
from uuid import uuid4

from portal.models import Measure, MeasureReport
from portal.vocabulary import ReportedAttendance
from tests.measures import a_measure, an_entry, an_offer
from tests.town import AT, TODAY, Town


def offered(town: Town) -> tuple[list[Any], dict[str, Any]]:
    """The municipality has an offer, and a youth no measure yet."""
    entry = an_entry(town)
    case = town_case(entry)
    return [case, entry, an_offer()], {"entry": entry.reference}


def running(town: Town) -> tuple[list[Any], dict[str, Any]]:
    entry = an_entry(town)
    measure = a_measure(town, entry, an_offer())
    measure.id = uuid4()
    return [entry], {"entry": entry.reference, "measure": measure.id}

"""A sealed record, for the forms about it."""

from datetime import timedelta

from portal.vocabulary import FormKind
from portal.workflow import sealed
from tests.town import AT, Town
from tests.web.bad_input.states import State


def referred(town: Town) -> State:
    """The school has asked to be rung, and a coordinator may see it."""
    routine = next(one for one in town.nacka.routines if one.kind is FormKind.DROPOUT)
    call_at = AT + timedelta(days=1)
    record = sealed.refer(
        FormKind.DROPOUT, "SKYDD-7F3K", "08-465 004 10", call_at,
        unit=town.ybc, routine=routine, by=town.counsellor, at=AT,
    )  # fmt: skip
    officer = town.protection_officer
    person = sealed.name(record, town.coordinator, "Behövs.", by=officer, at=AT)
    parts = {"record": record.pseudonym, "caseworker": town.caseworker.id.hex}
    return State([record], parts | {"person": person.id})

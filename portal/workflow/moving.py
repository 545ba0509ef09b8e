"""A youth moves: offered to the new municipality's KAA, which takes over or says why not.

Nobody is lost on the way: the youth stays in the old register until the new one has said yes.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.clock import add_working_days, today
from portal.errors import (
    Conflict,
    KaaEndsAt20,
    Refused,
    SameMunicipality,
)
from portal.identity import age_on
from portal.models import EntryOffer, Membership, Municipality, Occupation, RegisterEntry
from portal.vocabulary import (
    N_,
    EntryOrigin,
    FormKind,
    HandoverState,
    OccupationKind,
    OccupationSource,
    RegistrationReason,
    ReturnReason,
    Step,
    Tense,
)
from portal.workflow import register, tasks
from portal.workflow.admission import Youth, admit
from portal.workflow.intake import begins_in
from portal.workflow.legal import covered_by_kaa
from portal.workflow.steps import take

TOLD = ("given_name", "family_name", "number", "birth_date", "address", "email", "phone")
"""Of the youth; the closed list (förordning 2006:39, 4 §) and nothing else passes."""
ABOUT_WORK = ("tense", "kind", "what", "since", "until", "source", "known_on")
"""Of each occupation. Attempts, mapping, plans and measures stay where they were made."""


class HasNotJoined(Refused):
    sentence = N_("Kommunen är inte med i portalen. Skriv ut brevet och skicka det i stället.")


class OfferWaits(Conflict):
    sentence = N_("Ungdomen är redan erbjuden till en kommun som inte har svarat än.")


def passing(entry: RegisterEntry) -> dict[str, Any]:
    """Exactly what the new municipality sees, as texts."""
    return {name: _text(getattr(entry, name)) for name in TOLD} | {
        "occupations": [
            {name: _text(getattr(one, name)) for name in ABOUT_WORK} for one in entry.occupations
        ]
    }


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def offer(
    entry: RegisterEntry, to: Municipality, moved_on: date, *, by: Membership, at: datetime
) -> EntryOffer:
    """Offer the youth to the municipality they have moved to."""
    if to.code == entry.municipality_code:
        raise SameMunicipality
    if not to.joined:
        raise HasNotJoined
    if waiting(entry) is not None:
        raise OfferWaits
    if not covered_by_kaa(age_on(entry.birth_date, today(at))):
        raise KaaEndsAt20
    take(entry, Step.PASS_ON, by=by, at=at, to=to.name)
    made = EntryOffer(
        municipality_code=to.code,
        from_code=entry.municipality_code,
        state=HandoverState.OFFERED,
        moved_on=moved_on,
        shown=passing(entry),
        offered_at=at,
        offered_by_id=by.id,
        answer_by=add_working_days(today(at), _days(to)),
    )
    entry.offers.append(made)
    tasks.look_again(entry, made.answer_by, at=at)
    return made


def _days(to: Municipality) -> int:
    """How long the new municipality has: as long as for what a school hands over."""
    return next(one for one in to.routines if one.kind is FormKind.DROPOUT).handover_days


def waiting(entry: RegisterEntry) -> EntryOffer | None:
    """The offer that nobody has answered."""
    return next((one for one in entry.offers if one.state is HandoverState.OFFERED), None)


def take_over(
    made: EntryOffer,
    caseworker: Membership | None,
    *,
    running: RegisterEntry | None,
    by: Membership,
    at: datetime,
) -> RegisterEntry:
    """The new municipality takes over; what it was shown becomes its own entry.

    `running` is an open entry it has already: then what was shown is added to that.
    """
    born = date.fromisoformat(made.shown["birth_date"])
    if not covered_by_kaa(age_on(born, today(at))):
        raise KaaEndsAt20
    take(made, Step.TAKE_OVER, by=by, at=at)
    entry = running or _admitted(made, born, caseworker, by=by, at=at)
    if running is not None:
        take(running, Step.UPDATE_ENTRY, by=by, at=at, changed="handover")
        register.reach_by(running, *(made.shown[one] for one in ("address", "email", "phone")))
    entry.occupations.extend(_occupation(one) for one in made.shown["occupations"])
    made.answered_at, made.answered_by_id, made.taken = at, by.id, entry
    register.close_by_move(made.entry, made.municipality.name, made.moved_on, at=at)
    return entry


def _admitted(
    made: EntryOffer, born: date, caseworker: Membership | None, *, by: Membership, at: datetime
) -> RegisterEntry:
    told = {name: made.shown[name] for name in TOLD if name != "birth_date"}
    return admit(
        Youth(
            **told,
            birth_date=born,
            reason=RegistrationReason.MOVED_IN,
            origin=EntryOrigin.MUNICIPALITY,
        ),
        made.municipality,
        caseworker,
        begins_in=begins_in(made.municipality),
        by=by,
        at=at,
    )


def _occupation(shown: Mapping[str, str]) -> Occupation:
    def day(name: str) -> date | None:
        return date.fromisoformat(shown[name]) if shown[name] else None

    return Occupation(
        tense=Tense(shown["tense"]),
        kind=OccupationKind(shown["kind"]),
        what=shown["what"],
        since=day("since"),
        until=day("until"),
        source=OccupationSource(shown["source"]),
        known_on=date.fromisoformat(shown["known_on"]),
    )


def decline(made: EntryOffer, reason: ReturnReason, *, by: Membership, at: datetime) -> None:
    """The new municipality does not take over: somebody in the old one looks at once."""
    take(made, Step.RETURN_ENTRY, by=by, at=at, reason=reason)
    made.answered_at, made.answered_by_id = at, by.id
    made.return_reason = reason
    tasks.look_again(made.entry, add_working_days(today(at), 0), at=at)


def take_back(made: EntryOffer, *, by: Membership, at: datetime) -> None:
    """The old municipality thinks better of it."""
    take(made, Step.TAKE_BACK, by=by, at=at)
    made.answered_at, made.answered_by_id = at, by.id
    tasks.look_again(made.entry, add_working_days(today(at), 0), at=at)

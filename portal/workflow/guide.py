"""Which kind of filing fits what has happened, and on what legal ground it would be sent."""

from dataclasses import dataclass

from portal.models import SchoolUnit
from portal.vocabulary import (
    Advice,
    AgeGroup,
    FormKind,
    Happening,
    LegalGround,
    OrganiserKind,
    SharingGround,
)
from portal.workflow import legal

_BY_HAPPENING: dict[Happening, tuple[Advice, FormKind | None]] = {
    Happening.RISK: (Advice.AT_RISK, FormKind.AT_RISK),
    Happening.AWAY: (Advice.ABSENCE, FormKind.ABSENCE),
    Happening.STAYED_AWAY: (Advice.STAYED_AWAY, FormKind.DROPOUT),
    Happening.LEAVES: (Advice.DROPOUT, FormKind.DROPOUT),
    Happening.CHANGES_SCHOOL: (Advice.CHANGES_SCHOOL, FormKind.DROPOUT),
    Happening.LEFT_BEFORE: (Advice.LEFT_BEFORE, FormKind.DROPOUT),
    Happening.MOVED: (Advice.MOVED, None),
    Happening.EXAMEN: (Advice.EXAMEN, None),
    Happening.STARTS: (Advice.START, FormKind.START),
}
_AT_20 = {
    Advice.AT_RISK: (Advice.AT_RISK_20, FormKind.AT_RISK),
    Advice.ABSENCE: (Advice.ABSENCE_20, None),
}


@dataclass(frozen=True)
class Guided:
    """Where the answers lead."""

    advice: Advice
    kind: FormKind | None
    """The form to begin; None where there is nothing to file, or not yet."""
    grounds: tuple[LegalGround, ...] = ()
    """On which it would be sent; several where the answers leave it open."""
    adult: bool = False
    """KAA no longer applies by age."""


def guide(
    happening: Happening,
    age: AgeGroup,
    protected: str,
    unit: SchoolUnit,
    *,
    own_municipality: bool | None,
) -> Guided:
    """The way on. `own_municipality` is whether the school lies in the pupil's home municipality;
    None when nobody knows."""
    adult = age is AgeGroup.TWENTY
    advice, kind = _BY_HAPPENING[happening]
    if adult:
        advice, kind = _AT_20.get(advice, (advice, kind))
    if protected != "no":
        return Guided(Advice.PROTECTED, kind, adult=adult)
    return Guided(advice, kind, _grounds(kind, unit, own=own_municipality), adult)


def _grounds(
    kind: FormKind | None, unit: SchoolUnit, *, own: bool | None
) -> tuple[LegalGround, ...]:
    """What `legal.ground` may answer once the form is written."""
    if kind is None:
        return ()
    asks_own = unit.organiser_kind is OrganiserKind.MUNICIPAL
    places = (False, True) if own is None and asks_own else (bool(own),)
    sharings = tuple(SharingGround) if kind is FormKind.AT_RISK else (None,)
    found = [
        legal.ground(
            kind,
            form=unit.form,
            organiser_kind=unit.organiser_kind,
            school_lies_in_home=lies_in_home,
            age=None,
            sharing=sharing,
        )
        for lies_in_home in places
        for sharing in sharings
    ]
    return tuple(dict.fromkeys(found))

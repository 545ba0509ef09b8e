"""On what legal ground a school tells the home municipality (domain: skollagen 15:15, 18:15)."""

from portal.errors import AbsenceNeedsUnder20, SharingGroundMissing
from portal.vocabulary import FormKind, LegalGround, OrganiserKind, SchoolForm, SharingGround

KAA_AGE = 20
"""KAA and the duty to tell of absence end on the 20th birthday (skollagen 29 kap. 9 §)."""
ADULT_AGE = 18
"""From 18 there is no guardian."""


def ground(
    kind: FormKind,
    *,
    form: SchoolForm,
    organiser_kind: OrganiserKind | None,
    school_lies_in_home: bool,
    age: int | None,
    sharing: SharingGround | None,
) -> LegalGround:
    """The ground for this filing.

    `age` is the pupil's on the day of the event. The duty in 15:15 and 18:15 holds when the
    organiser is another than the home municipality itself; "at risk" is in neither. Raises
    AbsenceNeedsUnder20 or SharingGroundMissing.
    """
    if kind is FormKind.AT_RISK:
        if sharing is None:
            raise SharingGroundMissing
        consents = sharing is SharingGround.CONSENT
        return LegalGround.CONSENT if consents else LegalGround.LOCAL_ROUTINE
    if kind is FormKind.ABSENCE and age is not None and age >= KAA_AGE:
        raise AbsenceNeedsUnder20
    if organiser_kind is OrganiserKind.MUNICIPAL and school_lies_in_home:
        return LegalGround.LOCAL_ROUTINE
    adapted = form is SchoolForm.ADAPTED
    return LegalGround.SKOLLAGEN_18_15 if adapted else LegalGround.SKOLLAGEN_15_15


def covered_by_kaa(age: int | None) -> bool:
    """Whether KAA applies by age; an unknown age is not held against anybody."""
    return age is None or age < KAA_AGE

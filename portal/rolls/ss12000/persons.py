"""What SS 12000 says of a person, as texts by field; its quirks are evened out here.

Of somebody whose `securityMarking` is another than `Ingen`, only what the reader makes hashes of
goes on. What cannot be read for certain is left out, not guessed: the roll then says nothing of it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.identity import BadIdentityNumber, age_on, parse
from portal.rolls import values
from portal.rolls.rows import GUARDIANS, LINE
from portal.rolls.values import BadValue
from portal.vocabulary import RollField
from portal.workflow.legal import ADULT_AGE

Json = Mapping[str, Any]
Texts = dict[RollField, str]
NOT_FLAGGED = "Ingen"
REGISTERED = "folkbokföring"
GUARDIAN = "vårdnadshavare"
SCHOOL_TYPES = frozenset({"GY", "GYS", "GYAN"})
"""Upper secondary in both of the names the registers use; a school may have others beside it."""
FIGURES = {
    RollField.UNEXCUSED_MINUTES: "invalidAbsenceSum",
    RollField.VALID_MINUTES: "validAbsenceSum",
    RollField.OFFERED_MINUTES: "offeredSum",
    RollField.REPORTED_MINUTES: "reportedSum",
}
_READ: dict[RollField, Callable[[str], Any]] = {
    RollField.BIRTH_DATE: values.day,
    RollField.STARTED_ON: values.day,
    RollField.ENDED_ON: values.day,
    RollField.YEAR: values.school_year,
    RollField.PROGRAMME_CODE: values.programme,
}


@dataclass(frozen=True)
class Attendance:
    """Minutes by pupil for one period, added up over all they take part in."""

    first: date
    last: date
    minutes: Mapping[str, Mapping[RollField, int]]

    def of(self, person_id: str) -> Texts:
        """One pupil's; empty where nothing is reported, so that old figures do not stay."""
        said = self.minutes.get(person_id, {})
        texts = {field: str(said[field]) if field in said else "" for field in FIGURES}
        days = {RollField.ATTENDANCE_FROM: self.first, RollField.ATTENDANCE_TO: self.last}
        return texts | {field: str(day) if said else "" for field, day in days.items()}


def added_up(rows: Iterable[Json], first: date, last: date) -> Attendance:
    """Aggregated attendance, which comes by activity."""
    minutes: dict[str, dict[RollField, int]] = {}
    for row in rows:
        mine = minutes.setdefault(reference(row.get("student")), {})
        for field, name in FIGURES.items():
            value = row.get(name)
            if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
                mine[field] = mine.get(field, 0) + round(value)
    return Attendance(first, last, minutes)


def reference(said: Any) -> str:
    """An id, as it is or in an object of its own."""
    found = said.get("id") if isinstance(said, Mapping) else said
    return found if isinstance(found, str) else ""


def enrolment(person: Json, unit_id: str, day: date) -> Json | None:
    """The enrolment at the unit that runs, or the last that ended; cancelled ones never were."""
    here = [
        one
        for one in _list(person, "enrolments")
        # The standard's own spelling has one l; servers write both.
        if reference(one.get("enroledAt", one.get("enrolledAt"))) == unit_id
        and one.get("cancelled") is not True
        and str(one.get("schoolType") or "GY").upper() in SCHOOL_TYPES
    ]
    return max(here, key=lambda one: _order(one, day), default=None)


def _order(one: Json, day: date) -> tuple[bool, str, str]:
    ends = _text(one, "endDate")[:10]
    return not ends or ends >= day.isoformat(), ends or "9999", _text(one, "startDate")


def is_flagged(person: Json) -> bool:
    """Protected data in any of the standard's words, or in a word it does not have."""
    return bool(values.flag(_text(person, "securityMarking")))


def guardian_ids(person: Json, day: date) -> list[str]:
    """Guardians of somebody under 18 whose data are not protected."""
    if is_flagged(person) or not _is_minor(person, day):
        return []
    return [
        reference(one.get("person"))
        for one in _list(person, "responsibles")
        if _text(one, "relationType").casefold() == GUARDIAN and reference(one.get("person"))
    ][: len(GUARDIANS) // 2]


def _is_minor(person: Json, day: date) -> bool:
    try:
        born = values.day(_text(person, "birthDate"))
        born = born or parse(_number(person), day).birth_date
    except (BadValue, BadIdentityNumber):
        return False
    return born is not None and age_on(born, day) < ADULT_AGE


@dataclass
class Normaliser:
    """Makes texts of persons, and counts what it could not read for certain."""

    places: values.Places
    day: date
    left_out: int = 0

    def texts(self, person: Json, running: Json | None) -> Texts | None:
        """What goes to the reader; None of somebody who does not go there."""
        number = self._number(person)
        known = {
            RollField.NUMBER: number,
            RollField.BIRTH_DATE: _text(person, "birthDate"),
            RollField.GIVEN_NAME: _text(person, "givenName"),
            RollField.FAMILY_NAME: _text(person, "familyName"),
            RollField.PROTECTION: _text(person, "securityMarking"),
        }
        if is_flagged(person):
            return known
        if running is None:
            return None
        enrolled = {
            RollField.STARTED_ON: _text(running, "startDate"),
            RollField.ENDED_ON: _text(running, "endDate"),
            RollField.YEAR: _text(running, "schoolYear"),
            RollField.PROGRAMME_CODE: _text(running, "educationCode"),
        }
        return self._readable(known | enrolled | self._home(person) | _ways(person))

    def _number(self, person: Json) -> str:
        """A number that is right, or none: the birth date and the name find the pupil too."""
        said = _number(person)
        try:
            return parse(said, self.day).value if said else ""
        except BadIdentityNumber:
            self.left_out += 1
            return ""

    def _readable(self, texts: Texts) -> Texts:
        kept = {}
        for field, text in texts.items():
            try:
                _READ.get(field, str)(text)
            except BadValue:
                self.left_out += 1
                continue
            if len(text) > LINE and field not in (RollField.GIVEN_NAME, RollField.FAMILY_NAME):
                self.left_out += 1
                continue
            kept[field] = text
        return kept

    def _home(self, person: Json) -> Texts:
        """Where somebody is registered: four digits, or nothing where it may be two places."""
        for one in _list(person, "addresses"):
            if _text(one, "type").casefold() != REGISTERED:
                continue
            where = {
                RollField.ADDRESS: _text(one, "streetAddress"),
                RollField.POSTAL_CODE: _text(one, "postalCode"),
                RollField.TOWN: _text(one, "locality"),
            }
            try:
                code = self.places.code(_text(one, "municipalityCode"), _text(one, "countyCode"))
            except BadValue:
                self.left_out += 1
                return where
            return where | ({RollField.HOME_MUNICIPALITY: code} if code else {})
        return {}


def guardians(people: Iterable[Json]) -> Texts:
    """Names and telephones of those who are certainly not protected."""
    texts = dict.fromkeys(GUARDIANS, "")
    open_ones = [one for one in people if _text(one, "securityMarking") == NOT_FLAGGED]
    pairs = zip(GUARDIANS[::2], GUARDIANS[1::2], strict=True)
    for (name, phone), one in zip(pairs, open_ones, strict=False):
        texts[name] = f"{_text(one, 'givenName')} {_text(one, 'familyName')}".strip()[:LINE]
        texts[phone] = _first(one, "phoneNumbers")
    return texts


def _ways(person: Json) -> Texts:
    return {
        RollField.PHONE: _first(person, "phoneNumbers"),
        RollField.EMAIL: _first(person, "emails"),
    }


def _first(person: Json, name: str) -> str:
    return next((_text(one, "value") for one in _list(person, name) if one.get("value")), "")


def _number(person: Json) -> str:
    civic = person.get("civicNo")
    return _text(civic, "value") if isinstance(civic, Mapping) else ""


def _list(thing: Json, name: str) -> list[Json]:
    """A list of objects, where there is one."""
    found = thing.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _text(thing: Json, name: str) -> str:
    """A text or a number as text; anything else says nothing."""
    found = thing.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return values.tidy(str(found))

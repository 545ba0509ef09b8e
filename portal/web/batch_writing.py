"""A batch as its author sees it: each pupil's filing, judged by the forms of a single one."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from flask_babel import gettext

from forms.base import Facts, StepForm
from forms.batch import shared_forms
from portal.access.rules import may
from portal.clock import today
from portal.errors import NotFound, Refused
from portal.queries import batches
from portal.queries import filing as queries
from portal.queries.batches import Key
from portal.rolls.rows import PROTECTED_SERIALS
from portal.vocabulary import FormKind, LegalGround, Permission
from portal.web.mishaps import sentence
from portal.web.writing import Writing
from portal.workflow import batch as workflow
from portal.workflow.filing import legal_ground

if TYPE_CHECKING:
    from portal.models import Batch, BatchPupil, Membership


class Fault(NamedTuple):
    """What keeps one pupil's filing from being sent, and at which question."""

    name: str
    """The question's field; empty when it is about the pupil as such."""
    question: str
    text: str


class One(Writing):
    """One pupil of a batch: a draft that is read and sent, and never stored as one."""

    def __init__(self, whole: "Whole", row: "BatchPupil") -> None:
        super().__init__(workflow.draft_of(whole.batch, row), whole.by, whole.at)
        self.whole, self.row = whole, row

    @property
    def label(self) -> str:
        """The pupil's name, or where one finds them."""
        form = self.pupil
        name = f"{form.given_name.data or ''} {form.family_name.data or ''}".strip()
        return name or gettext("Elev %(number)s", number=self.row.place)

    @property
    def code(self) -> str:
        """The home municipality, as it was typed."""
        return next(iter(self.draft.answers.get("home_municipality", ())), "")

    @cached_property
    def home(self) -> queries.Home:
        """Where it goes, looked up for all pupils at once."""
        found = self.whole.homes.get(self.code)
        if found is None:
            raise NotFound
        return found

    @cached_property
    def _municipalities(self) -> list[tuple[str, str]]:
        found = self.whole.homes.get(self.code)
        return [(found.municipality.code, found.municipality.name)] if found else []

    @property
    def programmes(self) -> list[tuple[str, str]]:
        return self.whole.programmes

    @property
    def key(self) -> Key | None:
        """Whose case it is, as far as that can be told."""
        number = self.pupil.identity
        return (number.value, self.code) if number and self.code in self.whole.homes else None

    @cached_property
    def thread(self) -> "queries.Thread | None":
        """The school's open case that the filing will join."""
        return self.whole.threads.get(self.key) if self.key else None

    @cached_property
    def ground(self) -> LegalGround | None:
        """On what ground it is sent; nothing as long as something is missing."""
        if self.first_wrong is not None:
            return None
        try:
            return legal_ground(self.told, self.unit, self.code)
        except Refused:
            return None

    @cached_property
    def is_protected(self) -> bool:
        """By the roll, or by the number that schools are told to write instead."""
        number = self.pupil.identity
        if number is None:
            return False
        return number.value in self.whole.protected or number.value.endswith(PROTECTED_SERIALS)

    @cached_property
    def earlier(self) -> "batches.Earlier | None":
        """The same filing about the same day, already handed in."""
        number = self.pupil.identity
        day = self.checked["situation"]["event_on"].data
        same = (one for one in self.whole.earlier if number and one.number == number.value)
        return next((one for one in same if one.event_on == day), None)

    @cached_property
    def faults(self) -> list[Fault]:
        """Everything to mend before this one can be sent."""
        if self.is_protected:
            return [Fault("", "", gettext(
                "Eleven kan ha skyddade personuppgifter och kan inte anmälas här. Ta bort eleven "
                "ur listan och ring hemkommunen."
            ))]  # fmt: skip
        return [*self._at_questions(), *self._as_such()]

    def _at_questions(self) -> Iterator[Fault]:
        for form in self.checked.values():
            for field in form:
                yield from (
                    Fault(field.name, str(field.label.text), str(text)) for text in field.errors
                )

    def _as_such(self) -> Iterator[Fault]:
        if self.key and self.whole.keys.count(self.key) > 1:
            yield Fault("number", "", gettext("Samma elev står flera gånger. Ta bort den ena."))
        if self.earlier is not None:
            yield Fault("", "", self._said_before(self.earlier))
        if self.first_wrong is None:
            try:
                legal_ground(self.told, self.unit, self.code)
            except Refused as error:
                yield Fault("", "", sentence(error))

    def _said_before(self, earlier: "batches.Earlier") -> str:
        if may(self.by, Permission.CASE_FOLLOW, earlier.case):
            said = gettext(
                "Redan anmäld för samma dag: %(reference)s. Ta bort eleven ur listan.",
                reference=earlier.case.reference,
            )
        else:
            said = gettext(
                "Skolan har redan anmält det här för samma dag. Ta bort eleven ur listan."
            )
        return str(said)


class Whole:
    """A batch and what follows from it. What all pupils need is asked for once."""

    def __init__(self, batch: "Batch", by: "Membership", at: datetime) -> None:
        self.batch, self.by, self.at = batch, by, at

    @cached_property
    def ones(self) -> list[One]:
        """Each pupil's filing, in their order."""
        return [One(self, row) for row in self.batch.rows]

    @property
    def kind(self) -> FormKind:
        return self.batch.kind

    @cached_property
    def facts(self) -> Facts:
        """What the common questions need to know: they are asked as if of the youngest."""
        return Facts(today(self.at), meets=self.kind is not FormKind.START)

    def common(self, posted: dict[str, list[str]] | None = None) -> list[StepForm]:
        """The forms of what is answered once."""
        typed = (self.batch.common or {}) if posted is None else posted
        return [form(typed, self.facts) for form in shared_forms(self.kind)]

    @cached_property
    def homes(self) -> dict[str, queries.Home]:
        """The municipalities that are named, each with its routine."""
        every = (workflow.answers(self.batch, row) for row in self.batch.rows)
        codes = {code for answers in every for code in answers.get("home_municipality", ())}
        return batches.homes({code for code in codes if "\0" not in code}, self.kind)

    @cached_property
    def municipalities(self) -> list[tuple[str, str]]:
        """All there are, to choose among."""
        return queries.municipalities()

    @cached_property
    def programmes(self) -> list[tuple[str, str]]:
        """The school unit's own first."""
        unit = self.by.school_unit
        own = unit.programme_codes.split() if unit else []
        return sorted(queries.programmes(), key=lambda one: one[0] not in own)

    @cached_property
    def numbers(self) -> list[str]:
        """The identity numbers that are right."""
        return [one.pupil.identity.value for one in self.ones if one.pupil.identity is not None]

    @cached_property
    def keys(self) -> list[Key]:
        """Whose cases they are."""
        return [one.key for one in self.ones if one.key is not None]

    @cached_property
    def threads(self) -> dict[Key, queries.Thread]:
        return batches.threads(self.by, set(self.keys))

    @cached_property
    def protected(self) -> set[str]:
        return batches.protected(self.by, self.numbers)

    @cached_property
    def earlier(self) -> Sequence["batches.Earlier"]:
        return batches.filed_before(self.by, self.kind, self.numbers)

    @property
    def wrong(self) -> list[One]:
        """Those with something to mend."""
        return [one for one in self.ones if one.faults]

    @cached_property
    def common_faults(self) -> list[Fault]:
        """What is wrong with every one of several, at a question put to all: it is said once."""
        if len(self.ones) == 1:
            return []
        asked = {name for form in self.common() for name in form.names}
        said = [set(one.faults) for one in self.ones]
        first = self.ones[0].faults if self.ones else []
        return [one for one in first if one.name in asked and all(one in each for each in said)]

    @property
    def filed_already(self) -> list[One]:
        return [one for one in self.ones if one.earlier is not None]

    @property
    def ready(self) -> bool:
        """Whether all can be sent; else none is."""
        return bool(self.ones) and not self.wrong

    def lock(self) -> None:
        """Before it is judged whether they can be sent: nobody files the same meanwhile."""
        batches.lock(self.by, set(self.keys))

    def tellings(self) -> list[workflow.Telling]:
        """What each filing tells, and what it meets on arrival."""
        keys = set(self.keys)
        threads, entries = batches.locked_threads(self.by, keys), batches.open_entries(keys)
        starts = self.kind is FormKind.START
        others = batches.elsewhere(self.by, keys) if starts else {}
        return [
            workflow.Telling(
                draft_id=one.row.id,
                told=one.told,
                routine=one.home.routine,
                thread=threads.get(key),
                entry=entries.get(key),
                elsewhere=others.get(key, ()),
            )
            for one in self.ones
            if (key := one.key) is not None
        ]


class Mending(One):
    """One pupil's questions on a page of their own, with every municipality to choose from."""

    @cached_property
    def _municipalities(self) -> list[tuple[str, str]]:
        return self.whole.municipalities

    @property
    def asked(self) -> list[StepForm]:
        """All questions about the pupil, as they stand."""
        return [self.pupil, self.form("situation"), self.form("contact")]

    @property
    def mended(self) -> list[StepForm]:
        """The same, with what is wrong in them."""
        return [form for step, form in self.checked.items() if step != "protected"]

    def typed(self, posted: dict[str, list[str]]) -> list[StepForm]:
        """The same, as they were just posted."""
        return [self.form(step, posted) for step in ("pupil", "situation", "contact")]

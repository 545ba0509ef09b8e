"""A draft as its author sees it: the forms of its steps, what is wrong in them, what it tells."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, cast

from flask_babel import gettext

from forms import FILING_FORMS
from forms.base import Facts, StepForm
from forms.head import ContactForm, ProtectedForm, PupilForm, SendForm
from forms.kind import KindForm
from forms.on_paper import OnPaperForm
from portal.access.rules import may
from portal.clock import today
from portal.errors import AbsenceNeedsUnder20, NotFound
from portal.identity import IdentityNumber, age_on
from portal.queries import filing as queries
from portal.vocabulary import FormKind, Permission
from portal.web import on_paper
from portal.web.mishaps import sentence
from portal.workflow.filing import Told
from portal.workflow.legal import ADULT_AGE, covered_by_kaa

if TYPE_CHECKING:
    from portal.models import Draft, Filing, Membership, SchoolUnit
    from portal.workflow.paper import OnPaper

COLUMNS = frozenset({"event_on"})
"""Answers of the kind's step that have a column of their own."""


class Writing:
    """One draft and what follows from it."""

    def __init__(self, draft: "Draft", by: "Membership", at: datetime) -> None:
        self.draft, self.by, self.at = draft, by, at
        self.form_class = FILING_FORMS[draft.kind]

    @cached_property
    def corrects(self) -> "Filing | None":
        """The filing this will be a new version of."""
        if self.draft.corrects_id is None:
            return None
        return queries.corrected(self.by, self.draft.corrects_id)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of this draft, in their order."""
        return on_paper.steps_of(self.draft)

    @cached_property
    def handed_over(self) -> "OnPaper | None":
        """When it was handed over on paper, when it was and that is rightly typed."""
        if "paper" not in self.steps:
            return None
        form = OnPaperForm(self.draft.answers, self.facts_of_today)
        return on_paper.handed_over(form, at=self.at) if form.validate() else None

    @property
    def told_at(self) -> datetime:
        """When the school tells, or told on paper; a correction tells nothing new."""
        if self.corrects is not None:
            return self.corrects.filed_at
        return self.handed_over.at if self.handed_over else self.at

    @property
    def told_on(self) -> date:
        """The day of it."""
        return today(self.told_at)

    @cached_property
    def pupil(self) -> PupilForm:
        """The pupil's step, as it stands in the draft."""
        return self._pupil(self.draft.answers)

    def _pupil(self, typed: Mapping[str, Sequence[str]]) -> PupilForm:
        facts = Facts(
            today(self.at), municipalities=self._municipalities, programmes=self.programmes
        )
        return PupilForm(typed, facts)

    @cached_property
    def _municipalities(self) -> list[tuple[str, str]]:
        """All of them; a correction stays where its case is."""
        known = queries.municipalities()
        if self.corrects is None:
            return known
        return [one for one in known if one[0] == self.corrects.case.municipality_code]

    @cached_property
    def programmes(self) -> list[tuple[str, str]]:
        """The school unit's own programmes first."""
        unit = self.by.school_unit
        own = unit.programme_codes.split() if unit else []
        return sorted(queries.programmes(), key=lambda one: one[0] not in own)

    @property
    def age(self) -> int | None:
        """How old the pupil is today."""
        return None if self.pupil.born is None else age_on(self.pupil.born, today(self.at))

    @property
    def covered(self) -> bool:
        """Whether KAA applies by age on the day the school tells."""
        born = self.pupil.born
        return covered_by_kaa(None if born is None else age_on(born, self.told_on))

    @property
    def facts_of_today(self) -> Facts:
        """What a step before the pupil's needs to know."""
        return Facts(today(self.at))

    @property
    def facts(self) -> Facts:
        """What the steps after the pupil's need to know."""
        return Facts(
            today(self.at),
            minor=self.age is None or self.age < ADULT_AGE,
            meets=self.form_class.meets,
        )

    def form(self, step: str, posted: Mapping[str, Sequence[str]] | None = None) -> StepForm:
        """The form of a step, with what the draft says or with what was just posted."""
        typed = self.draft.answers if posted is None else posted
        if step not in self.steps:
            raise NotFound
        if step == "pupil":
            return self._pupil(typed)
        if step == "paper":
            return OnPaperForm(typed, self.facts_of_today)
        classes: dict[str, type[StepForm]] = {
            "protected": ProtectedForm,
            "situation": self.form_class,
            "contact": ContactForm,
        }
        return classes[step](typed, self.facts)

    def holds(self, form: StepForm) -> bool:
        """Whether everything in a step is as it should be; what is not is said at its field."""
        right = bool(form.validate())
        if isinstance(form, ProtectedForm):
            return right and form.protected.data == "no"
        if isinstance(form, PupilForm) and self._too_old(form):
            form.refuse(sentence(AbsenceNeedsUnder20()), form.number)
            return False
        if right and isinstance(form, OnPaperForm):
            return on_paper.handed_over(form, at=self.at) is not None
        if right and isinstance(form, KindForm) and self.handed_over is not None:
            return on_paper.fits(self.handed_over, self.draft.kind, form, at=self.at)
        return right

    def _too_old(self, form: PupilForm) -> bool:
        if self.draft.kind is not FormKind.ABSENCE or form.born is None:
            return False
        return not covered_by_kaa(age_on(form.born, self.told_on))

    @cached_property
    def checked(self) -> dict[str, StepForm]:
        """The forms of all steps, checked."""
        forms = {step: self.form(step) for step in self.steps[:-1]}
        forms["pupil"] = self.pupil
        for form in forms.values():
            self.holds(form)
        return forms

    @property
    def first_wrong(self) -> str | None:
        """The first step where something is missing or wrong; None when the filing may be sent."""
        for step, form in self.checked.items():
            if form.errors or (step == "protected" and form["protected"].data != "no"):
                return step
        return None

    @cached_property
    def knows_pupil(self) -> bool:
        """Whether the pupil's step is right, so that the rest can be asked."""
        return self.holds(self.pupil)

    @cached_property
    def home(self) -> queries.Home:
        """Where it goes. To be asked for only when the pupil's step is right."""
        return queries.home(self.pupil.home_municipality.data or "", self.draft.kind)

    @cached_property
    def thread(self) -> "queries.Thread | None":
        """The school's open case that a new filing will join."""
        pupil = self.pupil
        if self.corrects is not None or pupil.identity is None:
            return None
        code = pupil.home_municipality.data or ""
        return queries.thread(self.by, pupil.identity.value, code)

    @property
    def follows_thread(self) -> bool:
        """Whether the author may see what stands in that case."""
        return self.thread is not None and may(self.by, Permission.CASE_FOLLOW, self.thread.case)

    @property
    def notices(self) -> list[str]:
        """What the answers lead to by law."""
        kind = self.checked["situation"]
        said = list(kind.notices) if isinstance(kind, KindForm) else []
        if self.draft.kind is FormKind.DROPOUT and not self.covered:
            said.append(
                gettext(
                    "Eleven har fyllt 20 år. Då gäller inte det kommunala aktivitetsansvaret "
                    "(KAA). Kommunen får anmälan, men tar inte över eleven till KAA-registret."
                )
            )
        return said

    @cached_property
    def correction(self) -> SendForm:
        """The last step's own question, asked of a correction."""
        form = SendForm(self.draft.answers, self.facts)
        form.validate()
        return form

    @property
    def ready(self) -> bool:
        """Whether it may be sent as it stands."""
        says_why = self.corrects is None or not self.correction.errors
        return self.first_wrong is None and says_why

    @property
    def unit(self) -> "SchoolUnit":
        """The school unit that files."""
        return cast("SchoolUnit", self.by.school_unit)

    @cached_property
    def told(self) -> Told:
        """What the filing tells. To be asked for only when no step is wrong."""
        pupil = self.pupil.values()
        kind, contact = self.checked["situation"], self.checked["contact"]
        own = {name: value for name, value in kind.answers().items() if name not in COLUMNS}
        return Told(
            kind=self.draft.kind,
            number=cast("IdentityNumber", self.pupil.identity),
            given_name=pupil["given_name"] or "",
            family_name=pupil["family_name"] or "",
            birth_date=self.pupil.born,
            home_ground=pupil["home_ground"],
            event_on=kind.values()["event_on"],
            programme_code=pupil["programme_code"],
            year=int(pupil["year"]) if pupil["year"] else None,
            sharing_ground=kind.values().get("sharing_ground"),
            wants_meeting=contact.values().get("wants_meeting") == "yes",
            answers={**self.pupil.answers(), **own, **contact.answers()},
            on_paper=self.handed_over,
        )


class Written(Writing):
    """A draft that is only read and sent: of all municipalities, its own is looked up."""

    @cached_property
    def home(self) -> queries.Home:
        """Where it goes, as far as it says so."""
        code = next(iter(self.draft.answers.get("home_municipality", ())), "")
        return queries.home(code, self.draft.kind)

    @cached_property
    def _municipalities(self) -> list[tuple[str, str]]:
        try:
            stated = self.home.municipality
        except NotFound:
            return super()._municipalities
        stays = self.corrects is None or self.corrects.case.municipality_code == stated.code
        return [(stated.code, stated.name)] if stays else []


def marks_of(posted: Mapping[str, Sequence[str]]) -> str:
    """What the page's fields held when it was drawn."""
    return next(iter(posted.get("version", ())), "")


def chosen(draft: "Draft", posted: dict[str, list[str]]) -> dict[str, list[str]]:
    """What was posted, with what stands in the draft where the writer has chosen that."""
    wanted = [name for name in draft.answers if posted.get(f"keep-{name}") == ["there"]]
    return posted | {name: draft.answers[name] for name in wanted}


def last_writer(draft: "Draft", by: "Membership") -> str:
    """Who else wrote in the draft last; nobody when it was the same person, in another tab."""
    is_other = draft.changed_by_id not in (None, by.id)
    return draft.changed_by.user.name if is_other and draft.changed_by else ""

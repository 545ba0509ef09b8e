"""The pages of filing: a step, the last look before sending, the receipt."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms import FILING_FORMS, answers_shown
from forms.base import ShownSection, StepForm
from forms.head import ProtectedForm, PupilForm, SendForm
from forms.kind import KindForm
from portal.clock import now
from portal.errors import Refused
from portal.queries import attachments, rolls
from portal.references import filing_reference
from portal.vocabulary import N_, DeadlineKind, FormKind, LegalGround
from portal.web import comparing, filters, mishaps, on_paper, roll_words, school_pickup
from portal.web.writing import Writing
from portal.workflow import filing as workflow
from portal.workflow.expected import expected
from portal.workflow.merging import marks

if TYPE_CHECKING:
    from portal.models import Case, Draft, Filing

MOST_OF_A_NAME = 100
TITLES = {
    "protected": N_("Skyddade uppgifter"),
    "paper": N_("Blanketten"),
    "pupil": N_("Elev och hemkommun"),
    "contact": N_("Kontakt och möte"),
    "check": N_("Kontrollera och skicka"),
}
MEANINGS = {
    LegalGround.SKOLLAGEN_15_15: N_(
        "Skolan är skyldig att snarast berätta för hemkommunen när en elev börjar, slutar eller är "
        "borta utan giltigt skäl i betydande utsträckning. Därför behövs inget samtycke."
    ),
    LegalGround.SKOLLAGEN_18_15: N_(
        "Den anpassade gymnasieskolan är skyldig att snarast berätta för hemkommunen när en elev "
        "börjar, slutar eller är borta utan giltigt skäl i betydande utsträckning. Därför behövs "
        "inget samtycke."
    ),
    LegalGround.LOCAL_ROUTINE: N_(
        "Skollagens skyldighet gäller inte här. Anmälan bygger på hemkommunens egen rutin."
    ),
    LegalGround.CONSENT: N_(
        "Ingen lag kräver anmälan. Den bygger på att eleven eller vårdnadshavarna har samtyckt."
    ),
}
NOT_SECRET = N_(
    "Ingen lag kräver anmälan. Den bygger på hemkommunens rutin, och skolan lämnar bara uppgifter "
    "som inte är sekretessbelagda."
)
PROMISES = {
    DeadlineKind.ACKNOWLEDGE: N_("Kommunen bekräftar att den har läst anmälan"),
    DeadlineKind.FIRST_ANSWER: N_("Skolan får ett första besked"),
    DeadlineKind.ANSWER_HANDOVER: N_("Kommunen svarar på överlämningen till KAA-registret"),
    DeadlineKind.BOOK_MEETING: N_("Kommunen bokar ett gemensamt möte"),
}
"""What the school may wait for; the other clocks are not the municipality's promise to it."""


class Read(NamedTuple):
    """One step, to be read before sending."""

    step: str
    title: str
    sections: list[ShownSection]
    form: StepForm


def address(draft: "Draft", step: str, *, mend: bool = False) -> str:
    """Where a step of a draft stands. `mend` shows what is wrong and leads back to the check."""
    if step == "check":
        return url_for("filing.check", draft_id=draft.id)
    return url_for("filing.step", draft_id=draft.id, step=step, mend=1 if mend else None)


def draft_name(draft: "Draft") -> str:
    """The pupil's name as far as it has been typed."""
    typed = (text for name in ("given_name", "family_name") for text in draft.answers.get(name, ()))
    return " ".join(typed).strip()[:MOST_OF_A_NAME]


def step_title(kind: FormKind, step: str) -> str:
    """What a step is called."""
    return str(FILING_FORMS[kind].step_title) if step == "situation" else gettext(TITLES[step])


def _steps(kind: FormKind, draft: "Draft | None") -> list[Any]:
    """All steps with their addresses, for the row of steps."""
    return [
        (step_title(kind, step), address(draft, step) if draft else None)
        for step in on_paper.steps_of(draft)
    ]


def protected(form: ProtectedForm, kind: FormKind) -> ResponseReturnValue:
    """The first question before there is a draft."""
    page = render_template(
        "filing/protected.html", form=form, kind=kind, steps_shown=_steps(kind, None), draft=None
    )
    return page, 422 if form.errors else 200


def step(
    writing: Writing, name: str, form: StepForm, *, both: Sequence[str] = (), who: str = ""
) -> ResponseReturnValue:
    """One step. `both` are the fields that were changed here and elsewhere, there by `who`."""
    draft = writing.draft
    asks_more = name in ("situation", "contact")
    page = render_template(
        "filing/protected.html" if name == "protected" else "filing/step.html",
        writing=writing,
        draft=draft,
        kind=draft.kind,
        step=name,
        title=step_title(draft.kind, name),
        steps_shown=_steps(draft.kind, draft),
        current=writing.steps.index(name) + 1,
        form=form,
        version=marks(draft.answers, form.names),
        both=comparing.of_step(writing, name, _texts(form), draft.answers, both) if both else [],
        other_writer=who,
        thread=writing.thread if asks_more else None,
        trigger=_trigger(writing) if name == "situation" else "",
        notices=form.notices if isinstance(form, KindForm) else [],
        origin=roll_words.origin,
        known=rolls.begun_about(draft) if name in ("pupil", "situation") else None,
    )
    return page, 409 if both else 422 if form.errors else 200


def _texts(form: StepForm) -> dict[str, list[str]]:
    """What was typed in a form."""
    return {field.name: list(field.raw_data or ()) for field in form}


def _trigger(writing: Writing) -> str:
    """When the home municipality wants an absence filing."""
    if writing.draft.kind is not FormKind.ABSENCE:
        return ""
    routine, name = writing.home.routine, writing.home.municipality.title
    return trigger_text(name, routine.absence_trigger, routine.absence_percent)


def trigger_text(municipality: str, trigger: Any, percent: int | None) -> str:
    """The municipality's own rule in a sentence; the law gives no number."""
    if trigger is None:
        return ""
    facts = {"municipality": municipality, "percent": percent or 0}
    said: dict[str, str] = {
        "csn_reported": gettext(
            "%(municipality)s vill ha en anmälan när skolan har rapporterat eleven till CSN.",
            **facts,
        ),
        "inquiry_started": gettext(
            "%(municipality)s vill ha en anmälan när skolan har börjat utreda frånvaron.", **facts
        ),
        "percent": gettext(
            "%(municipality)s vill ha en anmälan när den ogiltiga frånvaron är över %(percent)s "
            "procent.",
            **facts,
        ),
    }
    return said[str(trigger)]


def check(
    writing: Writing,
    *,
    refused: bool = False,
    changed: list[comparing.Difference] | None = None,
    who: str = "",
) -> ResponseReturnValue:
    """Everything typed, to be read; and when nothing is missing, what sending it means.

    `changed` is what was changed, by `who`, since somebody read it and wanted to send it.
    """
    complete = writing.first_wrong is None
    ground, said = _ground(writing) if complete else (None, "")
    draft = writing.draft
    page = render_template(
        "filing/check.html",
        writing=writing,
        draft=draft,
        kind=draft.kind,
        steps_shown=_steps(draft.kind, draft),
        read=[_read(writing, name, form) for name, form in writing.checked.items()],
        complete=complete and not said,
        ground=ground,
        meaning=meaning(ground, draft.kind) if ground else "",
        refusal=said,
        promises=_promises(writing) if complete else [],
        notices=writing.notices,
        correction=writing.correction if refused else SendForm(draft.answers, writing.facts),
        seen=comparing.as_read(draft),
        files=attachments.of_draft(draft),
        changed=changed,
        other_writer=who,
    )
    return page, 422 if refused else 200 if changed is None else 409


def _ground(writing: Writing) -> tuple[LegalGround | None, str]:
    """The legal ground, or why there is none."""
    code = writing.home.municipality.code
    try:
        return workflow.legal_ground(writing.told, writing.unit, code), ""
    except Refused as error:
        return None, mishaps.sentence(error)


def meaning(ground: LegalGround, kind: FormKind) -> str:
    """What a legal ground means, in plain words."""
    if ground is LegalGround.LOCAL_ROUTINE and kind is FormKind.AT_RISK:
        return str(gettext(NOT_SECRET))
    return str(gettext(MEANINGS[ground]))


def _promises(writing: Writing) -> list[str]:
    if writing.corrects is not None:
        return []
    due = expected(
        writing.home.routine,
        age=writing.told.age,
        wants_meeting=writing.told.wants_meeting,
        at=writing.told_at,
    )
    return [_promise(kind, day) for kind, day in due]


def _promise(kind: DeadlineKind, due_on: date) -> str:
    """What happens next, and by when; of a filing on paper that day may have passed already."""
    facts = {"what": gettext(PROMISES[kind]), "day": filters.date_full(due_on)}
    if due_on >= filters.today():
        return str(gettext("%(what)s senast %(day)s.", **facts))
    late = filters.deadline_text(due_on, filters.today()).text
    return str(
        gettext(
            "%(what)s. Det skulle ha varit klart senast %(day)s: %(late)s.",
            late=late[0].lower() + late[1:],
            **facts,
        )
    )


def _read(writing: Writing, name: str, form: StepForm) -> Read:
    """A step's questions that are asked, with their answers."""
    values = form.values()
    if isinstance(form, PupilForm) and form.identity is not None:
        values["number"] = form.identity.formatted
    sections = [
        ShownSection(one.title, [answer for answer in one.answers if form.asks_now(answer.name)])
        for one in form.shown(values)
    ]
    return Read(name, step_title(writing.draft.kind, name), sections, form)


def filed_sections(filing: Any) -> list[ShownSection]:
    """A filed filing, to be read: its columns and answers by question."""
    columns = {
        "number": filters.identity_number(filing.number),
        "birth_date": filing.birth_date,
        "given_name": filing.given_name,
        "family_name": filing.family_name,
        "programme_code": " ".join(
            filter(None, (filing.programme_code, filing.answers.get("programme_name")))
        ),
        "year": filing.year,
        "home_municipality": filing.municipality.name,
        "home_ground": filing.home_ground,
        "event_on": filing.event_on,
    }
    return answers_shown(filing.kind, filing.answers | columns)


def receipt(case: "Case", filing: "Filing") -> ResponseReturnValue:
    """The receipt of a filing that was just sent, or is looked at again."""
    due = [clock for clock in case.deadlines if clock.runs and clock.kind in PROMISES]
    return render_template(
        "filing/receipt.html",
        case=case,
        filing=filing,
        reference=filing_reference(case.reference, filing.ordinal),
        meaning=meaning(filing.legal_ground, filing.kind),
        pickup=school_pickup.seen(case, at=now()),
        promises=[
            _promise(one.kind, one.due_on) for one in sorted(due, key=lambda one: one.due_on)
        ],
    )

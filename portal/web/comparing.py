"""Two versions of a filing side by side, for a person to choose between or to know about."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from flask_babel import gettext

from forms.base import StepForm
from forms.head import PupilForm, SendForm
from portal.web import filters
from portal.web.writing import Writing
from portal.workflow import drafts
from portal.workflow.merging import said, same

if TYPE_CHECKING:
    from datetime import datetime

    from portal.models import Draft, Filing, Membership

Typed = Mapping[str, Sequence[str]]
WHY, FILES = "correction_reason", "files"


class Difference(NamedTuple):
    """A question with two answers."""

    name: str
    question: str
    here: str
    """As this page has it."""
    there: str
    """As it stands, or was sent."""


def of_step(
    writing: Writing, step: str, here: Typed, there: Typed, names: Iterable[str]
) -> list[Difference]:
    """Some fields of a step, as they were typed in two places."""
    wanted = set(names)
    both = (writing.form(step, here), here), (writing.form(step, there), there)
    return [one for one in _beside(*both, everything=True) if one.name in wanted]


def of_all(writing: Writing, here: Typed, there: Typed, steps: Iterable[str]) -> list[Difference]:
    """Every question that is asked, where the answers are not the same once they are read."""
    found = []
    for step in steps:
        both = (writing.form(step, here), here), (writing.form(step, there), there)
        for form, _ in both:
            form.validate()
        found += _beside(*both)
    return found


def _beside(
    here: tuple[StepForm, Typed], there: tuple[StepForm, Typed], *, everything: bool = False
) -> list[Difference]:
    ours, theirs = (dict(_told(*one, everything=everything)) for one in (here, there))
    return [
        Difference(name, str(here[0][name].label.text), ours.get(name, ""), theirs.get(name, ""))
        for name in here[0].names
        if ours.get(name, "") != theirs.get(name, "")
    ]


def _told(form: StepForm, typed: Typed, *, everything: bool) -> Iterable[tuple[str, str]]:
    """Each answer in words; what cannot be read as an answer stands as it was typed."""
    values = form.values()
    if isinstance(form, PupilForm) and form.identity is not None:
        values["number"] = form.identity.formatted
    for section in form.shown(values):
        for one in section.answers:
            if everything or form.asks_now(one.name):
                yield one.name, _words(one.answer) or "; ".join(said(typed, one.name))


def _words(answer: Any) -> str:
    if isinstance(answer, date):
        return filters.date_long(answer)
    return "; ".join(answer) if isinstance(answer, list) else answer or ""


# --- what somebody read before sending ------------------------------------------------------------


def as_read(draft: "Draft") -> str:
    """What the draft says, for the page where it is read to carry along when it is sent."""
    return json.dumps(_read(draft))


def _read(draft: "Draft") -> dict[str, list[str]]:
    """All but why it is corrected, which is typed beside it; and how many files there are."""
    answers = {name: texts for name, texts in draft.answers.items() if name != WHY}
    return answers | {FILES: [str(draft.files_count)]}


def read_before(text: str) -> dict[str, list[str]] | None:
    """The same, back from the page; None when no page of ours has sent it."""
    try:
        typed = json.loads(text)
    except ValueError:
        return None
    fits = isinstance(typed, dict) and all(
        isinstance(texts, list) and all(isinstance(one, str) for one in texts)
        for texts in typed.values()
    )
    return typed if fits else None


def changed_since(writing: Writing, read: Typed) -> list[Difference]:
    """What has been changed in the draft since somebody read it."""
    now = _read(writing.draft)
    if same(read, now):
        return []
    found = of_all(writing, read, now, writing.steps[1:-1])
    here, there = ("; ".join(said(typed, FILES)) for typed in (read, now))
    if here != there:
        found.append(Difference(FILES, gettext("Antal bilagor"), here, there))
    return found


# --- what was sent already ------------------------------------------------------------------------


def with_sent(
    filing: "Filing", typed: Typed, steps: Iterable[str], *, by: "Membership", at: "datetime"
) -> list[Difference]:
    """Where what somebody has typed in these steps is not what was sent."""
    sent = drafts.as_sent(filing, by=by, at=at)
    writing = Writing(sent, by, at)
    found = of_all(writing, typed, sent.answers, steps)
    if WHY in typed and filing.version > 1 and said(typed, WHY) != [filing.correction_reason]:
        question = str(SendForm(None, writing.facts)[WHY].label.text)
        found.append(Difference(WHY, question, "; ".join(typed[WHY]), filing.correction_reason))
    return found

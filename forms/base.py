"""What all forms share: a form is the whole truth of what may be typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.csrf.core import CSRFTokenField

from forms.fields import FollowUp, shown
from portal.vocabulary import Word


class PortalForm(FlaskForm):  # type: ignore[misc]  # flask-wtf is untyped
    """Field names are the parameter names of the workflow function that takes the values."""

    def values(self) -> dict[str, Any]:
        """The checked values, by field name."""
        return {field.name: field.data for field in self if not isinstance(field, CSRFTokenField)}

    def refuse(self, sentence: str, field: Field | None = None) -> None:
        """Show what the workflow said no to: at the field it is about, else for the whole form."""
        if field is None:
            self.form_errors: list[str] = [*self.form_errors, sentence]
        else:
            field.errors = [*field.errors, sentence]


@dataclass(frozen=True)
class Facts:
    """What a form cannot know by itself; the view finds it out."""

    today: date
    minor: bool = True
    """The pupil is under 18, so there are guardians to ask for."""
    meets: bool = True
    """A joint meeting may come of it."""
    municipalities: Sequence[tuple[str, str]] = ()
    """Code and name of those that may be chosen."""
    programmes: Sequence[tuple[str, str]] = ()
    """Code and name, the school unit's own first."""


@dataclass(frozen=True)
class Section:
    """Questions that belong together, in their order on the page."""

    names: tuple[str, ...]
    title: Any = ""
    hint: Any = ""


@dataclass(frozen=True)
class Answer:
    """A question and its answer, as they are read."""

    name: str
    question: str
    answer: Any
    """A text, a day, a list of texts, or None when it was not answered."""


@dataclass(frozen=True)
class ShownSection:
    """Answers that belong together."""

    title: str
    answers: list[Answer]


class StepForm(PortalForm):
    """One step of a filing. What was typed comes from the draft, right or wrong."""

    class Meta:
        csrf = False  # CSRFProtect has checked the token before a view is reached

    asks: ClassVar[tuple[Section, ...]] = ()
    minors_only: ClassVar[frozenset[str]] = frozenset()
    """Questions asked only about somebody under 18."""
    meetings_only: ClassVar[frozenset[str]] = frozenset()
    """Questions asked only where a joint meeting may come of it."""
    together: ClassVar[frozenset[str]] = frozenset()
    """Questions of which some must be answered, though not each."""

    def __init__(self, typed: Mapping[str, Sequence[str]] | None, facts: Facts) -> None:
        self.facts = facts
        super().__init__(None if typed is None else MultiDict(typed))
        adult_out = frozenset() if facts.minor else self.minors_only
        for name in adult_out | (frozenset() if facts.meets else self.meetings_only):
            delattr(self, name)
        # Checked, and summed up when wrong, in the order of the page.
        self._fields: dict[str, Field] = {name: self._fields[name] for name in self.names}

    @property
    def sections(self) -> list[Section]:
        """The sections with something to ask."""
        return [one for one in self.asks if any(name in self for name in one.names)]

    @property
    def names(self) -> list[str]:
        """The questions of this step, in their order."""
        return [name for section in self.sections for name in section.names if name in self]

    def questions(self, section: Section) -> Iterator[Field]:
        """The fields of a section."""
        return (self[name] for name in section.names if name in self)

    def follows(self, field: Field) -> FollowUp | None:
        """The answer a question belongs to, when it is asked only after that answer."""
        return next((one for one in field.validators if isinstance(one, FollowUp)), None)

    def asks_now(self, name: str) -> bool:
        """Whether a question is asked, given the answers to the others."""
        follows = self.follows(self[name])
        return follows is None or follows.is_asked(self)

    def may_be_empty(self, field: Field) -> bool:
        """Whether the page says that a question is answered only if one likes to."""
        follows = self.follows(field)
        asked_then = follows is not None and follows.sentence is not None
        return not (field.flags.required or asked_then or field.name in self.together)

    def answers(self) -> dict[str, Any]:
        """The checked values as they are kept: days as texts, words as values, nothing empty."""
        said = ((name, self[name].data) for name in self.names if self.asks_now(name))
        return {name: _kept(value) for name, value in said if value not in (None, "", [])}

    def shown(self, values: Mapping[str, Any]) -> list[ShownSection]:
        """Every question of the step with its answer among the values, to be read."""
        return [
            ShownSection(
                str(section.title),
                [
                    Answer(field.name, str(field.label.text), shown(field, values.get(field.name)))
                    for field in self.questions(section)
                ],
            )
            for section in self.sections
        ]


def _kept(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Word) else value

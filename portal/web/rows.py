"""A case, a youth or a promise as one row: what, whose, by when, and the obvious action."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import url_for
from flask_babel import gettext

from portal.identity import age_on
from portal.vocabulary import N_, NextStep, Role, Word
from portal.web.filters import Said, deadline_text
from portal.web.filters import day as written_day
from portal.workflow.nextstep import next_step

if TYPE_CHECKING:
    from portal.models import Membership


class Action(NamedTuple):
    """The one obvious thing to do with a row."""

    label: str
    url: str
    posts: bool = False
    """A step of its own; else the way to a page."""


class Row(NamedTuple):
    """One row of the queue or the to-do list."""

    due_on: date
    due: Said
    what: str
    name: str
    age: int | None
    reference: str
    url: str
    action: Action
    line: str = ""
    """Age and reference, quietly below the name."""
    kind: str = ""
    about: str = ""
    school: str = ""
    state: str = ""
    caseworker: str = ""
    mine: bool = False


OPEN = (N_("Öppna"), "cases.show", False)
ACTIONS: dict[NextStep, tuple[str, str, bool]] = {
    NextStep.ACKNOWLEDGE: (N_("Kvittera"), "casework.acknowledge", True),
    NextStep.TAKE: (N_("Ta ärendet"), "casework.take", True),
    NextStep.REPLY: (N_("Ge besked"), "casework.reply", False),
    NextStep.BOOK_MEETING: (N_("Föreslå tider"), "meetings.arrange", False),
    NextStep.ASK_AGAIN: (N_("Fråga"), "casework.ask", False),
    NextStep.ANSWER_HANDOVER: (N_("Granska"), "handover.review", False),
    NextStep.ANSWER_REOPEN: (N_("Svara"), "cases.show", False),
}
"""Label, endpoint and whether it is a step of its own; whatever is not here opens the case."""


class Drawer:
    """Draws the rows of one page. Words and addresses are made once, not once for each row."""

    def __init__(self, by: "Membership", day: date) -> None:
        self.by, self.day = by, day
        self._words: dict[str, str] = {}
        self._urls: dict[str, str] = {}
        self._dues: dict[date, Said] = {}

    def cases(self, rows: Iterable[Any]) -> list[Row]:
        """Rows of queries.queue as rows of a page."""
        return [self._case(row) for row in rows]

    def _case(self, row: Any) -> Row:
        step = next_step(row.state, row.due_kind, has_caseworker=row.caseworker_id is not None)
        kind = self._word(row.latest_kind)
        return Row(
            due_on=row.due_on or date.max,
            due=self._due(row),
            what=f"{self._word(step)}: {kind[0].lower()}{kind[1:]}",
            line=self._line(row),
            kind=kind,
            about=self._word(row.due_kind) if row.due_kind else "",
            name=f"{row.given_name} {row.family_name}".strip(),
            age=self.age(row.birth_date),
            reference=row.reference,
            url=self.url("cases.show", row.reference),
            school=row.school or row.school_unit_code,
            state=self._word(row.state),
            caseworker=row.caseworker or "",
            mine=row.caseworker_id == self.by.id,
            action=self._action(row, step),
        )

    def _line(self, row: Any) -> str:
        age = self.age(row.birth_date)
        return row.reference if age is None else f"{self._years(age)} · {row.reference}"

    def _years(self, age: int) -> str:
        key = f"{age} years"
        if key not in self._words:
            self._words[key] = gettext("%(age)s år", age=age)
        return self._words[key]

    def _due(self, row: Any) -> Said:
        if row.due_on is None:
            return Said(written_day(row.latest_filed_at), "")
        if row.due_on not in self._dues:
            self._dues[row.due_on] = deadline_text(row.due_on, self.day)
        return self._dues[row.due_on]

    def _action(self, row: Any, step: NextStep) -> Action:
        """A colleague's case is opened, with a reason; what may be done shows there."""
        a_colleagues = row.caseworker_id not in (None, self.by.id)
        only_opened = a_colleagues and self.by.role is Role.CASEWORKER
        label, endpoint, posts = OPEN if only_opened else ACTIONS.get(step, OPEN)
        return Action(self.text(label), self.url(endpoint, row.reference), posts)

    def age(self, birth_date: date | None) -> int | None:
        return None if birth_date is None else age_on(birth_date, self.day)

    def url(self, endpoint: str, reference: str) -> str:
        """The address of a page about a reference."""
        if endpoint not in self._urls:
            self._urls[endpoint] = url_for(endpoint, reference="REFERENCE")
        return self._urls[endpoint].replace("REFERENCE", reference)

    def text(self, label: str) -> str:
        """A marked text in the reader's language."""
        if label not in self._words:
            self._words[label] = gettext(label)
        return self._words[label]

    def _word(self, word: Word) -> str:
        return self.text(word.label)

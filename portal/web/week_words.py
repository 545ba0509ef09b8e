"""How the week's work reads: its sections by day, its rows, and who does the work of whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from portal.identity import age_on
from portal.queries.week import Birthday, Sum
from portal.vocabulary import CONTACT_ACTIONS, N_, WorkGroup
from portal.vocabulary.routines import TaskAction
from portal.web.filters import Said, date_long, deadline_text, word
from portal.web.youth_words import PAGES

if TYPE_CHECKING:
    from portal.models import Membership

AGES = {216: N_("Fyller 18"), 234: N_("Blir 19½"), 240: N_("Fyller 20")}
"""Ages in months at which something changes: guardians, the letter about what comes, the end."""
WRITTEN_DOWN = N_("Skriv in")
LABELS = {TaskAction.ASSIGN: N_("Tilldela"), TaskAction.CLOSE_ENTRY: N_("Avsluta")}
"""What the button says when it is more than writing something down."""
OF_A_MEASURE = frozenset({TaskAction.FIRST_MEETING, TaskAction.READ_REPORT})
"""What is written down at the measure it is about, on the youth's page."""


class Step(NamedTuple):
    """The obvious thing to do with a row: a page, or a step of its own."""

    label: str
    url: str
    posts: bool = False


@dataclass(frozen=True)
class Row:
    """One task of the week."""

    due: Said
    what: str
    channel: str
    name: str
    age: str
    url: str
    whose: str
    step: Step
    skip_url: str


@dataclass(frozen=True)
class Section:
    """The tasks of one day, or all that are late: those say each how late they are."""

    title: str
    late: bool
    rows: list[Row]


@dataclass(frozen=True)
class Team:
    """Who works at KAA, who is away today, and who stands in for them."""

    people: "dict[UUID, Membership]"
    substitute: "Membership | None"
    day: date

    def away(self) -> "list[Membership]":
        """Those who are on leave today and have somebody who stands in."""
        if self.substitute is None or self.substitute.on_leave(self.day):
            return []
        return [
            one
            for one in self.people.values()
            if one.on_leave(self.day) and one.id != self.substitute.id
        ]

    def standing_in_for(self, by: "Membership") -> "list[Membership]":
        """Whose work somebody does today beside their own."""
        return self.away() if self.substitute and self.substitute.id == by.id else []

    def whose(self, caseworker_id: UUID | None) -> str:
        """Whose youth it is, in words; with who stands in for them today."""
        if caseworker_id is None:
            return str(_("Ingen"))
        one = self.people.get(caseworker_id)
        if one is None:
            return ""
        if one in self.away() and self.substitute:
            return str(
                _(
                    "%(name)s är ledig, %(other)s ersätter",
                    name=one.user.name,
                    other=self.substitute.user.name,
                )
            )
        return one.user.name


def sections(rows: Iterable[Any], team: Team, back: str) -> list[Section]:
    """The rows of a page under the day they are due; what is late stands together and first."""
    found: dict[tuple[str, bool], list[Row]] = {}
    for row in rows:
        title = (_title(row.due_on, team.day), row.due_on < team.day)
        found.setdefault(title, []).append(_row(row, team, back))
    return [Section(*title, of_day) for title, of_day in found.items()]


def _title(due_on: date, day: date) -> str:
    if due_on < day:
        return str(_("Försenat"))
    if due_on == day:
        return str(_("I dag"))
    said = deadline_text(due_on, day).text
    return said if (due_on - day).days > 1 else str(_("I morgon"))


def _row(row: Any, team: Team, back: str) -> Row:
    age = str(_("%(age)s år", age=age_on(row.birth_date, team.day)))
    here = {"reference": row.reference}
    return Row(
        due=deadline_text(row.due_on, team.day),
        what=word(row.action),
        channel=word(row.channel) if row.channel else "",
        name=f"{row.given_name} {row.family_name}".strip(),
        age=age,
        url=url_for("register.show", **here),
        whose=team.whose(row.caseworker_id),
        step=_step(row, back),
        skip_url=url_for("register.work.skip", **here, task_id=row.id, back=back),
    )


def _step(row: Any, back: str) -> Step:
    """The one obvious thing to do about a task."""
    here = {"reference": row.reference, "back": back}
    if row.action in PAGES:
        endpoint, _label, more = PAGES[row.action]
        return Step(_(LABELS.get(row.action, WRITTEN_DOWN)), url_for(endpoint, **here, **more))
    if row.action is TaskAction.FOLLOW_UP and row.routine_id is None:
        return Step(_(WRITTEN_DOWN), url_for("register.steps.status", **here))
    if _is_attempt(row):
        return Step(_(WRITTEN_DOWN), url_for("register.contact.log", **here, task=row.id))
    if row.action in OF_A_MEASURE:
        return Step(_("Öppna"), url_for("register.show", reference=row.reference))
    return Step(_("Klart"), url_for("register.work.done", **here, task_id=row.id), posts=True)


def _is_attempt(row: Any) -> bool:
    """Whether it is done by trying to reach somebody; what is followed up by telephone is too."""
    begins = row.action in (TaskAction.BEGIN_CONTACT, TaskAction.WRITE_BEFORE_20)
    follows_up = row.action is TaskAction.FOLLOW_UP and row.channel is not None
    return row.action in CONTACT_ACTIONS or begins or follows_up


# --- figures -------------------------------------------------------------------------------------


def groups(sums: Iterable[Sum]) -> dict[WorkGroup, int]:
    """How many tasks there are in each group."""
    found = dict.fromkeys(WorkGroup, 0)
    for one in sums:
        found[one.group] += one.all
    return found


def loads(sums: Iterable[Sum], team: Team) -> list[tuple[str, UUID | None, int, int]]:
    """Who has how much this week, by name; what nobody has stands last."""
    counted: dict[UUID | None, tuple[int, int]] = dict.fromkeys(team.people, (0, 0))
    for one in sums:
        all_, late = counted.get(one.caseworker_id, (0, 0))
        counted[one.caseworker_id] = (all_ + one.all, late + one.overdue)
    return [
        (team.whose(who), who, all_, late)
        for who, (all_, late) in counted.items()
        if all_ or who is not None
    ]


def coming_of_age(birthdays: Iterable[Birthday]) -> list[tuple[str, str, str, str]]:
    """Day, age, name and address of the page of those who reach an age that matters."""
    return [
        (
            date_long(one.on),
            str(_(AGES[one.months])),
            f"{one.youth.given_name} {one.youth.family_name}".strip(),
            url_for("register.show", reference=one.youth.reference),
        )
        for one in birthdays
    ]

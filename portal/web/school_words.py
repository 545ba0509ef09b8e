"""How a case reads for the school: what happens next, and what each step said that it may know."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, ngettext

from portal.identity import age_on
from portal.vocabulary import (
    N_,
    CaseState,
    CloseReason,
    CodedAnswer,
    DeadlineKind,
    DeclineReason,
    InformedHow,
    Language,
    Outcome,
    ParticipantKind,
    PickupEnd,
    Reply,
    RescheduleAsker,
    Side,
    Step,
)
from portal.web import filters, on_paper
from portal.workflow import pickups

if TYPE_CHECKING:
    from portal.models import Event, Filing, Pickup

NEXT: dict[DeadlineKind, str] = {
    DeadlineKind.ACKNOWLEDGE: N_("Kommunen kvitterar anmälan"),
    DeadlineKind.FIRST_ANSWER: N_("Kommunen ger ett första besked"),
    DeadlineKind.BOOK_MEETING: N_("Kommunen bokar ett gemensamt möte"),
    DeadlineKind.HOLD_MEETING: N_("Gemensamt möte hålls"),
    DeadlineKind.ANSWER_HANDOVER: N_("Kommunen svarar på överlämningen"),
    DeadlineKind.ANSWER_QUESTION: N_("Skolan svarar på kommunens fråga"),
    DeadlineKind.FILE_DROPOUT: N_("Skolan anmäler studieavbrottet"),
    DeadlineKind.FOLLOW_UP: N_("Kommunen följer upp"),
    DeadlineKind.ANSWER_REOPEN: N_("Kommunen svarar om ärendet öppnas igen"),
    DeadlineKind.ASK_AGAIN: N_("Kommunen frågar skolan igen"),
    DeadlineKind.RENEW: N_("Skolan förnyar anmälan eller återtar den"),
    DeadlineKind.NEXT_STEP: N_("Kommunen bestämmer nästa steg"),
}
"""What happens next and who does it, by the clock that runs."""
ENDED: dict[CaseState, str] = {
    CaseState.CLOSED: N_("Inget mer händer i ärendet"),
    CaseState.HANDED_OVER: N_("KAA arbetar vidare med eleven"),
}


def what_next(state: CaseState, clock: DeadlineKind | None) -> str:
    """What happens next and who does it, in one sentence."""
    return str(gettext(ENDED[state] if clock is None else NEXT[clock]))


def age(birth_date: date | None, today: date) -> str:
    """How old the pupil is, where it is known."""
    if birth_date is None:
        return ""
    return str(ngettext("%(num)s år", "%(num)s år", age_on(birth_date, today)))


def headline(state: CaseState, clock: DeadlineKind | None) -> str:
    """The same as the title of the first card."""
    said = what_next(state, clock)
    if clock is None:
        return said
    return str(gettext("Nästa steg: %(what)s", what=said[0].lower() + said[1:]))


BY_PICKUP = frozenset({Step.PICK_UP, Step.ACKNOWLEDGE, Step.REPLY, Step.REROUTE})
"""Steps that a municipality without accounts takes: with nobody as actor, they are its own."""


def picked_up(pickup: "Pickup") -> str:
    """How far a filing has come that is picked up: the word, and since when."""
    how_far = pickups.state(pickup)
    return f"{filters.word(how_far)} {filters.moment(pickups.since(pickup))}"


@dataclass(frozen=True)
class Said:
    """A part of a step in words: what it is, and the text."""

    label: str
    text: str


@dataclass(frozen=True)
class Happening:
    """A step as the school reads it."""

    title: str
    at: datetime
    who: str
    said: list[Said]
    filing: int | None = None
    """The ordinal of the filing it is about."""


def happenings(
    events: "Iterable[Event]", filings: "Iterable[Filing]", functions: Mapping[str, str]
) -> list[Happening]:
    """The timeline. `functions` names each municipality's function by its code."""
    first = {one.ordinal: one for one in filings if one.version == 1}
    return [
        Happening(
            title=gettext(event.step.label),
            at=event.at,
            who=_who(event, functions),
            said=[Said(label, text) for label, text in _told(event, first) if text],
            filing=event.facts.get("filing"),
        )
        for event in events
    ]


def _told(event: "Event", first: "Mapping[int, Filing]") -> "Told":
    if event.step is Step.FILE and event.facts["filing"] in first:
        return on_paper.in_timeline(first[event.facts["filing"]])
    tells = TELLS.get(event.step)
    return tells(event.facts) if tells else []


def _who(event: "Event", functions: Mapping[str, str]) -> str:
    """School people by name, the municipality by its function, except who has the case."""
    actor = event.actor
    if actor is None and event.step not in BY_PICKUP:
        return str(gettext("automatiskt"))
    if actor is not None and (actor.side is Side.SCHOOL or event.step is Step.TAKE):
        return actor.user.name
    return functions.get(event.municipality_code, "")


Told = list[tuple[str, str]]


def _reason(facts: Mapping[str, Any]) -> Told:
    return [(gettext("Skäl"), facts["reason"])]


def _words(label: str, fact: str) -> Callable[[Mapping[str, Any]], Told]:
    return lambda facts: [(gettext(label), facts[fact])]


def _reply(facts: Mapping[str, Any]) -> Told:
    return [
        (gettext("Besked"), filters.word(CodedAnswer(facts["answer"]))),
        (gettext("Kommunens ord"), facts["text"]),
    ]


def _close(facts: Mapping[str, Any]) -> Told:
    """What the reason demanded may say where the pupil is now: that stays in the municipality."""
    return [
        (gettext("Skäl"), filters.word(CloseReason(facts["reason"]))),
        (gettext("Kommunens ord"), facts["text"]),
    ]


def _decline(facts: Mapping[str, Any]) -> Told:
    return [(gettext("Skäl"), filters.word(DeclineReason(facts["reason"])))]


def _day(label: str, fact: str) -> Callable[[Mapping[str, Any]], Told]:
    return lambda facts: [
        (gettext(label), filters.date_long(date.fromisoformat(facts[fact])) if facts[fact] else "")
    ]


def _times(facts: Mapping[str, Any]) -> Told:
    spans = [filters.span(datetime.fromisoformat(time)) for time in facts["times"]]
    return [(gettext("Tider"), "; ".join(spans))]


def _starts(facts: Mapping[str, Any]) -> Told:
    return [(gettext("Tid"), filters.span(datetime.fromisoformat(facts["starts_at"])))]


def _moved(facts: Mapping[str, Any]) -> Told:
    asker = filters.word(RescheduleAsker(facts["asker"]))
    return [(gettext("Ny tid"), _starts(facts)[0][1]), (gettext("Begärt av"), asker)]


def _held(facts: Mapping[str, Any]) -> Told:
    return [
        (gettext("Resultat"), filters.word(Outcome(facts["outcome"]))),
        *_day(N_("Uppföljning"), "follow_up_on")(facts),
    ]


def _summoned(facts: Mapping[str, Any]) -> Told:
    return [
        (gettext("Vem"), filters.word(ParticipantKind(facts["who"]))),
        (gettext("Svar"), filters.word(Reply(facts["reply"])) if "reply" in facts else ""),
    ]


def _informed(facts: Mapping[str, Any]) -> Told:
    return [
        (gettext("Hur"), filters.word(InformedHow(facts["how"]))),
        (gettext("Språk"), filters.word(Language(facts["language"]))),
        *_day(N_("Dag"), "on")(facts),
        (gettext("Av"), facts["giver"]),
    ]


def _lapsed(facts: Mapping[str, Any]) -> Told:
    return [(gettext("Skäl"), filters.word(PickupEnd(facts["why"])))]


TELLS: dict[Step, Callable[[Mapping[str, Any]], Told]] = {
    Step.CORRECT: _reason,
    Step.WITHDRAW: _reason,
    Step.WITHDRAW_LAST: _reason,
    Step.ASSIGN: _words(N_("Handläggare"), "to"),
    Step.ASK: _words(N_("Fråga"), "question"),
    Step.ANSWER: _words(N_("Svar"), "answer"),
    Step.REPLY: _reply,
    Step.INFORM: _informed,
    Step.REROUTE: _reason,
    Step.MONITOR: _day(N_("Följs upp"), "follow_up_on"),
    Step.CLOSE: _close,
    Step.REQUEST_REOPEN: _reason,
    Step.REFUSE_REOPEN: _reason,
    Step.PROPOSE_TIMES: _times,
    Step.BOOK_MEETING: _starts,
    Step.RESCHEDULE_MEETING: _moved,
    Step.HOLD_MEETING: _held,
    Step.ANSWER_SUMMONS: _summoned,
    Step.ASK_OTHER_TIME: _summoned,
    Step.KEEP_COMMITMENT: _words(N_("Åtagande"), "what"),
    Step.LAPSE_PICKUP: _lapsed,
    Step.DECLINE_HANDOVER: _decline,
}
"""What a step said that the school may know; a step not listed is told by its name alone."""

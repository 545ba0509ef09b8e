"""How a case reads for KAA: what each step said, in full, and what the next step asks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from portal.vocabulary import CloseReason, DeclineReason, FormKind, Side, Step
from portal.web import filters, on_paper
from portal.web.school_words import BY_PICKUP, Said, Told
from portal.web.school_words import TELLS as SCHOOL_TELLS

if TYPE_CHECKING:
    from portal.models import Event, Filing


OF_A_FILING = frozenset({Step.FILE, Step.CORRECT, Step.WITHDRAW, Step.WITHDRAW_LAST})
"""Steps beside which the filing can be read."""


@dataclass(frozen=True)
class Happening:
    """One step of the timeline."""

    title: str
    at: datetime
    who: str
    said: list[Said]
    filing: int | None = None
    """The ordinal of the filing it is about."""
    entry: str = ""
    """The register entry it led to."""


def happenings(
    events: Sequence["Event"], filings: Sequence["Filing"], names: Mapping[str, str]
) -> list[Happening]:
    """The whole story, the latest first. `names` names each municipality by its code."""
    first = {one.ordinal: one for one in filings if one.version == 1}
    return [
        Happening(
            title=_title(event),
            at=event.at,
            who=_who(event, names),
            said=_said(event, first),
            filing=event.facts["filing"] if event.step in OF_A_FILING else None,
            entry=event.facts.get("entry", ""),
        )
        for event in events
    ]


def _title(event: "Event") -> str:
    if event.step is Step.FILE:
        kind = filters.word(FormKind(event.facts["kind"]))
        return str(gettext("Skolan anmälde: %(kind)s", kind=kind[0].lower() + kind[1:]))
    if event.step is Step.TAKE and event.actor is not None:
        return str(gettext("%(who)s tog ärendet", who=event.actor.user.name))
    return str(gettext(event.step.label))


def _who(event: "Event", names: Mapping[str, str]) -> str:
    """People by name and title; those of another municipality by its name."""
    actor = event.actor
    if actor is None:
        known = names.get(event.municipality_code, "") if event.step in BY_PICKUP else ""
        return known or str(gettext("automatiskt"))
    if event.step is Step.TAKE:
        return ""
    if actor.side is not Side.SCHOOL and event.municipality_code in names:
        return names[event.municipality_code]
    return ", ".join(part for part in (actor.user.name, actor.user.title) if part)


def _said(event: "Event", first: Mapping[int, "Filing"]) -> list[Said]:
    told = TELLS.get(event.step)
    parts = told(event.facts) if told else []
    filing = first.get(event.facts["filing"]) if event.step is Step.FILE else None
    if filing is not None:
        ground = (gettext("Grund"), filters.word(filing.legal_ground))
        parts = [*on_paper.in_timeline(filing), ground]
    return [Said(label, text) for label, text in parts if text]


def _note(facts: Mapping[str, Any]) -> Told:
    return [("", facts["text"])]


def _reason(facts: Mapping[str, Any]) -> Told:
    return [(gettext("Skäl"), facts["reason"])]


def _monitor(facts: Mapping[str, Any]) -> Told:
    day = filters.date_long(date.fromisoformat(facts["follow_up_on"]))
    return [(gettext("Följs upp"), day), (gettext("Vad som bevakas"), facts["reason"])]


def _close(facts: Mapping[str, Any]) -> Told:
    data = facts["data"]
    on = filters.date_long(date.fromisoformat(data["on"])) if data["on"] else ""
    return [
        (gettext("Skäl"), filters.word(CloseReason(facts["reason"]))),
        (gettext("Beskrivning"), data["what"]),
        (gettext("Från"), on),
        (gettext("Till skolan"), facts["text"]),
    ]


def _decline(facts: Mapping[str, Any]) -> Told:
    reason = filters.word(DeclineReason(facts["reason"]))
    return [(gettext("Skäl"), reason), (gettext("Förklaring"), facts["text"])]


def _original(facts: Mapping[str, Any]) -> Told:
    return [(gettext("Dubblett av"), facts["of"])]


def _cancelled(facts: Mapping[str, Any]) -> Told:
    return [(gettext("Skäl"), facts["reason"])]


def _start(facts: Mapping[str, Any]) -> Told:
    return [(gettext("Börjar"), filters.date_long(date.fromisoformat(facts["start_on"])))]


TELLS: dict[Step, Callable[[Mapping[str, Any]], Told]] = SCHOOL_TELLS | {
    Step.NOTE: _note,
    Step.HAND_BACK: _reason,
    Step.MONITOR: _monitor,
    Step.CLOSE: _close,
    Step.MARK_DUPLICATE: _original,
    Step.CANCEL_MEETING: _cancelled,
    Step.DECLINE_HANDOVER: _decline,
    Step.START: _start,
}
"""What each step said; a step not listed is told by its name alone."""

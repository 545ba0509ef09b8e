"""What the schools of the town write in their forms, by field name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from portal.clock import school_year
from portal.demo.town_pupils import Pupil
from portal.identity import age_on
from portal.models import Membership, SchoolUnit
from portal.vocabulary import EndGround, FormKind, HomeGround, SharingGround

GY25_BEGAN = 2025
"""Pupils who began in this autumn or later read by Gy25."""
BEFORE_GY25 = {"FR25": "HV", "DS25": "HV", "HS25": "AH", "FS25": "HA"}
DAYS_BEFORE = {
    FormKind.AT_RISK: (3, 20),
    FormKind.ABSENCE: (10, 30),
    FormKind.DROPOUT: (0, 9),
    FormKind.START: (0, 5),
}
"""How long schools wait from what happened until they tell."""
EFFORTS = (
    (("talked", "guidance"), "Mentorn har träffat eleven varje vecka sedan september."),
    (("talked", "adaptations", "action_programme"), "Studietiden är anpassad och planen omgjord."),
    (("talked",), ""),
    (("talked", "support_inquiry"), "Utredningen är klar och eleven har fått en resursperson."),
)
REASONS = (
    ("wrong_choice", "wants_other_education"),
    ("absence", "progress"),
    ("travel",),
    ("wants_work",),
)
GROUNDS = (EndGround.OWN_REPORT, EndGround.OWN_REPORT, EndGround.STAYED_AWAY, EndGround.NO_SHOW)
PLANS = (
    ("work", "Vikariat på ett lager"),
    ("unknown", ""),
    ("komvux", "Vill läsa från januari"),
    ("traineeship", ""),
)


def programme(unit: SchoolUnit, pupil: Pupil, on: date) -> tuple[str, int]:
    """Programme and year that fit the pupil's age, the school and the day."""
    first = school_year(on).start
    year = min(max(age_on(pupil.birth_date, first.replace(month=12, day=31)) - 15, 1), 3)
    offered = unit.programme_codes.split() or ["IMA"]
    code = offered[pupil.birth_date.toordinal() % len(offered)]
    if first.year - year + 1 < GY25_BEGAN:
        code = BEFORE_GY25.get(code, code.removesuffix("25"))
    return code, year


@dataclass(frozen=True)
class Pen:
    """A counsellor who fills in a form about a pupil on a day."""

    pupil: Pupil
    counsellor: Membership
    event_on: date
    filed_on: date
    sharing: SharingGround | None
    chance: Random

    def head(self, kind: FormKind, *, ground: HomeGround, wants_meeting: bool) -> dict[str, Any]:
        """The common head: how to reach people, who has been told, whether to meet."""
        pupil = self.pupil
        said = {
            "pupil_phone": pupil.phone,
            "pupil_email": pupil.email,
            "pupil_address": pupil.address,
            "pupil_informed": "yes",
            "pupil_informed_on": self._day(),
            "sender_phone": self.counsellor.user.phone,
        }
        if kind is not FormKind.START:
            said["wants_meeting"] = "yes" if wants_meeting else "no"
        if wants_meeting:
            said["meeting_times"] = "Tisdagar och torsdagar efter kl. 13."
        if ground is HomeGround.STATED:
            said["home_reason"] = (
                "Eleven och vårdnadshavaren har berättat att de flyttade i somras."
            )
        if pupil.is_child(self.filed_on):
            said |= self._guardians()
        return said

    def _guardians(self) -> dict[str, str]:
        return {
            "guardian_name": self.pupil.guardian,
            "guardian_phone": self.pupil.guardian_phone,
            "guardian_informed": "yes",
            "guardian_informed_on": self._day(),
        }

    def own(self, kind: FormKind, but: Mapping[str, str]) -> dict[str, Any]:
        """The kind's own answers, but for those the story knows better."""
        write: dict[FormKind, Callable[[], dict[str, Any]]] = {
            FormKind.AT_RISK: self._at_risk,
            FormKind.ABSENCE: self._absence,
            FormKind.DROPOUT: partial(self._dropout, but.get("end_ground")),
            FormKind.START: self._start,
        }
        said = write[kind]() | dict(but)
        if said.get("meeting_held") == "yes":
            del said["meeting_why_not"]
        return said

    def _efforts(self, *wanted: str) -> dict[str, Any]:
        ticked, text = self.chance.choice(EFFORTS)
        said = {"efforts": list(ticked), "wanted": list(wanted)}
        return said | {"efforts_text": text} if text else said

    def _at_risk(self) -> dict[str, Any]:
        said = {
            "reasons": list(self.chance.choice(REASONS)),
            "support_tried": self.chance.choice(("exhausted", "partly")),
            "sharing_ground": str(self.sharing),
        }
        if self.sharing is SharingGround.CONSENT:
            child = self.pupil.is_child(self.filed_on)
            said["consent_from"] = ["pupil", "guardian"] if child else ["pupil"]
            said["consent_on"] = self._day()
        return said | self._efforts("advice", "guidance")

    def _absence(self) -> dict[str, Any]:
        scheduled = 22 * max((self.filed_on - self.event_on).days // 7, 1)
        missed = round(scheduled * self.chance.uniform(0.2, 0.75))
        said = {
            "period_to": self._day(1),
            "unexcused_hours": missed,
            "scheduled_hours": scheduled,
            "unexcused_percent": round(100 * missed / scheduled, 1),
            "occasions": self.chance.randint(5, 24),
            "inquiry_started": "yes",
            "inquiry_started_on": self._day(),
            "csn_reported": "yes",
            "csn_reported_on": self._day(),
            "follow_up_on": (self.filed_on + timedelta(21)).isoformat(),
            "away_now": "no",
        }
        return said | self._efforts("contact")

    def _dropout(self, end_ground: str | None) -> dict[str, Any]:
        ground = EndGround(end_ground) if end_ground else self.chance.choice(GROUNDS)
        plan, text = self.chance.choice(PLANS)
        said = {
            "end_ground": ground.value,
            "meeting_held": "no",
            "meeting_why_not": "Eleven ville inte komma till ett möte.",
            "plan_ahead": plan,
            "consequences_explained": "yes",
            "informed": "yes",
            "informed_how": "paper",
            "informed_language": "sv",
            "informed_on": self.filed_on.isoformat(),
            "grades": "grades_so_far",
            "csn_end_reported": "yes",
            "contact_wish": self.chance.choice(("yes", "unknown")),
            "contact_ways": ["phone", "sms"],
        }
        if text:
            said["plan_text"] = text
        return said | self._ended(ground) | self._efforts("contact", "guidance")

    def _ended(self, ground: EndGround) -> dict[str, str]:
        """What each ground asks for."""
        if ground is EndGround.STAYED_AWAY:
            return {"away_since": (self.event_on - timedelta(40)).isoformat()}
        if ground is not EndGround.OWN_REPORT:
            return {}
        said = {"reported_on": min(self.event_on, self.filed_on).isoformat()}
        if self.pupil.is_child(self.filed_on):
            said |= {"guardian_consent": "yes", "guardian_consent_on": said["reported_on"]}
        return said

    def _start(self) -> dict[str, Any]:
        return {"efforts": ["talked", "plan"], "wanted": ["close"]}

    def _day(self, days_before: int = 2) -> str:
        """Some days before filing, but not before it happened."""
        return max(self.filed_on - timedelta(days_before), self.event_on).isoformat()

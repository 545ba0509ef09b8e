"""How a school's answers look when a browser posts them, kind by kind."""

from typing import Any

from tests.pages import PageClient
from tests.town import EIGHTEEN, SIXTEEN, TWENTY

__all__ = ["EIGHTEEN", "SIXTEEN", "TWENTY"]

PUPIL: dict[str, Any] = {
    "number": SIXTEEN,
    "given_name": "Wilma",
    "family_name": "Ek",
    "programme_code": "SA25",
    "year": "1",
    "home_municipality": "0182",
    "home_ground": "registered",
}
SCHOOL: dict[str, Any] = {"efforts": ["talked"], "wanted": ["contact"]}
SITUATIONS: dict[str, dict[str, Any]] = {
    "at_risk": SCHOOL
    | {
        "event_on": "2026-11-02",
        "reasons": ["pace", "travel"],
        "support_tried": "exhausted",
        "sharing_ground": "consent",
        "consent_from": ["pupil", "guardian"],
        "consent_on": "2026-11-10",
    },
    "absence": SCHOOL
    | {
        "event_on": "2026-10-01",
        "period_to": "2026-11-01",
        "unexcused_hours": "24",
        "scheduled_hours": "96",
        "inquiry_started": "yes",
        "inquiry_started_on": "2026-10-20",
        "csn_reported": "no",
        "away_now": "no",
    },
    "dropout": SCHOOL
    | {
        "event_on": "2026-11-13",
        "end_ground": "own_report",
        "reported_on": "2026-11-12",
        "guardian_consent": "yes",
        "meeting_held": "no",
        "meeting_why_not": "Eleven kom inte till mötet.",
        "plan_ahead": "unknown",
        "consequences_explained": "yes",
    },
    "start": {"event_on": "2026-11-16", "efforts": ["talked"], "wanted": ["close"]},
}
CONTACT: dict[str, Any] = {
    "pupil_phone": "070-174 06 05",
    "pupil_informed": "yes",
    "pupil_informed_on": "2026-11-12",
    "guardian_name": "Anna Ek",
    "guardian_phone": "070-174 06 06",
    "guardian_informed": "no",
    "wants_meeting": "no",
    "sender_phone": "08-465 004 10",
    "rector_name": "Rut Ek",
}


class Counter:
    """A counsellor at the browser, filling in one filing."""

    def __init__(self, browser: PageClient, kind: str = "at_risk") -> None:
        self.browser, self.kind = browser, kind
        page = browser.get(f"/filings/new/{kind}")
        answer = browser.send(page, protected="no")
        assert answer.status_code == 303, answer.page.text
        self.draft = answer.location.removesuffix("/pupil")

    def page(self, step: str) -> Any:
        return self.browser.get(f"{self.draft}/{step}")

    def post(self, step: str, answers: dict[str, Any] | None = None, **changes: Any) -> Any:
        """Fill in a step as usual, with some answers changed; None leaves one out."""
        usual = {"pupil": PUPIL, "situation": SITUATIONS[self.kind], "contact": CONTACT}[step]
        filled = (usual if answers is None else answers) | changes
        data = {name: value for name, value in filled.items() if value is not None}
        token = self.browser.get("/filings/new").page.values["csrf_token"]
        return self.browser.post(f"{self.draft}/{step}", data=data | {"csrf_token": token})

    def fill(self, **changes: Any) -> None:
        """Fill in all steps as usual, each change where it belongs."""
        steps = {"pupil": PUPIL, "situation": SITUATIONS[self.kind], "contact": CONTACT}
        for step, usual in steps.items():
            own = {name: value for name, value in changes.items() if name in usual}
            answer = self.post(step, **own)
            assert answer.status_code == 303, answer.page.text

    def send(self, **answers: Any) -> Any:
        return self.browser.send(self.page("check"), to=f"{self.draft}/send", **answers)


def file(browser: PageClient, kind: str = "at_risk", **changes: Any) -> Any:
    """Fill in and send; gives the receipt."""
    writer = Counter(browser, kind)
    writer.fill(**changes)
    answer = writer.send()
    assert answer.status_code == 303, answer.page.text
    return browser.get(answer.location)

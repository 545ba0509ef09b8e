"""What a school types in each kind of filing, with canaries wherever words are free."""

from datetime import date, timedelta

from portal.drills.canaries import MAIL, PHONE, SAID
from portal.drills.crawler import Fields, Page, Visitor
from portal.vocabulary import FormKind

STEPS = ("protected", "pupil", "situation", "contact", "check")
CARRIED = ("csrf_token", "version", "seen")
"""What a page carries along, beside the marks that begin with keep-."""


def file(visitor: Visitor, kind: FormKind, turn: int, today: date) -> str:
    """Step by step up to the receipt, whose address it gives; empty when it got stuck."""
    answers = _answers(kind, turn, today)
    path = f"/filings/new/{kind}"
    for _ in STEPS:
        page = Page(visitor.ask(path))
        action, fields = max(page.forms, key=lambda form: len(form[1]))
        draft = next((where for where, _ in page.forms if where.endswith("/send")), "")
        if draft:
            action, fields = next(form for form in page.forms if form[0] == draft)
        visitor.ask(action or path, _filled(fields, answers))
        path = _typed_anew(visitor.addresses[-2] or path)
    visitor.ask(path)
    return path if path.endswith("/receipt") else ""


def _typed_anew(path: str) -> str:
    """Past the page that looks in the roll: nobody with these names is in it."""
    return f"{path.removesuffix('/roll')}/pupil" if path.endswith("/roll") else path


def _filled(fields: Fields, answers: dict[str, list[str]]) -> Fields:
    """The fields of a page with our answers; what we do not answer is left out, tokens are not."""
    hidden = [(name, value) for name, value in fields if name in CARRIED or name[:5] == "keep-"]
    ours = [(name, value) for name, values in answers.items() for value in values]
    return hidden + ours


def _answers(kind: FormKind, turn: int, today: date) -> dict[str, list[str]]:
    def ago(days: int) -> str:
        return (today - timedelta(days)).isoformat()

    own: dict[FormKind, dict[str, str]] = {
        FormKind.AT_RISK: {
            "event_on": ago(12),
            "reasons": "other",
            "reasons_other": SAID,
            "support_tried": "exhausted",
            "sharing_ground": "consent",
            "consent_from": "pupil",
            "consent_on": ago(3),
        },
        FormKind.ABSENCE: {
            "event_on": ago(40),
            "period_to": ago(5),
            "unexcused_hours": "24",
            "scheduled_hours": "96",
            "inquiry_started": "yes",
            "inquiry_started_on": ago(20),
            "csn_reported": "no",
            "away_now": "no",
        },
        FormKind.DROPOUT: {
            "event_on": ago(2),
            "end_ground": "own_report",
            "reported_on": ago(4),
            "guardian_consent": "yes",
            "guardian_consent_on": ago(4),
            "meeting_held": "no",
            "meeting_why_not": SAID,
            "plan_ahead": "unknown",
            "plan_ahead_text": SAID,
            "consequences_explained": "yes",
        },
        FormKind.START: {"event_on": ago(1)},
    }
    wanted = "close" if kind is FormKind.START else "contact"
    said = {**_common(turn, ago(3)), **own[kind], "efforts": "talked", "wanted": wanted}
    return {name: [value] for name, value in said.items()}


def _common(turn: int, lately: str) -> dict[str, str]:
    """Who the pupil is and how to reach people: an interim number, which is nobody's."""
    return {
        "protected": "no",
        "number": f"2010031{turn}P90{turn}",
        "birth_date": f"2010-03-1{turn}",
        "given_name": "Kanarina",
        "family_name": "Kanarsson",
        "programme_code": "SA25",
        "year": "1",
        "home_municipality": "0182",
        "home_ground": "registered",
        "efforts_text": SAID,
        "pupil_phone": PHONE,
        "pupil_email": MAIL,
        "pupil_address": SAID,
        "pupil_informed": "yes",
        "pupil_informed_on": lately,
        "guardian_name": "Kanarius Kanarsson",
        "guardian_phone": PHONE,
        "guardian_email": MAIL,
        "guardian_informed": "yes",
        "guardian_informed_on": lately,
        "interpreter": "no",
        "informed": "no",
        "wants_meeting": "no",
        "sender_phone": "08-465 004 10",
        "rector_name": "Kanarin Ek",
    }

"""Every address that takes a form: who fills it in, where it is shown, and what is accepted."""

from collections.abc import Mapping
from typing import Any

from portal.vocabulary import FormKind
from tests.town import PASSWORD
from tests.web.bad_input import erasure, intake, measures, routines, sealed, states
from tests.web.bad_input.place import Place
from tests.web.bad_input.place import of_entry as _entry
from tests.web.bad_input.youth_places import WORK
from tests.web.filing.typed import CONTACT, PUPIL, SITUATIONS


def _case(step: str, endpoint: str, **more: Any) -> Place:
    path = f"/cases/{{case}}/{step}"
    return Place(endpoint, path, **more)


def _press(step: str, endpoint: str, **more: Any) -> Place:
    """A button on the case's page."""
    return _case(step, endpoint, shown="/cases/{case}", **more)


def _school(step: str, endpoint: str, **more: Any) -> Place:
    path = f"/school/cases/{{case}}/{step}"
    return Place(endpoint, path, **{"who": "counsellor", "state": states.queued} | more)


def _step(step: str, kind: FormKind, answers: Mapping[str, Any], way: str = "") -> Place:
    """A step of a draft keeps what was typed, right or wrong."""
    path = f"/filings/drafts/{{draft}}/{step}"
    return Place(
        "filing.autosave" if way else "filing.save",
        path + way,
        "counsellor",
        path,
        state=states.begun(kind),
        answers=answers,
        keeps=frozenset({"draft"}),
        form=path,
        brief=True,
        shows=bool(way),
    )


def _admin(path: str, endpoint: str, who: str = "municipality_admin", **more: Any) -> Place:
    return Place(endpoint, f"/admin/{path}", who, **{"state": states.to_join} | more)


SECRET = "ett-nytt-losenord-som-ar-langt"
MEETING = {"place": "Rum 4", "purpose": "Hur det går.", "participants-0-kind": "pupil"}
TIME = {"day": "2026-12-01", "clock": "13:00"}
CAME = {
    "attendance-0-attendance": "present",
    "attendance-1-attendance": "present",
    "outcome": "other",
    "outcome_text": "Alla var eniga.",
}
CASES = (
    _press("acknowledge", "casework.acknowledge", state=states.queued),
    _press("take", "casework.take", state=states.queued),
    _case("ask", "casework.ask", answers={"question": "Går eleven kvar?"}),
    _case("assign", "casework.assign", who="coordinator", answers={"to": "{second_caseworker}"}),
    _case("hand-back", "casework.hand_back", answers={"reason": "Jag är ledig."}),
    _case("monitor", "casework.monitor",
          answers={"follow_up_on": "2026-12-10", "reason": "Se om stödet hjälper."}),
    _case("note", "casework.note", answers={"text": "Ringde."}),
    _case("reply", "casework.reply", answers={"coded": "contacting", "text": ""}),
    _case("reroute", "casework.reroute",
          answers={"to": "0581", "reason": "Bor i Norrköping."}),
    _case("close", "closing.close",
          answers={"reason": "moved_school", "what": "Rytmus", "on": "2026-11-16"}),
    _case("duplicate", "closing.mark_duplicate", state=states.twice,
          answers={"original": "{other}"}),
    _press("reopen", "closing.reopen", state=states.wanted_back),
    _case("refuse-reopen", "closing.refuse_reopen", state=states.wanted_back,
          answers={"reason": "Eleven går kvar."}),
    _case("reason", "cases.reason", state=states.a_colleagues, answers={"reason": "covering"}),
    _case("handover", "handover.review", state=states.offered, answers={"read_filing": "y"}),
    _case("handover/decline", "handover.decline", state=states.offered,
          answers={"reason": "still_enrolled", "text": ""}),
    _press("meetings", "meetings.call", state=states.offered),
    _case("meeting", "meetings.arrange",
          answers=MEETING | TIME | {"decision": "other"}),
    _case("meeting/cancel", "meetings.cancel", answers={"reason": "Eleven går kvar."}),
    _case("meeting/change", "meetings.change", state=states.booked, answers={"place": "Rum 5"}),
    _case("meeting/hold", "meetings.hold", state=states.met, answers=CAME),
    _press("meeting/miss", "meetings.miss", state=states.met),
    _case("meeting/reschedule", "meetings.reschedule", state=states.booked,
          answers=TIME | {"asker": "school", "reason": "Krock."}),
    _press("commitments/{promise}/keep", "meetings.keep", state=states.promised),
)  # fmt: skip
QUEUE = (
    Place("statistics.file", "/statistics/2026-2/file", "coordinator", "/statistics", states.ended,
          {"purpose": "control", "confirmed": "y"}, frozenset({"statistics_export"}), shows=True),
    Place("queue.assign", "/queue/assign", shown="/queue", state=states.queued,
          answers={"case": "{case}", "how": "take"}),
    Place("queue.search", "/queue/search", answers={"q": "wilma"}, shows=True),
    Place("delivery.resend", "/delivery/{message}/resend", "coordinator", "/delivery",
          states.undelivered),
    Place("register.search", "/register/search", shown="/register", state=states.registered,
          answers={"q": "wilma"}, shows=True),
    _entry("caseworker", "register.steps.assign", answers={"to": "{second_caseworker}"}),
    _entry("close", "register.steps.close",
           answers={"reason": "moved", "what": "Tyresö", "on": "2026-11-10"}),
    _entry("contact", "register.steps.contact", answers={"phone": "070-222 22 22"}),
    _entry("occupations/new", "register.steps.occupation",
           answers={"tense": "future", "kind": "studies", "what": "Komvux", "source": "youth"}),
    _entry("reopen", "register.steps.reopen", state=states.ended,
           answers={"reason": "mistake", "next_follow_up_on": "2026-12-01"}),
    _entry("status", "register.steps.status",
           answers={"status": "reached", "next_follow_up_on": "2026-12-01"}),
)  # fmt: skip
MEASURES = tuple(Place(**one) for one in measures.PLACES)
LEAVE = (
    Place("week.caseload", "/week/caseload?caseworker={caseworker}", "coordinator",
          state=states.registered, answers={"which": "all", "to": "{second_caseworker}"}),
    Place("leave.listing", "/leave", "coordinator", state=states.away,
          answers={"first_on": "2026-12-21", "last_on": "2027-01-08"}),
    Place("leave.remove", "/leave/{leave}/remove", "coordinator", "/leave", states.away),
    Place("leave.substitute", "/leave/substitute", "coordinator", state=states.away,
          answers={"who": "{second_caseworker}"}),
)  # fmt: skip
SCHOOL = (
    Place("school.search", "/school/cases", "counsellor", state=states.queued,
          answers={"text": "wilma"}, shows=True),
    _school("answer", "school.steps.answer", shown="/school/cases/{case}", state=states.asked,
            answers={"text": "Ja."}),
    _school("again", "school.steps.again", shown="/school/cases/{case}"),
    _school("filings/1", "school.reveal", who="rector", shows=True),
    _school("filings/1/withdraw", "school.steps.withdraw", answers={"reason": "Fel elev."}),
    _school("filings/1/correct", "school.steps.correct", shown="/school/cases/{case}/filings/1"),
    _school("information", "information.given",
            answers={"how": "paper", "language": "sv", "on": "2026-11-17"}),
    _school("reopen", "school.steps.reopen", state=states.closed, answers={"reason": "Fel."}),
)  # fmt: skip
FILING = (
    Place("filing.protected", "/filings/new/dropout", "counsellor", state=states.nothing,
          answers={"protected": "no"}),
    _step("protected", FormKind.START, {"protected": "no"}),
    _step("pupil", FormKind.DROPOUT, PUPIL),
    *(_step("situation", kind, SITUATIONS[kind.value]) for kind in FormKind),
    _step("contact", FormKind.AT_RISK, CONTACT),
    Place("filing.save", "/filings/drafts/{draft}/paper", "counsellor", state=states.from_paper,
          answers={"paper_on": "2026-11-13", "paper_time": "10:15"}, keeps=frozenset({"draft"})),
    _step("situation", FormKind.START, SITUATIONS["start"], "/autosave"),
    Place("filing.send", "/filings/drafts/{draft}/send", "counsellor",
          "/filings/drafts/{draft}/check", states.correcting, {"correction_reason": "Fel dag."},
          frozenset({"draft"})),
    Place("filing.share", "/filings/drafts/{draft}/share", "counsellor", "/filings/new",
          states.begun(FormKind.START), {"shared": "yes"}),
    Place("filing.discard", "/filings/drafts/{draft}/discard", "counsellor",
          state=states.begun(FormKind.START)),
)  # fmt: skip
ROLL = (
    Place("roll.search", "/roll", "counsellor", state=states.listed,
          answers={"text": "wilma"}, shows=True),
    Place("roll.pair", "/roll/import/{import}/columns", "counsellor", "/roll/import/{import}",
          states.unpaired, {"column-0": "number", "column-1": "given_name"},
          together=frozenset({"column-0", "column-1"})),
    Place("roll.store", "/roll/import/{import}/store", "counsellor", "/roll/import/{import}",
          states.looked_at, {"looked": "y"}),
    Place("roll.abort", "/roll/import/{import}/abort", "counsellor", "/roll/import/{import}",
          states.looked_at),
    Place("filing.whom.search", "/filings/drafts/{draft}/roll", "counsellor", state=states.listed,
          answers={"text": "wilma"}, shows=True),
)  # fmt: skip
BATCH = (
    Place("batch.begin", "/batches/new", "counsellor", state=states.nothing,
          answers={"what": "leavers", "protected": "no"}),
    Place("batch.common", "/batches/{batch}/common", "counsellor", state=states.gathered,
          answers={"event_on": "2026-11-13"}, keeps=frozenset({"batch"}), brief=True),
    Place("batch.one", "/batches/{batch}/pupils/{row}", "counsellor", state=states.gathered,
          answers=PUPIL | SITUATIONS["start"] | CONTACT, brief=True,
          keeps=frozenset({"batch", "batch_pupil"})),
    Place("batch.discard", "/batches/{batch}/discard", "counsellor", state=states.gathered),
)  # fmt: skip
ADMINISTRATION = (
    _admin("municipalities/0182/contact", "admin.contact",
           answers={"kaa_name": "KAA Nacka", "email": "kaa@nacka.example"},
           together=frozenset({"kaa_name", "email", "phone", "protected_phone"})),
    _admin("municipalities/0138/join", "admin.join", "platform_admin",
           shown="/admin/municipalities/0138"),
    _admin("municipalities/0182/preset", "admin.load_preset", shown="/admin/municipalities/0182",
           answers={"preset": "standard"}),
    _admin("municipalities/0182/routines/absence", "admin.routine"),
    _admin("municipalities/0182/erasure", "admin.erasure_plan",
           answers={"at_risk": "2"}, together=frozenset({"register", "at_risk", "absence"})),
    _admin("organisers/new", "admin.new_organiser", "platform_admin",
           answers={"name": "Nya AB", "kind": "independent"}),
    _admin("people/{colleague}/end", "admin.end"),
    _admin("people/{colleague}/invitation", "admin.remind", shown="/admin/people"),
    _admin("people/invite", "admin.invite",
           answers={"role": "caseworker", "email": "ny@example.se", "name": "Ny Person"}),
    _admin("school-units/68285560", "admin.school_unit", "organiser_admin",
           answers={"form": "gymnasieskola"}),
    _admin("school-units/68285560/breaks", "admin.breaks", "organiser_admin",
           state=states.closed_in_autumn,
           answers={"first_on": "2026-12-21", "last_on": "2027-01-08"}),
    _admin("school-units/68285560/breaks/{break}/remove", "admin.remove_break", "organiser_admin",
           shown="/admin/school-units/68285560/breaks", state=states.closed_in_autumn),
    _admin("school-units/new", "admin.new_school_unit", "platform_admin",
           answers={"code": "12345678"}),
)  # fmt: skip
ACCOUNT = (
    Place("account.profile", "/account", state=states.nothing),
    Place("account.password", "/account/password", state=states.nothing,
          answers={"current": PASSWORD, "password": SECRET, "repeated": SECRET},
          keeps=frozenset({"login_failure"})),
    Place("account.forgot", "/forgotten", "", state=states.nothing,
          answers={"email": "karin.holm@example.se"}),
    Place("account.accept", "/invitation/{token}", "", state=states.invited,
          answers={"password": SECRET, "repeated": SECRET}),
    Place("account.reset", "/reset/{token}", "", state=states.forgot,
          answers={"password": SECRET, "repeated": SECRET}),
    Place("account.login", "/login", "", state=states.nothing,
          answers={"email": "amina.berg@example.se", "password": PASSWORD},
          keeps=frozenset({"login_failure"})),
    Place("account.logout", "/logout", shown="/account", state=states.nothing),
    Place("guest.answer", "/guest/{token}", "", state=states.called,
          answers={"reply": "yes", "words": "Jag vill börja om."}),
    Place("account.language", "/language/en", shown="/account", state=states.nothing),
)  # fmt: skip


def _record(step: str, endpoint: str, **more: Any) -> Place:
    path = f"/protected/records/{{record}}/{step}"
    return Place(endpoint, path, "protection_officer", state=sealed.referred, **more)


PROTECTED = (
    Place("filing.refer", "/filings/protected?municipality=0182", "counsellor",
          form="/filings/protected",
          state=states.nothing, answers={"kind": "dropout", "phone": "08-465 004 10",
                                         "day": "2026-11-20", "clock": "10:30"}),
    Place("filing.seal", "/filings/seal/{case}", answers={"flagged": "pupil"}),
    _record("reached", "protection.take", answers={"text": "Ring igen."}),
    _record("missed", "protection.take"),
    _record("identity", "protection.take", answers={"given_name": "Ek", "number": ""},
            together=frozenset({"given_name", "family_name", "number", "text"})),
    _record("people", "protection.take", answers={"who": "{caseworker}", "why": "Behövs."}),
    _record("close", "protection.take", answers={"reason": "handed_over", "text": ""}),
    _record("people/{person}/remove", "protection.remove", answers={"why": "Slut."}),
    Place("protection.emergency", "/protected/emergency", state=sealed.referred,
          answers={"pseudonym": "{record}", "reason": "Det kan inte vänta till i morgon."}),
    _admin("officers", "admin.officers",
           answers={"email": "ny@example.se", "name": "Ny Person", "phone": ""}),
)  # fmt: skip
PLACES = (
    *CASES,
    *QUEUE,
    *erasure.PLACES,
    *intake.PLACES,
    *WORK,
    *MEASURES,
    *LEAVE,
    *SCHOOL,
    *FILING,
    *ROLL,
    *BATCH,
    *PROTECTED,
    *ADMINISTRATION,
    *routines.PLACES,
    *ACCOUNT,
)
ELSEWHERE = {
    "filing.files": "takes a file: tests/web/filing/test_attachments.py",
    "filing.remove_file": "needs a file; its form has no field",
    "erasure.decide": "takes ticked rows: tests/web/erasure",
    "erasure.release": "its form has no field: tests/web/erasure",
    "information.paper": "answers with a file: tests/web/school/test_information.py",
    "protection.answer": "has no field; needs a second person: tests/web/protection/test_glass.py",
    "admin.save_register_routine": "takes what the page before it was sent: tests/web/register",
    "admin.decide": "has no field; needs a second person: tests/web/protection/test_officers.py",
    "admin.propose_end": "has no field: tests/web/protection/test_officers.py",
    "account.keepalive": "has no form of its own: the script sends the page's token alone",
    "account.switch": "needs somebody with two roles; its form has no field",
    "admin.mailboxes_file": "takes a file: tests/web/test_admin_mailboxes.py",
    "admin.store_mailboxes": "takes what a file said: tests/web/test_admin_mailboxes.py",
    "roll.choose_file": "takes a file: tests/web/roll, tests/rolls",
    "intake.choose_file": "takes a file: tests/web/register/test_files.py",
    "batch.marked": "takes what is ticked in the roll: tests/web/batch",
    "batch.own": "keeps whatever is typed, for the check to judge: tests/web/batch/test_errors.py",
    "batch.leave_out": "takes a button's id: tests/web/batch",
    "batch.upload": "takes a file: tests/web/batch/test_file.py",
    "batch.send": "its form has no field: tests/web/batch",
    **dict.fromkeys(("statistics.mapping", "statistics.upload"), "tests/web/statistics"),
    "sought.ask": "takes a file: tests/web/test_sought.py",
    "roll.fetch": "has no field, and needs a pupil system: tests/rolls/test_fetching.py",
    "admin.source": "takes certificates: tests/web/test_admin_source.py",
    "pings.hear": "reads nothing of what is sent: tests/web/test_pings.py",
    "admin.external_register": "needs a named host: tests/web/test_admin_external_register.py",
    "admin.renew_external_secret": "has no field: tests/web/test_admin_external_register.py",
    "admin.remove_source": "its form has no field: tests/web/test_admin_source.py",
    "week.print_letters": "takes ticked rows, answers with a file: tests/web/week/test_letters.py",
    "week.mark_sent": "takes ticked rows: tests/web/week/test_letters.py",
    "roll.handle": "takes ticked rows: tests/web/roll/test_unfiled.py",
    "filing.whom.choose": "takes a button's id: tests/web/roll/test_prefill.py",
    "pickup.code": "answers by design the same whatever is typed: tests/web/pickup",
    "pickup.acknowledge": "needs a case opened by link and code: tests/web/pickup",
    "pickup.answer": "needs a case opened by link and code: tests/web/pickup",
    "pickup.send_on": "needs a case opened by link and code: tests/web/pickup",
    "register.measures.read": "its form has no field: tests/web/register/test_measures.py",
    "pickup.leave": "closes what is open in the browser; its form has no field",
    "school.steps.renew_pickup": "only where nobody reads here: tests/web/pickup",
    "account.discard_held_form": "needs a session that ended; its form has no field",
}
"""Addresses that take a form and are not tried here, and why."""

"""The forms about the work with a youth in the register."""

from tests.web.bad_input import youths
from tests.web.bad_input.place import of_entry

WORK = (
    of_entry("attempts/new", "register.contact.log",
           answers={"channel": "phone", "outcome": "no_answer"}),
    of_entry("attempts/{attempt}/answer", "register.contact.answer", state=youths.written_to,
           answers={"outcome": "returned"}),
    of_entry("tasks/{task}/skip", "register.work.skip", answers={"reason": "not_needed"}),
    of_entry("tasks/{task}/done", "register.work.done"),
    of_entry("tasks/new", "register.work.plan",
           answers={"action": "follow_up", "due_on": "2026-12-01"}),
    of_entry("mapping/new", "register.mapping.note", answers={"wants_guidance": "yes"}),
    of_entry("plan", "register.plan.write",
           answers={"goal": "Läsa in gymnasiet.", "youth_does": "Söker.",
                    "municipality_does": "Bokar tid.", "follow_up_on": "2026-12-01"}),
    of_entry("plan/1/sign", "register.plan.sign", state=youths.planned),
)  # fmt: skip

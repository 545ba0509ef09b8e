"""What a dropout answers, and what the municipality types."""

CANARIES = {
    name: f"kanarie-{name.replace('_', '-')}"
    for name in (
        *("efforts_text", "guardian_name", "guardian_phone", "guardian2_name", "plan_text"),
        *("wanted_why_none", "meeting_why_not", "home_reason", "end_ground_text", "points"),
        *("absence_percent", "absence_hours", "rector_name", "other_contact", "sender_phone"),
        *("meeting_times", "meeting_people", "interpreter_language", "grades"),
    )
}


REACH = {"pupil_phone": "070-000 00 34", "pupil_address": "Storgatan 1", "pupil_email": "w@ek.se"}


INTERIM = "20100307T380"


def accept(kaa, review, **said):
    return kaa.send(kaa.get(review), **({"read_filing": "y"} | said))

"""What is typed in the forms about a joint meeting."""

GUARDIANS = {
    "guardian_name": "Per Ek",
    "guardian_phone": "070-000 00 56",
    "guardian2_name": "Eva Ek",
    "pupil_phone": "070-000 00 34",
    "sender_phone": "08-000 00 12",
    "meeting_times": "Tisdagar efter 13",
}


TUESDAY = {"day": "2026-12-01", "clock": "13:00"}


PEOPLE = {"participants-0-kind": "pupil", "participants-0-name": "Wilma Ek"}


DETAILS = {"place": "YBC, rum 212", "minutes_long": "45", "purpose": "Hur du har det."} | PEOPLE


def came(page, *, how="present"):
    """Everybody came."""
    names = [name for name in page.page.values if name.endswith("-participant_id")]
    return {name.replace("participant_id", "attendance"): how for name in names}

"""Which test covers which rule about protected identity. A rule without a test fails here."""

import ast
from pathlib import Path

HOUSE = Path(__file__).parents[3]
WEB = "tests/web/protection"
RULES = {
    "Z1 the first question stops the flow before anything identifying is sent": {
        f"{WEB}/test_referral.py": (
            "test_yes_and_not_known_lead_to_the_municipality_before_anything_is_asked",
            "test_identifying_fields_sent_with_a_referral_are_not_kept",
        ),
        "tests/journeys/test_protected.py": ("test_nothing_about_the_pupil_leaves_the_browser",),
    },
    "Z2 a flag that comes later seals in the same transaction": {
        f"{WEB}/test_sealing.py": (
            "test_sealing_takes_the_pupil_out_of_every_ordinary_table",
            "test_a_fault_on_the_way_leaves_everything_as_it_was",
        ),
        f"{WEB}/test_leaks.py": ("test_no_page_search_or_export_holds_the_identity_after_sealing",),
    },
    "Z3 nothing takes a flag away by itself": {
        f"{WEB}/test_sealing.py": ("test_what_is_sealed_cannot_be_written_back",),
    },
    "Z4 faults seal nothing by halves": {
        f"{WEB}/test_sealing.py": ("test_a_fault_on_the_way_leaves_everything_as_it_was",),
    },
    "Z5 a circle of named persons, empty at first; outside it is not there": {
        f"{WEB}/test_circle.py": (
            "test_the_circle_is_empty_until_somebody_is_named",
            "test_outside_the_circle_a_record_looks_like_one_that_is_not_there",
        ),
        "tests/access/test_sealed.py": (
            "test_reading_is_the_same_by_rule_and_by_query",
            "test_who_sees_what_as_a_table",
        ),
    },
    "Z6 not searchable; opens by pseudonym or from the officer's list": {
        f"{WEB}/test_leaks.py": ("test_no_search_finds_it",),
        f"{WEB}/test_referral.py": ("test_the_officers_have_it_in_their_own_list_with_a_day",),
    },
    "Z7 no side channel by counting": {
        f"{WEB}/test_leaks.py": (
            "test_everybody_outside_reads_the_same_as_if_there_had_never_been_a_case",
            "test_filing_about_the_same_pupil_warns_of_nothing",
            "test_mails_about_sealed_records_stand_in_no_list",
        ),
    },
    "Z8 home is where the person stays: only the municipality is asked, nothing is looked up": {
        f"{WEB}/test_referral.py": (
            "test_a_referral_holds_kind_municipality_phone_and_time_and_nothing_else",
        ),
        "tests/forms/test_pupil.py": ("test_protected_is_no_ground_to_choose_here",),
    },
    "Z9 no mail reveals the school, and there is no calendar entry": {
        f"{WEB}/test_referral.py": (
            "test_the_officers_are_asked_to_log_in_by_a_mail_that_says_no_more",
        ),
        f"{WEB}/test_sealing.py": ("test_messages_about_it_that_have_not_gone_out_never_will",),
    },
    "Z10 break glass: reason, second person, half an hour, alarm, log": {
        f"{WEB}/test_glass.py": (
            "test_a_reason_of_less_than_twenty_signs_is_refused",
            "test_nobody_answers_themselves_in_whatever_role",
            "test_a_second_persons_yes_opens_it_for_half_an_hour",
            "test_officers_and_coordinators_are_alarmed_at_once_when_asked_and_when_answered",
            "test_the_request_the_answer_and_the_reading_stand_in_the_record_and_the_log",
        ),
    },
    "Z11 siblings and guardians count": {
        f"{WEB}/test_sealing.py": ("test_a_flag_on_a_guardian_or_a_sibling_seals_the_case_too",),
    },
    "Z12 unreadable in dump and backup without the separate key": {
        f"{WEB}/test_sealing.py": (
            "test_a_dump_holds_the_identity_only_under_the_vaults_key",
            "test_contents_moved_to_another_record_do_not_open",
        ),
        "tests/test_vault.py": ("test_the_ordinary_key_does_not_open_what_is_sealed",),
    },
}


def test_every_rule_has_tests_that_exist():
    named = {(file, test) for tests in RULES.values() for file, names in tests.items()
             for test in names}  # fmt: skip
    there = {
        (file, node.name)
        for file in {file for file, _ in named}
        for node in ast.parse((HOUSE / file).read_text()).body
        if isinstance(node, ast.FunctionDef)
    }

    assert named - there == set()
    assert [rule.split()[0] for rule in RULES] == [f"Z{place}" for place in range(1, 13)]

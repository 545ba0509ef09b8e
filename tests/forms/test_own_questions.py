"""The kinds' own questions: what must be answered, what must agree, what the law says of it."""

from datetime import date

import pytest

from forms.base import Facts
from forms.kind import month_after
from portal.vocabulary import EndGround, FormKind
from tests.forms.answers import ADULT, contact, situation, wrong
from tests.town import TODAY

# --- at risk ----------------------------------------------------------------------------------


def test_risk_cannot_be_told_without_a_ground_for_sharing():
    assert "sharing_ground" in wrong(situation(FormKind.AT_RISK, sharing_ground=None))


def test_consent_says_whose_and_when_and_other_grounds_need_neither():
    form = situation(FormKind.AT_RISK, consent_from=None, consent_on=None)
    assert wrong(form) == {"consent_from", "consent_on"}

    form = situation(
        FormKind.AT_RISK, sharing_ground="not_secret", consent_from=None, consent_on=None
    )
    assert form.validate()


def test_an_answer_to_a_question_no_longer_asked_is_not_kept():
    form = situation(FormKind.AT_RISK, sharing_ground="not_secret", consent_on="i går")

    assert form.validate(), form.errors
    assert "consent_on" not in form.answers()
    assert "consent_from" not in form.answers()


def test_from_18_it_is_the_pupil_who_consents():
    form = situation(FormKind.AT_RISK, facts=ADULT, consent_from=["guardian"])

    assert "consent_from" in wrong(form)


def test_another_reason_is_named():
    assert "reasons_other" in wrong(situation(FormKind.AT_RISK, reasons=["other"]))


# --- absence ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "scheduled", "percent", "wrongs"),
    [
        ("24", "96", None, set()),
        (None, None, "25", set()),
        ("12,5", "100", "12,5", set()),
        (None, None, None, {"unexcused_hours"}),
        ("24", None, None, {"scheduled_hours"}),
        ("97", "96", None, {"scheduled_hours"}),
        ("24", "96", "50", {"unexcused_percent"}),
        ("0", "96", None, {"unexcused_hours"}),
        (None, None, "0", {"unexcused_percent"}),
        (None, None, "101", {"unexcused_percent"}),
        ("många", "96", None, {"unexcused_hours"}),
        ("-4", "96", None, {"unexcused_hours"}),
        ("1e3", "96", None, {"unexcused_hours"}),
    ],
)
def test_absence_is_told_in_hours_or_percent_that_agree(hours, scheduled, percent, wrongs):
    form = situation(
        FormKind.ABSENCE,
        unexcused_hours=hours,
        scheduled_hours=scheduled,
        unexcused_percent=percent,
    )

    assert wrong(form) == wrongs


def test_hours_are_also_kept_as_a_share():
    form = situation(FormKind.ABSENCE)
    form.validate()

    assert form.answers()["unexcused_percent"] == 25.0


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-02", "2026-11-01"), ("2025-10-01", "2026-11-01"), ("2026-11-01", "2026-12-01")],
)
def test_a_period_runs_forward_within_a_year_up_to_today(first, last):
    form = situation(FormKind.ABSENCE, event_on=first, period_to=last)

    assert "period_to" in wrong(form)


def test_what_was_started_or_reported_has_a_day():
    form = situation(FormKind.ABSENCE, inquiry_started_on=None, csn_reported="yes")

    assert wrong(form) == {"inquiry_started_on", "csn_reported_on"}


@pytest.mark.parametrize(
    ("since", "says"),
    [
        ("2026-11-01", "En månad har gått den 1 december 2026"),
        ("2026-10-18", "En månad har gått den 18 november 2026"),
        ("2026-10-17", "En månad gick den 17 november 2026"),
        ("2026-01-31", "En månad gick den 28 februari 2026"),
    ],
)
def test_the_one_month_rule_is_said_with_its_day(since, says):
    form = situation(FormKind.ABSENCE, away_now="yes", away_since=since)

    assert form.validate(), form.errors
    assert says in form.notices[0]


def test_an_exception_by_the_rector_stands_against_the_rule():
    form = situation(
        FormKind.ABSENCE, away_now="yes", away_since="2026-09-01", rector_exception="yes"
    )

    assert "Rektorn har beslutat" in form.notices[0]


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2026, 4, 30), date(2026, 5, 30)),
    ],
)
def test_a_month_after_a_day_is_the_same_day_or_the_last(day, after):
    assert month_after(day) == after


# --- dropout ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ground", "needs"),
    [
        (EndGround.OWN_REPORT, {"reported_on", "guardian_consent"}),
        (EndGround.STAYED_AWAY, {"away_since"}),
        (EndGround.OTHER, {"end_ground_text"}),
        (EndGround.NO_SHOW, set()),
        (EndGround.CHANGED_SCHOOL, set()),
        (EndGround.STUDIEBEVIS, set()),
    ],
)
def test_each_ground_for_leaving_asks_its_own(ground, needs):
    form = situation(
        FormKind.DROPOUT, end_ground=ground.value, reported_on=None, guardian_consent=None
    )

    assert wrong(form) == needs


def test_an_adult_needs_no_guardians_consent():
    form = situation(FormKind.DROPOUT, facts=ADULT, guardian_consent="no")

    assert form.validate(), form.errors
    assert "guardian_consent" not in form.answers()


def test_missing_consent_does_not_stop_but_is_told():
    form = situation(FormKind.DROPOUT, guardian_consent="no")

    assert form.validate()
    assert "under 18" in form.notices[0]


def test_staying_away_counts_only_after_a_month():
    early = situation(FormKind.DROPOUT, end_ground="stayed_away", away_since="2026-11-01")
    late = situation(FormKind.DROPOUT, end_ground="stayed_away", away_since="2026-10-13")

    assert "away_since" in wrong(early)
    assert late.validate(), late.errors


@pytest.mark.parametrize(
    ("held", "needs"), [("yes", {"meeting_held_on"}), ("no", {"meeting_why_not"})]
)
def test_a_meeting_has_its_day_or_the_reason_why_not(held, needs):
    form = situation(FormKind.DROPOUT, meeting_held=held, meeting_why_not=None)

    assert wrong(form) == needs


# --- contact ----------------------------------------------------------------------------------


def test_guardians_are_asked_for_under_18_and_never_after():
    form = contact(guardian_name=None, guardian_informed=None)
    assert wrong(form) == {"guardian_name", "guardian_informed"}

    form = contact(facts=ADULT)
    assert form.validate(), form.errors
    assert not [name for name in form.answers() if name.startswith("guardian")]


def test_a_start_asks_for_no_meeting():
    form = contact(facts=Facts(TODAY, meets=False), wants_meeting=None)

    assert form.validate(), form.errors
    assert "wants_meeting" not in form


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pupil_phone", "ring mig"),
        ("pupil_email", "wilma@"),
        ("pupil_email", "wilma@skola.se\nBcc: alla@skola.se"),
        ("sender_phone", None),
        ("pupil_informed", "kanske"),
        ("pupil_informed_on", "2027-01-01"),
        ("guardian2_phone", "070-174 06 07"),
    ],
)
def test_contact_answers_that_lead_nowhere_are_refused(name, value):
    assert name in wrong(contact(**{name: value}))

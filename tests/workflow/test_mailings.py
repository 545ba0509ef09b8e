"""What a task asks to be sent by post, and to whom; where each task stands in the week."""

from datetime import date

import pytest

from portal.vocabulary import (
    MAILING_CHANNELS,
    WORK_GROUPS,
    ContactChannel,
    Mailing,
    TaskAction,
    WorkGroup,
)
from portal.workflow.mailings import goes_to_guardian, mailing

DAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("action", "channel", "to_guardian", "said"),
    [
        (TaskAction.WRITE, None, False, Mailing.LETTER),
        (TaskAction.WRITE, ContactChannel.LETTER, True, Mailing.GUARDIAN_LETTER),
        (TaskAction.WRITE, ContactChannel.POSTCARD, False, Mailing.POSTCARD),
        (TaskAction.WRITE, ContactChannel.EMAIL, False, None),
        (TaskAction.WRITE_BEFORE_20, None, False, Mailing.BEFORE_20),
        (TaskAction.SEND_POSTCARD, None, True, Mailing.POSTCARD),
        (TaskAction.SEND_VISIT_CARD, None, False, Mailing.VISIT_CARD),
        (TaskAction.TRY_TO_REACH, ContactChannel.LETTER, False, Mailing.LETTER),
        (TaskAction.TRY_TO_REACH, ContactChannel.PHONE, False, None),
        (TaskAction.BEGIN_CONTACT, None, False, None),
        (TaskAction.ASSIGN, None, False, None),
    ],
)
def test_the_task_says_what_is_sent(action, channel, to_guardian, said):
    assert mailing(action, channel, to_guardian=to_guardian) is said


@pytest.mark.parametrize(
    ("born", "guardian_under_18", "said"),
    [
        (date(2008, 11, 19), True, True),
        (date(2008, 11, 18), True, False),
        (date(2010, 3, 29), False, False),
        (date(2010, 3, 29), None, False),
    ],
)
def test_a_guardian_is_written_to_until_the_day_of_18(born, guardian_under_18, said):
    assert goes_to_guardian(born, DAY, guardian_under_18=guardian_under_18) is said


def test_every_task_and_every_mailing_has_its_place():
    assert set(WORK_GROUPS) == set(TaskAction)
    assert set(WORK_GROUPS.values()) == set(WorkGroup)
    assert set(MAILING_CHANNELS) == set(Mailing)

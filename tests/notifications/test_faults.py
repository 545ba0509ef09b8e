"""How long a refused message waits: the truth table of every kind of refusal."""

import smtplib
from datetime import timedelta

import pytest

from notifications.channels.smtp import meaning
from notifications.faults import PATIENCE, SPREAD, WAITS, Fault, wait

NONE = timedelta(0)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("fault", "attempts", "waited", "pause"),
    [
        (Fault.LATER, 1, NONE, 45 * SECOND),
        (Fault.LATER, 2, MINUTE, 5 * MINUTE),
        (Fault.LATER, 7, 4 * HOUR, 4 * HOUR),
        (Fault.LATER, 8, 8 * HOUR, 8 * HOUR),
        (Fault.LATER, 16, 75 * HOUR, 8 * HOUR),
        (Fault.LATER, 17, 83 * HOUR, None),
        (Fault.NEVER, 1, NONE, 45 * SECOND),
        (Fault.NEVER, 2, MINUTE, HOUR),
        (Fault.NEVER, 3, HOUR, 4 * HOUR),
        (Fault.NEVER, 4, 5 * HOUR, None),
        (Fault.NEVER, 9, 20 * HOUR, None),
        (Fault.AWAY, 1, NONE, 45 * SECOND),
        (Fault.AWAY, 40, 71 * HOUR, 45 * SECOND),
        (Fault.AWAY, 40, 72 * HOUR - SECOND, 45 * SECOND),
        (Fault.AWAY, 1, 72 * HOUR, None),
        (Fault.REFUSED, 1, NONE, None),
    ],
)
def test_each_refusal_has_its_wait(
    fault: Fault, attempts: int, waited: timedelta, pause: timedelta | None
) -> None:
    assert wait(fault, attempts, waited, 0) == pause


@pytest.mark.parametrize("fault", [one for one in Fault if one is not Fault.REFUSED])
@pytest.mark.parametrize("chance", [0, 0.5, 0.999])
def test_chance_makes_a_wait_longer_but_the_first_at_most_a_minute(
    fault: Fault, chance: float
) -> None:
    plain, spread = wait(fault, 1, NONE, 0), wait(fault, 1, NONE, chance)

    assert plain is not None
    assert spread is not None
    assert plain <= spread <= plain * (1 + SPREAD)
    assert spread <= MINUTE


def test_what_is_refused_for_now_is_tried_for_72_hours_even_without_luck() -> None:
    assert sum(WAITS[Fault.LATER], NONE) >= PATIENCE == 72 * HOUR


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such user")}), Fault.NEVER),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"greylisted")}), Fault.LATER),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (421, b"bye")}), Fault.AWAY),
        (smtplib.SMTPDataError(554, b"looks like spam"), Fault.NEVER),
        (smtplib.SMTPDataError(451, b"not now"), Fault.LATER),
        (smtplib.SMTPDataError(421, b"bye"), Fault.AWAY),
        (smtplib.SMTPSenderRefused(550, b"who are you", "us@b.example"), Fault.AWAY),
        (smtplib.SMTPHeloError(500, b"who are you"), Fault.AWAY),
        (smtplib.SMTPServerDisconnected("cut"), Fault.LATER),
        (TimeoutError(), Fault.LATER),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_each_answer_of_a_mail_server_has_its_meaning(error: OSError, fault: Fault) -> None:
    assert meaning(error) is fault

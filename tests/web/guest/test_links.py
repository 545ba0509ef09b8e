"""A personal link: it opens one page, for as long as its meeting, and cannot be guessed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.access.tokens import GUEST_TOKEN_LENGTH
from portal.models import Case, LoginFailure, Participant
from portal.vocabulary import ParticipantKind, RescheduleAsker
from portal.workflow import meetings
from portal.workflow.accounts import TRIES_PER_ADDRESS
from portal.workflow.summonses import Invited
from tests.town import AT, EIGHTEEN, a_case, number
from tests.web.guest.called import PEOPLE, PLACE, TUESDAY

OVER = "Länken gäller inte längre"


def is_over(answer):
    return answer.status_code == 404 and OVER in answer.page.heading


def test_of_a_link_only_a_hash_is_stored(meeting, link, database):
    token = link(meeting).rpartition("/")[2]

    assert len(token) == GUEST_TOKEN_LENGTH
    for table in ("participant", "summons", "message", "event"):
        for (row,) in database.execute(f"SELECT t::text FROM {table} t").fetchall():
            assert token not in row


def test_each_has_a_link_of_their_own(meeting, link):
    kinds = (ParticipantKind.PUPIL, ParticipantKind.GUARDIAN, ParticipantKind.OTHER)

    assert len({link(meeting, kind) for kind in kinds}) == 3


def test_those_with_an_account_have_none(rows, case, kaa, client, link):
    colleague = Invited(ParticipantKind.KAA, "Amina Berg", membership_id=kaa.id)
    booked = rows.get(Case, case.id).meetings[0]
    meetings.book(booked, TUESDAY, PLACE, "Ett möte.", 45, [colleague], by=kaa, at=AT)
    rows.commit()

    assert booked.participants[0].link_hash is None
    assert is_over(client.get(link(booked, ParticipantKind.KAA)))


def test_a_link_is_over_when_the_meeting_is(client, meeting, link, clock):
    clock.move_to(TUESDAY + timedelta(minutes=44))
    assert client.get(link(meeting)).status_code == 200
    clock.move_to(TUESDAY + timedelta(minutes=45))
    assert is_over(client.get(link(meeting)))


def test_a_link_is_over_when_the_last_proposed_time_has_passed(client, proposed, link, clock):
    clock.move_to(TUESDAY + timedelta(minutes=1))
    assert client.get(link(proposed)).status_code == 200
    clock.move_to(TUESDAY + timedelta(days=2))
    assert is_over(client.get(link(proposed)))


def test_a_link_is_over_when_the_meeting_is_cancelled_and_nothing_can_be_answered(
    client, meeting, link, rows, kaa, pupil
):
    page = client.get(link(meeting))
    meetings.cancel(meeting, "Behövs inte.", by=kaa, at=AT)
    rows.commit()

    assert is_over(client.get(link(meeting)))
    assert is_over(client.send(page, reply="yes"))
    assert pupil().reply is None


def test_a_moved_meeting_has_new_links_and_no_old_answers(client, meeting, link, rows, kaa):
    client.send(client.get(link(meeting)), reply="yes")
    rows.refresh(meeting)
    rows.refresh(meeting.case)
    moved = meetings.reschedule(
        meeting, TUESDAY + timedelta(days=1), PLACE, RescheduleAsker.KAA, "Krock", by=kaa, at=AT
    )
    rows.commit()

    assert is_over(client.get(link(meeting)))
    assert client.get(link(moved)).status_code == 200
    assert {one.reply for one in moved.participants} == {None}


def test_putting_the_meeting_right_keeps_link_and_answer(client, meeting, link, rows, kaa, pupil):
    client.send(client.get(link(meeting)), reply="yes")
    rows.refresh(meeting)
    rows.refresh(meeting.case)
    meetings.change(meeting, "Biblioteket", "Ett möte.", 45, PEOPLE[:2], by=kaa, at=AT)
    rows.commit()

    assert "Biblioteket" in client.get(link(meeting)).page.text
    assert pupil().reply is not None
    assert len(rows.scalars(select(Participant)).all()) == 2


def test_who_is_no_longer_invited_has_no_page(client, meeting, link, rows, kaa):
    others = link(meeting, ParticipantKind.OTHER)
    meetings.change(meeting, PLACE, "Ett möte.", 45, PEOPLE[:2], by=kaa, at=AT)
    rows.commit()

    assert is_over(client.get(others))


def test_a_guardian_has_no_page_of_somebody_who_is_18(client, town, stored, rows, link):
    case = a_case(town, number=number(EIGHTEEN))
    meetings.book(
        case.meetings[0], TUESDAY, PLACE, "Ett möte.", 45, PEOPLE, by=town.caseworker, at=AT
    )
    stored(case)

    assert is_over(client.get(link(case.meetings[0], ParticipantKind.GUARDIAN)))
    assert client.get(link(case.meetings[0])).status_code == 200


@pytest.mark.parametrize("guess", ["x", "a" * 32, "A" * 5000, "%F0%9F%99%82", "..", "0", "'--"])
def test_a_wrong_link_says_the_same_as_an_old_one(client, meeting, guess):
    assert is_over(client.get(f"/guest/{guess}"))


def test_guessing_is_slowed_down_and_then_even_the_right_link_waits(client, meeting, link, clock):
    for place in range(TRIES_PER_ADDRESS):
        assert client.get(f"/guest/{place:032}").status_code == 404

    for path in ("/guest/again", link(meeting)):
        answer = client.get(path)
        assert answer.status_code == 429
        assert "Vänta fem minuter" in answer.page.text
    clock.shift(timedelta(minutes=6))
    assert client.get(link(meeting)).status_code == 200


def test_a_right_link_is_never_counted_as_a_guess(client, meeting, link, rows):
    for _ in range(20):
        client.get(link(meeting))

    assert rows.scalars(select(LoginFailure)).all() == []


def test_the_page_is_kept_by_nobody_and_its_address_told_to_nobody(client, meeting, link):
    answer = client.get(link(meeting))

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in answer.text


def test_the_address_stands_in_no_log_line(client, meeting, link, capsys):
    token = link(meeting).rpartition("/")[2]
    client.send(client.get(link(meeting)), reply="yes")
    client.post(link(meeting), data={"reply": "no"})
    client.get(f"/guest/{token}x")

    said = capsys.readouterr()
    assert token not in said.out + said.err


def test_a_page_that_was_open_too_long_is_shown_again_with_what_was_typed(
    client, meeting, link, pupil
):
    answer = client.post(link(meeting), data={"reply": "no", "words": "Jag är på praktik."})

    assert answer.status_code == 422
    assert answer.page.values["words"] == "Jag är på praktik."
    assert "Sidan hade varit öppen för länge" in answer.page.text
    assert pupil().reply is None
    assert client.send(answer).status_code == 303
    assert pupil().words == "Jag är på praktik."


def test_somebody_logged_in_sees_the_guests_page_without_their_menu(
    client, login, town, meeting, link
):
    page = login(town.platform_admin).get(link(meeting)).page

    assert "Petra" not in "".join(page.root.itertext())
    assert page.all("nav", class_="site-nav") == []

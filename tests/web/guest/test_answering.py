"""A pupil or guardian reads what the meeting is and answers, without an account."""

import pytest
from sqlalchemy import select

from portal.models import Event, Message
from portal.vocabulary import ParticipantKind, Reply, Step
from portal.web.guest_words import LANGUAGES, words
from portal.workflow import casework
from tests.town import AT
from tests.web.guest.called import PLACE, TUESDAY, WEDNESDAY


def test_the_page_says_who_calls_when_where_for_how_long_and_whom_to_ring(client, meeting, link):
    page = client.get(link(meeting)).page

    said = page.text
    for fact in ("tisdag 1 december 2026", "13:00–13:45", "45 minuter", PLACE, "KAA Nacka"):
        assert fact in said
    assert page.links["08-465 004 00"] == "tel:+46846500400"
    assert "Nacka kommun" in "".join(page.all("header")[0].itertext())


def test_the_page_says_nothing_of_the_case(client, meeting, link, case):
    for kind in (ParticipantKind.PUPIL, ParticipantKind.GUARDIAN, ParticipantKind.OTHER):
        text = client.get(link(meeting, kind)).text
        for secret in ("Wilma", " Ek", "YBC", "Karin", "Amina", "Risk", "Kanarie", "frånvaro"):
            assert secret not in text, secret
        assert case.reference not in text
        assert case.number not in text


def test_each_sees_their_own_interpreter(client, meeting, link):
    assert "somaliska" in client.get(link(meeting, ParticipantKind.GUARDIAN)).page.text
    assert "somaliska" not in client.get(link(meeting)).page.text


@pytest.mark.parametrize("reply", Reply)
def test_an_answer_is_kept_and_shown_again(client, meeting, link, pupil, reply):
    answer = client.send(client.get(link(meeting)), reply=reply.value, words="Jag vill byta skola.")

    assert answer.status_code == 303
    assert (pupil().reply, pupil().replied_at.date()) == (reply, AT.date())
    page = client.get(answer.location).page
    assert "Vi har fått ditt svar" in page.text
    assert page.values["reply"] == reply.value
    assert page.values["words"] == "Jag vill byta skola."


def test_an_answer_can_be_changed(client, meeting, link, pupil):
    client.send(client.get(link(meeting)), reply="yes", words="Först")
    client.send(client.get(link(meeting)), reply="no", words="")

    assert (pupil().reply, pupil().words) == (Reply.NO, "")


def test_proposed_times_are_chosen_among(client, proposed, link, pupil):
    page = client.get(link(proposed))
    assert "onsdag 2 december 2026" in page.page.text

    client.send(page, reply="yes", times=[WEDNESDAY.isoformat()])

    assert pupil().suiting_times == [WEDNESDAY]


def test_no_time_is_kept_for_who_needs_another(client, proposed, link, pupil):
    client.send(client.get(link(proposed)), reply="other_time", times=[TUESDAY.isoformat()])

    assert pupil().reply is Reply.OTHER_TIME
    assert pupil().suiting_times == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "choose"),
        ({"reply": "kanske"}, "choose"),
        ({"reply": "yes"}, "choose_time"),
        ({"reply": "yes", "times": ["2026-12-03T08:30:00+00:00"]}, "choose_time"),
        ({"reply": "no", "words": "x" * 1001}, "odd_words"),
        ({"reply": "no", "words": "a\u202eb"}, "odd_words"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "ar"])
def test_what_is_missing_is_said_in_the_readers_language(
    client, proposed, link, pupil, typed, said, language
):
    page = client.get(f"{link(proposed)}/{language}")

    answer = client.send(page, **typed)

    assert answer.status_code == 422
    assert words(language)[said] in answer.page.text
    assert pupil().reply is None


def test_kaa_and_school_see_the_answer_and_kaa_alone_the_words(
    client, login, meeting, link, case, town, another_client
):
    client.send(client.get(link(meeting)), reply="yes", words="Jag mår inte bra.")
    path = f"/cases/{case.reference}/meetings/{meeting.id}"

    kaa = login(town.caseworker, another_client()).get(path).page.text
    school = login(town.counsellor, another_client()).get(path).page.text

    assert "Wilma Ek (eleven)" in kaa
    assert "Kommer" in kaa
    assert "Kommer" in school
    assert "Jag mår inte bra." in kaa
    assert "Jag mår inte bra." not in school


def test_own_words_stand_nowhere_in_the_clear(client, meeting, link, database):
    client.send(client.get(link(meeting)), reply="yes", words="Kanariefågel")

    for table in ("participant", "event", "message"):
        for (row,) in database.execute(f"SELECT t::text FROM {table} t").fetchall():
            assert "Kanarie" not in row


def test_the_portal_writes_down_that_somebody_answered(client, login, meeting, link, rows, town):
    client.send(client.get(link(meeting)), reply="no", words="")

    event = rows.scalars(select(Event).where(Event.step == Step.ANSWER_SUMMONS)).one()
    assert event.actor_id is None
    assert event.facts == {"who": "pupil", "reply": "no"}
    page = login(town.caseworker).get(f"/cases/{meeting.case.reference}").page
    assert "Någon som är inbjuden till mötet svarade" in page.text


def test_who_has_the_case_is_told_by_mail_of_a_wish_for_another_time(
    client, meeting, link, rows, kaa
):
    casework.take_on(meeting.case, by=kaa, at=AT)
    rows.commit()

    client.send(client.get(link(meeting)), reply="yes")
    client.send(client.get(link(meeting)), reply="other_time")

    told = rows.scalars(select(Message).where(Message.template == "other_time")).all()
    assert [one.recipient for one in told] == ["amina.berg@example.se"]


# --- languages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_every_language_and_leads_to_the_others(client, meeting, link, language):
    page = client.get(f"{link(meeting)}/{language}").page

    (told,) = [one for one in page.all("div") if one.get("lang") == language]
    assert told.get("dir") == words(language)["dir"]
    assert words(language)["lead_pupil"] in page.text
    for other in set(LANGUAGES) - {language}:
        leads_to = page.links[words(other)["name"]]
        assert client.get(leads_to).status_code == 200


def test_every_language_says_the_same():
    keys = {language: set(words(language)) for language in LANGUAGES}

    assert all(one == keys["sv"] for one in keys.values())
    assert all(text.strip() for language in LANGUAGES for text in words(language).values())
    others = [words(language) for language in LANGUAGES if language != "sv"]
    assert not [
        key for one in others for key in one if key != "dir" and one[key] == words("sv")[key]
    ]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("ar", "ar"), ("fa-AF,fa;q=0.9", "prs"), ("so-SO", "so"), ("fi,zh", "sv"), ("", "sv")],
)
def test_the_page_begins_in_the_browsers_language(client, meeting, link, asked, spoken):
    answer = client.get(link(meeting), headers={"Accept-Language": asked})

    assert words(spoken)["lead_pupil"] in answer.page.text


def test_a_language_we_do_not_have_is_no_page(client, meeting, link):
    assert client.get(f"{link(meeting)}/zz").status_code == 404

"""Link and code open one case; everything else answers the same way and opens nothing."""

from datetime import timedelta

import pytest

from notifications.subscriptions import SUBSCRIPTIONS
from portal.models import LoginFailure, Membership
from portal.references import LETTERS
from portal.vocabulary import PickupEnd, Step
from portal.workflow import casework, pickups
from portal.workflow.accounts import address_hash
from portal.workflow.receiving import try_code
from tests.town import AT, TODAY, a_filing, number
from tests.web.pickup.opening import link_of, open_with, openings, steps


def test_link_and_code_open_the_filing(receiver, case, rows):
    page = receiver.get("/pickup/case")

    assert page.status_code == 200
    assert "Wilma Ek" in page.page.text
    assert steps(rows, case)[-1] is Step.PICK_UP
    rows.refresh(case)
    assert case.first_opened_at is not None


@pytest.mark.parametrize("write", [str.lower, lambda code: code.replace("-", " "), "  {}  ".format])
def test_the_code_is_taken_as_it_is_heard(client, pickup, write):
    assert open_with(client, link_of(pickup), write(pickup.code)).status_code == 303


def test_a_code_has_nothing_to_mishear(pickup):
    assert set(pickup.code) <= {*LETTERS, "-"}


def test_neither_link_nor_code_stands_in_clear_anywhere(database, pickup):
    columns = database.execute("SELECT * FROM pickup").fetchone()
    said = " ".join(str(bytes(one) if isinstance(one, memoryview) else one) for one in columns)
    link = link_of(pickup).rpartition("/")[2]

    assert pickup.code not in said
    assert link not in said


def test_every_opening_is_logged_with_the_municipality_and_no_membership(receiver, case, rows):
    receiver.get("/pickup/case")
    receiver.get("/pickup/case/answer")

    assert [
        (one.membership_id, one.municipality_code, one.reference) for one in openings(rows)
    ] == [(None, "0138", case.reference)] * 2


def test_only_the_first_opening_is_a_step(receiver, pickup, case, rows):
    open_with(receiver, link_of(pickup), pickup.code)

    assert steps(rows, case).count(Step.PICK_UP) == 1


# --- what opens nothing --------------------------------------------------------------------------


@pytest.fixture
def refused(client, pickup, rows):
    """What a link with the right code answers, beside one with a wrong code."""

    def compare(link=None, code=None):
        wrong = open_with(client, link_of(pickup), "2222-2222")
        answer = open_with(client, link or link_of(pickup), code or pickup.code)
        assert (answer.status_code, answer.page.text) == (422, wrong.page.text)
        assert client.get("/pickup/case").location == "/pickup/over"
        assert openings(rows) == []

    return compare


def test_a_wrong_code_opens_nothing(refused):
    refused(code="3333-3333")


def test_a_strange_link_answers_like_a_wrong_code(refused, strange_link):
    refused(link=strange_link)


@pytest.mark.parametrize("link", ["nonsense", "a.b.c", "å", "0" * 500])
def test_a_forged_link_answers_like_a_wrong_code(refused, link):
    refused(link=f"/pickup/{link}")


def test_an_expired_link_opens_nothing(refused, pickup, clock):
    clock.move_to(pickup.expires_at)

    refused()


def test_a_link_lives_for_fourteen_days(client, pickup, clock):
    clock.move_to(AT + timedelta(days=14, minutes=-1))

    assert open_with(client, link_of(pickup), pickup.code).status_code == 303


def test_after_too_many_wrong_codes_the_link_is_dead_and_the_school_told(
    client, pickup, case, rows
):
    for _ in range(pickups.TRIES):
        open_with(client, link_of(pickup), "2222-2222")

    assert open_with(client, link_of(pickup), pickup.code).status_code == 422
    rows.refresh(pickup)
    assert pickup.ended_why is PickupEnd.WRONG_CODES
    assert steps(rows, case)[-1] is Step.LAPSE_PICKUP
    assert [notice.template for notice in SUBSCRIPTIONS[Step.LAPSE_PICKUP]] == ["pickup_lapsed"]


def test_a_renewed_link_makes_the_old_one_and_its_code_worth_nothing(
    refused, client, pickup, case, rows, town
):
    pickups.renew(case, by=town.counsellor, at=AT)
    rows.commit()
    new = case.pickups[-1]

    refused()
    assert open_with(client, link_of(pickup), new.code).status_code == 422
    assert open_with(client, link_of(new), pickup.code).status_code == 422
    assert open_with(client, link_of(new), new.code).status_code == 303


def test_another_pickups_code_opens_nothing(refused, town, stored):
    other = stored(a_filing(town, home=town.tyreso, number=number("200804182392"))).case

    refused(code=other.pickups[-1].code)


def test_a_municipality_that_has_joined_logs_in_instead(refused, town, rows):
    town.tyreso.joined_on = TODAY
    rows.commit()

    refused()


def test_a_case_that_was_sent_on_is_out_of_reach(refused, case, town, rows):
    routine = next(one for one in town.nacka.routines if one.kind is case.latest_kind)
    casework.reroute(case, routine, "Bor i Nacka.", by=None, at=AT)
    rows.commit()

    refused()


def test_an_open_page_closes_when_the_link_dies(receiver, case, rows, town):
    pickups.renew(case, by=rows.get_one(Membership, town.counsellor.id), at=AT)
    rows.commit()

    assert receiver.get("/pickup/case").location == "/pickup/over"


def test_a_page_that_rests_too_long_asks_for_the_code_again(receiver, clock):
    clock.move_to(AT + timedelta(minutes=29))
    assert receiver.get("/pickup/case").status_code == 200
    clock.move_to(AT + timedelta(minutes=60))

    assert receiver.get("/pickup/case").location == "/pickup/over"


def test_who_leaves_leaves_nothing_open(receiver):
    page = receiver.get("/pickup/case")

    receiver.post("/pickup/leave", data={"csrf_token": page.page.values["csrf_token"]})

    assert receiver.get("/pickup/case").location == "/pickup/over"


def test_guessing_slows_down_by_address(client, pickup, rows):
    for place in range(50):
        rows.add(
            LoginFailure(account_hash=str(place), address_hash=address_hash("127.0.0.1"), at=AT)
        )
    rows.commit()

    answer = open_with(client, link_of(pickup), pickup.code)

    assert answer.status_code == 429
    rows.refresh(pickup)
    assert pickup.opened_at is None


def test_guessing_slows_down_by_link(client, strange_link):
    statuses = [open_with(client, strange_link, "2222-2222").status_code for _ in range(11)]

    assert statuses == [422] * 10 + [429]


@pytest.mark.parametrize("path", ["/pickup/case", "/pickup/case/answer"])
def test_pages_are_kept_by_nobody(receiver, path):
    headers = receiver.get(path).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_code_is_not_taken_without_the_forms_token(client, pickup, rows):
    answer = client.post(link_of(pickup), data={"code": pickup.code})

    assert answer.location == "/pickup/over"
    rows.refresh(pickup)
    assert pickup.opened_at is None


def test_a_code_is_not_tried_twice_over_when_the_link_is_dead(pickup, rows):
    pickups.lapse(pickup, PickupEnd.EXPIRED, at=AT)

    assert not try_code(pickup, pickup.code, at=AT)
    assert pickup.tries_left == pickups.TRIES


def test_a_filing_to_a_joined_municipality_is_not_picked_up(town):
    assert a_filing(town).case.pickups == []


def test_a_filing_where_nobody_has_a_mailbox_is_not_picked_up(town):
    assert a_filing(town, home=town.tyreso).case.pickups == []


def test_another_filing_in_the_case_gets_a_new_link(case, pickup, town, rows):
    a_filing(town, home=town.tyreso, thread=case)
    rows.commit()

    assert [one.ended_why for one in case.pickups] == [PickupEnd.REPLACED, None]

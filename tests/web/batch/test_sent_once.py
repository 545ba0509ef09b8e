"""Sent twice, in two lists or too late: each pupil is filed once, and nothing is lost."""

from datetime import timedelta

import pytest

from portal.access.passwords import hash_password
from tests.town import PASSWORD
from tests.web.batch.conftest import LEAVING, Many
from tests.web.filing.test_sent_once import _at_once
from tests.web.test_held_forms import form_to


def another_tab(browser):
    """The same person's, in a request of its own."""
    other = type(browser)(browser.application, browser.response_wrapper)
    other.set_cookie("session", browser.get_cookie("session").value)
    return other


def written(many, *names):
    many.begin("leavers", many.pupils(*names))
    many.post("common", **LEAVING, end_ground="studiebevis")
    return many.page("check")


def test_a_double_click_in_two_requests_at_once_files_each_pupil_once(many):
    page, place = written(many), f"{many.place}/send"
    many.browser.after = staticmethod(lambda: None)
    tabs = [another_tab(many.browser) for _ in range(2)]

    answers = _at_once([lambda tab=tab: tab.send(page, to=place) for tab in tabs])

    assert {answer.location for answer in answers} == {f"{many.place}/receipt"}
    assert len(many.filings()) == 3


def test_of_two_lists_about_the_same_pupils_at_once_one_is_told(many, rows):
    other = Many(many.browser, rows)
    ready = [(written(one, "Ali", "Bo"), f"{one.place}/send") for one in (many, other)]
    many.browser.after = staticmethod(lambda: None)
    tabs = [another_tab(many.browser) for _ in ready]

    answers = _at_once(
        [lambda t=tab, p=page, to=to: t.send(p, to=to)
         for tab, (page, to) in zip(tabs, ready, strict=True)]
    )  # fmt: skip

    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert len(many.filings()) == 2


def test_what_came_after_the_session_had_ended_is_given_back_to_who_wrote_it(
    many, town, stored, clock
):
    town.counsellor.user.password_hash = hash_password(PASSWORD)
    stored(town.counsellor)
    many.begin("leavers", many.pupils())
    page, path = many.page("common"), f"{many.place}/common"
    clock.shift(timedelta(hours=11))
    assert many.browser.send(page, rector_name="Rut Ek").location == "/login"

    login = many.browser.get("/login")
    many.browser.send(login, email=town.counsellor.user.email, password=PASSWORD, next="")
    many.browser.post(path, data=form_to(many.browser.get("/held").page, path))

    assert many.one().common["rector_name"] == ["Rut Ek"]


@pytest.mark.parametrize("step", ["common", "own"])
def test_the_page_of_an_older_tab_is_shown_again_with_what_was_typed(many, clock, step):
    written(many, "Ali")
    old = many.page(step)
    clock.shift(60)
    many.post("common", rector_name="Rut Ek")

    field = "event_on" if step == "common" else f"{many.row('Ali').place}-event_on"
    answer = many.browser.send(old, **{field: "2026-11-09"})

    assert answer.status_code == 409
    assert answer.page.values[field] == "2026-11-09"
    assert many.browser.send(answer, to=f"{many.place}/{step}").status_code in (303, 422)

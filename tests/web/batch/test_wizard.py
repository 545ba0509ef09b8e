"""Pupils marked in the roll become as many filings, by one wizard, without any script."""

import csv
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.models import Batch, BatchPupil, Case, Draft, Message
from tests.town import EIGHTEEN, a_case, number
from tests.web.batch.conftest import LEAVING
from tests.web.roll.conftest import Desk

NUMBERS = Path(__file__).parents[2] / "data" / "testpersonnummer-ungdomar.csv"
NAMES = ("O'Brien", "Đặng", "م", "X", "Å" * 60, "de la Cruz-Öström")


def thirty():
    """A class of leavers, from three municipalities, with every kind of name."""
    with NUMBERS.open(encoding="utf-8") as lines:
        people = [row for row in csv.DictReader(lines) if row["typ"] == "personnummer"]
    rows = ["PersonNr;Fornamn;Efternamn;Sekretess;Klass;Studievagskod;Arskurs;Kommunkod;Telefon"]
    for place, person in enumerate(sorted(people, key=lambda one: one["fodelsedatum"])[:30]):
        family, home = NAMES[place % len(NAMES)], ("0182", "0581", "0138")[place % 3]
        rows.append(f"{person['nummer']};Elev{place};{family};Nej;SA23;SA25;3;{home};070-1740606")
    return "\r\n".join(rows)


class Hand:
    """Counts what a person does: each link, button and answered question is one."""

    def __init__(self, browser):
        self.browser, self.page, self.done = browser, None, 0

    def open(self, path):
        self.page, self.done = self.browser.get(path), self.done + 1

    def press(self, to, **answers):
        self.done += len(answers) + 1
        answer = self.browser.send(self.page, to=to, **answers)
        self.page = self.browser.get(answer.location) if answer.status_code == 303 else answer


@pytest.fixture
def class_of_thirty(town, login, rows):
    browser = login(town.counsellor)
    Desk(browser, rows).import_(thirty())
    return browser


def walk(browser, to_the_check_only=False):
    hand = Hand(browser)
    hand.open("/roll?group=SA23&all=1")
    ticked = hand.page.text.count("checked")
    hand.press("/batches/marked", pupil=_pupils(hand.page))
    hand.done -= 1  # the boxes were ticked by the link before
    hand.press("/batches/new", what="leavers", protected="no", pupil=_pupils(hand.page))
    hand.done -= 1
    place = hand.page.request.path.removesuffix("/common")
    hand.press(f"{place}/common", **LEAVING, end_ground="studiebevis", grades="studiebevis")
    hand.done -= 2  # they were there
    hand.press(f"{place}/own")
    if not to_the_check_only:
        hand.press(f"{place}/send")
    return hand, place, ticked


def _pupils(page):
    return re.findall(r'name="pupil" value="([0-9a-f-]+)"', page.text)


def test_thirty_leavers_are_filed_with_twenty_clicks_and_answers(class_of_thirty, rows):
    hand, place, ticked = walk(class_of_thirty)

    assert ticked == 30
    assert hand.page.request.path == f"{place}/receipt"
    assert "30 anmälningar är inlämnade" in hand.page.text
    assert rows.scalar(select(func.count()).select_from(Case)) == 30
    assert hand.done <= 25, hand.done


def test_what_was_typed_is_forgotten_once_it_is_sent(class_of_thirty, rows):
    walk(class_of_thirty)

    batch = rows.scalars(select(Batch)).one()
    assert batch.common is None
    assert all(row.typed is None for row in rows.scalars(select(BatchPupil)))
    assert rows.scalar(select(func.count()).select_from(Draft)) == 0


def test_thirty_cost_few_statements_more_than_three(class_of_thirty, statements):
    hand, place, _ = walk(class_of_thirty, to_the_check_only=True)
    statements.clear()
    class_of_thirty.get(f"{place}/check")
    looked = len(statements)
    statements.clear()

    hand.press(f"{place}/send")

    assert looked <= 14, looked
    assert "30 anmälningar är inlämnade" in hand.page.text
    assert len(statements) <= 60, len(statements)


def test_each_municipality_is_told_of_its_own(many, rows):
    many.begin("leavers", many.pupils())
    many.post("common", **LEAVING, end_ground="studiebevis")
    many.send()

    told = {(one.recipient, one.template) for one in rows.scalars(select(Message))}
    assert ("kaa@0182.example", "new_filing") in told
    assert ("kaa@0581.example", "new_filing") in told


def test_a_pupil_with_an_open_case_joins_it(many, town, stored):
    stored(a_case(town, home=town.norrkoping, number=number(EIGHTEEN)))
    many.begin("leavers", many.pupils("Ali"))
    many.post("common", **LEAVING, end_ground="studiebevis")
    page = many.page("check")
    many.send()

    first, second = many.filings()
    assert first.case_id == second.case_id
    assert second.ordinal == 2
    assert first.case.reference in page.text


def test_sent_twice_it_is_one_receipt(many):
    many.begin("leavers", many.pupils())
    many.post("common", **LEAVING, end_ground="studiebevis")

    answers = [many.send(), many.send()]

    assert {answer.location for answer in answers} == {f"{many.place}/receipt"}
    assert len(many.filings()) == 3
    for step in ("check", "common", "own", "pupils", "discard"):
        assert many.page(step).location == f"{many.place}/receipt"


def test_the_receipt_comes_as_a_pdf_that_names_nobody_in_its_own_name(many):
    many.begin("leavers", many.pupils())
    many.post("common", **LEAVING, end_ground="studiebevis")
    many.send()

    answer = many.page("receipt.pdf")

    assert answer.data.startswith(b"%PDF")
    assert "kvittens-anmalningar.pdf" in answer.headers["Content-Disposition"]


def test_an_own_answer_goes_before_the_common_one(many):
    many.begin("leavers", many.pupils())
    many.post("common", **LEAVING, end_ground="studiebevis")
    many.own(Ali={"event_on": "2026-11-10", "plan_ahead": "work"})
    many.send()

    days = {one.given_name: one.event_on.isoformat() for one in many.filings()}
    assert days == {"Ali": "2026-11-10", "Bo": "2026-11-13", "Wilma": "2026-11-13"}
    plans = {one.given_name: one.answers["plan_ahead"] for one in many.filings()}
    assert plans == {"Ali": "work", "Bo": "unknown", "Wilma": "unknown"}


def test_all_of_one_pupils_answers_can_be_changed_on_a_page_of_their_own(many):
    many.begin("leavers", many.pupils("Ali"))
    many.post("common", **LEAVING, end_ground="studiebevis")
    path = f"pupils/{many.row('Ali').id}"
    page = many.page(path)
    answer = many.browser.send(page, home_municipality="0182", wanted=["advice"])

    assert answer.location == f"{many.place}/check", answer.text
    many.send()
    filing = many.filings()[0]
    assert filing.municipality_code == "0182"
    assert filing.answers["wanted"] == ["advice"]
    assert filing.answers["efforts"] == ["guidance"]


def test_only_the_own_answers_are_kept_as_own(many):
    many.begin("leavers", many.pupils("Ali"))
    many.post("common", **LEAVING, end_ground="studiebevis")
    page = many.page(f"pupils/{many.row('Ali').id}")
    many.browser.send(page)
    many.post("common", **(LEAVING | {"event_on": "2026-11-01"}), end_ground="studiebevis")
    many.send()

    assert many.filings()[0].event_on.isoformat() == "2026-11-01"


def test_more_pupils_are_added_to_a_list_that_was_begun(many):
    many.begin("dropout", many.pupils("Ali"))
    begun = many.place.removeprefix("/batches/")

    many.begin(f"dropout:{begun}", many.pupils("Bo", "Ali"))

    assert [row.typed["given_name"][0] for row in many.one().rows] == ["Ali", "Bo"]


def test_a_pupil_is_left_out(many):
    many.begin("leavers", many.pupils())
    many.post("pupils/leave-out", row=str(many.row("Bo").id))

    assert {row.typed["given_name"][0] for row in many.one().rows} == {"Ali", "Wilma"}


def test_a_list_is_thrown_away(many, rows):
    many.begin("leavers", many.pupils())
    many.post("discard")

    rows.expire_all()
    assert rows.scalars(select(Batch)).all() == rows.scalars(select(BatchPupil)).all() == []


def test_what_another_tab_saved_is_not_written_over(many, clock):
    many.begin("leavers", many.pupils())
    old = many.page("common")
    clock.shift(60)
    many.post("common", rector_name="Rut Ek")

    answer = many.browser.send(old, rector_name="Någon Annan")

    assert answer.status_code == 409
    assert "Någon Annan" in answer.text
    assert many.one().common["rector_name"] == ["Rut Ek"]

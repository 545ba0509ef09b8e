"""Pupils marked in the roll become as many filings, by one wizard."""

from portal.models import Event
from tests.web.batch.conftest import LEAVING, common_of


def test_three_leavers_are_filed_in_one_go_each_to_the_home_municipality(many):
    answer = many.begin("leavers", many.pupils())
    assert answer.location.endswith("/common"), answer.text
    assert many.post("common", **(LEAVING | {"end_ground": "studiebevis"})).status_code == 303

    page = many.page("check")
    assert page.text.count("Klar att skicka") == 3, page.text
    receipt = many.browser.get(many.send().location)

    filed = many.filings()
    assert {(one.given_name, one.municipality_code) for one in filed} == {
        ("Wilma", "0182"),
        ("Ali", "0581"),
        ("Bo", "0138"),
    }
    assert all(one.answers["end_ground"] == "studiebevis" for one in filed)
    assert "3 anmälningar är inlämnade" in receipt.text
    assert all(one.case.reference in receipt.text for one in filed)

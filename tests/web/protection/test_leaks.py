"""Nobody outside the circle can tell that there is a sealed record: by list, search or count."""

import pytest

from tests.town import EIGHTEEN, SIXTEEN, a_case, number
from tests.web.filing.typed import Counter
from tests.web.protection.conftest import TRACES

PAGES = {
    "counsellor": ["/", "/school/cases", "/school/cases?whose=school", "/filings/new", "/delivery",
                   "/account/openings"],
    "colleague": ["/", "/school/cases", "/filings/new", "/protected/own"],
    "other_counsellor": ["/", "/school/cases", "/delivery", "/protected/own"],
    "rector": ["/reports/school", "/reports/school.csv", "/school/cases", "/delivery"],
    "caseworker": ["/", "/queue", "/queue?state=ended", "/queue/sent-on", "/meetings", "/register",
                   "/register?view=closed", "/protected/own", "/protected/emergency"],
    "coordinator": ["/", "/queue", "/meetings", "/register", "/delivery", "/protected/emergency",
                    "/statistics", "/statistics?half=2026-2", "/reports/municipality",
                    "/statistics/checks/no_occupation"],
    "other_caseworker": ["/", "/queue", "/queue/sent-on", "/register"],
    "municipality_admin": ["/admin/people", "/admin/officers"],
    "platform_admin": ["/admin/people", "/delivery"],
}  # fmt: skip
"""Every list, count, report and export there is, by who reads it."""


def seen_by(town, login, another_client):
    """What everybody reads on all those pages, without what changes by itself."""
    told = {}
    for who, paths in PAGES.items():
        browser = login(getattr(town, who), another_client())
        for path in paths:
            answer = browser.get(path)
            assert answer.status_code in (200, 302, 303), (who, path)
            is_page = answer.status_code == 200 and not path.endswith(".csv")
            told[who, path] = answer.page.text if is_page else answer.text
    export = login(town.coordinator, another_client())
    told["coordinator", "export"] = _exported(export)
    return told


def _exported(browser):
    page = browser.get("/queue")
    return next(
        (browser.get(link).text for text, link in page.page.links.items() if "CSV" in text), ""
    )


def test_no_page_search_or_export_holds_the_identity_after_sealing(
    everywhere, seal, town, login, another_client
):
    seal()

    for where, text in seen_by(town, login, another_client).items():
        assert [trace for trace in (*TRACES, *everywhere[1:]) if trace in text] == [], where


def test_everybody_outside_reads_the_same_as_if_there_had_never_been_a_case(
    town, login, another_client, stored, refer, request
):
    """The difference test: pages before the case, and after it was sealed, are the same."""
    stored(a_case(town, number=number("200601072382"), given_name="Örjan"))
    before = seen_by(town, login, another_client)
    request.getfixturevalue("everywhere")
    request.getfixturevalue("seal")()
    refer(by=town.colleague)
    after = seen_by(town, login, another_client)

    own = {("counsellor", "/account/openings"), ("colleague", "/protected/own")}
    differing = {where for where in before if before[where] != after[where]} - own
    assert {where: (before[where], after[where]) for where in differing} == {}


@pytest.mark.parametrize("said", ["Kanariella", "kan", "Gulfjäder", EIGHTEEN, "SKYDD", "%", "_"])
def test_no_search_finds_it(everywhere, seal, record, town, login, another_client, said):
    seal()
    texts = (said, everywhere[0], record().pseudonym)

    for who, page, name, to in (
        ("caseworker", "/queue", "q", "/queue/search"),
        ("caseworker", "/register", "q", "/register/search"),
        ("counsellor", "/school/cases", "text", "/school/cases"),
    ):
        browser = login(getattr(town, who), another_client())
        for text in texts:
            answer = browser.send(browser.get(page), to=to, **{name: text})
            shown = answer.page.text if answer.status_code == 200 else answer.location
            assert "Gulfjäder" not in shown.replace(said, "")
            assert "/cases/26-" not in shown


def test_filing_about_the_same_pupil_warns_of_nothing(everywhere, seal, town, login):
    seal()

    def situation(number):
        writer = Counter(login(town.counsellor))
        writer.post("pupil", number=number, given_name="Kanariella", family_name="Gulfjäder")
        return writer.page("situation").page

    page, of_somebody_unknown = situation(EIGHTEEN), situation(SIXTEEN)
    notices = [one.all(class_="notice") for one in (page, of_somebody_unknown)]
    assert "öppet ärende" not in page.text
    assert "SKYDD" not in page.text
    assert len(notices[0]) == len(notices[1])


@pytest.mark.parametrize("who", ["platform_admin", "coordinator", "rector", "counsellor"])
def test_mails_about_sealed_records_stand_in_no_list(refer, town, login, another_client, who):
    before = login(getattr(town, who), another_client()).get("/delivery").page.text
    refer()

    assert login(getattr(town, who), another_client()).get("/delivery").page.text == before

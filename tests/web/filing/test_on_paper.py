"""What was handed over on paper during an outage is entered through the usual steps."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.config import settings
from portal.models import Draft, Filing
from portal.queries.reports import Period, school_figures
from portal.vocabulary import FormKind
from portal.web import receipts
from tests.town import AT, TODAY
from tests.web.filing.typed import CONTACT, Counter, file

HANDED = {"paper_on": "2026-11-13", "paper_time": "10:15", "paper_to": "Amina Berg, KAA"}
BOTH = "Lämnad på papper 13 nov 2026 kl. 10.15 · Inlagd 18 nov 2026 kl. 10.00"
EARLIER = {FormKind.DROPOUT: {"event_on": "2026-11-27"}}
"""A dropout may be told of before it happens, on paper too."""


class Enterer(Counter):
    """A counsellor with a sheet of paper."""

    def __init__(self, browser, kind="at_risk"):
        self.browser, self.kind = browser, kind
        answer = browser.send(
            browser.get(start := f"/filings/new/{kind}?paper=1"), to=start, protected="no"
        )
        assert answer.location.endswith("/paper")
        self.draft = answer.location.removesuffix("/paper")

    def hand(self, **changes):
        return self.browser.send(self.page("paper"), **(HANDED | changes))


def entered(browser, kind="at_risk", **changes):
    writer = Enterer(browser, kind)
    assert writer.hand().status_code == 303
    writer.fill(**changes)
    return writer


def plain(text):
    return " ".join(text.split())


@pytest.mark.parametrize("kind", list(FormKind))
def test_each_kind_can_be_entered_with_both_times(kind, town, login, rows):
    writer = entered(login(town.counsellor), kind.value, **EARLIER.get(kind, {}))
    receipt = writer.browser.get(writer.send().location)

    filing = rows.scalars(select(Filing)).one()
    assert filing.filed_at.isoformat() == "2026-11-13T09:15:00+00:00"
    assert AT <= filing.entered_at < AT + timedelta(minutes=5)
    assert filing.paper_to == "Amina Berg, KAA"
    assert not rows.scalars(select(Draft)).all()
    text = plain(receipt.page.text)
    assert "Lämnad på papper13 nov 2026 kl. 10.15" in text
    assert "Inlagd18 nov 2026 kl. 10.00" in text
    assert "Amina Berg, KAA" in text


def test_an_ordinary_filing_says_nothing_of_paper(town, login, rows):
    receipt = file(login(town.counsellor))

    assert "papper" not in receipt.page.text
    assert rows.scalars(select(Filing)).one().entered_at is None


def test_the_way_there_stands_where_the_empty_forms_are(town, login):
    browser = login(town.counsellor)

    assert "/filings/new?paper=1" in browser.get("/filings/new").page.links.values()
    page = browser.get("/filings/new?paper=1").page
    assert "För in en anmälan från papper" in page.text
    assert "/filings/new/dropout?paper=1" in page.links.values()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"paper_on": "2026-11-19"}, "Dagen har inte varit än."),
        ({"paper_on": "2026-11-18", "paper_time": "10:30"}, "Tiden har inte varit än."),
        ({"paper_on": "2026-09-18"}, "Det är mer än 60 dagar sedan."),
        ({"paper_on": ""}, "Skriv vilken dag blanketten lämnades."),
        ({"paper_time": ""}, "Skriv klockslaget"),
        ({"paper_time": "kvart över"}, "Skriv klockslaget som tt:mm"),
        ({"paper_on": "2026-10-25", "paper_time": "02:30"}, "Klockan ställdes om den natten."),
        ({"paper_to": "A" * 151}, "Skriv högst 150 tecken."),
    ],
)
def test_a_time_that_cannot_be_is_said_in_words_and_nothing_typed_is_lost(
    typed, said, town, login, rows
):
    writer = Enterer(login(town.counsellor))

    answer = writer.hand(**typed)

    assert answer.status_code == 422
    assert said in answer.page.text
    kept = rows.scalars(select(Draft)).one().answers
    assert all(kept[name] == [value] for name, value in typed.items())


def test_the_very_minute_and_the_last_day_are_let_through(town, login):
    writer = Enterer(login(town.counsellor))

    assert writer.hand(paper_on="2026-11-18", paper_time="10:00").status_code == 303
    assert writer.hand(paper_on="2026-09-19").status_code == 303


def test_how_long_ago_it_may_be_is_a_setting(town, login, monkeypatch):
    monkeypatch.setenv("PAPER_DAYS", "3")
    settings.cache_clear()
    writer = Enterer(login(town.counsellor))
    answer = writer.hand()
    monkeypatch.undo()
    settings.cache_clear()

    assert "Det är mer än 3 dagar sedan." in answer.page.text


def test_an_event_after_the_paper_is_refused_at_its_field(town, login):
    writer = Enterer(login(town.counsellor))
    writer.hand()
    writer.post("pupil")

    answer = writer.post("situation", event_on="2026-11-14")

    assert answer.status_code == 422
    assert "Dagen ligger efter den dag då blanketten lämnades." in answer.page.text


def test_a_paper_moved_to_before_the_event_cannot_be_sent(town, login, rows):
    writer = entered(login(town.counsellor))
    writer.hand(paper_on="2026-11-01")

    page = writer.page("check").page

    assert "Dagen ligger efter den dag då blanketten lämnades." in page.text
    assert writer.browser.send(writer.page("contact"), to=f"{writer.draft}/send").status_code == 422
    assert not rows.scalars(select(Filing)).all()


def test_a_paper_filing_without_its_time_cannot_be_sent(town, login, rows):
    writer = Enterer(login(town.counsellor))
    writer.fill()

    page = writer.page("check").page

    assert "Skriv vilken dag blanketten lämnades." in page.text
    assert not rows.scalars(select(Filing)).all()


def test_what_is_already_overdue_is_said_before_sending_and_on_the_receipt(town, login):
    writer = entered(login(town.counsellor))
    overdue = "Det skulle ha varit klart senast 17 november 2026: försenad 1 dag."

    assert overdue in plain(writer.page("check").page.text)
    receipt = writer.browser.get(writer.send().location)
    assert overdue in plain(receipt.page.text)


def test_school_and_municipality_see_both_times(town, login, rows):
    writer = entered(login(town.counsellor))
    writer.send()
    case = rows.scalars(select(Filing)).one().case

    school = plain(writer.browser.get(f"/school/cases/{case.reference}").page.text)
    assert BOTH in school
    assert "Lämnad på papper: 13 nov 2026 kl. 10.15" in school
    read = plain(writer.browser.get(f"/school/cases/{case.reference}/filings/1").page.text)
    assert "Inlagd18 nov 2026 kl. 10.00" in read
    browser = login(town.caseworker)
    kaa = plain(browser.get(f"/cases/{case.reference}").page.text)
    assert BOTH in kaa
    assert "Lämnad till: Amina Berg, KAA" in kaa
    assert "Försenad 1 dag" in kaa
    read = plain(browser.get(f"/cases/{case.reference}/filings/1").page.text)
    assert "Lämnad på papper13 nov 2026 kl. 10.15" in read


def test_the_receipt_to_keep_has_both_times(app, town, login, rows):
    writer = entered(login(town.counsellor))
    writer.send()
    filing = rows.scalars(select(Filing)).one()

    with app.test_request_context():
        facts = dict(receipts.facts(filing.case, filing, "26-ABCD-1"))

    assert plain(facts["Lämnad på papper"]) == "13 nov 2026 kl. 10.15"
    assert plain(facts["Inlagd"]) == "18 nov 2026 kl. 10.00"
    assert "Inlämnad" not in facts


def test_days_from_event_to_filing_end_at_the_paper(town, login, rows):
    writer = entered(login(town.counsellor), event_on="2026-11-03")
    writer.send()

    figures = school_figures(town.rector, Period(date(2026, 11, 1), date(2026, 11, 30)), TODAY)
    assert [one.median for one in figures.delays] == [10.0]


def test_somebody_who_turned_20_meanwhile_is_judged_by_the_day_of_the_paper(town, login, clock):
    birthday = AT.replace(year=2030, month=3, day=29)  # SIXTEEN turns 20
    clock.move_to(birthday + timedelta(days=2))
    writer = Enterer(login(town.counsellor), "absence")
    writer.hand(paper_on="2030-03-28")

    assert writer.post("pupil").status_code == 303


def test_the_step_exists_only_for_paper(town, login):
    writer = Counter(login(town.counsellor))

    assert writer.page("paper").status_code == 404
    assert writer.post("contact", CONTACT).status_code in (303, 422)

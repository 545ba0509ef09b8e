"""A school files each kind, from the first question to the receipt."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forms.checks import visible
from portal.models import AccessLogEntry, Case, Draft, Filing
from portal.vocabulary import CaseState, FilingState, FormKind, LegalGround, Opened
from portal.workflow import drafts
from tests.town import AT, EIGHTEEN, SIXTEEN, TWENTY
from tests.web.filing import CONTACT, PUPIL, Counter, file

BAD = {
    "empty": "",
    "too long": "å" * 5_000,
    "control characters": "hej\x00\x0b",
    "no such day": "2026-02-30",
    "far ahead": "9999-12-31",
    "long ago": "1026-01-01",
    "another type": "=1+41",
}


@pytest.mark.parametrize("kind", list(FormKind))
def test_each_kind_can_be_filed_from_the_first_question_to_the_receipt(kind, town, login, rows):
    browser = login(town.counsellor)

    receipt = file(browser, kind.value)

    filing = rows.scalars(select(Filing)).one()
    assert filing.kind is kind
    assert f"{filing.case.reference}-1" in receipt.page.text
    assert not rows.scalars(select(Draft)).all()


def test_what_was_typed_is_what_is_filed(town, login, rows):
    file(login(town.counsellor), "absence", given_name="Wilma Åsa")

    filing = rows.scalars(select(Filing)).one()
    assert (filing.name, filing.number) == ("Wilma Åsa Ek", SIXTEEN)
    assert (filing.programme_code, filing.year) == ("SA25", 1)
    assert filing.event_on.isoformat() == "2026-10-01"
    assert filing.answers["unexcused_percent"] == 25.0
    assert filing.answers["guardian_name"] == "Anna Ek"
    assert filing.answers["sender_phone"] == "08-465 004 10"


# --- the legal ground, the age and what is promised ----------------------------------------------


@pytest.mark.parametrize(
    ("filed", "says", "ground"),
    [
        (("dropout", "counsellor", "0182"), "rutin", LegalGround.LOCAL_ROUTINE),
        (("dropout", "counsellor", "0581"), "15 kap. 15 §", LegalGround.SKOLLAGEN_15_15),
        (("dropout", "other_counsellor", "0182"), "15 kap. 15 §", LegalGround.SKOLLAGEN_15_15),
        (("absence", "counsellor", "0182"), "rutin", LegalGround.LOCAL_ROUTINE),
        (("absence", "other_counsellor", "0182"), "15 kap. 15 §", LegalGround.SKOLLAGEN_15_15),
        (("start", "far_counsellor", "0182"), "15 kap. 15 §", LegalGround.SKOLLAGEN_15_15),
        (("at_risk", "other_counsellor", "0182"), "Samtycke", LegalGround.CONSENT),
    ],
)
def test_the_legal_ground_is_shown_before_sending_and_kept(
    *, filed, says, ground, town, login, rows
):
    kind, sender, home = filed
    writer = Counter(login(getattr(town, sender)), kind)
    writer.fill(home_municipality=home)

    page = writer.page("check").page
    assert says in page.text

    receipt = writer.browser.get(writer.send().location)
    assert says in receipt.page.text
    assert rows.scalars(select(Filing)).one().legal_ground is ground


def test_risk_by_what_is_not_secret_rests_on_the_routine(town, login, rows):
    file(login(town.counsellor), sharing_ground="not_secret")

    assert rows.scalars(select(Filing)).one().legal_ground is LegalGround.LOCAL_ROUTINE


def test_absence_of_somebody_who_is_20_stops_at_the_pupil(town, login):
    writer = Counter(login(town.counsellor), "absence")

    answer = writer.post("pupil", number=TWENTY)

    assert answer.status_code == 422
    assert "Eleven har fyllt 20" in answer.page.text
    assert answer.page.values["given_name"] == "Wilma"


def test_who_turned_20_while_the_draft_waited_stops_before_sending(town, login, clock, rows):
    browser = login(town.counsellor)
    writer = Counter(browser, "absence")
    writer.fill(number="200611242389")
    clock.move_to(AT + timedelta(days=30))
    login(town.counsellor)

    answer = writer.send()

    assert answer.status_code == 422
    assert "Eleven har fyllt 20" in answer.page.text
    assert not rows.scalars(select(Filing)).all()


def test_dropout_of_somebody_who_is_20_is_sent_but_is_told_that_kaa_does_not_apply(
    town, login, rows
):
    writer = Counter(login(town.counsellor), "dropout")
    writer.post("pupil", number=TWENTY)
    assert "gäller inte det kommunala aktivitetsansvaret" in writer.page("situation").page.text
    writer.post("situation", guardian_consent=None)
    writer.post("contact")

    page = writer.page("check").page
    assert "gäller inte det kommunala aktivitetsansvaret" in page.text
    assert "överlämningen" not in page.text
    writer.send()

    case = rows.scalars(select(Case)).one()
    assert not case.handovers


def test_the_page_promises_the_days_that_are_then_kept_in_the_case(town, login, rows):
    writer = Counter(login(town.counsellor), "dropout")
    writer.fill()
    before = writer.page("check").page.text

    receipt = writer.browser.get(writer.send().location).page.text

    case = rows.scalars(select(Case)).one()
    months = {11: "november", 12: "december"}
    for clock in case.deadlines:
        day = f"{clock.due_on.day}\N{NO-BREAK SPACE}{months[clock.due_on.month]}"
        said = f"{' '.join(day.split())} {clock.due_on.year}"
        assert said in " ".join(before.split())
        assert said in " ".join(receipt.split())


def test_a_municipality_that_has_not_joined_is_said_three_times(town, login):
    writer = Counter(login(town.counsellor))
    writer.fill(home_municipality="0138")

    pages = [writer.page("situation"), writer.page("check")]
    pages.append(writer.browser.get(writer.send().location))

    for answer in pages:
        assert "Tyresö kommun är inte ansluten" in answer.page.text


def test_the_municipalitys_rule_for_absence_is_shown(town, login):
    writer = Counter(login(town.counsellor), "absence")
    writer.post("pupil")

    assert "när skolan har rapporterat eleven till CSN" in writer.page("situation").page.text


# --- protected ----------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_protected_or_not_known_stops_before_anything_is_asked_or_kept(said, town, login, rows):
    browser = login(town.counsellor)
    first = browser.get("/filings/new/dropout")
    assert set(first.page.values) == {"csrf_token", "next"}

    answer = browser.send(first, protected=said)

    page = browser.get(f"{answer.location}?municipality=0182").page
    assert "08-465 004 01" in page.text
    assert not rows.scalars(select(Draft)).all()


def test_the_first_question_must_be_answered(town, login):
    browser = login(town.counsellor)

    answer = browser.send(browser.get("/filings/new/dropout"))

    assert answer.status_code == 422
    assert "Svara på frågan" in answer.page.text


def test_a_draft_whose_pupil_turns_out_to_be_protected_is_deleted(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()

    answer = writer.browser.send(writer.page("protected"), protected="yes")

    assert answer.location.endswith("/filings/protected")
    assert not rows.scalars(select(Draft)).all()


@pytest.mark.parametrize("code", ["9999", "0182 OR 1=1", "å"])
def test_a_municipality_that_is_none_is_said_to_be_none(code, town, login):
    answer = login(town.counsellor).get("/filings/protected", query_string={"municipality": code})

    assert answer.status_code == 200
    assert "Kommunen finns inte" in answer.page.text


# --- guardians ----------------------------------------------------------------------------------


def test_guardians_are_asked_for_under_18(town, login):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    writer.post("situation")

    assert "guardian_name" in writer.page("contact").page.values
    assert writer.post("contact", guardian_name="").status_code == 422


def test_guardians_of_an_adult_are_neither_asked_for_nor_kept_when_posted(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.post("pupil", number=EIGHTEEN)
    writer.post("situation")
    assert "guardian_name" not in writer.page("contact").page.values

    writer.post("contact", guardian_name="Anna Ek", guardian_phone="070-174 06 06")

    draft = rows.scalars(select(Draft)).one()
    assert not [name for name in draft.answers if name.startswith("guardian")]
    writer.send()
    filing = rows.scalars(select(Filing)).one()
    assert not [name for name in filing.answers if name.startswith("guardian")]


def test_guardians_kept_while_the_pupil_was_17_are_not_sent_when_18(town, login, rows, clock):
    writer = Counter(login(town.counsellor))
    writer.fill()
    clock.move_to(AT.replace(year=2028, month=4, day=1))
    login(town.counsellor)
    writer.post("situation", event_on="2028-03-01", consent_on="2028-03-01")
    writer.post("contact", pupil_informed_on="2028-03-01")

    writer.send()

    assert "guardian_name" not in rows.scalars(select(Filing)).one().answers


# --- drafts, back and forth -----------------------------------------------------------------------


def test_save_and_go_on_later_keeps_even_what_is_wrong(town, login):
    writer = Counter(login(town.counsellor))

    answer = writer.post("pupil", number="2010-03", do="later")

    assert answer.location.endswith("/filings/new")
    assert writer.page("pupil").page.values["number"] == "2010-03"
    choose = writer.browser.get("/filings/new").page
    assert "Wilma Ek" in choose.text
    assert "Fortsätt Wilma Ek" in choose.links


def test_back_keeps_what_was_typed(town, login):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")

    answer = writer.post("situation", event_on="nyss", do="back")

    assert answer.location.endswith("/pupil")
    assert writer.page("situation").page.values["event_on"] == "nyss"


def test_going_on_leads_to_the_first_step_where_something_is_missing(town, login):
    writer = Counter(login(town.counsellor))
    assert writer.browser.get(writer.draft).location.endswith("/pupil")
    writer.post("pupil")
    assert writer.browser.get(writer.draft).location.endswith("/situation")
    writer.post("situation")
    assert writer.browser.get(writer.draft).location.endswith("/contact")
    writer.post("contact")
    assert writer.browser.get(writer.draft).location.endswith("/check")


def test_later_steps_wait_for_the_pupil(town, login):
    writer = Counter(login(town.counsellor))

    assert "/pupil" in writer.page("contact").location


def test_the_check_page_lists_what_is_missing_with_links_to_each_field(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    writer.post("situation", reasons=None, do="later")

    page = writer.page("check").page

    link = page.links["Elevens situation: Välj minst ett skäl."]
    assert link.endswith("/situation?mend=1#reasons-0")
    mend = writer.browser.get(link.partition("#")[0]).page
    assert "Välj minst ett skäl." in mend.text
    assert (
        writer.browser.post(
            f"{writer.draft}/send", data={"csrf_token": page.values["csrf_token"]}
        ).status_code
        == 422
    )
    assert not rows.scalars(select(Filing)).all()


def test_mending_the_last_error_leads_back_to_the_check(town, login):
    writer = Counter(login(town.counsellor))
    writer.fill()
    token = writer.page("pupil").page.values["csrf_token"]

    answer = writer.browser.post(
        f"{writer.draft}/pupil?mend=1", data=PUPIL | {"given_name": "Vilma", "csrf_token": token}
    )

    assert answer.location.endswith("/check")


def test_the_script_saves_quietly_and_says_when(town, login, rows):
    writer = Counter(login(town.counsellor))
    page = writer.page("pupil").page

    answer = writer.browser.post(
        f"{writer.draft}/pupil/autosave", data=page.values | {"given_name": "Wil"}
    )

    assert answer.json["saved_at"] == "10.00"
    assert rows.scalars(select(Draft)).one().answers["given_name"] == ["Wil"]
    again = writer.browser.post(
        f"{writer.draft}/pupil/autosave",
        data=page.values | {"given_name": "Wilma", "version": answer.json["version"]},
    )
    assert again.status_code == 200


def test_two_tabs_lose_nothing_to_each_other(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    one, other = writer.page("pupil"), writer.page("pupil")
    writer.browser.send(one, given_name="Vilma")

    answer = writer.browser.send(other, given_name="Wilhelmina")

    assert answer.status_code == 409
    assert answer.page.values["given_name"] == "Wilhelmina"
    assert "Vilma" in answer.page.text
    assert rows.scalars(select(Draft)).one().answers["given_name"] == ["Vilma"]
    writer.browser.send(answer)
    assert rows.scalars(select(Draft)).one().answers["given_name"] == ["Wilhelmina"]


def test_two_tabs_on_different_steps_do_not_disturb_each_other(town, login):
    writer = Counter(login(town.counsellor))
    writer.fill()
    one, other = writer.page("pupil"), writer.page("contact")

    assert writer.browser.send(one, given_name="Vilma").status_code == 303
    assert writer.browser.send(other, rector_name="Rut").status_code == 303


def test_a_draft_is_thrown_away_after_asking(town, login, rows):
    writer = Counter(login(town.counsellor))
    asked = writer.page("discard")
    assert rows.scalars(select(Draft)).all()

    writer.browser.send(asked)

    assert not rows.scalars(select(Draft)).all()


def test_the_identity_number_never_stands_in_an_address(town, login):
    writer = Counter(login(town.counsellor))
    for step in ("pupil", "situation", "contact"):
        answer = writer.post(step)
        assert SIXTEEN[2:] not in answer.location
    assert SIXTEEN not in writer.send().location


# --- bad input in every field of every step -------------------------------------------------------


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("kind", list(FormKind))
def test_whatever_is_typed_is_answered_with_a_page_and_kept(kind, bad, town, login, rows):
    writer = Counter(login(town.counsellor), kind.value)
    writer.post("pupil")
    for step in ("situation", "contact", "pupil"):
        page = writer.page(step).page
        names = [n for n in page.values if n not in ("csrf_token", "version", "next")]
        answer = writer.browser.post(
            f"{writer.draft}/{step}",
            data=dict.fromkeys(names, bad) | {"csrf_token": page.values["csrf_token"]},
        )
        assert answer.status_code == 422
        assert answer.page.has_errors()
        kept = rows.scalars(select(Draft)).one().answers
        assert all(kept[name] == [visible(bad)] for name in names)
        if step != "pupil":
            assert writer.page(step).status_code == 200
    assert writer.page("check").page.has_errors()
    assert writer.browser.get("/filings/new").status_code == 200


@pytest.mark.parametrize(
    ("step", "name"),
    [("pupil", "given_name"), ("situation", "efforts_text"), ("contact", "meeting_times")],
)
def test_a_hundred_kilobytes_in_one_field_are_refused_and_kept(step, name, town, login):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")

    answer = writer.post(step, wants_meeting="yes", **{name: "å" * 50_000})

    assert answer.status_code == 422
    assert "Skriv högst" in answer.page.text
    assert answer.page.values[name] == "å" * 50_000


def test_a_megabyte_is_refused_with_a_page(town, login):
    writer = Counter(login(town.counsellor))

    answer = writer.post("pupil", given_name="å" * 600_000)

    assert answer.status_code == 413


# --- threads ------------------------------------------------------------------------------------


def test_the_next_filing_about_the_pupil_joins_the_case_and_is_filled_in(town, login, rows):
    browser = login(town.counsellor)
    file(browser, "at_risk")
    writer = Counter(browser, "dropout")

    writer.post("pupil")

    assert "Din anmälan läggs till i ärende" in writer.page("situation").page.text
    writer.post("situation")
    contact = writer.page("contact").page.values
    assert contact["guardian_name"] == "Anna Ek"
    writer.browser.send(writer.page("contact"), **CONTACT)
    receipt = browser.get(writer.send().location).page
    case = rows.scalars(select(Case)).one()
    assert case.filings_count == 2
    assert f"{case.reference}-2" in receipt.text
    looked = select(AccessLogEntry).where(AccessLogEntry.opened == Opened.FILING)
    assert rows.scalars(looked).one().reference == case.reference


def test_what_is_already_typed_is_not_overwritten_by_the_earlier_filing(town, login):
    browser = login(town.counsellor)
    file(browser, "at_risk")
    writer = Counter(browser, "dropout")
    writer.post("contact", {"guardian_name": "Bo Ek"}, do="later")

    writer.post("pupil")

    assert writer.page("contact").page.values["guardian_name"] == "Bo Ek"


def test_a_colleague_is_told_who_has_the_case_and_nothing_of_it(town, login, rows):
    file(login(town.counsellor), "at_risk")
    reference = rows.scalars(select(Case)).one().reference
    writer = Counter(login(town.colleague), "dropout")
    writer.post("pupil")

    page = writer.page("situation").page

    assert "Karin Holm har redan ett öppet ärende" in page.text
    assert reference not in page.text
    writer.post("situation")
    assert writer.page("contact").page.values["guardian_name"] == ""
    writer.post("contact")
    writer.send()
    assert rows.scalars(select(Case)).one().filings_count == 2


def test_another_school_is_told_nothing_and_gets_a_case_of_its_own(town, login, rows):
    file(login(town.counsellor), "at_risk")
    writer = Counter(login(town.other_counsellor), "dropout")
    writer.post("pupil")

    text = writer.page("situation").page.text

    assert "Karin Holm" not in text
    assert "öppet ärende" not in text
    writer.post("situation")
    writer.post("contact")
    writer.send()
    assert len(rows.scalars(select(Case)).all()) == 2


def test_a_start_closes_other_schools_cases_in_the_municipality(town, login, rows):
    file(login(town.counsellor), "at_risk")

    file(login(town.other_counsellor), "start")

    states = rows.scalars(select(Case.state)).all()
    assert states == [CaseState.CLOSED, CaseState.CLOSED]


# --- sent once ----------------------------------------------------------------------------------


def test_sent_twice_it_is_one_filing_with_the_same_receipt(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()
    check = writer.page("check")
    first = writer.browser.send(check, to=f"{writer.draft}/send")

    second = writer.browser.send(check, to=f"{writer.draft}/send")

    assert second.status_code == 303
    assert second.location == first.location
    assert len(rows.scalars(select(Filing)).all()) == 1


def test_the_back_button_after_sending_leads_to_the_receipt(town, login):
    writer = Counter(login(town.counsellor))
    writer.fill()
    sent = writer.send()

    assert writer.page("contact").location == sent.location
    assert writer.page("check").location == sent.location


def _at_once(senders):
    """Post what each has ready, from threads that start together."""
    barrier, answers = threading.Barrier(len(senders)), []

    def post(send):
        barrier.wait()
        answers.append(send())

    threads = [threading.Thread(target=post, args=[send]) for send in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def test_two_counsellors_at_once_end_in_one_case(town, login, another_client, rows):
    writers = [
        Counter(login(town.counsellor, another_client()), "absence"),
        Counter(login(town.colleague, another_client()), "at_risk"),
    ]
    for writer in writers:
        writer.fill()
    ready = [(writer, writer.page("check")) for writer in writers]
    for writer, _ in ready:
        writer.browser.after = staticmethod(lambda: None)

    answers = _at_once(
        [lambda w=w, page=page: w.browser.send(page, to=f"{w.draft}/send") for w, page in ready]
    )

    assert [answer.status_code for answer in answers] == [303, 303]
    case = rows.scalars(select(Case)).one()
    assert case.filings_count == 2
    assert sorted(filing.ordinal for filing in case.filings) == [1, 2]


def test_a_double_click_in_two_requests_at_once_is_one_filing(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()
    check = writer.page("check")
    writer.browser.after = staticmethod(lambda: None)
    cookie = writer.browser.get_cookie("session").value

    def send():
        browser = type(writer.browser)(writer.browser.application, writer.browser.response_wrapper)
        browser.set_cookie("session", cookie)
        return browser.send(check, to=f"{writer.draft}/send")

    answers = _at_once([send, send, send])

    assert len({answer.location for answer in answers}) == 1
    assert rows.scalar(select(func.count()).select_from(Filing)) == 1


# --- corrections and what follows a meeting -----------------------------------------------------


def test_a_correction_goes_the_same_way_and_says_why(town, login, rows):
    browser = login(town.counsellor)
    file(browser, "dropout")
    filing = rows.scalars(select(Filing)).one()
    by = filing.author
    draft = drafts.begin_correction(filing, by=by, at=AT)
    rows.add(draft)
    rows.commit()
    address = f"/filings/drafts/{draft.id}"
    asked = browser.get(browser.get(address).location)
    assert browser.send(asked, protected="no").location.endswith("/check")
    pupil = browser.get(f"{address}/pupil")
    assert pupil.page.values["number"] == "20100329-2388"
    browser.send(pupil, given_name="Vilma")

    refused = browser.send(browser.get(f"{address}/check"), to=f"{address}/send")
    assert refused.status_code == 422
    assert "Skriv varför du rättar" in refused.page.text
    sent = browser.send(refused, to=f"{address}/send", correction_reason="Namnet var fel.")

    assert "Rättelsen är inlämnad" in browser.get(sent.location).page.text
    current = rows.scalars(select(Filing).where(Filing.current)).one()
    assert (current.version, current.given_name) == (2, "Vilma")
    assert current.correction_reason == "Namnet var fel."
    assert current.state is FilingState.FILED


def test_a_correction_stays_in_its_municipality(town, login, rows):
    browser = login(town.counsellor)
    file(browser, "dropout")
    draft = drafts.begin_correction(rows.scalars(select(Filing)).one(), by=town.counsellor, at=AT)
    rows.add(draft)
    rows.commit()
    pupil = browser.get(f"/filings/drafts/{draft.id}/pupil")

    answer = browser.send(pupil, home_municipality="0581")

    assert answer.status_code == 422


def test_the_next_filing_begun_from_a_case_asks_first_and_has_the_pupil_filled_in(
    town, login, rows
):
    browser = login(town.counsellor)
    file(browser, "at_risk")
    draft = drafts.begin_next(
        rows.scalars(select(Case)).one(), FormKind.DROPOUT, by=town.counsellor, at=AT
    )
    rows.add(draft)
    rows.commit()
    address = f"/filings/drafts/{draft.id}"

    assert browser.get(address).location.endswith("/protected")
    assert browser.get(f"{address}/pupil").page.values["given_name"] == "Wilma"
    assert browser.get(f"{address}/contact").page.values["guardian_name"] == "Anna Ek"
    browser.send(browser.get(f"{address}/protected"), protected="no")
    assert browser.get(address).location.endswith("/situation")


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["colleague", "other_counsellor"])
@pytest.mark.parametrize(
    "step", ["", "/pupil", "/situation", "/contact", "/check", "/protected", "/discard"]
)
def test_somebody_elses_draft_is_not_there(who, step, town, login):
    writer = Counter(login(town.counsellor))
    writer.fill()

    browser = login(getattr(town, who))

    assert browser.get(f"{writer.draft}{step}").status_code == 404


@pytest.mark.parametrize("way", ["/pupil", "/send", "/discard", "/pupil/autosave"])
def test_somebody_elses_draft_cannot_be_changed_or_sent(way, town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()
    before = rows.scalars(select(Draft)).one().answers
    browser = login(town.colleague)
    token = browser.get("/filings/new").page.values["csrf_token"]

    answer = browser.post(f"{writer.draft}{way}", data=PUPIL | {"csrf_token": token})

    assert answer.status_code == 404
    assert rows.scalars(select(Draft)).one().answers == before
    assert not rows.scalars(select(Filing)).all()


@pytest.mark.parametrize(
    "who", ["rector", "caseworker", "coordinator", "organiser_admin", "platform_admin"]
)
@pytest.mark.parametrize("address", ["/filings/new", "/filings/new/dropout", "/filings/protected"])
def test_only_a_counsellor_files(who, address, town, login):
    assert login(getattr(town, who)).get(address).status_code == 403


def test_a_kind_that_is_none_is_not_there(town, login):
    assert login(town.counsellor).get("/filings/new/party").status_code == 404


def test_the_receipt_is_the_schools_own_and_is_logged(town, login, rows):
    browser = login(town.counsellor)
    receipt = file(browser)
    address = receipt.request.path

    assert rows.scalars(select(AccessLogEntry).where(AccessLogEntry.opened == Opened.RECEIPT)).all()
    assert login(town.other_counsellor).get(address).status_code == 404
    assert login(town.colleague).get(address).status_code == 404
    assert login(town.rector).get(address).status_code == 200


def test_a_receipt_that_is_none_is_not_there(town, login, rows):
    browser = login(town.counsellor)
    file(browser)
    reference = rows.scalars(select(Case)).one().reference

    assert browser.get(f"/filings/{reference}/7/receipt").status_code == 404

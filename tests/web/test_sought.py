"""A municipality asks about youths its region knows to have left; only their own school hears."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from notifications.deliver import deliver_due
from portal.db import keyed_hash
from portal.drills.workbooks import xlsx
from portal.models import Message, RollPupil, Sought
from portal.vocabulary import FormKind
from tests.town import AT, EIGHTEEN, SIXTEEN, TWENTY, a_case

FILE = f"PersonNr;Namn;SkolenhetsKod\n{SIXTEEN};Wilma Ek;68285560\n"


@pytest.fixture
def browser(town, login):
    return login(town.coordinator)


@pytest.fixture
def pupil(town, rows):
    def make(unit=None, **facts):
        usual = {
            "school_unit_code": (unit or town.ybc).code,
            "number": SIXTEEN,
            "number_hash": keyed_hash(SIXTEEN),
            "given_name": "Wilma",
            "family_name": "Ek",
            "search_name": "ek wilma",
            "birth_date": date(2010, 3, 29),
            "home_municipality_code": "0182",
            "origins": {},
        }
        made = RollPupil(**(usual | facts))
        rows.add(made)
        rows.commit()
        return made

    return make


def upload(browser, content):
    token = browser.get("/sought/ask").page.values["csrf_token"]
    start = (
        f'--edge\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        '--edge\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\n\r\n'
    )
    content = content.encode() if isinstance(content, str) else content
    return browser.post(
        "/sought/ask",
        data=start.encode() + content + b"\r\n--edge--\r\n",
        content_type="multipart/form-data; boundary=edge",
    )


def after(browser, answer):
    assert answer.status_code == 303, answer.text
    return browser.get(answer.location).text.replace("\N{NO-BREAK SPACE}", " ")


def questions(rows):
    rows.expire_all()
    return list(rows.scalars(select(Sought)))


def test_the_school_that_has_the_pupil_is_asked_and_answers_by_saying_why_not(
    browser, pupil, town, login, another_client, rows
):
    wilma = pupil()

    said = after(browser, upload(browser, FILE))

    assert "1 fråga är ställd till en skola" in said
    assert "Väntar på skolan" in said
    school = login(town.counsellor, another_client())
    page = school.get("/roll/unfiled/dropout")
    assert "Eleven har slutat enligt kommunen, som frågar: Nacka" in page.text
    assert "1 elev som kan ha slutat utan anmälan" in school.get("/").page.text
    to = "/roll/unfiled/dropout"
    school.send(page, to=to, pupil=[str(wilma.id)], reason="other_school")
    assert "Wilma" not in school.get(to).text
    assert "Inget avbrott, enligt skolan" in browser.get("/sought").page.text
    assert "annan skola" not in browser.get("/sought").page.text


def test_a_filing_answers_by_itself(browser, pupil, town, stored):
    pupil()
    upload(browser, FILE)

    stored(a_case(town, FormKind.DROPOUT))

    assert "Skolan har anmält" in browser.get("/sought").page.text


def test_those_who_file_at_the_school_get_one_mail_that_names_nobody(browser, pupil, town, rows):
    pupil()
    pupil(number=EIGHTEEN, number_hash=keyed_hash(EIGHTEEN))

    upload(browser, f"{FILE}{EIGHTEEN};Ali;\n")

    sent = list(rows.scalars(select(Message)))
    assert {one.recipient for one in sent} == {
        town.counsellor.user.email,
        town.colleague.user.email,
    }
    assert len(sent) == 2
    assert {(one.template, one.reference) for one in sent} == {("sought", "")}


def test_the_mail_stands_among_what_was_sent_and_leads_to_the_question(
    app, browser, pupil, post_office
):
    pupil()
    upload(browser, FILE)

    page = browser.get("/delivery")
    with app.app_context():
        deliver_due(lambda: AT + timedelta(minutes=1))

    assert "Fråga om elever som kan ha slutat" in page.text
    assert SIXTEEN not in page.text
    assert {mail["Subject"] for mail in post_office.mails} == {"En kommun frågar om elever"}
    assert not any("Wilma" in str(mail) or SIXTEEN in str(mail) for mail in post_office.mails)


def test_no_other_school_hears_of_it(browser, pupil, town, login, another_client, rows):
    pupil()
    pupil(unit=town.rytmus)

    upload(browser, FILE)

    assert [one.pupil.school_unit_code for one in questions(rows)] == [town.ybc.code]
    other = login(town.other_counsellor, another_client())
    assert "Wilma" not in other.get("/roll/unfiled/dropout").text


@pytest.mark.parametrize(
    "facts",
    [
        {"home_municipality_code": "0581"},
        {
            "protected": True,
            "number": None,
            "birth_date": None,
            "home_municipality_code": None,
            "given_name": "",
            "family_name": "",
            "search_name": "",
        },
    ],
    ids=["lives elsewhere", "protected"],
)
def test_who_lives_elsewhere_or_is_protected_looks_like_nobody(browser, pupil, rows, facts):
    pupil(**facts)

    said = after(browser, upload(browser, FILE))

    assert "0 frågor är ställda" in said
    assert "Finns inte i någon elevlista här: 1 (rad 2)" in said
    assert questions(rows) == []
    assert rows.scalars(select(Message)).all() == []


def test_the_same_file_twice_asks_once_and_what_is_filed_is_not_asked(
    browser, pupil, town, stored, rows
):
    pupil()
    upload(browser, FILE)

    again = after(browser, upload(browser, FILE))

    assert "Redan ställda och inte besvarade: 1" in again
    assert len(questions(rows)) == 1
    stored(a_case(town, FormKind.DROPOUT))
    assert "Redan anmälda av skolan: 1" in after(browser, upload(browser, FILE))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Filen är tom"),
        ("Namn;Klass\nWilma;SA25\n", "ingen kolumn med personnummer"),
        (f"PersonNr\n{SIXTEEN}\n12345\n", "Rad 3: Personnumret stämmer inte"),
        (b"\xff\xfeP\x00e\x00", "UTF-16"),
    ],
)
def test_a_file_that_is_wrong_asks_nothing_and_says_why(browser, pupil, rows, content, sentence):
    pupil()

    answer = upload(browser, content)

    assert answer.status_code == 422
    assert sentence in answer.page.text
    assert questions(rows) == []


def test_an_excel_file_is_read_too(browser, pupil, rows):
    pupil()

    upload(browser, xlsx([["PersonNr"], [SIXTEEN]]))

    assert len(questions(rows)) == 1


def test_only_the_coordinator_asks_and_sees_only_the_own_municipalitys(
    browser, pupil, town, login, another_client, rows
):
    wilma = pupil()
    rows.add(
        Sought(
            municipality_code="0581",
            pupil_id=wilma.id,
            number=TWENTY,
            asked_by_id=town.other_caseworker.id,
            asked_at=AT,
        )
    )
    rows.commit()

    assert "Inga frågor än" in browser.get("/sought").text
    for role in ("caseworker", "counsellor", "rector", "municipality_admin"):
        assert login(getattr(town, role), another_client()).get("/sought").status_code == 403

"""Protected data: never imported by name, a flag is never lost, and a jump stops everything."""

import pytest

from portal.models import Draft, RollPupil
from portal.vocabulary import ImportStage
from tests.town import EIGHTEEN, SIXTEEN, TWENTY
from tests.web.filing.typed import PUPIL
from tests.web.roll.conftest import HEADER, PUPILS, ROLL

FLAGGED = ROLL.replace("Wilma;Ek;;", "Wilma;Ek;Sekretessmarkering;")
WITHOUT = f"PersonNr;Fornamn;Efternamn\n{SIXTEEN};Wilma;Ek\n{EIGHTEEN};Ali;Öhman\n{TWENTY};Bo;Ek"


def flagged(desk):
    return desk.pupils(protected=True)


def nothing_of_wilma(database):
    tables = ("roll_pupil", "roll_import", "draft", "access_log", "roll_columns")
    stored = "".join(
        str(
            database.execute(
                f"SELECT coalesce(string_agg(t::text, ''), '') FROM {one} t"
            ).fetchone()
        )
        for one in tables
    )
    return "Wilma" not in stored and "ek wilma" not in stored


@pytest.mark.parametrize(
    "mark", ["Sekretessmarkering", "Skyddad folkbokföring", "1", "Ja", "X", "okänt", "true"]
)
def test_who_has_protected_data_is_not_imported_by_name(desk, database, mark):
    page = desk.import_(ROLL.replace("Wilma;Ek;;", f"Wilma;Ek;{mark};"))

    assert "Elevlistan är sparad" in page.text
    (one,) = flagged(desk)
    assert (one.name, one.number, one.birth_date, one.contact) == ("", None, None, None)
    assert nothing_of_wilma(database)


@pytest.mark.parametrize("serial", ["TF10", "TF20"])
def test_a_number_that_says_protected_is_a_flag(desk, serial):
    desk.import_(f"{HEADER}\n{PUPILS[1]}\n20100101{serial};Vera;Ek;;;;;;")

    assert [one.name for one in desk.pupils(protected=False)] == ["Ali Öhman"]


def test_a_flag_that_comes_later_takes_the_name_away(desk, database, rows):
    desk.import_(ROLL)
    pupil = next(one for one in desk.pupils() if one.given_name == "Wilma")
    token = desk.browser.get("/roll").page.values["csrf_token"]
    begun = desk.browser.post(
        f"/filings/new/dropout?pupil={pupil.id}", data={"csrf_token": token, "protected": "no"}
    )
    assert "Wilma" in desk.browser.get(begun.location).text

    desk.import_(FLAGGED)

    assert len(flagged(desk)) == 1
    assert nothing_of_wilma(database)
    assert desk.browser.get(f"/roll/pupils/{pupil.id}").status_code == 404
    assert rows.query(Draft).all() == []
    for text in ("wilma", "ek", SIXTEEN, "SA25A"):
        found = desk.browser.send(desk.browser.get("/roll"), to="/roll", text=text)
        assert ">Wilma " not in found.text


@pytest.mark.parametrize(
    "later",
    [
        WITHOUT,
        ROLL,
        ROLL.replace("Wilma;Ek;;", "Wilma;Ek;Ingen;"),
        "Fodelsedatum;Fornamn;Efternamn\n2010-03-29;Wilma;Ek\n2008-04-18;Ali;Öhman",
        f"{HEADER}\n{PUPILS[1]}",
    ],
    ids=["no column", "empty", "taken back", "no number", "not in the file"],
)
def test_no_later_file_takes_a_flag_away(desk, database, later):
    desk.import_(FLAGGED)

    desk.import_(later, marks_left="y")

    assert len(flagged(desk)) == 1
    assert nothing_of_wilma(database)


def test_a_file_that_says_nothing_of_flags_is_stored_only_when_somebody_has_looked(desk):
    preview = desk.send(WITHOUT)

    refused = desk.browser.send(preview, to=f"{preview.request.path}/store")

    assert refused.status_code == 422
    assert "Kontrollera att ingen i filen har skyddade personuppgifter." in refused.text
    assert desk.pupils() == []


def many(number, flags):
    """A roll of so many, of whom the first have a flag."""
    rows = [
        f"2010-01-01;Elev;Nummer {turn};{'Ja' if turn < flags else 'Nej'}" for turn in range(number)
    ]
    return "\n".join(("Fodelsedatum;Fornamn;Efternamn;Sekretess", *rows))


@pytest.mark.parametrize(("number", "before", "after"), [(100, 0, 4), (20, 0, 2), (100, 3, 8)])
def test_a_jump_in_flags_stops_the_import(desk, number, before, after):
    desk.import_(many(number, before))
    assert len(flagged(desk)) == before

    page = desk.send(many(number, after))

    assert "Antalet elever med skyddade uppgifter ändras" in page.text
    assert desk.latest().stage is ImportStage.REFUSED
    assert len(flagged(desk)) == before
    assert (
        desk.browser.post(
            f"{page.request.path}/store",
            data={"csrf_token": desk.browser.get("/roll").page.values["csrf_token"]},
        ).status_code
        == 409
    )


def test_many_flags_taken_back_at_once_stop_the_import_too(desk):
    desk.import_(many(30, 2))

    page = desk.send(many(30, 0))

    assert "ändras" in page.text
    assert len(flagged(desk)) == 2


def test_a_second_person_with_the_same_file_lets_a_jump_through(desk, town, login):
    desk.import_(many(100, 0))
    for _again in range(2):
        assert "ändras" in desk.send(many(100, 6)).text

    login(town.colleague)
    desk.store(desk.send(many(100, 6)))

    assert len(flagged(desk)) == 6


def test_a_number_with_a_flag_stops_the_filing(desk, rows):
    desk.import_(FLAGGED)
    begun = desk.browser.send(desk.browser.get("/filings/new/dropout"), protected="no")

    answer = desk.browser.send(desk.browser.get(begun.location), to=begun.location, text=SIXTEEN)

    assert answer.location == "/filings/protected?kind=dropout"
    assert rows.query(Draft).all() == []


def test_a_number_with_a_flag_that_is_typed_into_the_form_stops_it_too(desk, rows):
    begun = desk.browser.send(desk.browser.get("/filings/new/dropout"), protected="no")
    step = desk.browser.get(begun.location)
    desk.import_(FLAGGED)

    answer = desk.browser.post(
        step.request.path, data=PUPIL | {"csrf_token": step.page.values["csrf_token"]}
    )

    assert answer.location == "/filings/protected?kind=dropout"
    assert rows.query(Draft).all() == []


def test_the_database_itself_refuses_a_protected_pupil_with_a_name(desk, town, rows):
    from sqlalchemy.exc import IntegrityError

    rows.add(
        RollPupil(school_unit_code=town.ybc.code, protected=True, given_name="Wilma", origins={})
    )

    with pytest.raises(IntegrityError, match="protected_are_nobody"):
        rows.flush()
    rows.rollback()

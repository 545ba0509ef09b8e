"""Who it is about: every number an issuer writes is read, every slip is said in plain words."""

import csv
from datetime import date
from pathlib import Path

import pytest

from forms.base import Facts
from forms.head import PupilForm
from portal.vocabulary import HomeGround

TODAY = date(2026, 11, 18)
FACTS = Facts(
    TODAY,
    municipalities=[("0182", "Nacka"), ("0581", "Norrköping")],
    programmes=[("SA25", "Samhällsvetenskapsprogrammet"), ("SA", "Samhällsvetenskapsprogrammet")],
)
USUAL = {
    "number": ["20100329-2388"],
    "given_name": ["Wilma"],
    "family_name": ["Ek"],
    "programme_code": ["SA25"],
    "home_municipality": ["0182"],
    "home_ground": ["registered"],
}
DATA = Path(__file__).parent.parent / "data"
OFFICIAL = [
    row
    for name in ("testpersonnummer-sample.csv", "testpersonnummer-ungdomar.csv")
    for row in csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines())
]


def a_form(**typed: str) -> PupilForm:
    return PupilForm(USUAL | {name: [text] for name, text in typed.items()}, FACTS)


def test_the_usual_answers_are_right():
    form = a_form()

    assert form.validate(), form.errors
    assert form.born == date(2010, 3, 29)


def test_every_official_number_is_accepted_and_asks_a_birth_date_only_if_it_has_none():
    assert len(OFFICIAL) > 100
    for row in OFFICIAL:
        form = a_form(number=row["nummer"])
        right = form.validate()
        assert right == (not form.asks_birth_date), row
        assert form.asks_birth_date == (form.identity.birth_date is None)
        assert "number" not in form.errors


@pytest.mark.parametrize(
    "written",
    [
        "201003292388",
        "20100329-2388",
        "100329-2388",
        "1003292388",
        "2010-03-29-2388",
        " 20100329 2388 ",
        "20100329–2388",
        "20100329\u00ad2388",
        "20100329TF01",
        "20100329-T238",
    ],
)
def test_a_number_may_be_written_as_people_write_it(written):
    form = a_form(number=written)

    assert form.validate(), form.errors
    assert form.born == date(2010, 3, 29)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Skriv elevens personnummer"),
        ("2010", "12 tecken"),
        ("20100329-2389", "Kontrollsiffran stämmer inte"),
        ("20101329-2388", "datum som finns"),
        ("20270329-2388", "inte har varit än"),
        ("20100329_2388", "bara innehålla siffror"),
        ("20100329-2388\x00", "inte syns"),
        ("1" * 100_000, "högst 40 tecken"),
    ],
)
def test_a_number_that_is_none_is_told_what_is_wrong(written, said):
    form = a_form(number=written)

    assert not form.validate()
    assert said in " ".join(str(error) for error in form.errors["number"])


def test_a_number_without_a_day_asks_for_the_birth_date_and_takes_it():
    without_day = next(row["nummer"] for row in OFFICIAL if row["ofullstandigt_datum"] == "ja")

    form = a_form(number=without_day)
    assert not form.validate()
    assert "Numret säger inte när" in str(form.errors["birth_date"][0])

    form = a_form(number=without_day, birth_date="2008-05-03")
    assert form.validate(), form.errors
    assert form.born == date(2008, 5, 3)


def test_a_birth_date_beside_a_number_that_has_one_is_not_used():
    form = a_form(birth_date="1999-01-01")

    assert form.validate(), form.errors
    assert form.born == date(2010, 3, 29)


@pytest.mark.parametrize(("given", "family"), [("Wilma", ""), ("", "Ek")])
def test_one_name_is_enough(given, family):
    assert a_form(given_name=given, family_name=family).validate()


def test_somebody_has_a_name():
    form = a_form(given_name=" ", family_name="")

    assert not form.validate()
    assert "given_name" in form.errors


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("sa25", "SA25"),
        ("Samhällsvetenskapsprogrammet", "SA25"),
        ("imv", "IMV"),
        (" NANAT 0 ", "NANAT0"),
    ],
)
def test_a_programme_is_read_from_its_code_its_name_or_a_study_path(typed, code):
    form = a_form(programme_code=typed)

    assert form.validate(), form.errors
    assert form.programme_code.data == code


@pytest.mark.parametrize("typed", ["", "en klass för sig!", "X"])
def test_a_programme_that_is_no_code_is_refused(typed):
    assert "programme_code" in _errors(a_form(programme_code=typed))


@pytest.mark.parametrize("ground", [HomeGround.STAYS, HomeGround.STATED])
def test_a_ground_that_no_register_bears_out_is_explained(ground):
    assert "home_reason" in _errors(a_form(home_ground=ground.value))
    assert a_form(home_ground=ground.value, home_reason="Bor hos sin faster.").validate()


def test_protected_is_no_ground_to_choose_here():
    assert "home_ground" in _errors(a_form(home_ground=HomeGround.PROTECTED.value))


def test_a_municipality_outside_the_list_is_refused():
    assert "home_municipality" in _errors(a_form(home_municipality="9999"))


def _errors(form: PupilForm) -> dict[str, list[str]]:
    form.validate()
    return form.errors

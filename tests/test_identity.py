"""Identity numbers: the official ones pass in every shape people type; the rest is told why."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.identity import (
    INTERIM_LETTERS,
    BadIdentityNumber,
    BadNumber,
    NumberKind,
    age_on,
    parse,
    stored,
    turns,
)

TODAY = date(2026, 11, 22)
DATA = Path(__file__).parent / "data"


def official_numbers():
    for path in sorted(DATA.glob("testpersonnummer-*.csv")):
        with path.open(encoding="utf-8") as lines:
            yield from csv.DictReader(lines)


OFFICIAL = list(official_numbers())
numbers = st.sampled_from([row["nummer"] for row in OFFICIAL])
birth_dates = st.dates(date(1930, 1, 1), TODAY)


def reason_for(text, today=TODAY):
    with pytest.raises(BadIdentityNumber) as refused:
        parse(text, today)
    return refused.value.reason


def test_every_official_test_number_is_accepted_as_it_is():
    assert len(OFFICIAL) > 1500
    for row in OFFICIAL:
        number = parse(row["nummer"], TODAY)
        born = date.fromisoformat(row["fodelsedatum"]) if row["fodelsedatum"] else None
        assert (number.value, number.kind, number.birth_date) == (row["nummer"], row["typ"], born)


@given(
    numbers, st.sampled_from(["{}{}", "{}-{}", "{} {}", " {} - {} ", "{}\u2013{}", "{}\u2212{}"])
)
def test_twelve_digits_may_be_written_in_every_usual_way(value, shape):
    assert parse(shape.format(value[:8], value[8:]), TODAY).value == value


@given(numbers)
def test_ten_digits_with_the_official_sign_give_the_century(value):
    sign = "+" if TODAY.year - int(value[:4]) >= 100 else "-"

    assert parse(f"{value[2:8]}{sign}{value[8:]}", TODAY).value == value


@given(numbers)
def test_a_date_written_with_hyphens_is_understood(value):
    text = f"{value[:4]}-{value[4:6]}-{value[6:8]}-{value[8:]}"

    assert parse(text, TODAY).value == value


@given(numbers, st.integers(2, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(value, place, added):
    wrong = (int(value[place]) + added) % 10

    reason_for(value[:place] + str(wrong) + value[place + 1 :])


@given(numbers, st.integers(1, 9))
def test_a_wrong_check_digit_is_told_as_that(value, added):
    wrong = (int(value[11]) + added) % 10

    assert reason_for(f"{value[:11]}{wrong}") is BadNumber.WRONG_CHECK_DIGIT


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "\uff12\uff10\uff11\uff10\uff10\uff14\uff11\uff14\uff0d\uff12\uff13\uff18\uff14",
            "201004142384",
        ),
        ("2010\u00a004\u00a014\u00a02384", "201004142384"),
        ("\u200b20100414\u00ad2384\ufeff", "201004142384"),
        ("\u0662\u0660100414-2384", "201004142384"),
        ("20100414\u20112384", "201004142384"),
        ("100414-2384", "201004142384"),
        ("1004142384", "201004142384"),
        ("20130101tf01", "20130101TF01"),
        ("130101-TF01", "20130101TF01"),
        ("000101-t220", "20000101T220"),
    ],
)
def test_what_keyboards_and_documents_add_is_taken_away(text, value):
    assert parse(text, TODAY).value == value


@pytest.mark.parametrize(
    ("text", "today", "year"),
    [
        ("060310-TF10", date(2026, 11, 22), 2006),
        ("060310+TF10", date(2026, 11, 22), 1906),
        ("060310TF10", date(2026, 11, 22), 2006),
        ("920226TF10", date(2026, 11, 22), 1992),
        ("920226-TF10", date(2026, 11, 22), 1992),
        ("920226+TF10", date(2026, 11, 22), 1892),
        ("261122TF10", date(2026, 11, 22), 2026),
        ("261123TF10", date(2026, 11, 22), 1926),
        ("261122-TF10", date(2026, 11, 22), 2026),
        ("261123+TF10", date(2026, 11, 22), 1926),
        ("270101+TF10", date(2026, 11, 22), 1827),
    ],
)
def test_the_sign_decides_the_century_and_without_one_the_latest_is_meant(text, today, year):
    assert parse(text, today).birth_date.year == year


def test_a_plus_is_due_from_the_year_a_person_turns_a_hundred():
    assert parse("261123-TF10", date(2025, 12, 31)).birth_date.year == 1926
    assert reason_for("261123-TF10", date(2026, 1, 1)) is BadNumber.IN_THE_FUTURE
    assert parse("261123+TF10", date(2026, 1, 1)).birth_date.year == 1926


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("200600852388", None),  # month 00
        ("194502602396", None),  # day 60: the day is unknown
        ("200510912389", date(2005, 10, 31)),
        ("195906862395", date(1959, 6, 26)),
    ],
)
def test_a_samordningsnummer_gives_a_birth_date_only_if_it_holds_one(text, born):
    number = parse(text, TODAY)

    assert number.kind is NumberKind.SAMORDNINGSNUMMER
    assert number.birth_date == born


@pytest.mark.parametrize("serial", ["TF01", "TF10", "TF20", "QZ99", "T220", "P123", "X000"])
def test_interim_numbers_are_ordinary_here(serial):
    number = parse(f"20081231-{serial}", TODAY)

    assert number.value == f"20081231{serial}"
    assert number.kind is NumberKind.INTERIM
    assert number.birth_date == date(2008, 12, 31)


def test_a_single_letter_is_one_of_those_in_use():
    unused = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") - set(INTERIM_LETTERS)

    for letter in INTERIM_LETTERS:
        assert parse(f"20081231{letter}123", TODAY).kind is NumberKind.INTERIM
    for letter in sorted(unused):
        assert reason_for(f"20081231{letter}123") is BadNumber.WRONG_SHAPE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", BadNumber.EMPTY),
        (" \u00a0\u200b", BadNumber.EMPTY),
        ("2010041", BadNumber.WRONG_LENGTH),
        ("20100414238", BadNumber.WRONG_LENGTH),
        ("2010041423840", BadNumber.WRONG_LENGTH),
        ("2" * 100_000, BadNumber.WRONG_LENGTH),
        ("20100414-23\u00d80", BadNumber.BAD_CHARACTER),
        ("20100414_2380", BadNumber.BAD_CHARACTER),
        ("20100414-2384\x00", BadNumber.BAD_CHARACTER),
        ("20100414\ud8002380", BadNumber.BAD_CHARACTER),
        ("20100414\u2022\u2022\u2022\u2022", BadNumber.BAD_CHARACTER),
        ("20130101-\u00dfF1", BadNumber.BAD_CHARACTER),
        ("20100414-XXXX", BadNumber.WRONG_SHAPE),
        ("2010O4142384", BadNumber.WRONG_SHAPE),
        ("2010041-42384", BadNumber.WRONG_SHAPE),
        ("20100414--2384", BadNumber.WRONG_SHAPE),
        ("20101307-2380", BadNumber.NOT_A_DATE),
        ("20100230-2380", BadNumber.NOT_A_DATE),
        ("20100007-2380", BadNumber.NOT_A_DATE),
        ("20100392-2380", BadNumber.NOT_A_DATE),
        ("20101367-2380", BadNumber.NOT_A_DATE),
        ("20100367-TF10", BadNumber.NOT_A_DATE),
        ("20100230-TF10", BadNumber.NOT_A_DATE),
        ("00100414-2384", BadNumber.NOT_A_DATE),
        ("17991231-2380", BadNumber.NOT_A_DATE),
        ("20261123-TF10", BadNumber.IN_THE_FUTURE),
        ("20270062-2380", BadNumber.IN_THE_FUTURE),
        ("20100414-2385", BadNumber.WRONG_CHECK_DIGIT),
        ("20000101-0008", BadNumber.WRONG_CHECK_DIGIT),  # the sum holds, 000 is never issued
    ],
)
def test_what_is_refused_is_told_why(text, reason):
    assert reason_for(text) is reason


@given(st.text(max_size=30))
def test_any_text_is_either_a_number_or_refused(text):
    try:
        number = parse(text, TODAY)
    except BadIdentityNumber as refused:
        assert refused.reason in BadNumber
    else:
        assert stored(number.value) == number


@given(birth_dates, st.from_regex(r"[-+ ]?([A-Z]{2}[0-9]{2}|[TP][0-9]{3})", fullmatch=True))
def test_what_is_accepted_is_accepted_again_in_its_own_shape(born, serial):
    number = parse(f"{born:%Y%m%d}{serial}", TODAY)

    assert number.birth_date == born
    assert parse(number.value, TODAY) == parse(number.formatted, TODAY) == number


def test_a_stored_number_comes_back_the_same():
    for row in OFFICIAL:
        assert stored(row["nummer"]) == parse(row["nummer"], TODAY)


@pytest.mark.parametrize(
    "value", ["100414-2384", "20100414-2384", "201013072380", "20100414238", ""]
)
def test_only_the_stored_form_is_read_back(value):
    with pytest.raises(BadIdentityNumber):
        stored(value)


def test_a_number_is_shown_in_full_or_masked():
    number = parse("1004142384", TODAY)
    without_date = parse("200600852388", TODAY)

    assert number.formatted == "20100414-2384"
    assert number.masked == "2010-04-14-\u2022\u2022\u2022\u2022"
    assert without_date.masked == "20060085-\u2022\u2022\u2022\u2022"


def test_neither_a_printed_number_nor_a_refusal_holds_personal_data():
    with pytest.raises(BadIdentityNumber) as refused:
        parse("20100414-2385", TODAY)

    assert "2010" not in str(refused.value) + repr(refused.value)
    assert "2010" not in str(parse("20100414-2384", TODAY)) + repr(parse("20100414-2384", TODAY))


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2006, 11, 22), date(2026, 11, 21), 19),
        (date(2006, 11, 22), date(2026, 11, 22), 20),
        (date(2006, 11, 23), date(2026, 11, 22), 19),
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 11, 22), date(2026, 11, 22), 0),
        (date(2026, 11, 22), date(2026, 11, 21), -1),
    ],
)
def test_age_is_counted_to_the_birthday(born, day, age):
    assert age_on(born, day) == age


@given(birth_dates, st.integers(0, 110))
def test_a_person_has_an_age_from_the_day_it_is_reached(born, age):
    birthday = turns(born, age)

    assert age_on(born, birthday) == age
    assert age_on(born, birthday - timedelta(1)) == age - 1

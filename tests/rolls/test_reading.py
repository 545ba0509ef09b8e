"""Whatever a file holds: it is read as it was meant, or refused with a reason."""

import csv
import io
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.characters import folded, is_hidden
from portal.drills.workbooks import HEADER, xlsx
from portal.identity import parse
from portal.rolls.columns import USUAL, guess, pair
from portal.rolls.rows import Reader, read_rows
from portal.rolls.table import Unreadable, read_table
from portal.rolls.values import BadValue, Places, day, figure, flag, school_year
from portal.vocabulary import RollFault, RollField
from tests.town import SIXTEEN, TODAY

PLACES = [("0182", "Nacka"), ("0581", "Norrköping"), ("0138", "Tyresö"), ("0980", "Gotland")]
NAMES = [
    *("Åsa-Märta", "O'Brien", "Đặng", "Nguyễn", "von der Ö", "Q", "Null", "Ek " * 20 + "Ek"),
    *("שרה", "محمد", "Зоя", "李", "d’Artagnan", "Jean-Luc", "Ōsaka", "Iñaki", "Þórður", "Ng", "O"),
]


def reader():
    return Reader("68285560", PLACES, TODAY)


def read(content, columns=None):
    table, taken = read_table(content), reader()
    paired = columns or pair(table.headers, {})
    assert paired is not None
    read_rows(table, paired, taken, lambda _: None)
    return taken


def one(**texts):
    """One row, taken; gives the reader."""
    taken = reader()
    usual = {"number": SIXTEEN, "given_name": "Wilma"} | texts
    taken.take(2, {RollField(name): text for name, text in usual.items()})
    return taken


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["utf-8", "utf-8-sig", "xlsx"])
def test_true_names_come_through(name, how):
    rows = [HEADER, (SIXTEEN, name, "", "Nej")]
    if how == "xlsx":
        content = xlsx(rows)
    else:
        content = "\r\n".join(";".join(row) for row in rows).encode(how)

    taken = read(content)

    assert taken.faults == []
    assert taken.rows[0]["given_name"] == name.strip()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_usual_way_to_write_a_csv_file_is_read(encoding, separator, ending):
    rows = [HEADER, (SIXTEEN, "Åsa", "Öhrn", "Ingen")]
    text = ending.join(separator.join(row) for row in rows) + ending

    taken = read(text.encode(encoding))

    assert taken.faults == []
    assert (taken.rows[0]["given_name"], taken.rows[0]["family_name"]) == ("Åsa", "Öhrn")


@pytest.mark.parametrize(
    "char", ["\x00", "\x0b", "\x1b", "\x85", "\u202e", "\u2066", "\u200f", "\ufffd"]
)
@pytest.mark.parametrize("field", ["given_name", "class_name", "address"])
def test_what_nobody_can_see_is_refused_with_a_reason(char, field):
    taken = one(**{field: f"Wil{char}ma"})

    assert [fault.kind for fault in taken.faults] == [RollFault.HIDDEN]
    assert taken.faults[0].facts == {"column": field}


TEXTS = st.text(
    st.characters(exclude_characters='\0;,\t\r\n"=', exclude_categories=["Cs"]), max_size=40
)


@settings(max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
def test_a_csv_file_says_what_was_written_to_it_or_why_not(names):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("Fodelsedatum", "Fornamn", "Efternamn", "Klass"))
    writer.writerows(("2010-01-01", given, family, "A") for given, family in names)

    taken = read(out.getvalue().encode())

    faulty = {fault.row for fault in taken.faults}
    for turn, row in enumerate(taken.rows, 2):
        name = row["given_name"] + row["family_name"]
        assert turn in faulty or (folded(name) and not any(map(is_hidden, name)))


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_reason(content):
    try:
        table = read_table(content)
    except Unreadable as error:
        assert error.fault.kind in RollFault
    else:
        assert table.lines


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_that_begin_as_a_packed_file_do_too(content):
    with pytest.raises(Unreadable):
        read_table(b"PK\x03\x04" + content)


@settings(max_examples=150)
@given(st.text(max_size=20))
def test_any_text_is_a_value_or_a_bad_one(text):
    for reads in (day, figure, school_year, Places(PLACES).code):
        try:
            reads(text)
        except BadValue as wrong:
            assert wrong.kind in RollFault


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(RollField), st.text(max_size=30)))
def test_any_row_is_taken_or_explained(texts):
    taken = reader()
    taken.take(2, texts)

    assert taken.rows or taken.faults


@pytest.mark.parametrize(
    "text", ["20100329-2388", "100329-2388", "201003292388", "20100329 2388", " 2010-03-29-2388 "]
)
def test_a_number_is_read_as_people_write_it(text):
    assert one(number=text).rows[0]["number"] == parse(SIXTEEN, TODAY).value


@pytest.mark.parametrize(
    ("text", "county", "code"),
    [
        ("0182", "", "0182"),
        ("182", "", "0182"),
        ("82", "1", "0182"),
        ("82", "01", "0182"),
        ("Nacka", "", "0182"),
        ("NACKA KOMMUN", "", "0182"),
        ("Norrköpings kommun", "", "0581"),
        ("980", "", "0980"),
        ("80", "9", "0980"),
        ("", "", None),
    ],
)
def test_a_municipality_is_known_in_every_shape(text, county, code):
    assert Places(PLACES).code(text, county) == code


@pytest.mark.parametrize(
    ("text", "county"), [("82", ""), ("0182", "5"), ("9999", ""), ("Nack", ""), ("82", "x")]
)
def test_a_municipality_that_could_be_two_or_none_is_refused(text, county):
    with pytest.raises(BadValue):
        Places(PLACES).code(text, county)


@pytest.mark.parametrize(
    ("text", "said"),
    [("", None), ("Ingen", False), ("nej", False), ("0", False), ("1", True), ("?", True)],
)
def test_a_flag_that_is_not_understood_is_one(text, said):
    assert flag(text) is said


def test_days_are_read_as_systems_write_them():
    for text in ("2026-08-18", "20260818", "2026-08-18 00:00:00", "2026-08-18T00:00:00Z"):
        assert day(text) == date(2026, 8, 18)


def test_usual_headers_are_known_and_others_are_asked_for():
    usual = ["SkolenhetsKod", "PersonNr", "Förnamn", "EFTERNAMN", "E-post", "HandelseTyp"]

    assert pair(usual, {}) is not None
    assert pair([*usual, "Mentor"], {}) is None
    assert pair([*usual, "Mentor"], {"Mentor": ""}) is not None
    assert guess(["Mentor"], {}) == {"Mentor": ""}
    assert pair(["PersonNr", "Personnummer", "Namn"], {}) is None


def test_the_example_and_the_names_on_the_page_need_no_pairing():
    example = Path(__file__).parents[2] / "docs" / "elevlista-exempel.csv"
    table, taken = read_table(example.read_bytes()), Reader("92506886", PLACES, TODAY)
    paired = pair(table.headers, {})
    assert paired is not None
    read_rows(table, paired, taken, lambda _: None)

    assert taken.faults == []
    assert len(taken.rows) == 8
    assert pair(USUAL.split("; "), {}) is not None


def test_names_sort_as_in_swedish():
    names = ["Zorn", "Åberg", "Ärlig", "Öhman"]

    assert all(folded(first) < folded(second) for first, second in pairwise(names))

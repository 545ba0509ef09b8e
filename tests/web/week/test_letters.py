"""The week's post: what is printed, where the address stands, and for whom."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.models import (
    AccessLogEntry,
    Task,
)
from portal.vocabulary import (
    ContactChannel,
    Opened,
    TaskAction,
)
from tests.pdf_text import pages, text
from tests.pdfs import assert_is_kept_for_long
from tests.town import TODAY
from tests.web.week.youths import LETTERS, attempts, many

WINDOW = {"left": 114, "right": 196, "top": 46, "bottom": 73}
"""Millimetres of the sheet that show through a window to the right (H2)."""


# --- what is printed ------------------------------------------------------------------------------


def test_a_letter_has_its_address_in_the_window_and_says_whom_to_reach(post, youth, town):
    youth("Wilma Ek", TaskAction.WRITE)

    answer = post("print")

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="veckans-brev.pdf"'
    assert_is_kept_for_long(answer.data, lang="sv", title="Veckans brev")
    (sheet,) = pages(answer.data)
    window = [one for one in sheet if one.x > WINDOW["left"] and one.y < WINDOW["bottom"]]
    assert [one.text for one in window] == ["Wilma Ek", "Storgatan 1", "131 40 Nacka"]
    assert all(one.y - one.size / 4 > WINDOW["top"] for one in window)
    said = text(answer.data)
    for part in (
        "Hej Wilma!",
        "kommunala aktivitetsansvaret",
        "Amina Berg",
        "08-465 004 10",
        "vardagar 9–15",
        "kaa@0182.example",
        "KAA Nacka, Nacka kommun",
    ):
        assert part in said


def test_a_minors_letter_goes_to_the_guardian_where_the_routine_says_so(
    post, youth, guardian_first
):
    youth("Wilma Ek", TaskAction.WRITE, routine=guardian_first)
    youth("Sven Alm", TaskAction.WRITE, routine=guardian_first, birth_date=date(2008, 11, 18))
    youth("Ida Berg", TaskAction.WRITE)

    said = text(post("print").data)

    assert "Till vårdnadshavare för Wilma Ek" in said
    assert "vårdnadshavare för Sven" not in said
    assert "vårdnadshavare för Ida" not in said
    assert "Hej Sven!" in said
    assert "Hej Ida!" in said


def test_the_letter_before_20_names_the_day(post, youth):
    youth("Wilma Ek", TaskAction.WRITE_BEFORE_20, birth_date=date(2007, 5, 3))

    assert "Den 3 maj 2027 fyller du 20 år." in text(post("print").data)


@pytest.mark.parametrize(
    ("action", "title"),
    [
        (TaskAction.SEND_POSTCARD, "Vad gör du nu?"),
        (TaskAction.SEND_VISIT_CARD, "Får vi komma och hälsa på?"),
    ],
)
def test_a_card_says_nothing_of_whom_it_is_for_and_has_a_label(post, youth, action, title):
    youth("Wilma Ek", action)
    youth("Sven Alm", action, address="Lillgatan 2, 131 41 Nacka")

    cards, labels = pages(post("print").data)

    said = " ".join(one.text for one in cards)
    assert said.count(title) == 2
    for private in ("Wilma", "Ek", "Storgatan", "Sven"):
        assert private not in said.split()
    wilma, sven = ([one for one in labels if (one.x > 70) is right] for right in (False, True))
    lines = [[one.text for one in label] for label in (wilma, sven)]
    assert sorted(lines) == [
        ["Sven Alm", "Lillgatan 2", "131 41 Nacka"],
        ["Wilma Ek", "Storgatan 1", "131 40 Nacka"],
    ]


def test_twenty_five_cards_take_a_second_sheet_of_labels(post, youth, rows):
    entry = youth("Wilma Ek", TaskAction.SEND_POSTCARD)
    many(rows, entry, rows.scalars(select(Task)).one(), 24)

    sheets = pages(post("print").data)

    assert len(sheets) == 7 + 2
    labels = [one for one in sheets[7] if one.text == "Wilma Ek"]
    assert len({(round(one.x), round(one.y)) for one in labels}) == 24
    assert all(one.x < 210 and one.y < 297 for sheet in sheets for one in sheet)


LONG = "Wolfeschlegelsteinhausenbergerdorff " * 3


ADDRESSES = (
    '#import "x": y; $x^2$ *fet* _kursiv_ <label> @cite \\ // /* `kod`',
    '= Rubrik\n#pagebreak()\n#read("/etc/passwd")',
    "c/o " + "Ä" * 60 + "\n" + "Långa gatan 1 " * 14,
    "1\n2\n3\n4\n5\n6",
    "السويد 12",
    "Gatan 1\u2028Nacka \U0001f600",
)


def test_whatever_an_address_holds_is_text_within_the_window(post, youth):
    for address in ADDRESSES:
        youth("Wilma Ek", TaskAction.WRITE, address=address)
        youth(LONG.strip(), TaskAction.WRITE, address=address)

    sheets = pages(post("print").data)

    assert len(sheets) == 2 * len(ADDRESSES)
    for sheet in sheets:
        window = [one for one in sheet if one.x > WINDOW["left"] - 1 and one.y < 90]
        assert window
        for one in window:
            assert WINDOW["top"] < one.y < WINDOW["bottom"], one
    assert "#import" in "".join(one.text for sheet in sheets for one in sheet)


def test_what_cannot_be_sent_is_listed_apart_with_why_and_never_printed(kaa, post, youth, rows):
    youth("Wilma Ek", TaskAction.WRITE, address=" \n ")
    youth("Sven Alm", TaskAction.WRITE, address="1\n2\n3\n4\n5\n6\n7")
    ids = [str(one) for one in rows.scalars(select(Task.id))]

    shown = kaa.get(LETTERS).page

    assert "Kan inte skickas" in shown.text
    assert "Adress saknas." in shown.text
    assert "fler rader än som syns" in shown.text
    assert post("print", ids).location == LETTERS
    assert post("sent", ids[:1]).location == LETTERS
    assert attempts(rows) == [] or attempts(rows)[0].entry.address.strip()


def test_only_what_is_asked_for_by_post_and_by_sunday_is_there(kaa, youth):
    youth("Wilma Ek", TaskAction.TRY_TO_REACH, channel=ContactChannel.PHONE)
    youth("Sven Alm", TaskAction.WRITE, TODAY + timedelta(days=5))
    youth("Ida Berg", TaskAction.WRITE, channel=ContactChannel.EMAIL)
    youth("Tor Lund", TaskAction.TRY_TO_REACH, channel=ContactChannel.LETTER)

    shown = kaa.get(LETTERS).page.text

    for name in ("Wilma", "Sven", "Ida"):
        assert name not in shown
    assert "Tor Lund" in shown


# --- whose and by whom ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["counsellor", "rector", "municipality_admin", "log_reviewer"])
def test_the_post_is_for_kaa_alone(login, town, who):
    assert login(getattr(town, who)).get(LETTERS).status_code == 403


@pytest.mark.parametrize("step", ["print", "sent"])
def test_another_municipality_neither_prints_nor_marks(login, town, youth, rows, step):
    youth("Wilma Ek", TaskAction.WRITE)
    client = login(town.other_caseworker)
    token = client.get("/account").page.values["csrf_token"]
    ids = [str(one) for one in rows.scalars(select(Task.id))]

    answer = client.post(f"{LETTERS}/{step}?whose=team", data={"csrf_token": token, "task": ids})

    assert answer.mimetype != "application/pdf"
    assert attempts(rows) == []


def test_the_teams_post_holds_everybodys_and_ones_own_only_ones_own(kaa, youth, town):
    youth("Sven Alm", TaskAction.WRITE, caseworker=town.second_caseworker)

    assert "Sven Alm" not in kaa.get(LETTERS).page.text
    assert "Sven Alm" in kaa.get(f"{LETTERS}?whose=team").page.text
    one = f"{LETTERS}?whose=team&caseworker={town.caseworker.id}"
    assert "Sven Alm" not in kaa.get(one).page.text


def test_printing_is_logged_for_each_person_and_changes_nothing(post, youth, rows, town):
    youths = [youth("Wilma Ek", TaskAction.WRITE), youth("Sven Alm", TaskAction.SEND_POSTCARD)]

    post("print")

    seen = rows.scalars(select(AccessLogEntry)).all()
    assert {one.reference for one in seen} == {one.reference for one in youths}
    assert {one.opened for one in seen} == {Opened.ENTRY}
    assert attempts(rows) == []
    assert rows.scalar(select(func.count()).where(Task.done_at.is_not(None))) == 0


@pytest.mark.parametrize("step", ["print", "sent"])
@pytest.mark.parametrize("tasks", [[], ["nonsense"], [str(uuid4())]])
def test_nothing_ticked_prints_and_marks_nothing(post, youth, rows, step, tasks):
    youth("Wilma Ek", TaskAction.WRITE)

    answer = post(step, tasks)

    assert (answer.status_code, answer.location) == (303, LETTERS)
    assert attempts(rows) == []

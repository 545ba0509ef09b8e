"""All function mailboxes from a file: looked at first, all or nothing, faults in words."""

from io import BytesIO

import pytest

from portal.models import Municipality
from portal.vocabulary import FormKind

GOOD = "kommunkod;e-post;telefon\n0138;kaa@tyreso.example;08-465 004 60\n0581;x@y.example;\n"
PATH = "/admin/mailboxes"


@pytest.fixture
def admin(login, town):
    return login(town.platform_admin)


def upload(client, content):
    token = client.get(PATH).page.values["csrf_token"]
    content = content if isinstance(content, bytes) else content.encode()
    said = {"csrf_token": token, "file": (BytesIO(content), "brevlador.csv")}
    return client.post(PATH, data=said, content_type="multipart/form-data")


def store(client, preview):
    return client.post(f"{PATH}/store", data=preview.page.values)


def mailbox(rows, code="0138"):
    return rows.get_one(Municipality, code, populate_existing=True)


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        GOOD.replace(";", ","),
        GOOD.replace("\n", "\r\n"),
        GOOD.encode("utf-8-sig"),
        GOOD.partition("\n")[2],
        ("138;kaa@tyreso.example;08-465 004 60\n"),
        GOOD.replace("telefon\n", "telefon\n").replace("e-post", "é-post").encode("latin-1"),
    ],
)
def test_a_file_is_looked_at_and_then_stored(admin, rows, content):
    preview = upload(admin, content)

    assert "Inget är sparat än" in preview.page.text
    assert mailbox(rows).email == ""
    assert store(admin, preview).status_code == 303
    assert (mailbox(rows).email, mailbox(rows).phone) == (
        "kaa@tyreso.example",
        "08-465 004 60",
    )


def test_one_that_has_joined_sees_to_its_own(admin, rows):
    preview = upload(admin, GOOD)

    assert "Ändras inte: ansluten" in preview.page.text
    store(admin, preview)
    assert mailbox(rows, "0581").email == "kaa@0581.example"


def test_an_empty_telephone_leaves_the_one_that_is_known(admin, rows):
    known = mailbox(rows).phone

    store(admin, upload(admin, "0138;kaa@tyreso.example"))

    assert mailbox(rows).phone == known != ""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("9999;kaa@x.example;", "Rad 2: Det finns ingen kommun med den kommunkoden."),
        ("0581;ingen adress;", "Rad 2: Skriv en e-postadress"),
        ("0581;;", "Rad 2: E-postadressen saknas."),
        ("0581;kaa@x.example;ring", "Rad 2: Skriv telefonnumret med siffror"),
        ("0138;kaa@x.example;", "Rad 2: Kommunen står redan på en tidigare rad."),
        ("0581", "Rad 2: Raden ska ha kommunkod, e-post och telefon."),
        ("0581;a@b.example;1;2", "Rad 2: Raden ska ha kommunkod, e-post och telefon."),
        ("0581;k\x00a@x.example;", "Rad 2: "),
        ('"0581;a@b.example;', "Rad 2: "),
    ],
)
def test_one_wrong_row_stops_the_whole_file(admin, rows, line, says):
    answer = upload(admin, f"0138;kaa@tyreso.example;\n{line}\n")

    assert answer.status_code == 422
    assert says in answer.page.text
    assert mailbox(rows).email == ""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "Filen har inga rader"),
        ("kommunkod;e-post;telefon\n", "Filen har inga rader"),
        ("0138;kaa@tyreso.example;\n" + " " * 100_000, "Filen är för stor"),
        (bytes(range(256)) * 20, "Rad"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(admin, content, says):
    answer = upload(admin, content)

    assert answer.status_code == 422
    assert says in answer.page.text


def test_without_a_file_it_is_asked_for(admin):
    assert admin.send(admin.get(PATH)).status_code == 422


@pytest.mark.parametrize("sent", ["9999;a@b.example;", "", "x" * 200_000, "0138;\x00;"])
def test_what_is_sent_back_is_checked_again(admin, rows, sent):
    token = admin.get(PATH).page.values["csrf_token"]

    answer = admin.post(f"{PATH}/store", data={"csrf_token": token, "rows": sent})

    assert answer.status_code == 422
    assert mailbox(rows).email == ""


def test_a_municipalitys_own_administrator_has_no_such_page(login, town, rows):
    client = login(town.municipality_admin)
    token = client.get("/account").page.values["csrf_token"]

    assert client.get(PATH).status_code == 403
    answer = client.post(f"{PATH}/store", data={"csrf_token": token, "rows": "0138;a@b.example;"})
    assert answer.status_code == 403
    assert mailbox(rows).email == ""


def test_how_often_it_is_reminded_is_asked_only_of_one_that_has_not_joined(admin, rows, town):
    page = admin.get("/admin/municipalities/0138/routines/absence")
    assert admin.send(page, chase_days="4").status_code == 303

    rows.expire_all()
    changed = next(one for one in town.tyreso.routines if one.kind is FormKind.ABSENCE)
    assert changed.chase_days == 4
    joined = admin.get("/admin/municipalities/0182/routines/absence")
    assert "chase_days" not in joined.page.values

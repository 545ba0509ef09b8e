"""Log reviewers see who has opened what, and nothing of what was in it."""

from datetime import timedelta

import pytest

from portal.models import (
    AccessLogEntry,
)
from portal.vocabulary import Opened
from tests.town import AT, a_case


def opening(by, reference, at=AT):
    return AccessLogEntry(
        at=at, membership_id=by.id, opened=Opened.CASE, reference=reference,
        municipality_code=by.municipality_code, school_unit_code=by.school_unit_code,
        request_id="x",
    )  # fmt: skip


def test_a_reviewer_sees_who_opened_what_in_the_own_municipality(town, login, stored):
    stored(opening(town.caseworker, "26-2222-2222"), opening(town.other_caseworker, "26-3333-3333"))

    text = login(town.log_reviewer).get("/admin/access-log").page.text

    assert "26-2222-2222" in text
    assert "Amina Berg" in text
    assert "26-3333-3333" not in text


def test_the_log_shows_nothing_of_the_case(town, login, client, stored):
    case = stored(a_case(town))
    login(town.caseworker).get(f"/cases/{case.reference}")

    page = login(town.log_reviewer).get("/admin/access-log")

    assert case.reference in page.page.text
    for secret in ("Wilma", "Ek,", "2010", "YBC"):
        assert secret not in page.page.text


def test_the_log_is_narrowed_by_reference_person_and_day(town, login, stored):
    stored(
        opening(town.caseworker, "26-2222-2222"),
        opening(town.coordinator, "26-3333-3333"),
        opening(town.caseworker, "26-4444-4444", AT - timedelta(days=3)),
    )
    client = login(town.log_reviewer)

    def shown(**query):
        text = client.get("/admin/access-log", query_string=query).page.text
        return {one for one in ("26-2222-2222", "26-3333-3333", "26-4444-4444") if one in text}

    assert shown(reference="26-3333-3333") == {"26-3333-3333"}
    assert shown(person=town.caseworker.id.hex) == {"26-2222-2222", "26-4444-4444"}
    assert shown(first_day="2026-11-18") == {"26-2222-2222", "26-3333-3333"}
    assert shown(last_day="2026-11-17") == {"26-4444-4444"}
    assert shown(first_day="i går") == {"26-2222-2222", "26-3333-3333", "26-4444-4444"}


@pytest.mark.parametrize(
    "after", ["x", "2026-11-18_1", "_", "9" * 5000, "2026-11-18T09:00:00+00:00_x"]
)
def test_a_place_in_the_log_that_is_none_is_its_beginning(town, login, stored, after):
    stored(opening(town.caseworker, "26-2222-2222"))

    page = login(town.log_reviewer).get("/admin/access-log", query_string={"after": after}).page

    assert "26-2222-2222" in page.text


def test_the_log_costs_the_same_however_long_and_shows_each_row_once(town, login, rows, statements):
    client = login(town.log_reviewer)
    rows.add(opening(town.caseworker, "26-2222-0000"))
    rows.commit()
    statements.clear()
    client.get("/admin/access-log")
    few = len(statements)
    rows.add_all(opening(town.caseworker, f"26-2222-{place:04}") for place in range(1, 130))
    rows.commit()

    seen, address = [], "/admin/access-log"
    while address:
        statements.clear()
        page = client.get(address).page
        assert len(statements) == few
        seen += [
            cell.find("div").text for cell in page.all("td") if cell.get("data-label") == "Referens"
        ]
        address = page.links.get("Visa nästa")

    assert len(seen) == len(set(seen)) == 130

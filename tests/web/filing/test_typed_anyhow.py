"""Whatever is typed in a step is answered with a page, and kept."""

import pytest
from sqlalchemy import select

from forms.checks import visible
from portal.models import Draft
from portal.vocabulary import FormKind
from tests.web.filing.typed import Counter

BAD = {
    "empty": "",
    "too long": "å" * 5_000,
    "control characters": "hej\x00\x0b",
    "no such day": "2026-02-30",
    "far ahead": "9999-12-31",
    "long ago": "1026-01-01",
    "another type": "=1+41",
}


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

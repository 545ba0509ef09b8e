"""Every form, in every field: whatever is sent is answered, and a refusal loses nothing."""

import re

import pytest

from portal.web import guards
from tests.pages import Page, problems
from tests.web.bad_input.form import blamed, fields_of
from tests.web.bad_input.places import ELSEWHERE, PLACES

BAD = {
    "empty": "",
    "missing": None,
    "100 kB": "å" * 50_000,
    "text": "nyss",
    "far ahead": "9999-12-31",
    "long ago": "0001-01-01",
    "no such day": "2026-02-30",
    "number": "-" + "9" * 30,
    "NUL": "he\x00j",
    "vertical tab": "he\x0bj",
    "surrogate": "he\ud800j",
    "lost sign": "he\ufffdj",
    "written backwards": "he\u202ej",
    "markup": "<script>alert(1)</script>' OR 1=1-- \U0001f642",
    "doubled": ["nyss", "2026-02-30"],
}
UNREADABLE = ("NUL", "vertical tab", "lost sign", "written backwards", "100 kB")
"""What no text field takes."""
FREE = ("empty", "missing", "number", "surrogate", "markup", "doubled", *UNREADABLE)
"""What a text is tried with."""
CHOSEN = ("empty", "missing", "100 kB", "text", "NUL", "surrogate", "doubled")
"""What a list of choices is tried with; everything else is tried with everything."""
BRIEF = ("empty", "missing", "100 kB", "NUL", "surrogate")
LATER_ROW = re.compile(r"-[1-9]\d*-")
"""A row like the first one, of which there may be many."""
READ_CLOSELY = ("empty", "text", "far ahead", "NUL")
"""Refusals of which the whole page is read."""
SENSITIVE = frozenset({
    *("state", "municipality_code", "school_unit_code", "caseworker_id", "author_id", "case_id"),
    *("role", "version", "session_version", "joined_on", "kind", "number_hash", "current"),
    *("email", "close_reason", "duplicate_of_id", "routine_id", "legal_ground"),
})  # fmt: skip
IDLE = frozenset(
    {"end_ground_text", "reasons_other", "wanted_why_none", "interpreter_language"}
    | {"meeting_times", "meeting_people"}
    | {"informed_how", "informed_language", "informed_on"}
)
"""Questions that the usual answers leave unasked: whatever stands there is not read."""

each_place = pytest.mark.parametrize("place", PLACES, ids=str)


def test_every_address_that_takes_a_form_is_tried_or_says_why_not(app):
    posting = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and not guards.is_static(rule.endpoint)
    }
    tried = {place.endpoint for place in PLACES}

    assert tried | ELSEWHERE.keys() == posting
    assert not tried & ELSEWHERE.keys()


@each_place
def test_what_nobody_asked_for_changes_nothing(place, sitting, town):
    """Filled in as usual a form is accepted; more fields than it shows change no more."""
    answer = sitting.send()
    assert answer.status_code in (200, 303), _errors(Page(answer.text))
    assert (answer.status_code == 200) is place.shows
    wanted = sitting.store.rows(SENSITIVE)
    sitting.begin_again()
    extra = {
        "state": "closed",
        "municipality_code": "0581",
        "school_unit_code": "58544422",
        "caseworker_id": str(town.other_caseworker.id),
        "author_id": str(town.other_counsellor.id),
        "role": "platform_admin",
        "is_admin": "1",
        "version": "99",
        "session_version": "99",
        "close_reason": "stays",
        "email": "annan@example.se",
        "joined_on": "2020-01-01",
        "kind": "start",
    }

    again = sitting.send(**{n: text for n, text in extra.items() if n not in sitting.fields})

    assert again.status_code == answer.status_code
    assert set(sitting.store.rows(SENSITIVE)) <= set(wanted)


@each_place
def test_whatever_is_typed_is_answered_and_a_refusal_loses_nothing(place, sitting):
    for name, field in sitting.fields.items():
        if LATER_ROW.search(name):
            continue
        for bad in BRIEF if place.brief else _tried(field):
            _try(place, sitting, name, bad)


def _tried(field):
    if field.is_chosen:
        return CHOSEN
    return FREE if field.is_free else tuple(BAD)


def _try(place, sitting, name, bad):
    where = f"{place}: {name}, {bad}"
    answer = sitting.send(**{name: BAD[bad]})
    assert answer.status_code in (200, 303) or 400 <= answer.status_code < 500, where
    if answer.status_code == 303:
        field = sitting.fields[name]
        assert not (field.is_free and bad in UNREADABLE and name not in IDLE), f"{where}: taken"
        sitting.begin_again()
        return
    assert sitting.store.changed() <= place.keeps, where
    if bad in READ_CLOSELY and answer.mimetype == "text/html" and answer.status_code != 404:
        _read(Page(answer.text), answer.status_code, sitting, name, where)
    if place.keeps:
        sitting.begin_again()


def _read(page, status, sitting, name, where):
    """A refusal points at the field, and all that stood in the others stands there still."""
    assert not problems(page), f"{where}: {problems(page)}"
    if status == 200:
        assert not page.has_errors(), where
        return
    if not sitting.fields[name].is_shown_again:
        return
    row = name.rpartition("-")[0]
    pointed = blamed(page)
    points_there = name in pointed or any(row and one.startswith(row) for one in pointed)
    assert points_there or name in sitting.place.together, f"{where}: {_errors(page)}"
    shown = fields_of(page, sitting.form, at=sitting.to)
    for other, field in sitting.usual.items():
        if other != name and other in sitting.fields and field.is_shown_again:
            assert shown[other].texts == field.texts, f"{where}: lost {other}"


def _errors(page):
    return ["".join(one.itertext()) for one in page.all(class_="field-error")]

"""The extract: all that is held about the person, who has read it, and nothing of anybody else."""

import re

import pytest
from sqlalchemy import select

from portal.db import Model
from portal.erasing import erase_due
from portal.models import AccessLogEntry, Case, Measure, Message, Participant, RegisterEntry
from portal.queries.sealing import PARTS
from portal.vocabulary import Opened, ParticipantKind, Role, Step
from portal.web import extract_pdf, pdf
from portal.web.extract_columns import LEFT_OUT, TOLD
from tests.pdfs import assert_is_kept_for_long
from tests.queries.erasure.conftest import NOON
from tests.town import EIGHTEEN, somebody

PATH = "/extract"
NOT_ABOUT_ANYBODY = re.compile(r"(^|_)(id|ids|hash|version|code)$|^search_name$")
"""Columns that only say what belongs to what."""
BESIDE = {
    "task": {"follows_up", "counted_from"},
    "participant": {"position"},
    "meeting": {"calendar_sequence"},
    "summons": {"email", "language", "calendar_sequence", "minutes_long"},
    "commitment": {"owner"},
    "handover": {"read_filing", "called_school", "met_youth"},
    "deadline": {"remind_on"},
    "pickup": {"tries_left", "next_at"},
    "rerouting": {"reference", "kind"},
    "measure_report": {"expires_at", "links", "tries_left", "chase_on"},
    "attachment": {"size", "digest", "stored_as", "scan"},
    "message": {"recipient", "reference", "locale", "due_at", "attempts", "leased_at",
                "lost_leases", "tried_since", "last_error"},
}  # fmt: skip
"""How the portal works, what others are called and where they are written to."""


@pytest.fixture
def said(monkeypatch):
    """The texts of each file that is set, as they are handed over to be."""
    seen = []
    render = pdf.render

    def keep(template, texts, *, at):
        seen.append(texts)
        return render(template, texts, at=at)

    monkeypatch.setattr(pdf, "render", keep)
    return seen


def as_text(texts):
    return "\n".join(str(value) for value in (texts["facts"], *texts["parts"]))


def test_the_way_from_the_number_to_the_file(login, town, pupil, said, rows):
    client = login(town.coordinator)
    answer = client.send(client.get(PATH), number=pupil.digits)
    assert answer.location == f"/register/{pupil.references[2]}/extract"
    page = client.get(answer.location).page
    assert pupil.digits not in page.text
    for reference in pupil.references:
        assert reference in page.text

    answer = client.get(page.links["Hämta utdraget (PDF)"])

    assert answer.headers["Content-Disposition"] == 'attachment; filename="registerutdrag.pdf"'
    assert_is_kept_for_long(answer.data, lang="sv", title="Registerutdrag")
    logged = select(AccessLogEntry.reference).where(AccessLogEntry.opened == Opened.EXTRACT)
    assert set(rows.scalars(logged)) == set(pupil.references)


def test_everything_held_is_in_it_and_nothing_of_the_twin(login, town, pupil, twin, said, rows):
    login(town.coordinator).get(f"/register/{pupil.references[2]}/extract.pdf")

    told = as_text(said[0])
    shown = [pupil.name, pupil.family, f"{pupil.digits[:8]}-{pupil.digits[8:]}",
             f"hemlig-{pupil.digits}", *pupil.references]  # fmt: skip
    assert [one for one in shown if one not in told] == []
    assert [one for one in (*twin.canaries, *twin.references) if one in told] == []
    titles = " ".join(part["title"] for part in said[0]["parts"])
    for table, (title, _) in TOLD.items():
        assert title in titles, table
    for part in said[0]["parts"]:
        assert part["rows"], part["title"]


def test_who_has_read_is_told_by_day_function_and_organisation_without_names(
    login, town, pupil, said, rows
):
    login(town.coordinator).get(f"/register/{pupil.references[2]}/extract.pdf")

    readers = said[0]["parts"][-1]
    assert readers["title"] == "Vilka som har läst"
    assert ("18\xa0nov 2026", "Handläggare, Nacka: Ärende, 4 gånger") in readers["rows"]
    assert not [who for who in ("Amina", "Berg", "Cilla") if who in str(readers)]


def test_others_at_a_meeting_are_told_of_without_name_or_words(login, town, pupil, said, rows):
    school = rows.scalars(
        select(Participant).where(Participant.kind == ParticipantKind.SCHOOL)
    ).one()
    school.name, school.words, school.contact = "Någon Annan", "Andras ord", "andra@x.example"
    rows.commit()

    login(town.coordinator).get(f"/register/{pupil.references[2]}/extract.pdf")

    told = as_text(said[0])
    assert not [one for one in ("Någon Annan", "Andras ord", "andra@x") if one in told]


def test_what_somebody_typed_is_never_markup(login, town, pupil, said, rows):
    evil = '#read("/etc/passwd") ] = *fet* $x$ \\ @a <b> `c` \u202e\u0000'.replace("\0", "")
    entry = rows.get(RegisterEntry, pupil.ids[2])
    entry.address, entry.given_name = evil, "=cmd|' /C calc'!A0"
    rows.commit()

    answer = login(town.coordinator).get(f"/register/{pupil.references[2]}/extract.pdf")

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert b"root:" not in answer.data


def test_somebody_who_is_only_in_a_case_gets_one_too(login, town, pupil, said, erase_entry):
    client = login(town.coordinator)

    answer = client.send(client.get(PATH), number=pupil.digits)

    assert answer.location.startswith("/cases/")
    assert client.get(answer.location).status_code == 200
    assert client.get(f"{answer.location}.pdf").data.startswith(b"%PDF")


@pytest.fixture
def erase_entry(pupil, clock):
    assert erase_due(NOON) == 1


def test_a_sealed_pupil_and_a_stranger_get_the_same_answer(login, town, pupil):
    client = login(town.caseworker)
    page = client.get(f"/filings/seal/{pupil.references[0]}")
    assert client.send(page, flagged="pupil").status_code == 303
    client = login(town.coordinator)

    sealed, stranger = (
        client.send(client.get(PATH), number=one) for one in (pupil.digits, EIGHTEEN)
    )

    assert sealed.status_code == stranger.status_code == 200
    assert sealed.page.text == stranger.page.text
    assert "skyddshandläggare" in sealed.page.text
    assert client.get(f"/register/{pupil.references[2]}/extract").status_code == 404


@pytest.mark.parametrize("typed", ["", "x", "200702112393", "19" * 30, "\u202e", "200702112392 1"])
def test_what_is_no_number_is_said_at_the_field(login, town, typed):
    client = login(town.coordinator)

    answer = client.send(client.get(PATH), number=typed)

    assert answer.status_code == 422
    assert answer.page.has_errors()


def test_nobody_else_gets_one(login, town, pupil):
    for who in ("caseworker", "counsellor", "rector", "municipality_admin", "platform_admin",
                "log_reviewer", "protection_officer"):  # fmt: skip
        client = login(getattr(town, who))
        assert client.get(PATH).status_code == 403, who
        for path in (f"/register/{pupil.references[2]}", f"/cases/{pupil.references[0]}"):
            assert client.get(f"{path}/extract").status_code in (403, 404), who
            assert client.get(f"{path}/extract.pdf").status_code in (403, 404), who


def test_another_municipality_finds_nobody(login, town, pupil, stored):
    client = login(stored(somebody("Fia F", Role.COORDINATOR, municipality=town.norrkoping)))

    assert "inget att lämna ut" in client.send(client.get(PATH), number=pupil.digits).page.text
    assert client.get(f"/cases/{pupil.references[0]}/extract").status_code == 404


def test_much_costs_as_many_statements_as_little(login, town, pupil, rows, statements, monkeypatch):
    monkeypatch.setattr(extract_pdf.pdf, "render", lambda *_, **__: b"%PDF")
    client = login(town.coordinator)
    path = f"/register/{pupil.references[2]}/extract.pdf"
    client.get(path)
    statements.clear()
    client.get(path)
    few = len(statements)
    measure = rows.scalars(select(Measure)).first()
    case = rows.get(Case, pupil.ids[0])
    for place in range(20):
        rows.add(
            Measure(
                entry_id=measure.entry_id,
                offer_id=measure.offer_id,
                report_code="",
                agreed_on=measure.agreed_on,
                agreed_by_id=measure.agreed_by_id,
            )
        )
        case.record(Step.NOTE, by=None, at=case.opened_at, text=str(place))
    rows.commit()  # fmt: skip
    statements.clear()
    client.get(path)

    assert len(statements) == few


def test_every_column_of_every_table_is_told_or_left_out_for_a_reason():
    tables = {part.model.__tablename__ for part in PARTS} | {"register_entry", "case_thread"}
    tables |= {Message.__tablename__}

    assert tables == set(TOLD) | set(LEFT_OUT)
    for name, (_, columns) in TOLD.items():
        told = {one.partition(".")[0] for one in columns}
        held = {column.name for column in Model.metadata.tables[name].columns}
        left = {one for one in held - told if not NOT_ABOUT_ANYBODY.search(one)}
        assert left == BESIDE.get(name, set()), name

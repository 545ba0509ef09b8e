"""Attachments are sealed with their case: had by the circle, and nowhere else any more."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import func, select, update

from portal.cli import portal
from portal.config import settings
from portal.erasing import erase_sealed
from portal.errors import Conflict, FileGone
from portal.models import AccessLogEntry, Attachment, Draft, GlassBreak, SealedFile
from portal.queries import sealing
from portal.queries.attachments import all_names
from portal.uploads import storage
from portal.vocabulary import AttachmentKind, FileType, Flagged, Opened, ScanResult
from tests import files
from tests.town import AT, a_case, number
from tests.web.filing.attaching import EICAR, GREP, kept, links
from tests.web.protection.conftest import TRACES
from tests.web.protection.test_circle import EVERYBODY_ELSE
from tests.web.protection.test_sealed_erasure import LAST_DAY

SECRET = files.PDF.replace(b"/Catalog", b"/Catalog/Title(Kanariella)")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ATTACHMENTS_FOLDER", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def attach(town, stored, folder):
    """Puts a file beside a filing or a draft, as if it had been sent."""

    def do(content=SECRET, scan=ScanResult.UNSCANNED, **to):
        file = stored(
            Attachment(
                kind=AttachmentKind.STUDY_PLAN,
                sort=FileType.PDF,
                size=len(content),
                digest=f"digest {len(kept(folder))}",
                stored_as=storage.keep(content),
                scan=scan,
                added_at=AT,
                added_by_id=town.counsellor.id,
                **to,
            )
        )
        return SimpleNamespace(id=file.id, stored_as=file.stored_as)

    return do


@pytest.fixture
def file(case, attach, rows):
    filing = rows.merge(case).filings[0]
    filing.files_count = 1
    return attach(filing=filing)


@pytest.fixture
def sealed(file, seal, record):
    seal()
    return f"/protected/records/{record().pseudonym}"


@pytest.fixture
def officer(login, town, another_client):
    return login(town.protection_officer, another_client())


def test_the_officer_downloads_what_was_attached_and_it_is_logged(sealed, officer, rows, record):
    page = officer.get(sealed).page
    (address,) = links(page)

    got = officer.get(address)

    assert got.data == SECRET
    assert got.mimetype == "application/pdf"
    assert got.headers["Content-Disposition"].startswith('attachment; filename="SKYDD-')
    assert got.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    logged = select(AccessLogEntry).where(AccessLogEntry.opened == Opened.ATTACHMENT)
    assert [one.reference for one in rows.scalars(logged)] == [record().pseudonym]


def test_the_old_file_is_gone_by_its_address_and_from_the_disk(
    file, case, folder, seal, town, login, rows
):
    old = [f"/cases/{case.reference}/files/{file.id}",
           f"/school/cases/{case.reference}/files/{file.id}"]  # fmt: skip
    readers = [(town.caseworker, old[0]), (town.counsellor, old[1])]
    assert [login(who).get(path).status_code for who, path in readers] == [200, 200]

    seal()

    assert [login(who).get(path).status_code for who, path in readers] == [404, 404]
    assert kept(folder) == []
    assert rows.scalars(select(Attachment)).all() == []
    with pytest.raises(FileGone):
        storage.read(file.stored_as)


def test_outside_the_circle_a_file_looks_like_one_that_is_not_there(sealed, file, town, login):
    for who in EVERYBODY_ELSE:
        browser = login(getattr(town, who))
        real, unknown = (
            browser.get(f"{path}/files/{file.id}")
            for path in (sealed, "/protected/records/SKYDD-2222")
        )

        assert real.status_code in (403, 404), who
        assert (real.status_code, real.page.text) == (unknown.status_code, unknown.page.text), who


def test_officers_elsewhere_and_one_whose_name_was_taken_away_do_not_have_it(
    officers, sealed, file, officer, town, login, record
):
    address = f"{sealed}/files/{file.id}"
    assert login(town.far_officer).get(address).status_code == 404
    who = town.caseworker
    officer.send(officer.get(f"{sealed}/people"), who=who.id.hex, why="Tar kontakt.")
    browser = login(who)
    assert browser.get(address).data == SECRET

    (person,) = record().circle
    officer.send(officer.get(f"{sealed}/people/{person.id}/remove"), why="Har slutat.")

    assert browser.get(address).status_code == 404


def test_a_file_of_one_record_is_not_had_through_another(
    everywhere, officers, sealed, file, login, town, record
):
    other = f"/protected/records/{record('0581').pseudonym}"
    browser = login(town.far_officer)

    assert browser.get(other).status_code == 200
    assert browser.get(f"{other}/files/{file.id}").status_code == 404


def test_an_emergency_gives_it_for_half_an_hour(
    sealed, file, town, login, another_client, rows, clock
):
    asks, answers = login(town.caseworker, another_client()), login(town.coordinator)
    name, address = sealed.rpartition("/")[2], f"{sealed}/files/{file.id}"
    page = asks.get("/protected/emergency")
    asks.send(page, pseudonym=name, reason="Ungdomen är i fara och ingen svarar.")
    assert asks.get(address).status_code == 404
    token = answers.get("/account").page.values["csrf_token"]
    request = rows.scalars(select(GlassBreak.id)).one()
    answers.post(f"/protected/emergency/{request}/yes", data={"csrf_token": token})

    clock.shift(timedelta(minutes=29))
    assert asks.get(address).data == SECRET
    clock.shift(timedelta(minutes=2))
    assert asks.get(address).status_code == 404


def test_nothing_that_is_stored_holds_a_word_of_it(sealed, stored_text, folder, rows):
    dump = stored_text()

    assert not [trace for trace in (*TRACES, *(one.encode().hex() for one in TRACES))
                if trace in dump]  # fmt: skip
    assert SECRET.hex() not in dump
    assert rows.scalars(select(func.count()).select_from(SealedFile)).one() == 1


def test_a_file_moved_to_another_record_does_not_open(everywhere, sealed, rows, record):
    rows.execute(update(SealedFile).values(record_id=record("0581").id))
    rows.commit()

    with pytest.raises(InvalidTag):
        rows.scalars(select(SealedFile)).one().read()


def test_what_was_attached_to_a_draft_was_never_sent_and_goes(case, attach, seal, rows, folder):
    (draft,) = rows.scalars(select(Draft)).all()
    attach(draft=draft)

    seal()

    assert rows.scalars(select(SealedFile)).all() == []
    assert kept(folder) == []


def test_other_pupils_keep_their_files(file, attach, stored, seal, town, folder, login):
    other = stored(a_case(town, number=number("200601072382"), given_name="Örjan"))
    attach(filing=other.filings[0])

    seal()

    (left,) = kept(folder)
    assert {left.name} == all_names()


# --- when something fails ------------------------------------------------------------------------


def test_a_fault_on_the_way_leaves_the_file_where_it_was(
    file, case, town, login, monkeypatch, rows
):
    browser = login(town.counsellor)
    page = browser.get(f"/filings/seal/{case.reference}")

    def refuse(every):
        raise Conflict

    with monkeypatch.context() as broken:
        broken.setattr(sealing, "forget", refuse)
        assert browser.send(page, flagged=Flagged.PUPIL.value).status_code == 409

    assert storage.read(file.stored_as) == SECRET
    assert rows.scalars(select(SealedFile)).all() == []
    # Nor does it go with what the same process commits next.
    browser.get(f"/school/cases/{case.reference}")
    assert storage.read(file.stored_as) == SECRET


def test_a_file_that_cannot_be_read_does_not_hold_up_the_sealing(
    file, folder, seal, officer, record, open_cases
):
    (folder / file.stored_as).write_bytes(b"broken")

    seal()

    assert open_cases() == 0
    assert kept(folder) == []
    page = officer.get(f"/protected/records/{record().pseudonym}").page
    assert links(page) == []
    assert "En bilaga kunde inte förseglas och finns inte kvar." in page.text
    path = f"/protected/records/{record().pseudonym}/files/{file.id}"
    assert officer.get(path).status_code == 404


def test_a_file_that_cannot_be_taken_away_has_no_address_and_goes_when_it_can(
    file, folder, seal, town, login, case
):
    name = folder / file.stored_as
    name.unlink()
    name.mkdir()  # what cannot be unlinked

    seal()

    assert all_names() == set()
    assert login(town.caseworker).get(f"/cases/{case.reference}/files/{file.id}").status_code == 404


# --- the search for malicious code, keys, erasure ------------------------------------------------


def test_a_file_that_was_not_looked_through_is_when_somebody_wants_it(
    case, attach, seal, rows, officer, record, monkeypatch
):
    harmless, harmful = (
        attach(content, filing=rows.merge(case).filings[0]) for content in (SECRET, EICAR)
    )
    seal()
    monkeypatch.setenv("MALWARE_SCANNER", GREP)
    settings.cache_clear()
    path = f"/protected/records/{record().pseudonym}/files/"

    assert officer.get(f"{path}{harmless.id}").data == SECRET
    assert officer.get(f"{path}{harmful.id}").status_code == 409


def test_a_file_that_was_stopped_before_is_listed_and_not_called_lost(
    case, attach, seal, rows, officer, record
):
    stopped = attach(filing=rows.merge(case).filings[0], scan=ScanResult.HARMFUL)
    storage.remove([stopped.stored_as])

    seal()

    page = officer.get(f"/protected/records/{record().pseudonym}").page
    assert links(page) == []
    assert "Stoppad: skadlig kod" in page.text
    assert "inte förseglas" not in page.text


def test_changing_keys_seals_files_anew(sealed, officer, file, rows, monkeypatch, app):
    before = rows.scalars(select(SealedFile.sealed)).one()
    old = settings().sealing_keys
    monkeypatch.setenv("SEALING_KEYS", f"new:{'cd' * 32},{old}")
    settings.cache_clear()

    said = app.test_cli_runner().invoke(portal, ["reseal"])

    assert said.exit_code == 0, said.output
    after = rows.scalars(select(SealedFile.sealed)).one()
    assert (before.startswith(b"new:"), after.startswith(b"new:")) == (False, True)
    monkeypatch.setenv("SEALING_KEYS", f"new:{'cd' * 32}")
    settings.cache_clear()
    assert officer.get(f"{sealed}/files/{file.id}").data == SECRET


def test_a_record_that_is_erased_takes_its_files_along(everywhere, sealed, record, rows):
    whole = record()
    whole.contents.write(whole.known | {"cases": [], "drafts": []})
    rows.commit()

    assert erase_sealed(LAST_DAY) == 1

    rows.rollback()
    assert rows.scalars(select(SealedFile)).all() == []

"""Files that are wrong: each is explained, none changes the roll, none loses a flag."""

import time

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import select

from notifications import jobs
from notifications.rolls import import_roll, import_waiting
from portal.db import session, transaction
from portal.drills.faulty_files import ASKS, FAULTY, HEAD, OTHER, ROW
from portal.drills.workbooks import bomb
from portal.models import RollImport
from portal.rolls import importing
from portal.rolls.columns import pair
from portal.rolls.rows import Reader, read_rows
from portal.rolls.table import Unreadable, read_table
from portal.vocabulary import ImportStage
from portal.workflow import rolls
from tests.rolls.test_reading import PLACES
from tests.town import AT, TODAY, TWENTY


def said_of(content):
    """What reading it comes to."""
    try:
        table = read_table(content)
    except Unreadable as error:
        return error.fault.kind
    paired = pair(table.headers, {})
    if paired is None:
        return ASKS
    reader = Reader("68285560", PLACES, TODAY)
    read_rows(table, paired, reader, lambda _: None)
    return reader.faults[0].kind if reader.faults else None


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_wrong_is_explained(name):
    make, said = FAULTY[name]

    assert said_of(make()) == said


def test_there_are_fifty_and_each_fault_has_words():
    assert len(FAULTY) >= 50


def test_none_of_them_changes_the_roll_or_loses_a_flag(database, town, rows, clock):
    whole = f"{HEAD}\n{ROW}\n{OTHER}\n{TWENTY};Bo;Ek;Ja".encode()
    one = importing.begin(whole, by=town.counsellor, at=AT)
    _store(one)
    before = _roll(database)

    for name, (make, _said) in FAULTY.items():
        importing.begin(make(), by=town.counsellor, at=AT)
        assert _roll(database) == before, name

    rows.rollback()
    stages = {one.stage for one in rows.scalars(select(RollImport)) if one.id is not None}
    assert stages <= {
        *(ImportStage.STORED, ImportStage.REFUSED, ImportStage.ABORTED),
        *(ImportStage.COLUMNS, ImportStage.READING),
    }


def _store(one):
    with transaction():
        rolls.confirm(one, marks_left=True)
        importing.go_on(one, now=lambda: AT)
    assert one.stage is ImportStage.STORED


def _roll(database):
    return database.execute(
        "SELECT count(*), count(*) FILTER (WHERE protected), "
        "md5(string_agg(t::text, '|' ORDER BY id)) FROM roll_pupil t"
    ).fetchone()


def test_three_megabytes_that_unpack_to_a_gigabyte_are_refused_at_once(database, town, clock):
    content = bomb(1024)
    assert len(content) < 3 * 1024 * 1024

    began = time.perf_counter()
    one = importing.begin(content, by=town.counsellor, at=AT)

    assert time.perf_counter() - began < 2
    assert one.stage is ImportStage.REFUSED
    assert one.faults == [[None, "unpacks_too_large", {}]]


def test_a_fault_between_two_rows_stores_neither(database, town, clock, monkeypatch):
    """What fails while it is stored leaves all as it was."""
    one = importing.begin(f"{HEAD}\n{ROW}\n{OTHER}".encode(), by=town.counsellor, at=AT)
    fills = []

    def fail_at_the_second(pupil, row, origin):
        fills.append(row)
        if len(fills) == 2:
            raise RuntimeError

    monkeypatch.setattr(rolls, "fill", fail_at_the_second)

    with pytest.raises(RuntimeError):
        _store(one)

    assert _roll(database)[0] == 0


def test_a_large_file_is_the_workers_and_says_how_far_it_has_come(database, town, rows, clock):
    lines = [f"2010-01-01;Elev;Nummer {turn:05} {'x' * 80};Nej" for turn in range(3_000)]
    content = "\n".join(("Fodelsedatum;Fornamn;Efternamn;Sekretess", *lines)).encode()
    one = importing.begin(content, by=town.counsellor, at=AT)
    assert one.stage is ImportStage.READING
    seen = []

    importing.read(one, at=AT, progress=seen.append)
    assert (seen, one.stage, one.total) == ([1000, 2000, 3000], ImportStage.CHECKED, 3000)
    with transaction():
        rolls.confirm(one, marks_left=True)
        importing.go_on(one, now=lambda: AT)
    assert one.stage is ImportStage.STORING
    for _twice in range(2):
        import_roll(str(one.id))

    rows.expire_all()
    assert rows.get(RollImport, one.id).stage is ImportStage.STORED
    assert _roll(database)[0] == 3000


def test_a_large_file_with_other_headers_is_paired_and_goes_on(database, town, rows, clock):
    lines = [f"2010-01-01;Elev;Nummer {turn:05} {'x' * 80}" for turn in range(3_000)]
    content = "\n".join(("Född;Kallas;Släkt", *lines)).encode()
    one = importing.begin(content, by=town.counsellor, at=AT)
    import_roll(str(one.id))
    rows.expire_all()
    one = session().get(RollImport, one.id, populate_existing=True)
    assert one.stage is ImportStage.COLUMNS
    with transaction():
        rolls.pair(one, {"Född": "birth_date", "Kallas": "given_name", "Släkt": "family_name"})
        importing.go_on(one, now=lambda: AT)

    import_roll(str(one.id))

    assert rows.get(RollImport, one.id).stage is ImportStage.CHECKED


def test_the_worker_finds_what_it_was_not_called_to(database, town, rows, clock):
    one = importing.begin(f"{HEAD}\n{ROW}".encode(), by=town.counsellor, at=AT)
    with transaction():
        rolls.confirm(one, marks_left=True)

    import_waiting()

    rows.expire_all()
    assert rows.get(RollImport, one.id).stage is ImportStage.STORED


def test_a_fault_of_ours_ends_the_import_and_not_the_worker(
    database, town, rows, clock, monkeypatch
):
    one = importing.begin(f"{HEAD}\n{ROW}".encode(), by=town.counsellor, at=AT)
    with transaction():
        rolls.confirm(one, marks_left=True)
    monkeypatch.setattr(rolls, "plan", lambda *_: 1 // 0)

    import_waiting()

    rows.expire_all()
    ended = rows.get(RollImport, one.id)
    assert (ended.stage, ended.rows) == (ImportStage.REFUSED, None)
    assert ended.faults == [[None, "unexpected", {}]]


def test_a_job_of_the_queue_carries_an_id_and_nothing_else(queue):
    assert jobs.wake("4f9c0a2e-0000-0000-0000-000000000000")

    redis = Redis.from_url(queue)
    (job,) = Queue(jobs.QUEUE, connection=redis, serializer=JSONSerializer).jobs
    assert list(job.args) == ["4f9c0a2e-0000-0000-0000-000000000000"]
    assert job.func is import_roll
    redis.flushdb()
    redis.close()

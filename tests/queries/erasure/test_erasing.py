"""Nothing is left of whom is erased, and nothing of anybody else is touched."""

from datetime import timedelta

import pytest
from redis import Redis
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal import erased, erasing
from portal.config import settings
from portal.models import (
    AccessLogEntry,
    Case,
    ErasedCount,
    Erasing,
    ErasureDecision,
    ErasureItem,
    Event,
    Handover,
    RegisterEntry,
    RollPupil,
)
from portal.queries import sealing
from portal.uploads import storage
from portal.vocabulary import EntryState, ErasureGround, ErasureSubject
from tests.queries.erasure.conftest import LAST_DAY, NOON
from tests.queries.erasure.everything import a_hold, held_form, somebody
from tests.queries.erasure.traces import counted, found_in, readable
from tests.town import AT, TODAY

EVERYTHING = {"at_risk": 1, "dropout": 1, "register": 1}


def lines_of(stored, canaries):
    """All that is stored about somebody, by table."""
    return {
        name: [line for line in text.splitlines() if any(one in line for one in canaries)]
        for name, text in stored.items()
        if name != "held_form"
    }


def test_of_two_similar_pupils_one_is_erased_everywhere_and_the_other_is_untouched(
    town, rows, pupil, twin, stored, plan, decide, erase, folder
):
    before = readable(rows)
    plan(at_risk=1, dropout=1)
    stored(held_form(town, pupil.digits))
    assert {part.model.__tablename__ for part in sealing.PARTS} <= {
        name for name, number in counted(rows).items() if number
    } | {"erasure_item"}
    assert len(found_in(before, pupil.canaries)) > 10
    stored(a_hold(town, twin.digits, LAST_DAY))

    assert decide() == 3
    assert erase() == 1

    left = readable(rows)
    assert found_in(left, pupil.canaries) == {}
    assert [name for name in pupil.files if (folder / "files" / name).exists()] == []
    theirs = lines_of(left, twin.canaries)
    theirs.pop("legal_hold")
    before.pop("legal_hold")
    assert theirs == lines_of(before, twin.canaries)
    assert [storage.read(name) for name in twin.files] == [f"hemlig-{twin.digits}".encode()] * 2


def test_redis_knows_nobody(running_servers, monkeypatch, pupil, decide, plan, erase):
    plan(**EVERYTHING)
    decide()
    erase()

    redis = Redis.from_url(running_servers.redis_url)
    kept = b"\n".join(key + (redis.dump(key) or b"") for key in redis.scan_iter())
    assert [one for one in pupil.canaries if one.encode() in kept] == []


def test_the_law_erases_the_entry_alone_and_the_case_stays_by_the_plan(rows, pupil, erase):
    assert erase() == 1

    rows.expire_all()
    assert rows.scalars(select(RegisterEntry)).all() == []
    assert len(rows.scalars(select(Case)).all()) == 2
    offer = rows.scalars(select(Handover)).one()
    assert offer.entry_id is None
    assert rows.scalars(select(RollPupil)).all() == []


def test_the_log_counts_and_names_nobody(town, rows, pupil, plan, decide, erase):
    plan(**EVERYTHING)
    decide()
    erase()

    counts = rows.scalars(select(ErasedCount)).all()
    told = {(one.subject, one.year, one.ground, one.count, one.on) for one in counts}
    assert told == {
        (ErasureSubject.REGISTER, 2026, ErasureGround.LAW, 1, LAST_DAY),
        (ErasureSubject.AT_RISK, 2026, ErasureGround.PLAN, 1, LAST_DAY),
        (ErasureSubject.DROPOUT, 2026, ErasureGround.PLAN, 1, LAST_DAY),
    }
    assert rows.scalars(select(ErasureDecision.by_id)).all() == [town.coordinator.id]


def test_two_of_the_same_kind_and_year_are_one_line(town, rows, pupil, erase):
    other = somebody(town, rows, "200703132399", name="Adam", family="Berg")

    assert erase() == 2

    assert [one.count for one in rows.scalars(select(ErasedCount))] == [2]
    assert rows.scalars(select(ErasureDecision.by_id)).all() == [None]
    assert found_in({"roll_pupil": readable(rows)["roll_pupil"]}, other.canaries) == {}


def test_the_access_log_keeps_that_somebody_looked_and_not_at_whom(
    rows, pupil, plan, decide, erase
):
    before = len(rows.scalars(select(AccessLogEntry)).all())
    plan(**EVERYTHING)
    decide()
    erase()

    rows.expire_all()
    log = rows.scalars(select(AccessLogEntry)).all()
    assert len(log) == before
    assert {one.reference for one in log} == {""}
    assert all(one.membership_id and one.at for one in log)


def test_nothing_is_erased_that_nobody_decided_before_the_last_day(rows, pupil, plan, erase):
    plan(**EVERYTHING)

    assert erase(NOON - timedelta(days=1)) == 0
    assert len(rows.scalars(select(RegisterEntry)).all()) == 1


def test_a_hold_keeps_everything_through_its_day_even_past_the_laws_limit(
    town, rows, pupil, stored, plan, decide, erase
):
    stored(a_hold(town, pupil.digits, LAST_DAY + timedelta(days=5)))
    plan(**EVERYTHING)

    assert decide() == 0
    assert erase() == erase(NOON + timedelta(days=5)) == 0
    assert erase(NOON + timedelta(days=6)) == 1


def test_a_hold_set_after_the_decision_stops_it(town, rows, pupil, stored, plan, decide, erase):
    plan(**EVERYTHING)
    decide()
    stored(a_hold(town, pupil.digits, LAST_DAY))

    assert erase() == 0
    assert len(rows.scalars(select(Case)).all()) == 2
    assert rows.scalars(select(ErasureItem)).all() == []


def test_an_entry_opened_again_after_the_decision_stays(rows, pupil, plan, decide, erase):
    plan(register=1)
    rows.get(RegisterEntry, pupil.ids[2]).closed_on = TODAY - timedelta(days=400)
    rows.commit()
    assert decide(AT) == 1
    entry = rows.get(RegisterEntry, pupil.ids[2])
    entry.state, entry.closed_on, entry.end_reason = EntryState.OPEN, None, None
    entry.next_follow_up_on = TODAY
    rows.commit()

    assert erase(AT) == 0
    assert len(rows.scalars(select(RegisterEntry)).all()) == 1


def test_another_municipality_keeps_its_own(town, rows, pupil, erase):
    entry = rows.get(RegisterEntry, pupil.ids[2])
    rows.expunge(entry)
    rows.execute(text("UPDATE register_entry SET municipality_code = '0581'"))
    rows.commit()

    assert erase() == 1
    assert rows.scalars(select(ErasureDecision.municipality_code)).all() == ["0581"]
    assert len(rows.scalars(select(Case)).all()) == 2


def test_a_duplicate_goes_with_its_original(rows, pupil, plan, decide, erase):
    case, dropout = (rows.get(Case, one) for one in pupil.ids[:2])
    case.close_reason, case.duplicate_of_id = "duplicate", dropout.id
    rows.commit()
    plan(dropout=1)

    assert decide() == 2  # the entry and the original
    assert erase() == 1
    assert rows.scalars(select(Case)).all() == []


def test_a_fault_with_one_person_holds_up_nobody_else(town, rows, pupil, erase, monkeypatch):
    somebody(town, rows, "200703132399", name="Adam", family="Berg")
    asked = []
    roots = sealing.roots

    def fail_first(number_hash):
        asked.append(number_hash)
        if len(asked) == 1:
            raise IntegrityError("", None, Exception())
        return roots(number_hash)

    monkeypatch.setattr(sealing, "roots", fail_first)

    assert erase() == 1
    assert len(rows.scalars(select(RegisterEntry)).all()) == 1


def test_a_fault_on_the_way_leaves_the_person_whole(rows, pupil, plan, decide, erase, monkeypatch):
    plan(**EVERYTHING)
    decide()
    before = readable(rows)

    def fail(*_, **__):
        raise OSError

    monkeypatch.setattr(erased, "remember", fail)

    assert erase() == 0
    assert readable(rows) == before


# --- backups -------------------------------------------------------------------------------------


def test_what_a_restored_backup_brings_back_is_erased_again(
    town, database, rows, pupil, plan, decide, erase, folder
):
    plan(**EVERYTHING)
    database.execute("CREATE TABLE backup AS SELECT * FROM register_entry")
    decide()
    erase()
    assert found_in(readable(rows), pupil.canaries) == {}
    rows.rollback()
    database.execute(
        "INSERT INTO register_entry SELECT * FROM backup b "
        "WHERE NOT EXISTS (SELECT 1 FROM register_entry r WHERE r.id = b.id)"
    )
    database.execute("DROP TABLE backup")
    assert found_in(readable(rows), pupil.canaries) != {}

    assert erasing.erase_again(NOON + timedelta(days=30)) == 1

    assert found_in(readable(rows), pupil.canaries) == {}
    rows.expire_all()
    again = select(ErasedCount).where(ErasedCount.ground == ErasureGround.AGAIN)
    assert [one.count for one in rows.scalars(again)] == [1]
    assert erasing.erase_again(NOON + timedelta(days=30)) == 0


def test_the_list_holds_keyed_hashes_and_forgets_them(pupil, erase, folder):
    erase()

    kept = (folder / "erased").read_text()
    assert [one for one in (*pupil.canaries, str(pupil.ids[2])) if one in kept] == []
    assert (folder / "erased").stat().st_mode & 0o777 == 0o600
    assert len(erased.known()) == 1
    assert erased.forget(before=LAST_DAY) == 0
    assert erased.forget(before=LAST_DAY + timedelta(days=1)) == 1
    assert erased.known() == set()


def test_without_a_place_for_the_list_nothing_is_kept(pupil, erase, monkeypatch):
    monkeypatch.setenv("ERASED_LIST", "")
    settings.cache_clear()

    assert erase() == 1
    assert (erased.known(), erased.forget(before=LAST_DAY)) == (set(), 0)


# --- what the database holds by itself ----------------------------------------------------------


def test_history_goes_only_with_what_is_being_erased(rows, pupil):
    rows.add(Erasing(id=pupil.ids[0], reference="26-2222-2222"))
    rows.flush()

    with pytest.raises(DBAPIError, match="only ever added"):
        rows.execute(text("DELETE FROM event WHERE entry_id IS NOT NULL"))


@pytest.mark.parametrize("change", ["at = now()", "reference = 'x'", "reference = '', at = now()"])
def test_the_log_lets_go_of_references_alone(rows, pupil, change):
    rows.add(Erasing(id=pupil.ids[0], reference=pupil.references[0]))
    rows.flush()

    with pytest.raises(DBAPIError, match="only ever added"):
        rows.execute(text(f"UPDATE access_log SET {change}"))


def test_erasing_by_halves_cannot_be_committed(rows, pupil):
    rows.add(Erasing(id=pupil.ids[0], reference=pupil.references[0]))
    rows.flush()
    rows.execute(text("DELETE FROM erasing"))

    with pytest.raises(IntegrityError, match="erased whole"):
        rows.commit()
    rows.rollback()
    assert len(rows.scalars(select(Event)).all()) > 3

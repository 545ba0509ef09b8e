"""The coordinator's list: what may go, a decision, what must wait, and the log."""

from datetime import timedelta

from sqlalchemy import select

from portal.models import AccessLogEntry, Case, ErasureItem, LegalHold, RegisterEntry
from portal.vocabulary import HoldReason, Role
from tests.queries.erasure.conftest import LAST_DAY
from tests.queries.erasure.everything import a_hold
from tests.town import copies, somebody
from tests.web.erasure.conftest import ticks

PATH = "/erasure"
OTHERS = ("caseworker", "other_caseworker", "counsellor", "rector", "municipality_admin",
          "platform_admin", "log_reviewer", "protection_officer", "organiser_admin")  # fmt: skip


def send(client, marked, **more):
    page = client.get(PATH).page
    data = {"csrf_token": page.values["csrf_token"], "root": marked} | more
    return client.post(PATH, data=data)


def test_what_is_marked_is_erased_by_the_worker_and_the_rest_stays(
    coordinator, pupil, plan, rows, erase
):
    plan(at_risk=1, dropout=1)
    page = coordinator.get(PATH).page
    assert len(ticks(page)) == 3
    assert "Kanariella Gulfjäder" in page.text
    [kept] = [one for one in ticks(page) if one == str(pupil.ids[1])]
    marked = [one for one in ticks(page) if one != kept]

    assert send(coordinator, marked, sure="y").location == PATH
    answer = coordinator.get(PATH)
    page = answer.page
    assert "2 rader raderas nu" in answer.text
    assert "2 rader är beslutade" in page.text
    assert ticks(page) == [kept]

    assert erase() == 1
    assert [str(one) for one in rows.scalars(select(Case.id))] == [kept]
    assert rows.scalars(select(RegisterEntry.id)).all() == []
    log = coordinator.get(f"{PATH}/log").page.text
    assert "Cilla Frid" in log
    assert "Avslutad registerpost" in log
    assert not [one for one in pupil.canaries if one in log]


def test_nothing_is_decided_without_saying_so_and_the_marks_stay(coordinator, pupil, plan, rows):
    plan(at_risk=1)
    marked = ticks(coordinator.get(PATH).page)[:1]

    answer = send(coordinator, marked)

    assert answer.status_code == 422
    assert answer.page.has_errors()
    [box] = [one for one in answer.page.all("input", name="root") if one.get("checked") is not None]
    assert box.get("value") == marked[0]
    assert rows.scalars(select(ErasureItem)).all() == []


def test_nothing_marked_is_said(coordinator, pupil, plan):
    plan(at_risk=1)

    answer = send(coordinator, [], sure="y")

    assert answer.status_code == 422
    assert "Markera minst en rad" in answer.page.text


def test_strange_ids_decide_nothing(coordinator, pupil, rows):
    for typed in ("", "x", "00000000-0000-0000-0000-000000000000", "\0"):
        assert send(coordinator, [typed], sure="y").status_code in (303, 422)
    assert rows.scalars(select(ErasureItem)).all() == []


def test_what_may_not_go_yet_is_not_decided_by_its_id(coordinator, pupil, twin, rows):
    """No plan: cases are not offered; and the twin turns 21 next year."""
    ids = [str(one) for one in (pupil.ids[0], *twin.ids)]

    send(coordinator, ids, sure="y")

    assert rows.scalars(select(ErasureItem)).all() == []


def test_another_municipality_decides_about_nothing_here(
    login, town, pupil, plan, stored, last_day, rows
):
    plan(at_risk=1)
    other = stored(somebody("Fia Fjärran", Role.COORDINATOR, municipality=town.norrkoping))
    client = login(other)

    assert ticks(client.get(PATH).page) == []
    send(client, [str(one) for one in pupil.ids], sure="y")
    assert rows.scalars(select(ErasureItem)).all() == []
    assert client.get(f"{PATH}/register/{pupil.references[2]}/hold").status_code == 404
    assert client.get(f"{PATH}/cases/{pupil.references[0]}/hold").status_code == 404


def test_nobody_else_decides(login, town, pupil, plan, last_day, rows):
    holds = f"/register/{pupil.references[2]}/hold", f"/cases/{pupil.references[0]}/hold"
    for who in OTHERS:
        client = login(getattr(town, who))
        token = client.get("/account").page.values["csrf_token"]
        data = {"csrf_token": token, "root": str(pupil.ids[2]), "sure": "y",
                "reason": "dispute", "until": "2030-01-01"}  # fmt: skip
        for path in ("", *holds):
            assert client.get(PATH + path).status_code in (403, 404), who
            assert client.post(PATH + path, data=data).status_code in (403, 404), who
        assert client.get(f"{PATH}/log").status_code == 403, who
    assert rows.scalars(select(ErasureItem)).all() == []
    assert rows.scalars(select(LegalHold)).all() == []


def test_a_hold_is_set_logged_respected_and_lifted(coordinator, town, pupil, plan, rows, erase):
    plan(at_risk=1)
    path = f"{PATH}/register/{pupil.references[2]}/hold"
    answer = coordinator.send(coordinator.get(path), reason="dispute", until="2030-06-30")
    assert answer.location == PATH

    held = rows.scalars(select(LegalHold)).one()
    assert (held.reason, held.by_id) == (HoldReason.DISPUTE, town.coordinator.id)
    assert pupil.references[2] in rows.scalars(
        select(AccessLogEntry.reference).where(AccessLogEntry.membership_id == town.coordinator.id)
    )
    page = coordinator.get(PATH).page
    assert ticks(page) == []
    assert erase() == 0
    [form] = [one for one in page.all("form") if str(one.get("action")).endswith("/release")]
    data = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert coordinator.post(form.get("action"), data=data).location == PATH
    assert len(ticks(coordinator.get(PATH).page)) == 2


def test_a_hold_needs_a_reason_and_a_day_that_comes(coordinator, pupil, rows):
    path = f"{PATH}/cases/{pupil.references[0]}/hold"
    page = coordinator.get(path)
    for until in ("", "2028-12-30", "2050-01-01", "x"):
        assert coordinator.send(page, reason="review", until=until).status_code == 422, until
    assert coordinator.send(page, until="2029-01-01").status_code == 422
    assert rows.scalars(select(LegalHold)).all() == []


def test_a_hold_of_another_municipality_cannot_be_lifted(coordinator, town, pupil, stored):
    hold = a_hold(town, pupil.digits, LAST_DAY + timedelta(days=9))
    hold.municipality_code = "0581"
    stored(hold)
    token = coordinator.get("/account").page.values["csrf_token"]

    answer = coordinator.post(f"{PATH}/holds/{hold.id}/release", data={"csrf_token": token})

    assert answer.status_code == 404


def test_the_list_costs_the_same_for_one_and_for_many(
    coordinator, pupil, plan, statements, rows, town
):
    coordinator.get(PATH)
    statements.clear()
    coordinator.get(PATH)
    few = len(statements)
    plan(at_risk=1)
    copies(rows, rows.get(Case, pupil.ids[0]), 70)
    statements.clear()
    coordinator.get(PATH)

    assert len(statements) == few


def test_the_page_after_the_access_log_says_that_it_is_erased(login, town, pupil, erase, last_day):
    erase()

    page = login(town.log_reviewer).get("/admin/access-log").page
    assert "gallrad" in page.text
    assert pupil.references[2] not in page.text


def test_a_case_whose_entry_is_erased_says_so(login, town, pupil, erase, last_day):
    erase()

    page = login(town.coordinator).get(f"/cases/{pupil.references[1]}").page
    assert "Registerposten är raderad" in page.text

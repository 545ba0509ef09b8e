"""A roll fetched from the school's own system: at night by itself, or by somebody who looks."""

from datetime import timedelta

from sqlalchemy import select

from notifications import rolls as worker
from portal.clock import now
from portal.models import Handled, RollImport, RollPupil, Sought
from portal.rolls import fetching
from portal.vocabulary import FormKind, HandledReason, ImportStage
from portal.workflow import sought, unfiled
from tests.rolls.conftest import NIGHT
from tests.rolls.ss12000_server import a_person
from tests.town import AT, EIGHTEEN, SIXTEEN, TWENTY

MANY = [f"2010032923{place:02}" for place in range(10, 30)]


def pupils(rows):
    return list(rows.scalars(select(RollPupil).order_by(RollPupil.number_hash)))


def latest(rows):
    rows.expire_all()
    wanted = select(RollImport).order_by(RollImport.created_at.desc(), RollImport.id)
    return rows.scalars(wanted).first()


def bare(number, **says):
    """Found by birth date and name alone."""
    return a_person(number, given=f"Elev {number}", civicNo=None, birthDate="2010-03-29", **says)


def test_at_night_it_is_fetched_and_stored_by_itself(system, source, night, rows, login, town):
    system.persons = [a_person(SIXTEEN), a_person(EIGHTEEN)]

    night(AT)
    assert pupils(rows) == []
    night()

    assert {one.number for one in pupils(rows)} == {SIXTEEN, EIGHTEEN}
    assert {one.origins["given_name"][0] for one in pupils(rows)} == {"ss12000"}
    assert (latest(rows).stage, latest(rows).by_id) == (ImportStage.STORED, None)
    assert source.next_at > NIGHT + timedelta(hours=12)
    page = login(town.counsellor).get("/roll").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "från elevsystemet, automatiskt" in page
    night(NIGHT + timedelta(minutes=5))
    assert len(rows.scalars(select(RollImport)).all()) == 1


def test_who_is_missing_has_left_unless_many_are(system, source, night, rows):
    system.persons = [bare(one) for one in MANY]
    night()
    system.persons = [bare(one) for one in MANY[:18]]
    night(NIGHT + timedelta(days=1))
    assert sum(one.left_at is not None for one in pupils(rows)) == 2

    system.persons = [bare(one) for one in MANY[:3]]
    night(NIGHT + timedelta(days=2))

    assert sum(one.left_at is not None for one in pupils(rows)) == 2
    assert latest(rows).faults[0][1] == "source_many_left"


def test_a_flag_that_comes_takes_the_identity_away_and_a_jump_stops_everything(
    system, source, night, rows
):
    system.persons = [bare(one) for one in MANY]
    night()
    system.persons[0] = bare(MANY[0], securityMarking="Sekretessmarkering")
    night(NIGHT + timedelta(days=1))
    (hidden,) = [one for one in pupils(rows) if one.protected]
    assert (hidden.number, hidden.given_name, hidden.contact) == (None, "", None)

    system.persons = [bare(one, securityMarking="Sekretessmarkering") for one in MANY]
    night(NIGHT + timedelta(days=2))

    assert sum(one.protected for one in pupils(rows)) == 1
    assert latest(rows).stage is ImportStage.REFUSED
    assert latest(rows).faults[0][1] == "source_flags_jump"


def test_of_a_pupil_who_is_flagged_no_question_and_no_reason_stays(
    system, source, night, rows, town
):
    system.persons = [a_person(SIXTEEN)]
    night()
    (wilma,) = pupils(rows)
    rows.add(sought.ask(wilma, SIXTEEN, by=town.coordinator, at=AT))
    rows.add_all(
        unfiled.handle(
            [wilma], FormKind.DROPOUT, HandledReason.OTHER, "x", by=town.counsellor, at=AT
        )
    )
    rows.commit()
    system.persons = [a_person(SIXTEEN, securityMarking="Sekretessmarkering")]

    night(NIGHT + timedelta(days=1))

    assert rows.scalars(select(Sought)).all() == []
    assert rows.scalars(select(Handled)).all() == []


def test_a_marking_that_is_left_out_takes_no_flag_back(system, source, night, rows):
    system.persons = [bare(one) for one in MANY]
    system.persons[0]["securityMarking"] = "Skyddad folkbokföring"
    night()
    del system.persons[0]["securityMarking"]

    night(NIGHT + timedelta(days=1))

    assert sum(one.protected for one in pupils(rows)) == 1
    assert all(one.given_name != f"Elev {MANY[0]}" for one in pupils(rows))


def test_a_jump_is_let_through_when_two_people_have_asked(system, source, night, rows, town):
    system.persons = [bare(one) for one in MANY]
    night()
    system.persons = [bare(one, securityMarking="Sekretessmarkering") for one in MANY]

    stages = []
    for by in (town.counsellor, town.counsellor, town.colleague):
        one = fetching.begin(by, at=now())
        worker.import_roll(str(one.id))
        stages.append(rows.get(RollImport, one.id, populate_existing=True).stage)

    assert stages == [ImportStage.REFUSED, ImportStage.REFUSED, ImportStage.CHECKED]


def test_what_may_be_over_soon_is_tried_four_times_in_a_night(system, source, night, rows):
    system.trouble["/persons"] = 503, {}

    tried = []
    for hour in range(6):
        night(NIGHT + timedelta(hours=hour, minutes=hour))
        tried.append(len(rows.scalars(select(RollImport)).all()))

    assert tried == [1, 2, 3, 4, 4, 4]
    assert source.next_at > NIGHT + timedelta(hours=12)
    assert latest(rows).faults == [[None, "source_away", {}]]


def test_somebody_asks_looks_and_stores(system, source, rows, login, town, database):
    system.persons = [a_person(SIXTEEN), a_person(TWENTY, addresses=[
        {"type": "Folkbokföring", "municipalityCode": 82}])]  # fmt: skip
    browser = login(town.counsellor)
    page = browser.get("/roll")

    answer = browser.send(page, to="/roll/fetch")

    assert answer.status_code == 303
    assert "Portalen frågar elevsystemet" in browser.get(answer.location).text
    worker.import_roll(answer.location.rpartition("/")[2])
    preview = browser.get(answer.location)
    assert "Elevsystemet har svarat. Inget är sparat än" in preview.text
    assert "1 uppgift gick inte att läsa säkert" in preview.text.replace("\N{NO-BREAK SPACE}", " ")
    assert pupils(rows) == []
    browser.send(preview, to=f"{answer.location}/store")
    assert len(pupils(rows)) == 2
    assert "Wilma Ek" in browser.get("/roll").page.text


def test_what_went_wrong_stands_where_the_school_looks(system, source, night, login, town):
    system.trouble["/organisations"] = 401, {"code": "x", "message": "Wilma"}
    night()

    page = login(town.counsellor).get("/roll").text

    assert "Den senaste hämtningen gick inte" in page
    assert "Elevsystemet släpper inte in portalen" in page


def test_without_a_source_nothing_is_asked(town, login, rows):
    browser = login(town.counsellor)
    page = browser.get("/roll")

    assert "Hämta nu" not in page.text
    assert browser.send(browser.get("/account"), to="/roll/fetch").status_code == 404


def test_a_source_that_is_taken_away_meanwhile_is_said_so(system, source, rows, town):
    one = fetching.begin(town.counsellor, at=now())
    rows.delete(source)
    rows.commit()

    worker.import_roll(str(one.id))

    assert latest(rows).faults == [[None, "source_gone", {}]]


def test_somebodys_own_import_goes_before_the_nights(system, source, rows, town, night):
    system.persons = [a_person(SIXTEEN)]
    mine = fetching.begin(town.counsellor, at=now())
    worker.import_roll(str(mine.id))

    night(NIGHT - timedelta(hours=2, minutes=30))

    rows.expire_all()
    assert [one.by_id for one in rows.scalars(select(RollImport))] == [town.counsellor.id]

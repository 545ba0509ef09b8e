"""Reference data: complete, loaded again without harm, and never over what somebody completed."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import reference, routines
from portal.models import Municipality, Organiser, Programme, Routine, SchoolUnit
from portal.models.organisations import full_name
from portal.vocabulary import FormKind, OrganiserKind

NACKA, NACKA_GYMNASIUM, RYTMUS, NAMELESS = "0182", "92506886", "46611859", "11317587"


@pytest.fixture
def loaded(rows: Session) -> Session:
    """A database into which the reference data has just been loaded."""
    reference.load(rows)
    routines.load_missing(rows)
    rows.commit()
    return rows


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    session.expire_all()
    return {
        model.__tablename__: sorted(
            map(tuple, session.execute(select(*model.__table__.columns))), key=str
        )
        for model in (Municipality, Organiser, SchoolUnit, Programme, Routine)
    }


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_all_of_sweden_is_there(loaded):
    assert count(loaded, Municipality) == 290
    assert count(loaded, SchoolUnit) == 1131 + 134
    assert count(loaded, Programme) == 83
    assert count(loaded, Organiser) == 290
    assert count(loaded, Routine) == 290 * len(FormKind)


def test_loading_again_changes_nothing(loaded):
    before = everything(loaded)

    counts = reference.load(loaded)
    routines.load_missing(loaded)
    loaded.commit()

    assert counts == (290, 1131, 134, 83)
    assert everything(loaded) == before


def test_a_municipal_school_is_run_by_the_municipality_itself(loaded):
    unit = loaded.get_one(SchoolUnit, NACKA_GYMNASIUM)

    assert unit.organiser is not None
    assert (unit.organiser.name, unit.organiser.municipality_code) == ("Nacka kommun", NACKA)
    assert unit.complete


def test_an_independent_school_has_a_kind_and_no_organiser_we_know(loaded):
    unit = loaded.get_one(SchoolUnit, RYTMUS)

    assert (unit.organiser_kind, unit.organiser_id) == (OrganiserKind.INDEPENDENT, None)


def test_a_unit_without_a_name_is_there_to_be_completed(loaded):
    unit = loaded.get_one(SchoolUnit, NAMELESS)

    assert (unit.name, unit.complete, unit.title) == ("", False, NAMELESS)


def test_what_an_administrator_completed_survives(loaded):
    for code in (NAMELESS, RYTMUS):
        unit = loaded.get_one(SchoolUnit, code)
        unit.name, unit.municipality_code = "Den nya skolan", NACKA
        unit.organiser_kind, unit.complete, unit.edited = OrganiserKind.REGION, True, True
    municipality = loaded.get_one(Municipality, NACKA)
    municipality.kaa_name, municipality.phone = "KAA Nacka", "08-465 004 10"
    loaded.add(SchoolUnit(code="99999999"))
    loaded.commit()
    before = everything(loaded)

    reference.load(loaded)
    routines.load_missing(loaded)
    loaded.commit()

    assert everything(loaded) == before


def test_what_nobody_touched_is_brought_up_to_date(loaded):
    loaded.execute(update(SchoolUnit).where(SchoolUnit.code == RYTMUS).values(name="Gammalt namn"))
    loaded.execute(update(Programme).where(Programme.code == "SA25").values(name="Gammalt namn"))
    loaded.commit()

    reference.load(loaded)
    loaded.commit()
    loaded.expire_all()

    assert loaded.get_one(SchoolUnit, RYTMUS).name == "Rytmus Stockholm"
    assert loaded.get_one(Programme, "SA25").name == "Samhällsvetenskapsprogrammet"


def test_a_preset_replaces_a_municipalitys_routines_and_only_its_own(loaded):
    before = {key: row for key, row in routine_rows(loaded).items() if key[0] != NACKA}
    changed = loaded.scalar(select(Routine).where(Routine.municipality_code == NACKA))
    changed.handover_days, changed.changed_at = 99, func.now()
    loaded.commit()

    routines.load(loaded, NACKA, "norrkoping")
    loaded.commit()
    loaded.expire_all()

    after = routine_rows(loaded)
    assert {key: row for key, row in after.items() if key[0] != NACKA} == before
    for kind, settings in routines.preset("norrkoping").settings.items():
        row = after[NACKA, kind]
        assert {name: getattr(row, name) for name in settings} == {
            name: setting.value for name, setting in settings.items()
        }
        assert row.changed_at is None
    assert loaded.get_one(Municipality, NACKA).routine_preset == "norrkoping"


def test_missing_routines_are_those_of_the_municipalitys_preset(rows):
    rows.add(
        Municipality(code=NACKA, name="Nacka", county="Stockholms län", routine_preset="nacka")
    )
    rows.flush()

    routines.load_missing(rows)

    dropout = routine_rows(rows)[NACKA, FormKind.DROPOUT]
    assert (
        dropout.handover_days
        == routines.preset("nacka").settings[FormKind.DROPOUT]["handover_days"].value
    )


def routine_rows(session: Session) -> dict[tuple[str, FormKind], Routine]:
    return {(row.municipality_code, row.kind): row for row in session.scalars(select(Routine))}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Nacka", "Nacka kommun"),
        ("Norrköping", "Norrköpings kommun"),
        ("Borås", "Borås kommun"),
        ("Kalix", "Kalix kommun"),
        ("Lilla Edet", "Lilla Edets kommun"),
        ("Falun", "Falu kommun"),
        ("Tyresö", "Tyresö kommun"),
    ],
)
def test_a_municipality_is_called_as_people_call_it(name, said):
    assert full_name(name) == said

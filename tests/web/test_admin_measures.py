"""The municipality's catalogue of measures and its providers, as the administrator keeps them."""

import pytest
from sqlalchemy import select

from portal.models import MeasureOffer, Provider, RoutineChange
from portal.vocabulary import MeasureKind
from tests.measures import an_offer
from tests.town import TODAY

HERE = "/admin/municipalities/0182"
WHOLE = f"{HERE}/measures"


@pytest.fixture
def offer(stored):
    return stored(an_offer())


@pytest.fixture
def admin(login, town):
    return login(town.municipality_admin)


@pytest.fixture
def fresh(rows):
    def read(key: str) -> MeasureOffer:
        rows.expire_all()
        return rows.scalars(select(MeasureOffer).where(MeasureOffer.key == key)).one()

    return read


def test_the_way_to_the_catalogue_begins_at_the_municipality(admin, offer):
    page = admin.get(HERE).page

    listed = admin.get(page.links["Visa åtgärderna"]).page

    assert "Studiemotiverande praktik" in listed.text
    assert "16–18 år" in listed.text
    assert "högst 6 månader" in listed.text
    assert "Arbetsforum" in listed.text


def test_an_empty_catalogue_says_what_to_do(admin):
    assert "Katalogen är tom" in admin.get(WHOLE).page.text


def test_an_own_offer_gets_the_next_key_and_a_line_in_the_history(admin, fresh, rows, town):
    for number in (1, 2):
        answer = admin.send(
            admin.get(f"{WHOLE}/new"), name=f"Studiecirkel {number}", kind="guidance", most_age="19"
        )
        assert answer.status_code == 303

    made = fresh("E-M2")
    assert (made.name, made.kind, made.most_age) == ("Studiecirkel 2", MeasureKind.GUIDANCE, 19)
    assert (made.report_months, made.report_days, made.active) == (None, 5, True)
    history = rows.scalars(select(RoutineChange).order_by(RoutineChange.at)).all()
    assert {(one.key, one.by_id) for one in history} == {
        ("E-M1", town.municipality_admin.id),
        ("E-M2", town.municipality_admin.id),
    }


def test_a_change_keeps_what_stood_there_before(admin, offer, fresh, rows):
    answer = admin.send(admin.get(f"{WHOLE}/N-M1"), max_months="4", provider="")

    assert answer.status_code == 303
    changed = fresh("N-M1")
    assert (changed.max_months, changed.provider_id) == (4, None)
    history = {one.field: (one.before, one.after) for one in rows.scalars(select(RoutineChange))}
    assert history == {"max_months": ("6", "4"), "provider": ("Arbetsforum", "")}


def test_saving_without_a_change_changes_nothing(admin, offer, rows):
    assert admin.send(admin.get(f"{WHOLE}/N-M1")).status_code == 303

    assert rows.scalars(select(RoutineChange)).all() == []


def test_an_offer_is_switched_off_and_on_but_never_removed(admin, offer, fresh):
    token = admin.get(WHOLE).page.values["csrf_token"]

    for on, active in (("no", False), ("yes", True)):
        admin.post(f"{WHOLE}/N-M1/switch", data={"csrf_token": token, "on": on})
        assert fresh("N-M1").active is active


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Skriv vad åtgärden heter"),
        ({"least_age": "18", "most_age": "16"}, "Kontrollera båda"),
        ({"max_months": "0"}, "minst 1"),
        ({"report_days": ""}, "antalet dagar"),
        ({"most_age": "99"}, "högst 25"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(admin, offer, fresh, typed, sentence):
    answer = admin.send(admin.get(f"{WHOLE}/N-M1"), **typed)

    assert answer.status_code == 422
    assert sentence in answer.page.text
    assert fresh("N-M1").max_months == 6


def test_a_provider_is_added_changed_and_ended(admin, town, rows):
    admin.send(admin.get(f"{HERE}/providers/new"), name="Studieförbundet")
    one = rows.scalars(select(Provider)).one()
    admin.send(admin.get(f"{HERE}/providers/{one.id}"), email="rapport@sf.example")
    token = admin.get(WHOLE).page.values["csrf_token"]
    admin.post(f"{HERE}/providers/{one.id}/end", data={"csrf_token": token})

    rows.expire_all()
    one = rows.scalars(select(Provider)).one()
    assert (one.name, one.email, one.ended_on) == ("Studieförbundet", "rapport@sf.example", TODAY)
    assert "Studieförbundet" not in admin.get(f"{WHOLE}/new").page.text
    assert "går inte att välja" in admin.get(WHOLE).page.text


def test_two_providers_do_not_have_one_name(admin, offer):
    answer = admin.send(admin.get(f"{HERE}/providers/new"), name="ARBETSFORUM")

    assert answer.status_code == 422
    assert "redan en anordnare" in answer.page.text


@pytest.mark.parametrize("who", ["caseworker", "coordinator", "counsellor", "log_reviewer"])
def test_the_catalogue_is_the_administrators(login, town, offer, who):
    client = login(getattr(town, who))

    assert client.get(WHOLE).status_code == 403
    assert client.get(f"{WHOLE}/N-M1").status_code == 403


def test_another_municipalitys_catalogue_is_not_there(admin, stored, town, rows):
    theirs = stored(an_offer("0581", id=None))
    address = "/admin/municipalities/0581"
    token = admin.get(WHOLE).page.values["csrf_token"]

    for path in ("measures", "measures/N-M1", "measures/new", f"providers/{theirs.provider.id}"):
        assert admin.get(f"{address}/{path}").status_code == 404
    for path in ("measures/N-M1/switch", f"providers/{theirs.provider.id}/end"):
        assert admin.post(f"{address}/{path}", data={"csrf_token": token}).status_code == 404
    # Nor does another's key or provider exist below one's own address.
    assert admin.get(f"{WHOLE}/N-M1").status_code == 404
    assert admin.get(f"{HERE}/providers/{theirs.provider.id}").status_code == 404
    rows.expire_all()
    assert theirs.active

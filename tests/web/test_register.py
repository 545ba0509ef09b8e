"""The KAA register as its pages: the list, an entry, and the steps with it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, inspect, select

from portal.models import AccessLogEntry, Case, Event, Occupation, RegisterEntry
from portal.vocabulary import (
    EntryEndReason,
    EntryState,
    FormKind,
    OccupationSource,
    Opened,
    Step,
    Tense,
    YouthStatus,
)
from portal.workflow import handover, register
from portal.workflow.handover import Filled
from tests.town import AT, EIGHTEEN, SIXTEEN, TODAY, a_case, a_filing, number

REGISTER = "/register"


@pytest.fixture
def enter(town, rows):
    """Takes a youth over into the register."""

    def make(**says):
        case = a_case(town, FormKind.DROPOUT, **says)
        rows.add(case)
        rows.flush()
        offer = handover.offered(case)
        entry = handover.accept(
            offer,
            handover.passing(offer.filing, "YBC"),
            Filled(None, "Storgatan 1", "", "070-000 00 34", True, False, False),
            rows.merge(town.caseworker),
            running=None,
            joins_running=False,
            by=rows.merge(town.caseworker),
            at=AT,
        )
        rows.add(entry)
        rows.commit()
        return entry

    return make


@pytest.fixture
def entry(enter):
    return enter()


@pytest.fixture
def page(entry):
    return f"{REGISTER}/{entry.reference}"


@pytest.fixture
def kaa(login, town):
    return login(town.caseworker)


@pytest.fixture
def fresh(rows, entry):
    """The entry as it stands now."""

    def read():
        rows.expire_all()
        return rows.get(RegisterEntry, entry.id)

    return read


@pytest.fixture
def change(rows, entry):
    """Changes the entry beside the portal."""

    def do(**said):
        rows.expire_all()
        for name, value in said.items():
            setattr(rows.get(RegisterEntry, entry.id), name, value)
        rows.commit()

    return do


# --- who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["counsellor", "rector", "municipality_admin", "platform_admin", "log_reviewer"]
)
def test_the_register_is_for_kaa_alone(login, town, page, who):
    client = login(getattr(town, who))

    assert client.get(REGISTER).status_code == 403
    assert client.get(f"{REGISTER}/search").status_code == 403
    assert client.get(page).status_code == 404


STEPS = ("/contact", "/status", "/occupations/new", "/caseworker", "/close", "/reopen", "/number")


@pytest.mark.parametrize("step", ["", *STEPS])
@pytest.mark.parametrize("who", ["other_caseworker", "counsellor"])
def test_outsiders_find_no_entry(login, town, page, who, step):
    assert login(getattr(town, who)).get(page + step).status_code == 404


def test_another_municipalitys_youths_are_not_in_the_list(login, town, entry):
    assert "Wilma Ek" not in login(town.other_caseworker).get(REGISTER).page.text


def test_every_opening_is_in_the_access_log(kaa, page, rows, entry, town):
    kaa.get(page)
    kaa.get(f"{page}/number")

    rows.expire_all()
    seen = rows.scalars(
        select(AccessLogEntry).where(AccessLogEntry.reference == entry.reference)
    ).all()
    assert [one.opened for one in seen] == [Opened.ENTRY, Opened.ENTRY]
    assert {one.membership_id for one in seen} == {town.caseworker.id}


# --- the list -----------------------------------------------------------------------------------


def test_a_row_says_who_when_and_what_is_known(kaa, entry):
    shown = kaa.get(REGISTER).page

    assert shown.links["Wilma Ek"] == f"{REGISTER}/{entry.reference}"
    for said in ("Ons 25 nov", "Inte nådd ännu", "29 mars 2010", "Amina Berg"):
        assert said in shown.text.replace("\xa0", " ")


def test_an_empty_register_says_how_it_is_filled(kaa):
    assert "när du tar emot en överlämning" in kaa.get(REGISTER).page.text


def test_overdue_is_said_in_words_and_has_a_list(kaa, change):
    change(next_follow_up_on=TODAY - timedelta(days=3))

    text = kaa.get(f"{REGISTER}?view=overdue").page.text

    assert "Försenad 3 dagar" in text


def test_what_is_not_overdue_is_not_in_that_list(kaa, entry):
    assert "Wilma Ek" not in kaa.get(f"{REGISTER}?view=overdue").page.text


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2007, 2, 18), "Fyller 20 om 3 månader"),
        (date(2006, 11, 28), "Fyller 20 om 10 dagar"),
        (date(2006, 11, 1), "Har fyllt 20"),
    ],
)
def test_turning_20_soon_is_said_in_words(kaa, change, page, born, said):
    change(birth_date=born)

    assert said in kaa.get(f"{REGISTER}?view=soon-20").page.text
    assert said in kaa.get(page).page.text


def test_who_does_not_turn_20_soon_is_not_in_that_list(kaa, entry, page):
    assert "Wilma Ek" not in kaa.get(f"{REGISTER}?view=soon-20").page.text
    assert "Fyller 20 om" not in kaa.get(page).page.text


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("status=not_reached", True),
        ("status=reached", False),
        ("caseworker=me", True),
        ("caseworker=nobody", False),
        ("caseworker=00000000-0000-0000-0000-000000000000", False),
        ("view=closed", False),
        ("view=nonsense", True),
        ("status=nonsense&caseworker=nonsense", True),
        ("after=nonsense", True),
        ("after=%00_%00", True),
        ("after=2026-11-24_00000000-0000-0000-0000-000000000000", True),
        ("after=2026-11-26_00000000-0000-0000-0000-000000000000", False),
    ],
)
def test_the_list_is_narrowed_by_what_is_known(kaa, entry, query, there):
    assert ("Wilma Ek" in kaa.get(f"{REGISTER}?{query}").page.text) is there


def test_a_youth_without_caseworker_is_found_among_nobodys(kaa, change):
    change(caseworker_id=None)

    assert "Wilma Ek" in kaa.get(f"{REGISTER}?caseworker=nobody").page.text


@pytest.mark.parametrize("words", ["ek", "Wilma", "wil", "EK WILMA"])
def test_a_youth_is_found_by_name_that_stands_in_no_address(kaa, entry, words):
    answer = kaa.send(kaa.get(f"{REGISTER}/search"), q=words)

    assert answer.status_code == 200
    assert "Wilma Ek" in answer.page.links


@pytest.mark.parametrize("words", ["lma", "%", "_", "Åberg"])
def test_others_are_not_found(kaa, entry, words):
    answer = kaa.send(kaa.get(f"{REGISTER}/search"), q=words)

    assert "Ingen träff" in answer.page.text


def test_a_whole_reference_leads_straight_there(kaa, entry, page):
    answer = kaa.send(kaa.get(f"{REGISTER}/search"), q=entry.reference.lower())

    assert answer.location == page


def test_an_empty_search_says_what_to_write(kaa, entry):
    answer = kaa.send(kaa.get(f"{REGISTER}/search"), q=" ")

    assert answer.status_code == 422
    assert "Skriv en referens eller början av ett namn." in answer.page.text


def many(rows, entry, count):
    """So many more youths with the same day."""
    rows.expire_all()
    one = rows.get(RegisterEntry, entry.id)
    kept = {column.key: getattr(one, column.key) for column in inspect(RegisterEntry).column_attrs}
    rows.execute(
        insert(RegisterEntry),
        [
            kept | {"id": uuid4(), "reference": f"26-COPY-{place:04}", "number_hash": uuid4().hex}
            for place in range(count)
        ],
    )
    rows.commit()


@pytest.mark.parametrize("view", ["open", "closed"])
def test_the_list_pages_through_all_once_and_costs_the_same(
    kaa, entry, rows, statements, view, change
):
    if view == "closed":
        change(
            state=EntryState.CLOSED,
            closed_on=TODAY,
            end_reason=EntryEndReason.MOVED,
            next_follow_up_on=None,
        )
    url = f"{REGISTER}?view={view}"
    kaa.get(url)
    statements.clear()
    kaa.get(url)
    few = len(statements)
    many(rows, entry, 120)
    statements.clear()
    kaa.get(url)
    cost = len(statements)

    seen = []
    while url:
        shown = kaa.get(url).page
        found = [
            link.get("href")
            for link in shown.all("a")
            if (link.get("href") or "").startswith(f"{REGISTER}/26-")
        ]
        assert len(found) <= 50
        seen += found
        url = shown.links.get("Visa nästa")

    assert len(seen) == len(set(seen)) == 121
    assert cost == few <= 10


# --- one entry ----------------------------------------------------------------------------------


def test_the_number_is_masked_until_it_is_asked_for(kaa, page):
    masked = kaa.get(page).page
    full = kaa.get(masked.links["Visa hela numret"]).page

    assert SIXTEEN[-4:] not in masked.text
    assert f"{SIXTEEN[:8]}-{SIXTEEN[8:]}" in full.text


def test_an_entry_says_when_it_is_erased_and_where_it_came_from(kaa, page, rows, entry):
    shown = kaa.get(page).page
    case = rows.scalars(select(Case)).one()

    text = shown.text.replace("\xa0", " ")
    assert "31 dec 2031" in text
    assert "YBC, SA25" in text
    assert "Ungdomen skrevs in i KAA-registret" in text
    assert shown.links[case.reference] == f"/cases/{case.reference}"
    assert kaa.get(shown.links["anmälan som lämnades över"]).status_code == 200


def test_a_page_costs_the_same_however_much_has_happened(kaa, page, rows, entry, town, statements):
    kaa.get(page)
    statements.clear()
    kaa.get(page)
    few = len(statements)
    rows.expire_all()
    one = rows.get(RegisterEntry, entry.id)
    for day in range(30):
        register.update_contact(one, "", "", f"070-{day}", by=rows.merge(town.coordinator), at=AT)
        rows.add(
            Occupation(
                entry_id=one.id,
                tense=Tense.PAST,
                kind="work",
                source=OccupationSource.YOUTH,
                known_on=TODAY,
            )
        )
    rows.commit()
    statements.clear()

    kaa.get(page)

    assert len(statements) == few <= 10


# --- steps --------------------------------------------------------------------------------------


def test_contact_is_put_right(kaa, page, fresh):
    answer = kaa.send(kaa.get(f"{page}/contact"), phone="070-222 22 22", email="", address="")

    assert answer.location == page
    assert (fresh().phone, fresh().address) == ("070-222 22 22", "")


def test_status_and_next_follow_up_are_put_down(kaa, page, fresh, rows):
    kaa.send(kaa.get(f"{page}/status"), status="reached", next_follow_up_on="2026-12-01")

    assert fresh().status is YouthStatus.REACHED
    assert fresh().next_follow_up_on == date(2026, 12, 1)
    steps = rows.scalars(select(Event.step).where(Event.entry_id == fresh().id)).all()
    assert Step.UPDATE_ENTRY in steps


def test_an_occupation_is_added_with_source_and_day(kaa, page, rows, entry):
    kaa.send(
        kaa.get(f"{page}/occupations/new"),
        tense="future",
        kind="studies",
        what="Nacka komvux",
        since="2027-01-11",
        source="youth",
    )

    text = kaa.get(page).page.text.replace("\xa0", " ")
    assert "Studier: Nacka komvux (11 jan 2027–)" in text
    assert "Källa: ungdomen själv, 18 nov 2026" in text


def test_a_colleague_gets_the_youth(kaa, page, town, fresh):
    typed = kaa.get(f"{page}/caseworker").page.values

    kaa.post(f"{page}/caseworker", data=typed | {"to": str(town.second_caseworker.id)})

    assert fresh().caseworker_id == town.second_caseworker.id


def test_an_entry_is_closed_with_what_its_reason_demands_and_opened_again(kaa, page, fresh):
    kaa.send(kaa.get(f"{page}/close"), reason="moved", what="Tyresö", on="2026-11-10")
    closed = fresh()
    shown = kaa.get(page).page

    assert (closed.end_reason, closed.ended_to) == (EntryEndReason.MOVED, "Tyresö")
    assert "Har flyttat till en annan kommun: Tyresö" in shown.text
    assert "Ändra hur ungdomen nås" not in shown.links
    kaa.send(kaa.get(f"{page}/reopen"), reason="moved_back", next_follow_up_on="2026-12-01")
    assert fresh().state is EntryState.OPEN
    assert "Har flyttat tillbaka till kommunen" in kaa.get(page).page.text


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("status", {"next_follow_up_on": ""}, "Ange när ungdomen ska följas upp igen."),
        ("status", {"next_follow_up_on": "2026-11-17"}, "Dagen har redan varit."),
        ("status", {"next_follow_up_on": "2030-01-01"}, "Välj en dag inom två år."),
        ("status", {"status": "lost"}, "Välj ett av alternativen."),
        ("contact", {"phone": "x"}, "Skriv telefonnumret med siffror"),
        ("contact", {"email": "x"}, "Skriv en e-postadress"),
        ("contact", {"address": "\x07"}, "tecken som inte syns"),
        ("occupations/new", {}, "Välj när det är."),
        ("occupations/new", {"tense": "past", "kind": "work"}, "Skriv vilken utbildning"),
        (
            "occupations/new",
            {"tense": "past", "kind": "none", "since": "2026-02-02", "until": "2026-01-01"},
            "Sista dagen ligger före den första.",
        ),
        (
            "occupations/new",
            {"tense": "present", "kind": "none", "since": "2027-02-02"},
            "Dagen har inte varit än.",
        ),
        ("occupations/new", {"source": "rumour"}, "Välj ett av alternativen"),
        ("caseworker", {"to": "x"}, "Välj ett av alternativen."),
        ("close", {}, "Välj varför registerposten avslutas."),
        ("close", {"reason": "moved", "on": "2026-11-10"}, "Skriv det som skälet kräver"),
        ("close", {"reason": "moved", "what": "Tyresö"}, "Ange från vilken dag det gäller."),
        ("close", {"reason": "deceased", "on": "2027-01-01"}, "Dagen har inte varit än."),
        ("close", {"reason": "age_20", "what": "Ingen"}, "Eleven har inte fyllt 20."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_changes_nothing(
    kaa, page, fresh, step, typed, said
):
    before = fresh().version

    url = f"{page}/{step}"
    answer = kaa.post(url, data=kaa.get(url).page.values | typed)

    assert answer.status_code == 422
    assert said in answer.page.text
    assert fresh().version == before


@pytest.mark.parametrize("step", ["contact", "status", "occupations/new", "caseworker", "close"])
def test_a_closed_entry_offers_no_change(kaa, page, change, step):
    change(
        state=EntryState.CLOSED,
        closed_on=TODAY,
        end_reason=EntryEndReason.MOVED,
        next_follow_up_on=None,
    )

    assert kaa.get(f"{page}/{step}").status_code == 409


def test_an_open_entry_is_not_opened_again(kaa, page):
    assert kaa.get(f"{page}/reopen").status_code == 409


def test_an_entry_is_not_opened_beside_a_newer_one(kaa, page, enter, town, fresh):
    kaa.send(kaa.get(f"{page}/close"), reason="moved", what="Tyresö", on="2026-11-10")
    enter(by=town.other_counsellor)

    answer = kaa.send(
        kaa.get(f"{page}/reopen"), reason="moved_back", next_follow_up_on="2026-12-01"
    )

    assert answer.status_code == 409
    assert "Ungdomen har redan en öppen registerpost." in answer.page.text
    assert fresh().state is EntryState.CLOSED


# --- what schools tell afterwards ---------------------------------------------------------------


def test_a_later_filing_stands_in_the_entrys_history(kaa, page, town, rows, fresh):
    later = a_filing(town, FormKind.ABSENCE, by=town.other_counsellor)
    register.attach(fresh(), later.case, FormKind.ABSENCE, at=AT)
    rows.add(later.case)
    rows.commit()

    text = kaa.get(page).page.text

    assert "En ny anmälan om ungdomen kom in" in text
    assert f"Hög ogiltig frånvaro, {later.case.reference}" in text


def test_other_youths_have_their_own_pages(kaa, page, enter):
    other = enter(number=number(EIGHTEEN), given_name="Örjan", family_name="Åberg")

    assert "Örjan" not in kaa.get(page).page.text
    assert kaa.get(f"{REGISTER}/{other.reference}").page.heading == "Örjan Åberg"

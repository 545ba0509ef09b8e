"""All are sent or none, and what is to be mended is said pupil by pupil."""

import pytest

from portal.models import Case
from tests.town import EIGHTEEN, a_case, number
from tests.web.batch.conftest import LEAVING, common_of


def begun(many, kind="dropout", names=("Wilma", "Ali"), **answers):
    many.begin(kind, many.pupils(*names))
    usual = LEAVING | {"end_ground": "studiebevis"} if kind == "dropout" else common_of(kind)
    filled = {name: said for name, said in (usual | answers).items() if said is not None}
    answer = many.post("common", **filled)
    assert answer.status_code in (303, 422)
    return many


WRONG = [
    ("dropout", {"event_on": None}, {}, "Skriv vilken dag eleven slutar."),
    ("dropout", {"event_on": None}, {"event_on": "2026-11-31"}, "Skriv datumet som åååå-mm-dd"),
    ("dropout", {}, {"event_on": "2030-01-01"}, "Dagen ligger mer än 183 dagar framåt."),
    ("dropout", {"end_ground": None}, {}, "Välj på vilken grund eleven slutar."),
    ("dropout", {}, {"end_ground": "own_report"}, "Skriv vilken dag eleven anmälde det."),
    ("dropout", {}, {"end_ground": "sjuk"}, "Välj ett av alternativen."),
    ("dropout", {}, {"pupil_phone": "ring mig"}, "Skriv telefonnumret med siffror"),
    ("start", {}, {"previous_school": "Nacka\u202e"}, "Texten innehåller styrtecken"),
    ("dropout", {"wanted": None}, {}, "Välj vad kommunen ska göra"),
    ("dropout", {"sender_phone": None}, {}, "Skriv det nummer där kommunen når dig."),
    ("at_risk", {"sharing_ground": None}, {}, "Välj på vilken grund skolan får lämna"),
    ("at_risk", {"consent_from": ["guardian"]}, {}, "Då är det eleven själv som samtycker."),
    ("absence", {"unexcused_hours": None}, {}, "Skriv hur mycket eleven är borta"),
    ("absence", {}, {"period_to": "2026-09-01"}, "Perioden kan inte sluta innan den börjar."),
    ("start", {"event_on": None}, {}, "Skriv vilken dag eleven börjar."),
]


@pytest.mark.parametrize(("kind", "common", "own", "sentence"), WRONG)
def test_what_is_wrong_with_one_is_said_and_nothing_is_sent(many, kind, common, own, sentence):
    begun(many, kind, **common)
    if own:
        many.own(Ali=own)

    answer = many.send()

    assert answer.status_code == 422
    assert sentence in answer.page.text
    assert "Ali Öhman" in answer.page.text
    assert many.filings() == []


@pytest.mark.parametrize("kind", ["at_risk", "absence", "dropout", "start"])
def test_each_kind_is_sent_when_nothing_is_wrong(many, kind):
    begun(many, kind)

    answer = many.send()

    assert answer.status_code == 303, answer.page.text
    assert [one.kind.value for one in many.filings()] == [kind] * 2


def test_only_who_is_under_18_needs_a_guardian(many):
    begun(many)
    many.own(Wilma={"guardian_name": ""})
    path = f"pupils/{many.row('Wilma').id}"
    many.browser.send(many.page(path), guardian_name="")

    answer = many.send()

    assert "Wilma Ek: Vårdnadshavarens namn – Skriv namnet på minst en" in answer.page.text
    assert "Ali Öhman:" not in answer.page.text


def test_absence_of_somebody_who_is_20_is_not_filed(many):
    begun(many, "absence", names=("Ali", "Bo"))

    answer = many.send()

    assert answer.status_code == 422
    assert "Bo O'Brien" in answer.page.text
    assert "Eleven har fyllt 20." in answer.page.text
    assert many.filings() == []


def test_a_risk_needs_a_ground_for_sharing_and_absence_has_one_in_law(many):
    begun(many, "at_risk", sharing_ground=None)
    assert "Klar att skicka" not in many.page("check").page.text

    begun(many, "absence")
    assert many.page("check").page.text.count("Skollagen 15 kap. 15 §") == 1
    assert many.page("check").page.text.count("Lokal rutin") == 1


def test_what_was_typed_wrong_stands_in_the_table_with_its_error(many):
    begun(many)
    many.own(Ali={"event_on": "31 november"})

    page = many.browser.get(f"{many.place}/own?mend=1").page

    assert "31 november" in page.values.values()
    assert "Skriv datumet som åååå-mm-dd" in page.text


def test_a_common_answer_that_is_wrong_is_said_at_once_and_kept(many):
    many.begin("leavers", many.pupils("Ali"))

    answer = many.post("common", **(LEAVING | {"event_on": "i går"}))

    assert answer.status_code == 422
    assert "Skriv datumet som åååå-mm-dd" in answer.page.text
    assert answer.page.values["event_on"] == "i går"
    assert many.one().common["meeting_why_not"] == [LEAVING["meeting_why_not"]]


def test_a_common_answer_left_empty_waits_for_the_pupils(many):
    many.begin("leavers", many.pupils("Ali"))

    assert many.post("common", event_on="").location == f"{many.place}/own"


def test_a_list_can_be_put_aside_half_written(many):
    many.begin("leavers", many.pupils("Ali"))

    assert many.post("common", event_on="snart", do="later").location == "/batches/new"
    assert "Fortsätt" in many.browser.get("/batches/new").page.text
    assert many.one().common["event_on"] == ["snart"]


def test_the_same_pupil_is_not_filed_twice_in_one_list(many):
    begun(many)
    page = many.page(f"pupils/{many.row('Ali').id}")
    many.browser.send(page, number=number().value, home_municipality="0182",
                      guardian_name="Anna", guardian_informed="no")  # fmt: skip

    answer = many.send()

    assert answer.page.text.count("Samma elev står flera gånger.") == 2
    assert many.filings() == []


def test_what_is_filed_already_is_said_and_can_be_left_out_in_one_go(many):
    begun(many)
    many.send()
    reference = next(one.case.reference for one in many.filings() if one.given_name == "Ali")
    begun(many, names=("Wilma", "Ali", "Bo"))

    answer = many.send()

    assert answer.status_code == 422
    assert f"Redan anmäld för samma dag: {reference}" in answer.page.text
    many.post("pupils/leave-out", which="filed", back="check")
    assert [row.typed["given_name"] for row in many.one().rows] == [["Bo"]]
    assert many.send().status_code == 303
    assert len(many.filings()) == 3


def test_a_colleagues_case_is_joined_without_being_shown(many, town, stored):
    case = stored(a_case(town, by=town.colleague, home=town.norrkoping, number=number(EIGHTEEN)))
    begun(many, names=("Ali",))

    page = many.page("check")

    assert "Läggs till i skolans öppna ärende" in page.page.text
    assert case.reference not in page.text
    assert many.send().status_code == 303
    many.rows.expire_all()
    assert many.rows.get(Case, case.id).filings_count == 2


@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_nothing_is_kept_of_a_list_with_somebody_protected_in_it(many, said):
    answer = many.begin("leavers", many.pupils(), protected=said)

    assert answer.location == "/filings/protected"
    assert "Påbörjade listor" not in many.browser.get("/batches/new").page.text


@pytest.mark.parametrize("missing", ["what", "protected"])
def test_both_first_questions_are_asked(many, missing):
    answers = {"what": "leavers", "protected": "no"} | {missing: ""}

    answer = many.begin(answers["what"], many.pupils(), answers["protected"])

    assert answer.status_code == 422
    assert answer.text.count('name="pupil"') == 3


def test_an_empty_list_is_not_sent(many):
    many.begin("leavers")

    assert many.send().status_code == 422


def test_what_is_missing_for_all_is_said_once(many):
    begun(many, sender_phone=None)

    text = many.send().page.text

    assert text.count("Skriv det nummer där kommunen når dig.") == 1
    assert "Alla elever: Ditt telefonnummer" in text
    assert "Ali Öhman:" not in text

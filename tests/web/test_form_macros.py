"""What the form macros promise, read from a form with all kinds of fields, right and wrong."""

import pytest

from tests.web.reading import Visit, asked, by_id, words


def test_a_field_in_error_is_marked_and_tied_to_hint_and_error(visit: Visit) -> None:
    page = visit.send("/form")

    home = by_id(page, "home")
    assert home.get("aria-invalid") == "true"
    assert home.get("aria-describedby") == "home-hint home-error"
    assert words(by_id(page, "home-error")) == "Fel: Välj hemkommun"


@pytest.mark.parametrize("name", ["name", "phone", "share", "since", "at", "secret", "consent"])
def test_every_kind_of_field_shows_its_error(visit: Visit, name: str) -> None:
    control = by_id(visit.send("/form"), name)

    assert control.get("aria-invalid") == "true"
    assert f"{name}-error" in control.get("aria-describedby", "").split()


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("reasons", "Vad gör att eleven riskerar att avbryta?"),
        ("tried", "Har skolan prövat sina möjligheter till stöd?"),
        ("address", "Adress"),
        ("guardians", "Vårdnadshavare"),
    ],
)
def test_questions_with_several_controls_are_fieldsets_with_legends(
    visit: Visit, name: str, question: str
) -> None:
    fieldset = by_id(visit.get("/form"), name)

    assert fieldset.tag == "fieldset"
    assert fieldset[0].tag == "legend"
    assert words(fieldset[0]) == question


def test_radios_say_for_the_group_that_they_are_required_and_wrong(visit: Visit) -> None:
    group = by_id(visit.send("/form"), "tried")

    assert group.get("role") == "radiogroup"
    assert group.get("aria-invalid") == group.get("aria-required") == "true"
    assert group.get("aria-describedby") == "tried-error"
    assert words(by_id(group, "tried-1-hint")) == "Skriv nedan vad som återstår."
    assert by_id(group, "tried-1").get("aria-describedby") == "tried-1-hint"


def test_boxes_of_which_one_is_enough_are_not_each_required(visit: Visit) -> None:
    group = by_id(visit.send("/form"), "reasons")

    boxes = asked(group)
    assert len(boxes) == 4
    assert not [box for box in boxes if "required" in box.attrib]
    assert all(box.get("aria-invalid") == "true" for box in boxes)


def test_only_what_may_be_left_out_is_marked(visit: Visit) -> None:
    page = visit.get("/form")

    marked = {label.get("for") for label in page.iter("label") if "(om du vill)" in words(label)}
    assert marked == {"email"}
    assert "*" not in words(page.find(".//main"))


def test_the_summary_comes_first_and_links_to_every_field(visit: Visit) -> None:
    page = visit.send("/form")

    main = page.find(".//main")
    assert main is not None
    summary = main[0]
    targets = [link.get("href", "")[1:] for link in summary.iter("a")]
    assert summary.get("role") == "alert"
    assert summary.get("tabindex") == "-1"
    assert "autofocus" in summary.attrib
    assert targets[:3] == ["reasons-0", "tried-0", "measures"]
    assert {"guardians-0-name", "guardians-1-phone", "address-street", "consent"} <= set(targets)


def test_repeated_rows_are_told_apart_in_the_summary(visit: Visit) -> None:
    summary = by_id(visit.send("/form"), "content")[0]

    lines = [words(line) for line in summary.iter("li")]
    assert "Skriv namnet (nummer 1)" in lines
    assert "Skriv namnet (nummer 2)" in lines
    assert len(lines) == len(set(lines))


def test_repeated_rows_can_be_added_and_removed_without_script(visit: Visit) -> None:
    group = by_id(visit.get("/form"), "guardians")

    buttons = [(b.get("name"), b.get("value"), words(b)) for b in group.iter("button")]
    assert buttons == [
        ("remove", "guardians-0", "Ta bort Vårdnadshavare 1"),
        ("remove", "guardians-1", "Ta bort Vårdnadshavare 2"),
        ("add", "guardians", "Lägg till en vårdnadshavare"),
    ]


def test_what_was_typed_comes_back_even_where_it_was_not_understood(visit: Visit) -> None:
    page = visit.send("/form", since="i tisdags", at="strax", share="många", name="<b>Åsa</b>")

    typed = {name: by_id(page, name) for name in ("since", "at", "share", "name")}
    assert {name: field.get("value") for name, field in typed.items()} == {
        "since": "i tisdags",
        "at": "strax",
        "share": "många",
        "name": "<b>Åsa</b>",
    }
    assert {field.get("type") for field in typed.values()} == {"text"}


def test_a_password_does_not_come_back(visit: Visit) -> None:
    assert by_id(visit.send("/form", secret="hemligt"), "secret").get("value") == ""


def test_nothing_typed_is_cut_off_by_the_browser(visit: Visit) -> None:
    page = visit.get("/form")

    assert not [control for control in asked(page) if "maxlength" in control.attrib]
    assert by_id(page, "measures").get("data-limit") == "1000"
    assert words(by_id(page, "measures-count")) == "Högst 1 000 tecken"
    assert "measures-count" in by_id(page, "measures").get("aria-describedby", "")


def test_what_a_browser_may_fill_in_is_said(visit: Visit) -> None:
    page = visit.get("/form")

    assert by_id(page, "phone").get("autocomplete") == "tel"
    assert by_id(page, "phone").get("inputmode") == "tel"
    assert by_id(page, "phone").get("type") == "tel"
    assert by_id(page, "since").get("type") == "date"


def test_the_first_button_of_a_form_is_the_primary_one(visit: Visit) -> None:
    form = by_id(visit.get("/form"), "filing")

    first = next(form.iter("button"))
    assert first.get("type") == "submit"
    assert "hidden" in first.attrib
    assert first.get("name") is None

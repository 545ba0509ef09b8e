"""What every macro promises, read from a real form in a test-only page, with and without errors."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.web.gallery import NOW, make_gallery

PAGES = ["form", "case", "todo", "guest", "report"]
ERRORS = ["403", "404", "405", "409", "413", "422", "429", "expired"]
POINTERS = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "form")
SVG = "{http://www.w3.org/2000/svg}"
CONTROLS = {"input", "select", "textarea"}


@pytest.fixture(scope="module")
def gallery() -> Flask:
    return make_gallery()


@pytest.fixture
def visit(gallery: Flask) -> Iterator["Visit"]:
    with time_machine.travel(NOW, tick=False):
        yield Visit(gallery.test_client())


class Visit:
    """Fetches a page and reads it as a browser does, refusing HTML that is not valid."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> Element:
        return self._read(self.client.get(path).text)

    def send(self, path: str, **typed: str) -> Element:
        token = self.get(path).find(".//input[@name='csrf_token']")
        assert token is not None
        data = {"csrf_token": token.get("value", ""), **typed}
        return self._read(self.client.post(path, data=data).text)

    def _read(self, text: str) -> Element:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
        return parser.parse(text)


def words(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def by_id(page: Element, name: str) -> Element:
    found = page.find(f".//*[@id='{name}']")
    assert found is not None, name
    return found


def asked(page: Element) -> list[Element]:
    """The controls a person fills in."""
    return [
        control
        for control in page.iter()
        if control.tag in CONTROLS and control.get("type") not in ("hidden", "submit")
    ]


def pages(visit: Visit) -> list[Element]:
    return [
        *(visit.get(f"/{name}") for name in PAGES),
        *(visit.get(f"/error/{name}") for name in [*ERRORS, "500"]),
        visit.send("/form"),
        visit.send("/guest"),
    ]


def test_ids_are_unique_and_everything_pointed_at_is_there(visit: Visit) -> None:
    for page in pages(visit):
        ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
        pointed = {
            name
            for element in page.iter()
            for pointer in POINTERS
            for name in element.get(pointer, "").split()
        }
        links = {
            element.get("href", "")[1:]
            for element in page.iter("a")
            if element.get("href", "").startswith("#")
        }

        assert [name for name, times in ids.items() if times > 1] == []
        assert (pointed | links) - set(ids) == set()


def test_every_page_has_one_heading_a_title_and_a_language(visit: Visit) -> None:
    for page in pages(visit):
        title = words(page.find(".//title"))

        assert len(list(page.iter("h1"))) == 1
        assert title.endswith(" – Överlämningen")
        assert not title.startswith("–")
        assert page.get("lang") == "sv"


def test_every_control_has_a_label(visit: Visit) -> None:
    for page in pages(visit):
        labelled = {label.get("for") for label in page.iter("label")}
        wrapped = {id(control) for label in page.iter("label") for control in label.iter()}

        for control in asked(page):
            assert control.get("id") in labelled or id(control) in wrapped, control.attrib


def test_no_page_has_inline_style_or_handlers(visit: Visit) -> None:
    for page in pages(visit):
        for element in page.iter():
            assert "style" not in element.attrib
            assert not [name for name in element.attrib if name.startswith("on")]


def test_every_form_that_writes_carries_one_token(visit: Visit) -> None:
    for page in pages(visit):
        for form in page.iter("form"):
            tokens = form.findall(".//input[@name='csrf_token']")

            assert len(tokens) == (1 if form.get("method") == "post" else 0)
            assert all(token.get("value") and not token.get("id") for token in tokens)


def test_a_form_without_errors_says_nothing_of_errors(visit: Visit) -> None:
    page = visit.get("/form")

    assert not [element for element in page.iter() if element.get("aria-invalid")]
    assert page.find(".//*[@role='alert']") is None
    assert words(page.find(".//title")) == "Elevens situation – Överlämningen"
    assert "Fel:" not in words(page.find(".//main"))


def test_the_title_says_so_when_something_is_wrong(visit: Visit) -> None:
    page = visit.send("/form")

    assert words(page.find(".//title")) == "Fel: Elevens situation – Överlämningen"


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


def test_the_steps_say_where_one_is(visit: Visit) -> None:
    steps = visit.get("/form").find(".//nav[@class='steps']")

    assert steps is not None
    now = steps.findall(".//li[@aria-current='step']")
    assert [words(step) for step in now] == ["Elevens situation"]
    assert "Steg 3 av 5" in words(steps)
    assert [link.get("href") for link in steps.iter("a")] == ["/s/1", "/s/2"]


def test_the_menu_marks_the_current_place_and_says_what_its_number_means(visit: Visit) -> None:
    menu = visit.get("/form").find(".//nav[@class='site-nav']")

    assert menu is not None
    current = menu.findall(".//a[@aria-current]")
    assert [words(link) for link in current] == ["Kö , 7 att göra"]


def test_deadlines_are_words_with_a_tone(visit: Visit) -> None:
    page = visit.get("/case")

    said = {words(e): e.get("class") for e in page.iter("span") if "status" in e.get("class", "")}
    assert said == {
        "Under handläggning": "status status-neutral",
        "Klart i tid": "status status-done",
        "I dag": "status status-soon",
        "Försenad 2 dagar": "status status-late",
        "Klart 4 dagar sent": "status status-neutral",
    }


def test_every_cell_of_a_table_carries_the_head_of_its_column(visit: Visit) -> None:
    table = visit.get("/todo").find(".//table")

    assert table is not None
    heads = [words(head) for head in table.iter("th") if head.get("scope") == "col"]
    for row in table.findall("./tbody/tr"):
        labels = [cell.get("data-label") for cell in row]
        assert labels == [None, "Tidsfrist", None, "Ungdom", "Från", "Dagar", None]
        assert all(label in heads for label in labels if label)
        assert row[2].get("scope") == "row"


def test_a_step_in_a_row_says_for_screen_readers_whom_it_concerns(visit: Visit) -> None:
    page = visit.get("/todo")

    names = [
        words(link) for link in page.iter("a") if link.get("class", "").startswith("btn btn-o")
    ]
    assert "Kvittera för Elliot Sandqvist, 17 år" in names


def test_a_chart_has_a_title_a_description_and_no_meaning_in_colour_alone(visit: Visit) -> None:
    charts = visit.get("/report").findall(".//figure[@class='chart']")

    for chart, names in zip(charts, [3, 5], strict=True):
        drawing = chart.find(f"./{SVG}svg")
        assert drawing is not None
        assert drawing.get("role") == "img"
        assert drawing.get("aria-labelledby") == f"{drawing[0].get('id')} {drawing[1].get('id')}"
        assert len(chart.findall(".//li")) == names
        fills = {bar.get("fill") for bar in drawing.iter(f"{SVG}rect") if bar.get("fill")}
        assert len(fills) == names
        assert all(re.fullmatch(r"url\(#[a-z]+-\d\)", fill or "") for fill in fills)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_says_what_happened_and_the_way_on(visit: Visit, name: str) -> None:
    main = visit.get(f"/error/{name}").find(".//main")

    assert main is not None
    assert len(words(main)) > 60
    assert main.find(".//a") is not None


def test_a_conflict_gives_back_what_was_typed(visit: Visit) -> None:
    page = visit.get("/error/409")

    assert "Ringde igen" in words(page.find(".//main"))
    assert "Amina Berg hann ta ärendet före dig." in words(page.find(".//main"))


def test_the_page_for_our_own_faults_needs_nothing_that_may_be_broken() -> None:
    app = make_gallery()
    app.template_context_processors[None] = app.template_context_processors[None][:1]

    answer = app.test_client().get("/error/500")

    assert answer.status_code == 200
    assert "Något gick fel hos oss" in answer.text

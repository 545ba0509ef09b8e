"""What every page and every other macro promises, read from the pages of the gallery."""

import re
from collections import Counter
from xml.etree.ElementTree import Element

import pytest

from tests.web.gallery import make_gallery
from tests.web.reading import SVG, Visit, asked, words

PAGES = ["form", "case", "todo", "guest", "report"]
ERRORS = ["403", "404", "405", "409", "413", "422", "429", "expired"]
POINTERS = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "form")


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

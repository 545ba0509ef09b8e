"""The look as a browser draws it: contrast, sizes, focus, small screens, paper, axe."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STYLES = Path(__file__).parents[2] / "portal" / "static"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ["form", "case", "todo", "guest", "report", "error/403", "error/409", "error/500"]
BLUES = re.compile(r"rgba?\((13, 110, 253|134, 183, 254|10, 88, 202|11, 94, 215|49, 132, 253)")
COLOURS = """(root) => [root, ...root.querySelectorAll("*")].flatMap((element) => {
  const style = getComputedStyle(element);
  return ["color", "backgroundColor", "borderTopColor", "borderBottomColor", "outlineColor",
          "boxShadow", "backgroundImage", "accentColor"].map((name) => style[name]);
}).join(" ")"""
RING = """() => {
  const { outerHTML: html, tagName: tag } = document.activeElement;
  const style = getComputedStyle(document.activeElement);
  return { html, tag,
    ring: [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow] };
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
  ".btn, .as-link, summary, .site-nav a, .links a, .tabs a, .breadcrumbs a, .figures a, .name a," +
  ".form-check, .tick, .form-control, .form-select, .role-switch button, .phone, .change a")]
  .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.9)
  .map((element) => element.outerHTML.slice(0, 120))"""


def tokens() -> dict[str, str]:
    styles = (STYLES / "portal.css").read_text()
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", styles))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def hexadecimal(computed: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", computed)[:3])


def complaints(page: Page) -> list[Any]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]


def send_empty(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("main .btn-primary").first.click()
    page.wait_for_selector(".error-summary")


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *(
            ("ink", ground)
            for ground in ("ground", "paper", "brand-soft", "soon-soft", "late-soft")
        ),
        *(("muted", ground) for ground in ("ground", "paper")),
        *(("brand", ground) for ground in ("ground", "paper", "brand-soft")),
        ("brand-deep", "brand-soft"),
        *((tone, f"{tone}-soft") for tone in ("late", "soon", "done")),
        ("late", "paper"),
        ("late", "ground"),
        ("paper", "brand"),
        ("paper", "brand-deep"),
        ("paper", "late"),
    ],
)
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(tokens()[text], tokens()[ground]) >= 4.5


@pytest.mark.parametrize(
    ("mark", "ground"),
    [
        ("control", "paper"),
        ("control", "ground"),
        ("late", "ground"),
        ("brand-light", "brand-deep"),
    ],
)
def test_edges_and_marks_stand_out_from_their_ground(mark: str, ground: str) -> None:
    assert contrast(tokens()[mark], tokens()[ground]) >= 3


def test_our_own_styles_and_script_stay_small() -> None:
    sizes = [path.stat().st_size for path in STYLES.glob("*.*")]

    assert sum(sizes) < 60_000


def test_axe_finds_nothing_on_a_desk(desk: Page) -> None:
    for path in PAGES:
        desk.goto(f"/{path}")
        assert complaints(desk) == []
    for path in ("/form", "/guest"):
        send_empty(desk, path)
        assert complaints(desk) == []


def test_axe_finds_nothing_on_a_telephone(phone: Page) -> None:
    for path in PAGES:
        phone.goto(f"/{path}")
        assert complaints(phone) == []
    send_empty(phone, "/form")
    assert complaints(phone) == []


def test_nothing_has_to_be_scrolled_sideways_on_the_smallest_screen(phone: Page) -> None:
    for path in PAGES:
        phone.goto(f"/{path}")
        assert phone.evaluate("document.documentElement.scrollWidth") == 320
    send_empty(phone, "/form")
    assert phone.evaluate("document.documentElement.scrollWidth") == 320


def test_fingers_have_room(phone: Page) -> None:
    for path in ("/form", "/case", "/todo", "/guest"):
        phone.goto(path)
        assert phone.evaluate(SMALL_TARGETS) == []


def test_rows_of_a_table_become_cards_with_labels_on_a_telephone(phone: Page) -> None:
    phone.goto("/todo")

    label = "getComputedStyle(document.querySelector('td[data-label]'), '::before').content"
    assert phone.evaluate(label) == '"Tidsfrist"'
    assert phone.get_by_role("table").get_by_role("row").count() == 6


def test_boxes_and_buttons_are_easy_to_see_and_hit(desk: Page) -> None:
    desk.goto("/form")

    for box in desk.locator("main .form-check-input").all():
        size = box.bounding_box()
        edge = hexadecimal(box.evaluate("box => getComputedStyle(box).borderTopColor"))
        assert size is not None
        assert (size["width"], size["height"]) == (24, 24)
        assert contrast(edge, tokens()["ground"]) >= 3
    for field in desk.locator("main .form-control, main .form-select").all():
        edge = hexadecimal(field.evaluate("field => getComputedStyle(field).borderTopColor"))
        assert contrast(edge, tokens()["paper"]) >= 3


def test_bootstraps_blue_appears_nowhere(desk: Page) -> None:
    for path in PAGES:
        desk.goto(f"/{path}")
        assert not BLUES.search(desk.locator("html").evaluate(COLOURS))
    desk.goto("/form")
    for box in desk.locator("main .form-check-input").all():
        box.check()
        assert not BLUES.search(box.evaluate(COLOURS))
    for control in desk.locator("main .form-control, main .btn, main a").all():
        control.hover()
        control.focus()
        assert not BLUES.search(control.evaluate(COLOURS))


@pytest.mark.parametrize("path", ["/form", "/case", "/todo"])
def test_every_stop_of_the_tab_key_has_a_dark_ring_with_a_light_gap(desk: Page, path: str) -> None:
    desk.goto(path)

    stops = set()
    for _ in range(60):
        desk.keyboard.press("Tab")
        stop = desk.evaluate(RING)
        if stop["tag"] == "BODY":
            break
        stops.add(stop["html"])
        line, width, colour, gap = stop["ring"]
        assert (line, width, hexadecimal(colour)) == ("solid", "3px", tokens()["ink"]), stop["html"]
        assert gap.startswith("rgb(255, 255, 255) 0px 0px 0px 2px"), stop["html"]
    assert len(stops) > 15


def test_the_first_stop_leads_past_the_menu(desk: Page) -> None:
    desk.goto("/todo")

    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.textContent") == "Hoppa till innehållet"
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("screen", ["desk", "without_script"])
def test_what_is_wrong_gets_focus_first(screen: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(screen)

    send_empty(page, "/form")

    assert page.locator(".error-summary:focus").count() == 1
    assert page.title().startswith("Fel: ")
    page.get_by_role("link", name="Välj ett svar").click()
    assert page.locator("#tried-0:focus").count() == 1


def test_paper_has_reference_and_page_numbers_but_no_header_and_no_buttons(desk: Page) -> None:
    desk.goto("/case")
    numbered = desk.locator("head style").text_content() or ""

    desk.emulate_media(media="print")

    for gone in (
        ".site-header",
        ".site-footer",
        ".breadcrumbs",
        ".btn",
        ".links",
        ".answers .change",
    ):
        assert not [one for one in desk.locator(gone).all() if one.is_visible()]
    assert "N-2026-00417 · utskrivet" in desk.locator(".print-head").inner_text()
    assert '"Sida " counter(page) " av " counter(pages)' in numbered
    assert '"N-2026-00417 · 24' in numbered


def test_a_table_stays_a_table_on_paper(desk: Page) -> None:
    desk.goto("/todo")

    desk.set_viewport_size({"width": 660, "height": 900})
    desk.emulate_media(media="print")

    row = desk.locator("tbody tr").first
    assert row.evaluate("row => getComputedStyle(row).display") == "table-row"


def test_boxes_follow_the_readers_own_colours(desk: Page) -> None:
    desk.goto("/form")

    desk.emulate_media(forced_colors="active")

    box = desk.locator("#reasons-0")
    assert box.evaluate("box => getComputedStyle(box).appearance") == "auto"

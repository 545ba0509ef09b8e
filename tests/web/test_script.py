"""What script adds to a page: drafts, the end of a session, long selects, counters."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web import gallery as shown

MINUTE = 60_000


@pytest.fixture(autouse=True)
def nothing_saved() -> None:
    shown.SAVED.clear()


@pytest.fixture
def form(desk: Page) -> Page:
    desk.clock.install()
    desk.goto("/form")
    return desk


def test_a_draft_saves_itself_a_few_seconds_after_a_change(form: Page) -> None:
    form.get_by_label("Elevens namn").fill("Åsa Ek")

    with form.expect_response("**/autosave"):
        form.clock.run_for(3000)

    expect(form.locator("[data-saved-at]")).to_have_text("sparad 14.32")
    assert [draft["name"] for draft in shown.SAVED] == ["Åsa Ek"]


def test_each_saving_builds_on_the_one_before(form: Page) -> None:
    for name in ("Åsa", "Åsa Ek"):
        form.get_by_label("Elevens namn").fill(name)
        with form.expect_response("**/autosave"):
            form.clock.run_for(3000)

    expect(form.locator("[name=version]")).to_have_value("3")
    assert [(draft["name"], draft["version"]) for draft in shown.SAVED] == [
        ("Åsa", "1"),
        ("Åsa Ek", "2"),
    ]


def test_sending_waits_for_a_saving_under_way_and_carries_its_version(form: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    form.route("**/autosave", hold)
    form.get_by_label("Elevens namn").fill("Åsa Ek")
    with form.expect_request("**/autosave"):
        form.clock.run_for(3000)

    with form.expect_request(lambda request: request.url.endswith("/form")) as sent:
        form.get_by_role("button", name="Fortsätt").click(no_wait_after=True)
        held[0].continue_()

    assert "version=2" in (sent.value.post_data or "")


def test_nothing_is_saved_when_nothing_changed(form: Page) -> None:
    form.clock.run_for(MINUTE)

    assert shown.SAVED == []


def test_a_lost_connection_is_said_and_what_was_typed_is_saved_when_it_is_back(form: Page) -> None:
    form.route("**/autosave", lambda route: route.fulfill(status=502))
    form.get_by_label("Elevens namn").fill("Åsa Ek")
    form.clock.run_for(3000)
    expect(form.locator("[data-saved-at]")).to_have_text(
        "inte sparat – ingen kontakt, försöker igen"
    )

    form.unroute("**/autosave")
    form.clock.run_for(10_000)

    expect(form.locator("[data-saved-at]")).to_have_text("sparad 14.32")
    assert [draft["name"] for draft in shown.SAVED] == ["Åsa Ek"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "inte sparat – du är utloggad"),
        (404, "inte sparat – sidan har ändrats på ett annat håll, öppna den igen"),
        (409, "inte sparat – ändrad i en annan flik, tryck på Fortsätt så ser du båda"),
    ],
)
def test_a_draft_that_is_refused_says_why(form: Page, status: int, said: str) -> None:
    form.route("**/autosave", lambda route: route.fulfill(status=status))
    form.get_by_label("Elevens namn").fill("Åsa Ek")

    form.clock.run_for(3000)

    expect(form.locator("[data-saved-at]")).to_have_text(said)


def test_the_session_asks_before_it_ends_and_one_click_goes_on(form: Page) -> None:
    form.clock.run_for(24 * MINUTE)
    expect(form.get_by_role("dialog")).to_have_count(0)

    form.clock.run_for(2 * MINUTE)
    stay = form.get_by_role("dialog", name="Är du kvar?").get_by_role("button", name="Fortsätt")
    expect(stay).to_be_focused()
    stay.click()

    expect(form.get_by_role("dialog")).to_have_count(0)


def test_typing_keeps_the_session(form: Page) -> None:
    for name in ("Å", "Ås", "Åsa"):
        form.clock.run_for(20 * MINUTE)
        form.get_by_label("Elevens namn").fill(name)
        with form.expect_response("**/autosave"):
            form.clock.run_for(3000)

    expect(form.get_by_role("dialog")).to_have_count(0)


def test_the_end_covers_a_page_with_typed_text_but_does_not_throw_it_away(form: Page) -> None:
    form.get_by_label("Anteckning").fill("Ringde hem")

    form.clock.run_for(31 * MINUTE)

    over = form.get_by_role("dialog", name="Du har loggats ut")
    expect(over.get_by_role("link", name="Logga in i en ny flik")).to_be_focused()
    over.get_by_role("button", name="Tillbaka till sidan").click()
    expect(form.get_by_label("Anteckning")).to_have_value("Ringde hem")


def test_the_end_asks_the_server_again_where_nothing_was_typed(form: Page) -> None:
    with form.expect_navigation():
        form.clock.run_for(31 * MINUTE)


def test_a_long_select_can_be_typed_in(form: Page) -> None:
    home = form.get_by_role("combobox", name="Hemkommun")

    home.fill("orebro")
    expect(form.get_by_role("option")).to_have_text(["Örebro"])
    home.press("Enter")

    expect(home).to_have_value("Örebro")
    expect(form.locator("select[name=home]")).to_have_value("örebro")


def test_a_long_select_is_told_to_screen_readers(form: Page) -> None:
    home = form.get_by_role("combobox", name="Hemkommun")
    home.fill("ö")
    options = form.get_by_role("option")

    expect(home).to_have_attribute("aria-expanded", "true")
    expect(home).to_have_attribute("aria-describedby", "home-hint")
    expect(form.locator(".combobox [role=status]")).to_have_text("4 träffar")
    home.press("ArrowDown")
    active = options.nth(1).get_attribute("id")
    expect(home).to_have_attribute("aria-activedescendant", active or "")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    home.press("Escape")
    expect(home).to_have_attribute("aria-expanded", "false")


def test_leaving_a_long_select_never_guesses_between_several(form: Page) -> None:
    home = form.get_by_role("combobox", name="Hemkommun")

    home.fill("n")
    home.press("Tab")
    expect(form.locator("select[name=home]")).to_have_value("")

    home.fill("hudd")
    home.press("Tab")
    expect(form.locator("select[name=home]")).to_have_value("huddinge")


def test_enter_in_a_field_means_the_primary_button(form: Page) -> None:
    with form.expect_request(lambda request: request.method == "POST") as sent:
        form.locator("#guardians-0-name").press("Enter")

    assert "remove=" not in (sent.value.post_data or "")
    assert "add=" not in (sent.value.post_data or "")


def test_a_second_click_sends_nothing(form: Page) -> None:
    sent = []
    form.on("request", lambda request: sent.append(request) if request.method == "POST" else None)

    form.get_by_role("button", name="Fortsätt").dblclick()
    form.wait_for_selector(".error-summary")

    assert len(sent) == 1


def test_a_page_that_comes_back_can_be_sent_again(form: Page) -> None:
    form.get_by_role("button", name="Fortsätt").click()
    form.wait_for_selector(".error-summary")

    form.go_back()
    form.get_by_role("button", name="Fortsätt").click()

    form.wait_for_selector(".error-summary")


def test_a_counter_says_what_is_left_and_never_cuts(form: Page) -> None:
    measures = form.get_by_label("Vad har skolan gjort hittills?")

    measures.fill("å" * 990 + "\n")
    expect(form.locator("#measures-count")).to_have_text("9 tecken kvar")
    measures.fill("å" * 1004)
    expect(form.locator("#measures-count")).to_have_text("4 tecken för mycket")
    assert len(measures.input_value()) == 1004


def test_a_question_that_follows_an_answer_shows_when_it_is_given(form: Page) -> None:
    mail = form.get_by_label("E-post")

    expect(mail).to_be_hidden()
    form.get_by_label("Delvis, mer återstår att pröva").check()
    expect(mail).to_be_visible()


def test_without_script_every_question_is_there(without_script: Page) -> None:
    without_script.goto("/form")

    expect(without_script.get_by_label("E-post")).to_be_visible()
    expect(without_script.get_by_label("Hemkommun")).to_have_js_property("tagName", "SELECT")
    expect(without_script.get_by_role("button", name="Skriv ut")).to_have_count(0)

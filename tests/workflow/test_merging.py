"""Newer text is never overwritten unseen, whoever saves first and in whatever order it comes."""

from itertools import permutations

from portal.workflow.merging import marks, merge, same

NAMES = ("given_name", "family_name", "reasons")
EMPTY: dict[str, list[str]] = {}


def says(**answers):
    return {name: [text] for name, text in answers.items()}


def test_what_only_this_page_has_changed_is_saved():
    draft = says(given_name="Wilma", family_name="Ek")
    merged = merge(draft, says(given_name="Vilma", family_name="Ek"), NAMES, marks(draft, NAMES))

    assert merged.answers["given_name"] == ["Vilma"]
    assert merged.both == []


def test_what_only_somebody_else_has_changed_stays():
    drawn = marks(says(given_name="Wilma", family_name="Ek"), NAMES)
    now = says(given_name="Wilma", family_name="Alm")

    merged = merge(now, says(given_name="Vilma", family_name="Ek"), NAMES, drawn)

    assert merged.answers == {"given_name": ["Vilma"], "family_name": ["Alm"], "reasons": []}
    assert merged.both == []


def test_what_both_have_changed_is_to_be_chosen():
    drawn = marks(says(given_name="Wilma"), NAMES)

    merged = merge(says(given_name="Vilma"), says(given_name="Wilhelmina"), NAMES, drawn)

    assert merged.both == ["given_name"]


def test_the_same_change_twice_is_none_to_choose_about():
    drawn = marks(EMPTY, NAMES)
    changed = says(given_name="Vilma")

    assert merge(changed, changed, NAMES, drawn).both == []


def test_savings_that_come_in_the_wrong_order_never_bring_old_text_back():
    drawn = marks(EMPTY, NAMES)
    typed = ["W", "Wil", "Wilma"]
    for order in permutations(typed):
        draft: dict[str, list[str]] = {}
        for text in order:
            merged = merge(draft, says(given_name=text), NAMES, drawn)
            if not merged.both:
                draft = merged.answers
        assert draft["given_name"] == [order[0]], "only the first was written over nothing"


def test_an_empty_text_and_none_and_both_line_breaks_are_the_same():
    drawn = marks({"given_name": ["a\nb"]}, NAMES)
    now = {"given_name": ["a\nb"], "reasons": ["pace"]}

    merged = merge(now, {"given_name": ["a\r\nb"], "family_name": [""]}, NAMES, drawn)

    assert merged.answers["reasons"] == ["pace"]
    assert merged.both == []
    assert same({"family_name": [""]}, EMPTY)


def test_marks_that_cannot_be_read_overwrite_nothing():
    for drawn in ("x", "given_name", "given_name: :", "\0"):
        merged = merge(says(given_name="Wilma"), says(given_name="Vilma"), NAMES, drawn)
        assert merged.both == ["given_name"]

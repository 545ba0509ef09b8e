"""The drills of ./run drills filing, each for a few moments: the same code, the same targets.

What they do in a browser is in tests/journeys/test_two_tabs.py, faulty files in tests/rolls.
"""

from typing import Any

import pytest

from portal.drills import owners, same_form, sessions, two_places
from portal.drills.figures import Figure

pytestmark = pytest.mark.usefixtures("reference")


def held(figure: Figure) -> None:
    assert figure.holds, figure.line("missed")


def test_of_several_who_take_a_case_one_has_it(database: Any) -> None:
    held(owners.drill(cases=12, within=60_000))


def test_a_form_sent_from_many_tabs_has_one_receipt(database: Any) -> None:
    held(same_form.twice(drafts=2, at_once=6))


def test_a_pupil_filed_about_by_three_has_one_case_at_each_school(database: Any) -> None:
    held(same_form.same_pupil(pupils=3))


def test_two_who_write_in_a_draft_both_see_both_texts(database: Any) -> None:
    held(two_places.editors(pairs=6, drafts=2))


def test_a_stale_saving_never_wins(database: Any) -> None:
    held(two_places.autosave(saves=12))


def test_what_was_typed_when_a_session_ended_comes_back_to_the_same_person(database: Any) -> None:
    held(sessions.drill(forms=3))

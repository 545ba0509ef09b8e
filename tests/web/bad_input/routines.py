"""The register's routines, for the forms that change them."""

from typing import Any

from portal.routines.register import new_routines
from tests.town import Town
from tests.web.bad_input.place import Place
from tests.web.bad_input.states import State

HOME = "/admin/municipalities/0182/register-routines"


def planned(_: Town) -> State:
    """Nacka has the rows of its plan."""
    return State(new_routines("nacka", "0182"), {})


def _place(path: str, endpoint: str, **more: Any) -> Place:
    return Place(f"admin.{endpoint}", f"{HOME}/{path}", "municipality_admin", state=planned, **more)


PLACES = (
    _place("N-C1", "register_routine", answers={"within": "3"}, shows=True),
    _place("new", "new_register_routine",
           answers={"area": "contact", "trigger": "reached", "action": "follow_up",
                    "within": "2", "unit": "week"}),
    _place("preset", "load_register_preset", answers={"preset": "norrkoping"}),
)  # fmt: skip

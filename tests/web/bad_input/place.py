"""An address that takes a form, and what a test needs to know of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.town import Town
from tests.web.bad_input import states
from tests.web.bad_input.states import State


@dataclass(frozen=True)
class Place:
    """One form. Addresses name the parts that the state gives, such as {case}."""

    endpoint: str
    to: str
    who: str = "caseworker"
    shown: str = ""
    """The page with the form, when it is another than where the form is sent."""
    state: Callable[[Town], State] = states.taken
    answers: Mapping[str, Any] = field(default_factory=dict)
    """What is accepted, beside what stands in the form already."""
    keeps: frozenset[str] = frozenset()
    """Tables in which even a refused form leaves something, as it should."""
    together: frozenset[str] = frozenset()
    """Fields of which some must be filled in: what is missing is said of the form as a whole."""
    brief: bool = False
    """Its fields are tried with everything among the forms' own tests."""
    form: str = ""
    """Where the form of the page leads, when it is the script that sends it here."""
    shows: bool = False
    """Accepted, it shows what was asked for and changes nothing to lead on from."""

    def __str__(self) -> str:
        return f"{self.endpoint} {self.to}"

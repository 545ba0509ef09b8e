"""What of a filing is shown only when it is needed: how to reach the pupil and the guardians."""

from typing import TYPE_CHECKING, Any

from portal.vocabulary import CaseState, Role

if TYPE_CHECKING:
    from portal.models import Case, Filing, Membership

ANSWERS = frozenset(
    {
        "pupil_address",
        "pupil_email",
        "pupil_phone",
        "guardian_name",
        "guardian_phone",
        "guardian2_name",
        "guardian2_phone",
    }
)
"""The answers that say how to reach somebody at home."""
HIDDEN = "•••"


def is_masked(case: "Case", by: "Membership") -> bool:
    """The rector needs it seldom, and a school that has handed the pupil over no more."""
    return by.role is Role.RECTOR or case.state is CaseState.HANDED_OVER


def may_reveal(case: "Case", by: "Membership") -> bool:
    """The rector may look, and it is logged; after a handover nobody at the school may."""
    return by.role is Role.RECTOR and case.state is not CaseState.HANDED_OVER


class Masked:
    """A filing to be read: that there is a number is shown, which one is not."""

    def __init__(self, filing: "Filing") -> None:
        self._filing = filing
        self.answers = {
            name: HIDDEN if value and name in ANSWERS else value
            for name, value in filing.answers.items()
        }

    def __getattr__(self, name: str) -> Any:
        return getattr(self._filing, name)

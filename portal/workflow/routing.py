"""Where a filing goes: the home municipality's routine for its kind."""

from collections.abc import Iterable

from portal.models import Routine
from portal.vocabulary import FormKind


def route(kind: FormKind, routines: Iterable[Routine]) -> Routine:
    """The routine that handles this kind. Each municipality has one per kind, joined or not."""
    return next(routine for routine in routines if routine.kind is kind)

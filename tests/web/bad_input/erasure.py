"""The forms about what is erased, what waits and what is handed over to the person."""

from tests.web.bad_input import states
from tests.web.bad_input.place import Place

PLACES = (
    Place("erasure.hold_entry", "/erasure/register/{entry}/hold", "coordinator",
          state=states.registered, answers={"reason": "dispute", "until": "2026-12-01"}),
    Place("erasure.hold_case", "/erasure/cases/{case}/hold", "coordinator",
          answers={"reason": "review", "until": "2026-12-01"}),
    Place("extract.find", "/extract", "coordinator", state=states.registered,
          answers={"number": "200601072382"}, shows=True),
)  # fmt: skip

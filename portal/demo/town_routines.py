"""How the town's municipalities have made the register's routines their own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.town_days import Days
from portal.demo.town_people import HUDDINGE, Cast
from portal.models import RegisterRoutine
from portal.vocabulary import Role, TimeUnit
from portal.workflow import register_routines

THREE_WEEKS = {"within": 3, "unit": TimeUnit.WEEK, "note": "Beslut i nämnden: var tredje vecka."}
DECIDED = 3
"""Working days since: what had begun by then keeps its days."""


def tell(session: Session, days: Days, cast: Cast) -> None:
    """Huddinge's plan gives no times; its administrator has set one."""
    (by,) = cast.at(HUDDINGE, Role.MUNICIPALITY_ADMIN)
    row = session.scalars(
        select(RegisterRoutine).where(
            RegisterRoutine.municipality_code == HUDDINGE, RegisterRoutine.key == "H-A1"
        )
    ).one()
    stands = {name: getattr(row, name) for name in register_routines.CHANGEABLE}
    at = days.office_hour(days.away(-DECIDED))
    session.add_all(register_routines.change(row, stands | THREE_WEEKS, by=by, at=at))

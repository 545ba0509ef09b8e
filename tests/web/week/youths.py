"""Youths in the register with something to do, stored beside the portal and so quickly made."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, inspect, select
from sqlalchemy.orm import Session

from portal.models import ContactAttempt, Membership, RegisterEntry, Task
from portal.vocabulary import (
    ContactChannel,
    EntryOrigin,
    EntryState,
    RegistrationReason,
    TaskAction,
    YouthStatus,
)
from portal.workflow.names import search_name
from tests.town import AT, TODAY, Town

LETTERS = "/week/letters"
"""Where the week's post is."""
ADDRESS = "Storgatan 1\n131 40 Nacka"


def a_youth(
    town: Town, given_name: str = "Wilma", family_name: str = "Ek", **says: Any
) -> RegisterEntry:
    """Sixteen and with the caseworker in Nacka, unless the test says otherwise."""
    caseworker: Membership | None = says.pop("caseworker", town.caseworker)
    usual: dict[str, Any] = {
        "id": uuid4(),
        "reference": f"26-{given_name[:4].upper():X<4}-{uuid4().hex[:4].upper()}",
        "municipality_code": town.nacka.code,
        "state": EntryState.OPEN,
        "status": YouthStatus.NOT_REACHED,
        "given_name": given_name,
        "family_name": family_name,
        "search_name": search_name(given_name, family_name),
        "number": "201003292388",
        "number_hash": uuid4().hex,
        "birth_date": date(2010, 3, 29),
        "address": ADDRESS,
        "reason": RegistrationReason.DROPPED_OUT,
        "registered_at": AT,
        "origin": EntryOrigin.HANDOVER,
        "summer": False,
        "caseworker_id": caseworker.id if caseworker else None,
        "next_follow_up_on": TODAY,
        "ended_to": "",
    }
    return RegisterEntry(**(usual | says))


def a_task(
    entry: RegisterEntry,
    action: TaskAction = TaskAction.TRY_TO_REACH,
    due_on: date = TODAY,
    channel: ContactChannel | None = None,
    **says: Any,
) -> Task:
    return Task(
        id=uuid4(),
        entry_id=entry.id,
        municipality_code=entry.municipality_code,
        action=action,
        channel=channel,
        earliest_on=due_on,
        due_on=due_on,
        began_at=AT,
        **says,
    )


def many(rows: Session, entry: RegisterEntry, task: Task, count: int, **changed: Any) -> None:
    """So many more youths with the same to do."""
    youth = _columns(RegisterEntry, entry)
    to_do = _columns(Task, task)
    ids = [uuid4() for _ in range(count)]
    rows.execute(
        insert(RegisterEntry),
        [
            youth
            | {"id": one, "reference": f"26-{one.hex[:4]}-{place:05}", "number_hash": one.hex}
            | changed
            for place, one in enumerate(ids)
        ],
    )
    rows.execute(insert(Task), [to_do | {"id": uuid4(), "entry_id": one} for one in ids])
    rows.commit()


def attempts(rows: Session) -> list[ContactAttempt]:
    """What has been written down, the first one first."""
    rows.expire_all()
    return list(rows.scalars(select(ContactAttempt).order_by(ContactAttempt.at)))


def _columns(model: type[Any], one: Any) -> dict[str, Any]:
    return {column.key: getattr(one, column.key) for column in inspect(model).column_attrs}

"""Youths in the register, made quickly: rows beside the workflow, with just what is counted."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from portal.models import ContactAttempt, Measure, MeasureOffer, Occupation, RegisterEntry
from portal.vocabulary import (
    ContactChannel,
    ContactOutcome,
    EntryOrigin,
    EntryState,
    MeasureKind,
    OccupationKind,
    OccupationSource,
    RegistrationReason,
    Tense,
    YouthStatus,
)


def instant(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


class Youths:
    """Makes entries and what belongs to them, and stores them together."""

    def __init__(self, town, rows):
        self.town, self.rows, self.made = town, rows, 0
        self.offers = {}

    def offer(self, kind=MeasureKind.GUIDANCE, municipality=None):
        code = (municipality or self.town.nacka).code
        if (kind, code) not in self.offers:
            self.offers[kind, code] = MeasureOffer(
                id=uuid4(), municipality_code=code, key=f"E-{kind}", name=f"Vår {kind}", kind=kind
            )
            self.rows.add(self.offers[kind, code])
            self.rows.flush()
        return self.offers[kind, code]

    def entry(
        self, registered=date(2026, 8, 3), closed=None, reason=None, municipality=None, **says
    ):
        self.made += 1
        usual = {
            "id": uuid4(),
            "reference": f"26-TEST-{self.made:04}",
            "municipality_code": (municipality or self.town.nacka).code,
            "state": EntryState.CLOSED if closed else EntryState.OPEN,
            "status": YouthStatus.NOT_REACHED,
            "given_name": "Ungdom",
            "family_name": f"Nummer {self.made}",
            "search_name": f"ungdom nummer {self.made}",
            "number": "20100329" + f"{self.made:04}",
            "number_hash": f"hash {self.made}",
            "birth_date": date(2009, 3, 29),
            "reason": RegistrationReason.DROPPED_OUT,
            "registered_at": instant(registered),
            "origin": EntryOrigin.HANDOVER,
            "next_follow_up_on": None if closed else date(2026, 12, 1),
            "closed_on": closed,
            "end_reason": reason,
            "ended_to": "Komvux" if closed else "",
            "version": 1,
        }
        made = RegisterEntry(**(usual | says))
        self.rows.add(made)
        self.rows.flush()
        return made

    def contact(self, entry, on=date(2026, 9, 1), outcome=ContactOutcome.REACHED, **says):
        self.rows.add(
            ContactAttempt(
                entry_id=entry.id,
                on=on,
                channel=ContactChannel.PHONE,
                outcome=outcome,
                by_id=self.town.caseworker.id,
                at=instant(on),
                **says,
            )
        )

    def works(self, entry, kind=OccupationKind.WORK, since=date(2026, 8, 10), **says):
        usual = {"tense": Tense.PRESENT, "what": "Lager", "known_on": since}
        self.rows.add(
            Occupation(
                entry_id=entry.id,
                kind=kind,
                since=since,
                source=OccupationSource.YOUTH,
                **(usual | says),
            )
        )

    def measure(self, entry, starts=date(2026, 9, 7), kind=MeasureKind.GUIDANCE, **says):
        self.rows.add(
            Measure(
                report_code="",
                entry_id=entry.id,
                offer_id=self.offer(kind).id,
                agreed_on=starts or date(2026, 9, 1),
                starts_on=starts,
                agreed_by_id=self.town.caseworker.id,
                **says,
            )
        )


@pytest.fixture
def youths(town, rows):
    return Youths(town, rows)

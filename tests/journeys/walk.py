"""Every address a role can open, found in the app's own routes and the demo town's rows."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.access import tokens
from portal.access.rules import must_say_why
from portal.access.scope import followed_records, visible_records
from portal.clock import now
from portal.models import (
    Batch,
    BatchPupil,
    Case,
    Draft,
    MeasureOffer,
    Meeting,
    Membership,
    Municipality,
    Participant,
    Provider,
    RegisterRoutine,
    RollImport,
    RollPupil,
    SchoolUnit,
    SealedRecord,
    User,
)
from portal.vocabulary import FormKind, MeetingState, Side
from portal.web.guest_words import LANGUAGES
from portal.web.on_paper import steps_of
from tests.journeys import walk_register
from tests.journeys.walk_register import Values

THOROUGH = frozenset(
    {"cases.show", "school.case", "register.show", "meetings.show", "filing.step", "roll.show"}
)
"""Pages that look different in every state: each state is visited. Of the others one is enough."""
NOT_PAGES = frozenset(
    {
        "static",
        "bootstrap.static",
        *("batch.receipt_pdf", "batch.template"),
        "reports.school_csv",
        "register.plan.paper",
        "reports.municipality_pdf",
        "statistics.version",
        "school.receipt_pdf",
        "school.letter_pdf",
        "paper.blank",
        "filing.draft_file",
        "school.school_file",
        "cases.case_file",
        "protection.file",
        "pickup.picked_up_file",
        "queue.export",
        *("extract.file_of_case", "extract.file_of_entry"),
        "meetings.letter",
        *("health.lives", "health.is_ready"),
    }
)
RECORD_STEPS = ("reached", "missed", "identity", "people", "close")


class Walk:
    """One person's way through the whole portal."""

    def __init__(
        self, app: Flask, rows: Session, by: Membership | None, *, thorough: bool = False
    ) -> None:
        self.app, self.rows, self.by, self.thorough = app, rows, by, thorough

    def addresses(self) -> Iterator[list[str]]:
        """For each route the addresses that may open it; for a thorough one each by itself."""
        with self.app.test_request_context():
            for rule in self.app.url_map.iter_rules():
                if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_PAGES:
                    continue
                found = [url_for(rule.endpoint, **values) for values in self._values(rule)]
                if self.thorough and rule.endpoint in THOROUGH:
                    yield from ([address] for address in found)
                elif found:
                    yield found

    def _values(self, rule: Rule) -> Iterable[Values]:
        about = PLACES.get(rule.rule.split("/")[1], Walk._anywhere)
        return [{}] if not rule.arguments else about(self, rule)

    # --- what stands in the addresses ------------------------------------------------------------

    def cases(self) -> list[Case]:
        """One case of every shape that this person may open without saying why."""
        if self.by is None or self.by.side is None:
            return []
        place = (
            Case.municipality_code == self.by.municipality_code
            if self.by.side is Side.KAA
            else Case.school_unit_code == self.by.school_unit_code
        )
        found = self.rows.scalars(select(Case).where(place).order_by(Case.reference))
        shapes = {_shape(case): case for case in found if self._opens(case)}
        return list(shapes.values())

    def _opens(self, case: Case) -> bool:
        assert self.by is not None
        if self.by.side is Side.KAA:
            return not must_say_why(self.by, case)
        return self.by.school_unit is not None and (
            self.by.school_unit.shares_filings
            or self.by.role.value == "rector"
            or self.by.id in case.author_ids
        )

    def _of_cases(self, rule: Rule) -> Iterator[Values]:
        if rule.endpoint == "cases.reason":
            yield from ({"reference": case.reference} for case in self._of_colleagues())
            return
        for case in self.cases():
            here: Values = {"reference": case.reference}
            if "meeting_id" in rule.arguments:
                yield from (here | {"meeting_id": meeting.id} for meeting in case.meetings)
            elif "ordinal" in rule.arguments:
                yield from (here | {"ordinal": one.ordinal} for one in case.filings)
            else:
                yield here

    def _of_colleagues(self) -> list[Case]:
        if self.by is None or self.by.side is not Side.KAA:
            return []
        here = select(Case).where(Case.municipality_code == self.by.municipality_code)
        return [case for case in self.rows.scalars(here) if must_say_why(self.by, case)][:1]

    def _of_filings(self, rule: Rule) -> Iterator[Values]:
        if self.by is None:
            return
        if "kind" in rule.arguments:
            yield from ({"kind": kind.value} for kind in FormKind)
        elif "reference" in rule.arguments:
            yield from self._of_cases(rule)
        else:
            mine = select(Draft).where(Draft.author_id == self.by.id).order_by(Draft.created_at)
            for draft in self.rows.scalars(mine):
                own = [step for step in steps_of(draft) if step != "check"]
                steps = own if "step" in rule.arguments else [None]
                yield from (
                    {"draft_id": draft.id} | ({"step": step} if step else {}) for step in steps
                )

    def _of_administration(self, rule: Rule) -> Iterator[Values]:
        if "membership_id" in rule.arguments:
            others = self.rows.scalars(select(Membership).where(Membership.ended_at.is_(None)))
            yield from ({"membership_id": one.id} for one in others if one is not self.by)
        elif rule.endpoint in ("admin.school_unit", "admin.breaks", "admin.source"):
            named = select(SchoolUnit.code).where(SchoolUnit.organiser_id.is_not(None))
            yield from ({"code": code} for code in self.rows.scalars(named))
        elif "code" in rule.arguments:
            if "key" in rule.arguments or "provider_id" in rule.arguments:
                yield from self._of_catalogue(rule)
                return
            joined = select(Municipality.code).where(Municipality.joined_on.is_not(None))
            kinds = FormKind if "kind" in rule.arguments else [None]
            for code in self.rows.scalars(joined):
                yield from ({"code": code} | ({"kind": kind} if kind else {}) for kind in kinds)

    def _of_catalogue(self, rule: Rule) -> Iterator[Values]:
        """A routine, an offer or a provider of each municipality."""
        if rule.endpoint == "admin.register_routine":
            routines = self.rows.scalars(select(RegisterRoutine).order_by(RegisterRoutine.key))
            yield from ({"code": one.municipality_code, "key": one.key} for one in routines)
        elif "key" in rule.arguments:
            offers = self.rows.scalars(select(MeasureOffer).order_by(MeasureOffer.key))
            yield from ({"code": one.municipality_code, "key": one.key} for one in offers)
        else:
            for one in self.rows.scalars(select(Provider).order_by(Provider.name)):
                yield {"code": one.municipality_code, "provider_id": one.id}

    def _of_roll(self, rule: Rule) -> Iterator[Values]:
        """The roll of one's own school unit: a pupil, and an import in every stage."""
        if self.by is None or self.by.school_unit_code is None:
            return
        if "kind" in rule.arguments:
            yield from ({"kind": kind.value} for kind in (FormKind.ABSENCE, FormKind.DROPOUT))
            return
        model, name = (
            (RollImport, "import_id") if "import_id" in rule.arguments else (RollPupil, "pupil_id")
        )
        here = select(model.id).where(model.school_unit_code == self.by.school_unit_code)
        yield from ({name: one} for one in self.rows.scalars(here.limit(20)))

    def _of_batches(self, rule: Rule) -> Iterator[Values]:
        """One's own lists of many filings, those that are sent and those that are not."""
        if self.by is None:
            return
        mine = select(Batch).where(Batch.author_id == self.by.id).order_by(Batch.created_at)
        for batch in self.rows.scalars(mine):
            if (rule.endpoint == "batch.receipt") != (batch.sent_at is not None):
                continue
            rows = batch.rows[:2] if "row_id" in rule.arguments else [None]
            yield from ({"batch_id": batch.id} | _row(one) for one in rows)

    def _of_links(self, rule: Rule) -> Iterator[Values]:
        if self.by is None:
            somebody = self.rows.scalars(select(User).limit(1)).one()
            make: Callable[[User], str] = (
                tokens.reset_token if rule.endpoint == "account.reset" else tokens.invitation_token
            )
            yield {"token": make(somebody)}

    def _of_guests(self, rule: Rule) -> Iterator[Values]:
        """The page of somebody called to each kind of coming meeting, in a language each."""
        if self.by is None:
            called = select(Participant).join(Meeting).where(Participant.link_hash.is_not(None))
            for state in (MeetingState.PROPOSED, MeetingState.BOOKED):
                coming = called.where(Meeting.state == state).order_by(Meeting.starts_at.desc())
                for one in self.rows.scalars(coming.limit(1)):
                    token = {"token": tokens.guest_token(one.id)}
                    languages = LANGUAGES if "language" in rule.arguments else [None]
                    yield from (token | ({"language": code} if code else {}) for code in languages)

    def _of_information(self, rule: Rule) -> Iterator[Values]:
        """The information of one municipality, in a language each."""
        languages = LANGUAGES if "language" in rule.arguments else [None]
        for code in ("0182",):
            yield from ({"code": code} | ({"language": one} if one else {}) for one in languages)

    def _of_pickups(self, rule: Rule) -> Iterator[Values]:
        if self.by is None:
            yield {"token": "a-link-that-leads-nowhere-looks-the-same"}

    def _of_records(self, rule: Rule) -> Iterator[Values]:
        """Sealed records that this person may open, and the steps with them."""
        if self.by is None:
            return
        reading = rule.endpoint != "protection.receipt"
        seen = visible_records(self.by, now()) if reading else followed_records(self.by)
        for record in self.rows.scalars(select(SealedRecord).where(seen)):
            here: Values = {"pseudonym": record.pseudonym}
            if "step" in rule.arguments:
                yield from (here | {"step": step} for step in RECORD_STEPS)
            elif "person_id" in rule.arguments:
                yield from (here | {"person_id": one.id} for one in record.circle)
            else:
                yield here

    def _anywhere(self, rule: Rule) -> Iterator[Values]:
        raise LookupError(f"{rule.rule}: nobody has said what stands in this address")


PLACES: dict[str, Callable[[Walk, Rule], Iterator[Values]]] = {
    "cases": Walk._of_cases,
    "school": Walk._of_cases,
    "filings": Walk._of_filings,
    "roll": Walk._of_roll,
    "batches": Walk._of_batches,
    "register": walk_register.entries,
    "admin": Walk._of_administration,
    "invitation": Walk._of_links,
    "reset": Walk._of_links,
    "guest": Walk._of_guests,
    "information": Walk._of_information,
    "pickup": Walk._of_pickups,
    "measure-report": walk_register.measure_reports,
    "protected": Walk._of_records,
    "statistics": walk_register.statistics,
    "erasure": walk_register.erasure,
}
"""By the first part of the address. A new one fails the walk until it is told apart here."""


def _row(one: BatchPupil | None) -> Values:
    return {} if one is None else {"row_id": one.id}


def _shape(case: Case) -> tuple[Any, ...]:
    """What makes a case's page look as it does."""
    return (
        case.state,
        case.due_kind,
        case.meetings[-1].state if case.meetings else None,
        case.handovers[-1].state if case.handovers else None,
    )

"""The register keeps the closed list of 2006:39, 4 § (domain 3.1): no column or word beyond it."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import DateTime, Enum, Text, select
from sqlalchemy.dialects.postgresql import ARRAY

from forms import FILING_FORMS
from forms.head import ContactForm
from portal.db import EncryptedJson, EncryptedText, Model
from portal.identity import age_on
from portal.models import Occupation, RegisterEntry
from portal.routines.register import new_routines
from portal.vocabulary import EndGround, EntryEndReason, FormKind
from portal.workflow import handover, register
from portal.workflow.handover import Filled
from portal.workflow.legal import covered_by_kaa
from tests.town import AT, TODAY, Town, a_case, number

NUMBERS = Path("portal/demo/numbers.csv")
"""From Skatteverket's test series."""
CASES = 1000

# Who did it and when is the documentation of the duty (29 kap. 9 §); a row's own marks are no data.
MARKS = {"id", "entry_id", "municipality_code", "by_id", "at"}
ALLOWED = {
    # Case: contact attempts with date, channel and outcome; next follow-up date.
    "task": MARKS
    | {"routine_id", "measure_id", "follows_up", "action", "channel", "earliest_on", "due_on"}
    | {"counted_from", "began_at", "done_at", "skipped_at", "skip_reason", "called_off_at"},
    "contact_attempt": MARKS
    | {"task_id", "on", "channel", "to_guardian", "outcome", "answered_on", "waits_until"}
    | {"second_id"},
    # Documentation: the youth's wishes for studies and work, and the seven items (6.2).
    "mapping_step": MARKS
    | {"stage", "on", "wants_guidance", "wants_measure", "wishes", "handover_asked"},
    "plan": MARKS
    | {"version", "goal", "youth_does", "municipality_does", "others_do"}
    | {"starts_on", "ends_on", "end_reason", "follow_up_on", "signed_on"},
    # Measure: content, start, end, end reason; the reports on it are its documentation.
    "measure": MARKS
    | {"offer_id", "provider_id", "agreed_on", "agreed_by_id", "starts_on", "first_met_on"}
    | {"planned_end_on", "ended_on", "end_reason", "occupation_after"}
    | {"report_code", "next_report_on"},
    "measure_report": {"id", "measure_id", "month", "due_on", "token_hash", "links", "tries_left"}
    | {"chase_on", "asked_at", "expires_at", "delivered_at", "attendance", "goes_on", "words"}
    | {"read_at", "read_by_id"},
}
"""The columns of the work, by table; those of the entry itself: test_register.py."""
ITSELF = {"register_entry", "occupation"}
ABOUT_IT = {
    # The evidence of a handover, the log, and what is being decided about an entry.
    *("handover", "event", "message", "reconciliation", "entry_offer", "erasure_item"),
}
"""Tables that point at the register and keep nothing of it."""
FREE_TEXT = {
    "plan": {"goal", "youth_does", "municipality_does", "others_do"},
    "measure_report": {"words"},
}
"""Where somebody may write what they like, with an instruction and a warning at each field."""
SECRETS = {"token_hash", "report_code"}


def hanging_on_the_register():
    """Every table that points at an entry, or at something that does."""
    found = {"register_entry"}
    tables = Model.metadata.sorted_tables
    while True:
        more = {
            table.name
            for table in tables
            if any(key.column.table.name in found - ABOUT_IT for key in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def test_every_table_of_the_register_is_on_the_list():
    assert hanging_on_the_register() <= ALLOWED.keys() | ITSELF | ABOUT_IT


@pytest.mark.parametrize("table", ALLOWED)
def test_a_table_keeps_the_closed_list_and_nothing_else(table):
    columns = {column.key for column in Model.metadata.tables[table].columns}

    assert columns <= ALLOWED[table]


@pytest.mark.parametrize("table", ALLOWED)
def test_what_is_written_freely_stands_in_the_documentation_only(table):
    columns = Model.metadata.tables[table].columns
    free = {
        column.key
        for column in columns
        if not column.foreign_keys
        and not isinstance(column.type, Enum | ARRAY | DateTime)
        and isinstance(column.type, Text | EncryptedText | EncryptedJson)
    }

    assert free - SECRETS == FREE_TEXT.get(table, set())
    assert not any(isinstance(column.type, EncryptedJson) for column in columns)


# --- a thousand cases ----------------------------------------------------------------------------

FORBIDDEN = ("ADHD", "depression", "sjukskriven", "häktad", "LVU", "SiS", "missbruk", "frånvaro")
PASSES = {"pupil_phone", "pupil_email", "pupil_address"}
"""The only answers that are on the list."""


def filled_in() -> dict[str, str]:
    """Every question of a dropout filing answered, each with what may never pass."""
    forms = (FILING_FORMS[FormKind.DROPOUT], ContactForm)
    names = [name for form in forms for section in form.asks for name in section.names]
    said = " ".join(FORBIDDEN)
    answers = {name: f"{name.upper()} {said}" for name in names if name not in PASSES}
    return answers | {
        "end_ground": EndGround.OWN_REPORT.value,
        "pupil_phone": "070-174 06 05",
        "pupil_email": "ung@example.se",
        "pupil_address": "Storgatan 1",
    }


def youths():
    """As many youths whom KAA is for, again and again the same ones."""
    with NUMBERS.open(encoding="utf-8") as file:
        read = [number(row["number"]) for row in csv.DictReader(file)]
    covered = [
        one
        for one in read
        if one.birth_date
        and one.birth_date < TODAY - timedelta(days=16 * 366)
        and covered_by_kaa(age_on(one.birth_date, TODAY))
    ]
    return [covered[place % len(covered)] for place in range(CASES)]


def take_over(cast: Town, one, answers) -> RegisterEntry:
    """Hand a youth over and, so that the same one may come again, let them leave."""
    case = a_case(
        cast,
        FormKind.DROPOUT,
        number=one,
        answers=answers,
    )
    offer = case.handovers[0]
    passes = handover.passing(offer.filing, "YBC")
    entry = handover.accept(
        offer,
        passes,
        Filled(None, passes.address, passes.email, passes.phone, True, True, True),
        cast.caseworker,
        running=None,
        joins_running=False,
        by=cast.caseworker,
        at=AT,
    )
    register.close(entry, EntryEndReason.MOVED, what="Tyresö", on=TODAY, by=cast.caseworker, at=AT)
    return entry


def texts_of(rows, tables):
    """All that the tables hold, as it reads."""
    for model in Model.__subclasses__():
        if model.__tablename__ in tables:
            for row in rows.execute(select(*model.__table__.columns)):
                yield from (str(value) for value in row if value is not None)


def test_a_thousand_handovers_bring_nothing_beyond_the_list(rows, town):
    rows.add_all(new_routines("nacka", town.nacka.code))
    rows.commit()
    rows.expire_all()
    answers = filled_in()
    cast = Town(**{name: rows.merge(value) for name, value in vars(town).items()})
    with rows.no_autoflush:
        entries = [take_over(cast, one, answers) for one in youths()]
        rows.add_all(entries)
    rows.commit()

    kept = "\n".join(texts_of(rows, ALLOWED.keys() | ITSELF))

    assert kept.count("070-174 06 05") == kept.count("Storgatan 1") == CASES
    assert len(rows.scalars(select(Occupation.id)).all()) == CASES
    assert not [word for word in FORBIDDEN if word.casefold() in kept.casefold()]
    assert not [name for name in answers if name not in PASSES and name.upper() in kept]

"""The permission table and its twin as WHERE say the same of everybody and everything."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.access import scope
from portal.access.rules import RULES, may, roles_with
from portal.models import (
    AccessLogEntry,
    Batch,
    Case,
    Draft,
    EntryOffer,
    Membership,
    Message,
    Municipality,
    RegisterEntry,
    RegisterFile,
    RollImport,
    RollPupil,
    SchoolUnit,
    Sought,
)
from portal.vocabulary import (
    EntryState,
    FileUse,
    FormKind,
    HandoverState,
    Opened,
    Permission,
    RegistrationReason,
    Role,
    RollSource,
    YouthStatus,
)
from portal.workflow import batch, register_files, rolls
from tests.notifications.messages import a_message, a_message_about
from tests.town import AT, EIGHTEEN, SIXTEEN, TODAY, TWENTY, a_case, number, town

EVERYBODY = [name for name, someone in vars(town()).items() if isinstance(someone, Membership)]
TWINS = [
    pytest.param(Case, scope.visible_cases, (Permission.CASE_READ, Permission.CASE_FOLLOW)),
    pytest.param(RegisterEntry, scope.visible_entries, (Permission.ENTRY_READ,)),
    pytest.param(
        EntryOffer,
        scope.visible_offers,
        (Permission.HANDOVER_ANSWER, Permission.ENTRY_WORK),
    ),
    pytest.param(RegisterFile, scope.visible_files, (Permission.REGISTER_LOAD,)),
    pytest.param(Draft, scope.visible_drafts, (Permission.FILING_DRAFT,)),
    pytest.param(Batch, scope.visible_batches, (Permission.FILING_DRAFT,)),
    pytest.param(RollPupil, scope.visible_roll, (Permission.ROLL_READ,)),
    pytest.param(RollImport, scope.visible_imports, (Permission.ROLL_IMPORT,)),
    pytest.param(Sought, scope.visible_sought, (Permission.SOUGHT_ASK,)),
    pytest.param(Membership, scope.visible_people, (Permission.PEOPLE_MANAGE,)),
    pytest.param(Municipality, scope.visible_municipalities, (Permission.MUNICIPALITY_MANAGE,)),
    pytest.param(SchoolUnit, scope.visible_school_units, (Permission.SCHOOL_UNIT_MANAGE,)),
    pytest.param(Message, scope.visible_messages, (Permission.DELIVERY_LIST,)),
    pytest.param(AccessLogEntry, scope.visible_openings, (Permission.ACCESS_LOG_READ,)),
]


def an_entry(municipality, caseworker):
    return RegisterEntry(
        id=uuid4(),
        reference=f"26-POST-{municipality.code}",
        municipality_code=municipality.code,
        state=EntryState.OPEN,
        status=YouthStatus.NOT_REACHED,
        given_name="Wilma",
        family_name="Ek",
        search_name="ek wilma",
        number=SIXTEEN,
        number_hash=f"hash {municipality.code}",
        birth_date=number().birth_date,
        reason=RegistrationReason.DROPPED_OUT,
        registered_at=AT,
        caseworker_id=caseworker.id,
        next_follow_up_on=TODAY,
        ended_to="",
    )


def an_offer(entry, to, by):
    return EntryOffer(
        id=uuid4(),
        entry=entry,
        municipality_code=to.code,
        from_code=entry.municipality_code,
        state=HandoverState.OFFERED,
        moved_on=TODAY,
        shown={},
        offered_at=AT,
        offered_by_id=by.id,
        answer_by=TODAY,
    )


def a_draft(author, **says):
    return Draft(
        **says,
        kind=FormKind.ABSENCE,
        author_id=author.id,
        school_unit_code=author.school_unit_code,
        answers={},
        created_at=AT,
        changed_at=AT,
    )


def a_pupil(unit, *, protected):
    return RollPupil(
        school_unit_code=unit.code,
        protected=bool(protected),
        name_hash="hash",
        given_name="" if protected else "Wilma",
        origins={},
    )


def an_opening(by):
    return AccessLogEntry(
        at=AT,
        membership_id=by.id,
        opened=Opened.CASE,
        reference="26-2222-2222",
        municipality_code=by.municipality_code,
        school_unit_code=by.school_unit_code,
        request_id="x",
    )


def questions(town):
    """One about a pupil each, by two municipalities."""
    asked = ((town.nacka, town.coordinator), (town.norrkoping, town.other_caseworker))
    pupils = [a_pupil(town.de_geer, protected=0) for _ in asked]
    return pupils + [
        Sought(
            municipality_code=home.code,
            pupil=pupil,
            number=SIXTEEN,
            asked_by_id=by.id,
            asked_at=AT,
        )
        for pupil, (home, by) in zip(pupils, asked, strict=True)
    ]


@pytest.fixture
def full_town(town, stored):
    """Things of every kind on both sides of every wall."""
    cases = (
        a_case(town),
        a_case(town, by=town.colleague, number=number(EIGHTEEN)),
        a_case(town, by=town.other_counsellor),
        a_case(town, by=town.far_counsellor, home=town.norrkoping),
        a_case(town, FormKind.DROPOUT, home=town.norrkoping, number=number(TWENTY)),
    )
    stored(
        *cases,
        *(a_message_about(case) for case in cases),
        a_message("reset", to="karin.holm@example.se", reference=""),
        an_entry(town.norrkoping, town.other_caseworker),
        an_offer(an_entry(town.nacka, town.caseworker), town.norrkoping, town.caseworker),
        *(
            register_files.receive(b"", FileUse.DATABASE, by=by, at=AT)
            for by in (town.caseworker, town.other_caseworker)
        ),
        *(a_draft(author) for author in (town.counsellor, town.colleague, town.far_counsellor)),
        *(
            batch.begin(FormKind.DROPOUT, {}, by=author, at=AT)
            for author in (town.counsellor, town.colleague, town.far_counsellor)
        ),
        *(a_pupil(unit, protected=hidden) for unit in (town.ybc, town.rytmus) for hidden in (0, 1)),
        *(
            rolls.receive(b"", RollSource.CSV, digest="", by=by, at=AT)
            for by in (town.counsellor, town.other_counsellor)
        ),
        a_draft(town.counsellor, shared=True),
        *questions(town),
        *(an_opening(by) for by in (town.caseworker, town.other_caseworker, town.counsellor)),
    )  # fmt: skip
    return town


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(("kind", "visible", "permissions"), TWINS)
def test_the_rule_and_the_query_agree(full_town, rows, who, kind, visible, permissions):
    by = rows.get(Membership, getattr(full_town, who).id)
    seen = set(
        rows.scalars(select(kind.id if hasattr(kind, "id") else kind.code).where(visible(by)))
    )

    allowed = {
        getattr(thing, "id", None) or thing.code
        for thing in rows.scalars(select(kind))
        if any(may(by, permission, thing) for permission in permissions)
    }

    assert seen == allowed


@pytest.mark.parametrize("shares", [True, False])
def test_they_agree_when_a_school_shares_its_filings_too(full_town, rows, shares):
    by = rows.get(Membership, full_town.colleague.id)
    by.school_unit.shares_filings = shares
    rows.flush()

    seen = rows.scalars(select(Case).where(scope.visible_cases(by))).all()

    assert len(seen) == (3 if shares else 1)
    for case in rows.scalars(select(Case)):
        assert (case in seen) == may(by, Permission.CASE_FOLLOW, case)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(("kind", "visible", "permissions"), TWINS)
def test_an_ended_role_sees_nothing(full_town, rows, who, kind, visible, permissions):
    by = rows.get(Membership, getattr(full_town, who).id)
    by.ended_at = AT + timedelta(minutes=1)

    assert rows.scalars(select(kind).where(visible(by))).all() == []
    assert not any(
        may(by, permission, thing)
        for thing in rows.scalars(select(kind))
        for permission in permissions
    )


def test_every_kind_of_thing_is_seen_by_somebody_and_not_by_everybody(full_town, rows):
    """The agreement above would be worth nothing between two empty sets."""
    for twin in TWINS:
        kind, visible, _ = twin.values
        counts = {
            who: len(rows.scalars(select(kind).where(visible(getattr(full_town, who)))).all())
            for who in EVERYBODY
        }
        assert max(counts.values()) > 0, kind
        assert min(counts.values()) == 0, kind


ROLES_OF = {
    Permission.FILING_DRAFT: {Role.COUNSELLOR},
    Permission.DRAFT_SHARE: {Role.COUNSELLOR},
    Permission.FILING_FILE: {Role.COUNSELLOR},
    Permission.FILING_CHANGE: {Role.COUNSELLOR},
    Permission.ROLL_READ: {Role.COUNSELLOR},
    Permission.ROLL_IMPORT: {Role.COUNSELLOR},
    Permission.CASE_READ: {Role.CASEWORKER, Role.COORDINATOR},
    Permission.CASE_FOLLOW: {Role.COUNSELLOR, Role.RECTOR},
    Permission.CASE_WORK: {Role.CASEWORKER, Role.COORDINATOR},
    Permission.CASE_ASSIGN: {Role.CASEWORKER, Role.COORDINATOR},
    Permission.QUEUE_EXPORT: {Role.COORDINATOR},
    Permission.DELIVERY_LIST: {
        Role.COORDINATOR,
        Role.COUNSELLOR,
        Role.RECTOR,
        Role.PLATFORM_ADMIN,
    },
    Permission.DELIVERY_RESEND: {Role.COORDINATOR, Role.COUNSELLOR, Role.PLATFORM_ADMIN},
    Permission.ENTRY_READ: {Role.CASEWORKER, Role.COORDINATOR},
    Permission.REGISTER_LOAD: {Role.CASEWORKER, Role.COORDINATOR},
    Permission.ENTRY_ASSIGN: {Role.COORDINATOR},
    Permission.LEAVE_SET: {Role.CASEWORKER, Role.COORDINATOR},
    Permission.SUBSTITUTE_SET: {Role.COORDINATOR},
    Permission.REPORT_SCHOOL: {Role.RECTOR},
    Permission.ACCESS_LOG_READ: {Role.LOG_REVIEWER},
    Permission.MUNICIPALITY_MANAGE: {Role.MUNICIPALITY_ADMIN, Role.PLATFORM_ADMIN},
    Permission.EXTERNAL_REGISTER_SET: {Role.MUNICIPALITY_ADMIN},
    Permission.SCHOOL_UNIT_MANAGE: {Role.ORGANISER_ADMIN, Role.PLATFORM_ADMIN},
}


@pytest.mark.parametrize(("permission", "roles"), ROLES_OF.items())
def test_the_roles_of_a_permission_are_those_of_the_policy(permission, roles):
    assert roles_with(permission) == roles


def test_every_permission_has_a_line():
    assert set(RULES) == set(Permission)


def test_administrators_and_log_reviewers_have_no_way_to_a_case():
    about_cases = [
        one for one in Permission if one.partition(":")[0] in ("case", "filing", "entry", "roll")
    ]
    for permission in about_cases:
        assert not roles_with(permission) & {
            Role.ORGANISER_ADMIN,
            Role.MUNICIPALITY_ADMIN,
            Role.PLATFORM_ADMIN,
            Role.LOG_REVIEWER,
        }

"""The rule and the query about sealed records say the same of everybody, at every instant."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.access import scope
from portal.access.rules import may
from portal.models import (
    GlassBreak,
    Membership,
    OfficerProposal,
    RecordAt,
    SealedPerson,
    SealedRecord,
)
from portal.vocabulary import FormKind, Permission, SealedState
from tests.town import AT, TODAY, town

EVERYBODY = [name for name, someone in vars(town()).items() if isinstance(someone, Membership)]
ASKS = ("caseworker", "other_caseworker")
NAMED = ("colleague", "rector", "second_caseworker", "other_caseworker")
HALF_AN_HOUR = timedelta(minutes=30)


def a_record(name, municipality, author):
    return SealedRecord(
        id=uuid4(), pseudonym=f"SKYDD-{name}", state=SealedState.WAITING,
        municipality_code=municipality.code, author_id=author.id, kind=FormKind.DROPOUT,
        sealed_later=True, opened_at=AT, due_on=TODAY,
    )  # fmt: skip


def a_break(record, by, **says):
    return GlassBreak(
        id=uuid4(), pseudonym=record.pseudonym, record_id=record.id, asked_at=AT, reason="Nöd",
        municipality_code=record.municipality_code, asked_by_id=by.id, asked_user_id=by.user_id,
        **says,
    )  # fmt: skip


def a_yes(by):
    return {"answered_by_id": by.id, "answered_user_id": by.user_id, "answered_at": AT,
            "approved": True, "ends_at": AT + HALF_AN_HOUR}  # fmt: skip


@pytest.fixture
def sealed_town(town, stored):
    """Records in two municipalities, with people named, let in, removed and waiting."""
    own = a_record("2222", town.nacka, town.counsellor)
    far = a_record("3333", town.norrkoping, town.caseworker)
    bare = a_record("4444", town.nacka, town.far_counsellor)
    stored(own, far, bare)
    for record in (own, far):
        for place, name in enumerate(NAMED):
            person = SealedPerson(
                record_id=record.id, membership_id=getattr(town, name).id, why="Behövs",
                added_by_id=town.protection_officer.id, added_at=AT,
            )  # fmt: skip
            if place % 3 == 0:
                person.removed_at, person.removed_why = AT, "Slut"
                person.removed_by_id = town.protection_officer.id
            stored(person)
        stored(*(a_break(record, getattr(town, name)) for name in ASKS))
        stored(a_break(record, town.caseworker, **a_yes(town.coordinator)))
    return town


@pytest.mark.parametrize("later", [timedelta(), HALF_AN_HOUR - timedelta(seconds=1), HALF_AN_HOUR])
@pytest.mark.parametrize("who", EVERYBODY)
def test_reading_is_the_same_by_rule_and_by_query(sealed_town, rows, who, later):
    by, at = rows.get(Membership, getattr(sealed_town, who).id), AT + later

    seen = set(rows.scalars(select(SealedRecord.id).where(scope.visible_records(by, at))))
    allowed = {
        record.id
        for record in rows.scalars(select(SealedRecord))
        if may(by, Permission.SEALED_READ, RecordAt(record, at))
    }

    assert seen == allowed


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    ("kind", "visible", "permission"),
    [
        (SealedRecord, scope.followed_records, Permission.SEALED_FOLLOW),
        (GlassBreak, scope.visible_breaks, Permission.GLASS_ANSWER),
        (OfficerProposal, scope.visible_proposals, Permission.OFFICER_DECIDE),
    ],
)
def test_following_and_answering_are_the_same_by_rule_and_by_query(
    sealed_town, rows, stored, who, kind, visible, permission
):
    admin = sealed_town.municipality_admin
    for user in (admin.user_id, sealed_town.coordinator.user_id):
        stored(OfficerProposal(
            municipality_code="0182", email="x@example.se", asked_by_id=admin.id,
            asked_user_id=user, asked_at=AT,
        ))  # fmt: skip
    by = rows.get(Membership, getattr(sealed_town, who).id)

    seen = set(rows.scalars(select(kind.id).where(visible(by))))
    allowed = {one.id for one in rows.scalars(select(kind)) if may(by, permission, one)}

    assert seen == allowed


def test_who_sees_what_as_a_table(sealed_town, rows):
    """Read as the policy: pseudonyms each role reads a minute after a yes to the caseworker."""
    at = AT + timedelta(minutes=1)
    seen = {
        who: {
            record.pseudonym[-4:]
            for record in rows.scalars(
                select(SealedRecord).where(
                    scope.visible_records(rows.get(Membership, getattr(sealed_town, who).id), at)
                )
            )
        }
        for who in EVERYBODY
    }

    assert {who: names for who, names in seen.items() if names} == {
        "rector": {"2222", "3333"},
        "caseworker": {"2222"},
        "second_caseworker": {"2222"},
        "protection_officer": {"2222", "4444"},
    }


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_ended_role_sees_no_sealed_record(sealed_town, rows, who):
    by = rows.get(Membership, getattr(sealed_town, who).id)
    by.ended_at = AT

    for visible in (scope.followed_records(by), scope.visible_records(by, AT)):
        assert rows.scalars(select(SealedRecord).where(visible)).all() == []

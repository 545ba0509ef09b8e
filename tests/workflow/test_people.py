"""Roles are given and ended by those whose they are to give."""

from datetime import timedelta

import pytest

from portal.errors import HasTheRole, LastAdministrator, NotAllowed, NotGivenHere, OwnRole
from portal.vocabulary import ADMIN_ROLES, CaseState, Role
from portal.workflow import casework, people
from portal.workflow.weak_passwords import common_words, is_common
from tests.town import AT, a_case, somebody, town

LATER = AT + timedelta(hours=1)


@pytest.fixture
def cast():
    return town()


def test_no_administrator_gives_the_protection_officers_role_or_a_role_of_another_kind():
    assert set(people.GIVES) == ADMIN_ROLES
    assert all(Role.PROTECTION_OFFICER not in roles for roles in people.GIVES.values())


def test_every_other_role_is_given_by_somebody():
    given = {role for roles in people.GIVES.values() for role in roles}

    assert set(Role) - given == {Role.PROTECTION_OFFICER}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "who", ["organiser_admin", "municipality_admin", "platform_admin", "caseworker"]
)
def test_a_role_is_given_by_its_own_administrators_only(cast, who, role):
    by, user = getattr(cast, who), somebody("Ny Person", Role.COUNSELLOR, unit=cast.ybc).user
    where = {
        Role.COUNSELLOR: {"unit": cast.ybc},
        Role.RECTOR: {"unit": cast.ybc},
        Role.ORGANISER_ADMIN: {"organiser": cast.rytmus_ltd},
        Role.PLATFORM_ADMIN: {},
    }.get(role, {"municipality": cast.nacka})
    post = people.Post(role, **where)

    if role in people.GIVES.get(by.role, ()):
        membership, letter = people.invite(user, [], post, by=by, at=AT)
        assert (membership.role, letter.user_id) == (role, user.id)
    else:
        with pytest.raises(NotGivenHere):
            people.invite(user, [], post, by=by, at=AT)


def test_nobody_is_invited_to_another_organisation(cast):
    user = somebody("Ny Person", Role.COUNSELLOR, unit=cast.ybc).user
    for by, post in (
        (cast.organiser_admin, people.Post(Role.COUNSELLOR, unit=cast.rytmus)),
        (cast.municipality_admin, people.Post(Role.CASEWORKER, municipality=cast.norrkoping)),
    ):
        with pytest.raises(NotAllowed):
            people.invite(user, [], post, by=by, at=AT)


def test_a_role_once_ended_can_be_given_again(cast):
    user, post = cast.caseworker.user, people.Post(Role.CASEWORKER, municipality=cast.nacka)
    with pytest.raises(HasTheRole):
        people.invite(user, [cast.caseworker], post, by=cast.municipality_admin, at=LATER)

    cast.caseworker.ended_at = LATER

    membership, _ = people.invite(
        user, [cast.caseworker], post, by=cast.municipality_admin, at=LATER
    )
    assert membership.ended_at is None


def test_the_mail_to_whom_has_a_password_is_no_invitation_to_choose_one(cast):
    cast.other_caseworker.user.password_hash = "chosen"
    post = people.Post(Role.CASEWORKER, municipality=cast.nacka)

    _, letter = people.invite(
        cast.other_caseworker.user, [], post, by=cast.municipality_admin, at=AT
    )

    assert letter.template == "new_role"


def test_who_leaves_gives_everything_back_by_the_portals_own_hand(cast):
    case = a_case(cast)
    casework.take_on(case, by=cast.caseworker, at=AT)
    version = cast.caseworker.user.session_version

    people.end(cast.caseworker, [case], [], others=1, by=cast.municipality_admin, at=LATER)

    assert (case.caseworker_id, case.state) == (None, CaseState.QUEUED)
    assert cast.caseworker.ended_at == LATER
    assert cast.caseworker.user.session_version == version + 1


def test_the_last_administrator_and_ones_own_role_stay(cast):
    with pytest.raises(OwnRole):
        people.end(cast.municipality_admin, [], [], others=5, by=cast.municipality_admin, at=LATER)
    with pytest.raises(LastAdministrator):
        people.end(cast.municipality_admin, [], [], others=0, by=cast.platform_admin, at=LATER)
    assert cast.municipality_admin.ended_at is None


def test_a_refused_end_changes_nothing(cast):
    case = a_case(cast)
    casework.take_on(case, by=cast.caseworker, at=AT)

    with pytest.raises(NotAllowed):
        people.end(
            cast.other_caseworker, [case], [], others=1, by=cast.municipality_admin, at=LATER
        )

    assert case.caseworker_id == cast.caseworker.id


@pytest.mark.parametrize(
    "password",
    ["lösenordlösenord1", "Sommar2026Sommar2026", "qwertyuiopasdfgh", "passwordpassword1!",
     "111111111111111111", "norrkopingnorrkoping", "N0rrköping-Sk0lan-2026", "abcdefghijklmnopqr",
     "överlämningen2026", "karinholm-karinholm", "Kurator1234567890"],
)  # fmt: skip
def test_words_that_everybody_tries_are_no_password(password):
    assert is_common(password, ("Karin Holm", "karin.holm@example.se", "kurator"))


@pytest.mark.parametrize(
    "password",
    ["grädde kikare snöstorm vantar", "korrekt-hast-batteri-klammer", "vQ8#kd02Lm!pp3Zt",
     "ost på knäckebröd kl tre", "lampa blomma hund gitarr"],
)  # fmt: skip
def test_a_few_words_of_ones_own_are(password):
    assert not is_common(password, ("Karin Holm", "karin.holm@example.se", "kurator"))


def test_the_list_of_common_words_is_long_enough_to_matter():
    assert len(common_words()) >= 3000

"""A list of many filings: who is in it, and which answer counts."""

from uuid import uuid4

import pytest

from portal.models import RollPupil
from portal.vocabulary import FormKind
from portal.workflow import batch as workflow
from tests.town import AT, town


@pytest.fixture
def written():
    return workflow.begin(FormKind.DROPOUT, workflow.LEAVERS, by=town().counsellor, at=AT)


def pupils(count):
    return [RollPupil(id=uuid4(), given_name=f"Elev{place}", origins={}) for place in range(count)]


def test_a_list_takes_a_hundred_pupils_and_each_of_them_once(written):
    many = pupils(60)

    assert workflow.add(written, many, at=AT) == 60
    assert workflow.add(written, [*many, *pupils(60)], at=AT) == 40
    assert [row.place for row in written.rows] == list(range(1, 101))


def test_leavers_have_their_reason_from_the_start(written):
    workflow.add(written, pupils(1), at=AT)

    answers = workflow.answers(written, written.rows[0])

    assert answers["end_ground"] == answers["grades"] == ["studiebevis"]
    assert answers["protected"] == ["no"]


@pytest.mark.parametrize(
    ("common", "own", "counts"),
    [
        (["a"], ["b"], ["b"]),
        (["a"], [], ["a"]),
        (["a"], [""], ["a"]),
        ([], ["b"], ["b"]),
        ([], [], None),
        (["a", "b"], ["c"], ["c"]),
    ],
)
def test_what_is_own_goes_before_what_is_common(written, common, own, counts):
    workflow.add(written, pupils(1), at=AT)
    row = written.rows[0]
    workflow.save_common(written, ["efforts"], {"efforts": common}, at=AT)
    workflow.save_own(row, ["efforts"], {"efforts": own}, at=AT)

    assert (workflow.answers(written, row).get("efforts") or None) == counts


def test_a_place_that_was_left_is_not_given_again(written):
    workflow.add(written, pupils(3), at=AT)
    workflow.leave_out(written, [written.rows[0]], at=AT)
    workflow.add(written, pupils(1), at=AT)

    assert [row.place for row in written.rows] == [2, 3, 4]

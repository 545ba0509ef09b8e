"""What was posted is marked as sent, together and once."""

from sqlalchemy import select

from portal.db import transaction
from portal.models import Event, Task
from portal.sealing import seal_pupil
from portal.vocabulary import ContactChannel, ContactOutcome, Flagged, Step, TaskAction
from tests.town import AT, TODAY
from tests.web.week.youths import LETTERS, attempts, many


def test_what_was_posted_is_marked_together(kaa, post, youth, rows, town, guardian_first):
    youth("Wilma Ek", TaskAction.WRITE, routine=guardian_first)
    youth("Sven Alm", TaskAction.SEND_POSTCARD)

    answer = post("sent")

    assert answer.location == LETTERS
    assert "2 brev är markerade som skickade." in kaa.get(LETTERS).text
    written = {one.channel: one for one in attempts(rows)}
    assert set(written) == {ContactChannel.LETTER, ContactChannel.POSTCARD}
    for one in written.values():
        assert (one.outcome, one.on) == (ContactOutcome.SENT, TODAY)
        assert one.by_id == town.caseworker.id
        assert one.task.done_at is not None
    assert written[ContactChannel.LETTER].to_guardian
    assert not written[ContactChannel.POSTCARD].to_guardian


def test_marking_twice_is_marking_once(kaa, post, youth, rows):
    youth("Wilma Ek", TaskAction.WRITE)
    ids = [str(one) for one in rows.scalars(select(Task.id))]

    post("sent", ids)
    kaa.get(LETTERS)
    answer = post("sent", ids)

    assert answer.location == LETTERS
    assert len(attempts(rows)) == 1
    steps = rows.scalars(select(Event.step).where(Event.step == Step.TRY_CONTACT)).all()
    assert len(steps) == 1


def test_marked_without_having_been_printed_is_marked_too(post, youth, rows):
    youth("Wilma Ek", TaskAction.SEND_VISIT_CARD)

    post("sent")

    assert [one.channel for one in attempts(rows)] == [ContactChannel.VISIT_CARD]


def test_a_sealed_youth_has_no_letter(kaa, post, youth, rows):
    entry = youth("Wilma Ek", TaskAction.WRITE)
    ids = [str(one) for one in rows.scalars(select(Task.id))]
    with transaction():
        seal_pupil(entry.number_hash, Flagged.PUPIL, by=None, at=AT)

    assert "Wilma" not in kaa.get(LETTERS).page.text
    assert post("print", ids).location == LETTERS
    post("sent", ids)
    assert attempts(rows) == []


def test_marking_costs_the_same_for_each_and_printing_the_same_for_all(
    post, youth, rows, statements
):
    entry = youth("Wilma Ek", TaskAction.WRITE)
    many(rows, entry, rows.scalars(select(Task)).one(), 1)
    statements.clear()
    post("print")
    few = sum(one.startswith("SELECT") for one in statements)
    many(rows, rows.merge(entry), rows.scalars(select(Task)).first(), 20)
    statements.clear()
    post("print")
    assert sum(one.startswith("SELECT") for one in statements) == few

    statements.clear()
    post("sent")

    assert len(attempts(rows)) == 22
    assert sum(one.startswith("SELECT") for one in statements) <= few + 10

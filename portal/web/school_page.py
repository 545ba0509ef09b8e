"""A case's page as the school reads it; its answer form may come back with what was typed."""

from typing import TYPE_CHECKING

from flask import render_template
from flask.typing import ResponseReturnValue

from forms.school_steps import AnswerForm
from portal.access.rules import may
from portal.clock import now
from portal.queries import attachments, school_case
from portal.references import filing_reference
from portal.vocabulary import CaseState, DeadlineKind, FormKind, Permission, Step
from portal.web import filters, information_words, school_pickup, school_words
from portal.web.acting import actor
from portal.workflow.steps import can_take

if TYPE_CHECKING:
    from portal.models import Case


def page(case: "Case", answer: AnswerForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The case's page, with the answer somebody is writing."""
    by = actor()
    followed = school_case.follow(case)
    clock = followed.own_clock
    changes = may(by, Permission.FILING_CHANGE, case)
    functions = {
        stay.municipality.code: stay.municipality.kaa_name or stay.municipality.title
        for stay in followed.stays
    }
    return (
        render_template(
            "school/case.html",
            case=case,
            followed=followed,
            happenings=school_words.happenings(followed.events, followed.filings, functions),
            next_on=clock.due_on if clock else case.due_on,
            asks=case.state is CaseState.NEEDS_INFO,
            files_dropout=clock is not None and clock.kind is DeadlineKind.FILE_DROPOUT,
            pickup=school_pickup.seen(case, at=now(), changes=changes),
            form=(answer or AnswerForm(formdata=None)) if changes else None,
            changes=changes,
            can_correct=changes and can_take(case, Step.CORRECT),
            can_withdraw=changes and can_take(case, Step.WITHDRAW),
            can_ask_again=changes and can_take(case, Step.REQUEST_REOPEN),
            kinds=list(FormKind),
            age=school_words.age(case.birth_date, filters.today()),
            headline=school_words.headline(case.state, clock.kind if clock else case.due_kind),
            filing_reference=filing_reference,
            informed=information_words.given(followed.events),
            can_inform=changes and can_take(case, Step.INFORM),
            files=attachments.of_case(case, followed.filings),
            today=filters.today(),
        ),
        status,
    )

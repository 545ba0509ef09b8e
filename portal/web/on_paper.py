"""A filing that was handed over on paper: its steps, how its times are typed and how they read."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from flask_babel import gettext

from forms.base import StepForm
from forms.on_paper import OnPaperForm
from portal.config import settings
from portal.errors import Refused
from portal.vocabulary import FormKind
from portal.web import filters
from portal.web.mishaps import sentence
from portal.workflow import drafts, paper

if TYPE_CHECKING:
    from portal.models import Draft, Filing

STEPS = ("protected", "pupil", "situation", "contact", "check")
ON_PAPER = ("protected", "paper", *STEPS[1:])
"""The same when the filing was handed over on paper: when, is asked first."""


def steps_of(draft: "Draft | None") -> tuple[str, ...]:
    """The steps of a draft, or of one that is yet to be begun."""
    return ON_PAPER if draft is not None and drafts.is_on_paper(draft) else STEPS


def handed_over(form: OnPaperForm, *, at: datetime) -> paper.OnPaper | None:
    """What a checked step says; when that cannot be, it is said at the field."""
    try:
        return paper.handed_over(
            cast("datetime", form.handed_at),
            form.paper_to.data or "",
            most_days=settings().paper_days,
            at=at,
        )
    except Refused as error:
        form.refuse(sentence(error), form.paper_on)
        return None


def fits(on_paper: paper.OnPaper, kind: FormKind, form: StepForm, *, at: datetime) -> bool:
    """Whether what the kind's step tells of had happened by then."""
    day = form["event_on"]
    try:
        paper.fits(on_paper, kind, day.data, at=at)
    except Refused as error:
        form.refuse(sentence(error), day)
        return False
    return True


def filed(filing: "Filing | Any") -> str:
    """When it was filed; on paper, both when it was handed over and when it was entered."""
    if filing.entered_at is None:
        return filters.moment(filing.filed_at)
    return str(
        gettext(
            "Lämnad på papper %(handed)s · Inlagd %(entered)s",
            handed=filters.moment(filing.filed_at),
            entered=filters.moment(filing.entered_at),
        )
    )


def when_filed(filing: "Filing | Any") -> list[tuple[str, str]]:
    """The same as facts with their labels, and who was told on paper."""
    if filing.entered_at is None:
        return [(gettext("Inlämnad"), filters.moment(filing.filed_at))]
    told = [(gettext("Lämnad till"), filing.paper_to)] if filing.paper_to else []
    return [
        (gettext("Lämnad på papper"), filters.moment(filing.filed_at)),
        (gettext("Inlagd"), filters.moment(filing.entered_at)),
        *told,
    ]


def in_timeline(filing: "Filing") -> list[tuple[str, str]]:
    """The same beside the step that entered it; the step's own time is that of entering."""
    return when_filed(filing) if filing.entered_at is not None else []

"""The pages of many filings at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from wtforms import SelectField

from forms.base import Answer
from forms.batch import CELLS, REACHED, BatchFileForm, questions
from forms.fields import DayField
from portal.references import filing_reference
from portal.vocabulary import N_
from portal.web import filters
from portal.web.batch_writing import One, Whole
from portal.workflow.batch import MOST

if TYPE_CHECKING:
    from forms.base import StepForm
    from forms.batch import BatchStartForm
    from portal.models import Batch, BatchPupil, Filing, RollPupil
    from portal.web.batch_writing import Mending

STEPS = {
    "pupils": N_("Elever"),
    "common": N_("Lika för alla"),
    "own": N_("Var och en"),
    "check": N_("Kontrollera och skicka"),
}
ISO_DAY = 10


class Cell(NamedTuple):
    """One input of the table: a question to one pupil."""

    name: str
    label: str
    kind: str
    value: str
    choices: list[tuple[str, str]]
    errors: list[str]


class Line(NamedTuple):
    """A pupil's row of the table; a question that is not put to them is None."""

    one: One
    cells: list[Cell | None]


def address(batch: "Batch", step: str, **values: Any) -> str:
    """Where a page of a batch stands."""
    return url_for(f"batch.{step}", batch_id=batch.id, **values)


def is_older(batch: "Batch", typed: Mapping[str, Sequence[str]]) -> bool:
    """Whether the page was drawn before another tab saved."""
    seen = next(iter(typed.get("version", ())), "")
    return bool(seen) and seen != str(batch.version)


def add_to(batch: "Batch") -> str:
    """A batch that was begun, as a choice."""
    return str(
        ngettext(
            "Lägg till i en påbörjad lista: %(kind)s, %(num)s elev",
            "Lägg till i en påbörjad lista: %(kind)s, %(num)s elever",
            len(batch.rows),
            kind=filters.word(batch.kind),
        )
    )


def _page(template: str, batch: "Batch", step: str, **things: Any) -> str:
    return render_template(
        f"batch/{template}.html",
        batch=batch,
        kind=batch.kind,
        steps_shown=[(gettext(text), address(batch, name)) for name, text in STEPS.items()],
        current=list(STEPS).index(step) + 1 if step in STEPS else 0,
        at=lambda name, **values: address(batch, name, **values),
        most=MOST,
        **things,
    )


def start(
    form: "BatchStartForm", chosen: "Sequence[RollPupil]", begun: "Sequence[Batch]"
) -> ResponseReturnValue:
    """What is to be filed, about whom; and what was begun before."""
    page = render_template("batch/start.html", form=form, chosen=chosen, begun=begun)
    return page, 422 if form.errors else 200


def pupils(
    whole: Whole, form: BatchFileForm | None = None, said: Sequence[Any] = ()
) -> ResponseReturnValue:
    """Who is in it; `said` is what was wrong with a file."""
    form = form or BatchFileForm(formdata=None)
    page = _page("pupils", whole.batch, "pupils", whole=whole, form=form, said=said)
    return page, 422 if form.errors or said else 200


def common(
    whole: Whole, forms: "Sequence[StepForm]", *, older: bool = False
) -> ResponseReturnValue:
    """What is answered once."""
    page = _page("common", whole.batch, "common", forms=forms, older=older)
    return page, 409 if older else 422 if any(form.errors for form in forms) else 200


def own(
    whole: Whole,
    typed: Mapping[str, list[str]] | None = None,
    *,
    mends: bool = False,
    older: bool = False,
) -> ResponseReturnValue:
    """The table of what differs."""
    asked = {field.name: field for field in questions(whole.kind, whole.facts)}
    lines = [Line(one, _cells(one, typed, mends=mends)) for one in whole.ones]
    page = _page(
        "own",
        whole.batch,
        "own",
        whole=whole,
        heads=[str(asked[name].label.text) for name in _columns(whole)],
        lines=lines,
        shared=list(_answered(whole)),
        mistakes=any(cell and cell.errors for line in lines for cell in line.cells),
        older=older,
    )
    return page, 409 if older else 200


def _answered(whole: Whole) -> Iterable[Answer]:
    """The common answers, which an empty box stands for."""
    shown = (section for form in whole.common() for section in form.shown(form.values()))
    return (one for section in shown for one in section.answers if one.answer is not None)


def _columns(whole: Whole) -> tuple[str, ...]:
    return CELLS[whole.kind] + REACHED


def _asked(one: One) -> Iterable[Any]:
    return (field for form in one.checked.values() for field in form)


def _cells(one: One, typed: Mapping[str, list[str]] | None, *, mends: bool) -> list[Cell | None]:
    asked = {field.name: field for field in _asked(one)}
    return [
        _cell(one, asked[name], typed, mends=mends) if name in asked else None
        for name in _columns(one.whole)
    ]


def _cell(one: One, field: Any, typed: Mapping[str, list[str]] | None, *, mends: bool) -> Cell:
    name = cell_name(one.row, field.name)
    said = (one.row.typed or {}).get(field.name, ()) if typed is None else typed.get(name, ())
    value = next(iter(said), "")
    choices = []
    if isinstance(field, SelectField):
        choices = [(str(code), str(label)) for code, label, *_ in field.iter_choices()]
    is_day = isinstance(field, DayField) and (not value or len(value) == ISO_DAY)
    kind = "select" if choices else "date" if is_day else "text"
    errors = [str(text) for text in field.errors] if mends else []
    return Cell(name, str(field.label.text), kind, value, choices, errors)


def cell_name(row: "BatchPupil", field: str) -> str:
    """What a question to one pupil is called in the table."""
    return f"{row.place}-{field}"


def cells_of(
    row: "BatchPupil", whole: Whole, typed: Mapping[str, list[str]]
) -> tuple[list[str], dict[str, list[str]]]:
    """The questions of the table that were put to a pupil, and what was answered."""
    names = [name for name in _columns(whole) if cell_name(row, name) in typed]
    return names, {name: typed[cell_name(row, name)] for name in names}


def one(
    here: "Mending", forms: "Sequence[StepForm]", *, older: bool = False
) -> ResponseReturnValue:
    """All questions about one pupil."""
    page = _page(
        "one", here.whole.batch, "own", one=here, forms=forms, older=older,
        programmes=here.programmes,
    )  # fmt: skip
    wrong = request.method == "POST" and any(form.errors for form in forms)
    return page, 409 if older else 422 if wrong else 200


def check(whole: Whole, *, refused: bool = False) -> ResponseReturnValue:
    """Everything once more, pupil by pupil."""
    towns = Counter(one.home.municipality.title for one in whole.ones if one.key)
    away = {
        one.home.municipality.title
        for one in whole.ones
        if one.key and not one.home.municipality.joined
    }
    page = _page(
        "check", whole.batch, "check", whole=whole, towns=sorted(towns.items()), away=sorted(away)
    )
    return page, 422 if refused else 200


def discard(batch: "Batch") -> ResponseReturnValue:
    """Is it to be thrown away?"""
    return _page("discard", batch, "")


def receipt(batch: "Batch", filed: "Sequence[Filing]") -> ResponseReturnValue:
    """That they arrived."""
    return _page(
        "receipt",
        batch,
        "",
        filed=[(one, filing_reference(one.case.reference, one.ordinal)) for one in filed],
        towns=sorted(Counter(one.municipality.title for one in filed).items()),
    )

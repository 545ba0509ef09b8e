"""How the board's report reads: which question each part answers, and the sentence first in it."""

from typing import NamedTuple

from flask_babel import gettext

from portal.statistics.board import GOAL_PERCENT, STOCK, Report
from portal.statistics.small_numbers import Shown
from portal.vocabulary import (
    N_,
    BoardTable,
    FilingFate,
    InMeasure,
    LastKnown,
    OccupationKind,
    RegistrationReason,
    RiskOutcome,
    Timely,
    Word,
)
from portal.web import filters, halves


class Section(NamedTuple):
    """One question of the board's, and the tables that answer it."""

    key: str
    title: str
    question: str
    tables: tuple[BoardTable, ...]


SECTIONS = (
    Section(
        "covered",
        N_("Vilka omfattas?"),
        N_("Hur många ungdomar omfattas, vad är känt om dem och hur länge har de omfattats?"),
        (
            *(BoardTable.REASON, BoardTable.DURATION),
            *(BoardTable.REGISTERED, BoardTable.ENDED),
        ),
    ),
    Section(
        "contact",
        N_("Vilka har kommunen nått?"),
        N_("Hur många har kommunen haft kontakt med, och vad gör de?"),
        (BoardTable.OCCUPATION,),
    ),
    Section(
        "measures",
        N_("Motsvarar åtgärderna behoven?"),
        N_("Hur många är i åtgärd, varför slutar åtgärder och vad gör ungdomarna sedan?"),
        (
            *(BoardTable.IN_MEASURE, BoardTable.STARTED),
            *(BoardTable.MEASURE_END, BoardTable.AFTER),
        ),
    ),
    Section(
        "goal",
        N_("Kommer de som har avbrutit tillbaka?"),
        N_("Hur stor andel är i studier eller arbete efter kommunens åtgärd?"),
        (BoardTable.GOAL,),
    ),
    Section(
        "schools",
        N_("Anmäler skolorna, och i tid?"),
        N_("Hur många anmälningar kommer, också från fristående skolor, och hur fort?"),
        (BoardTable.FILINGS, BoardTable.TIMELY),
    ),
    Section(
        "prevention",
        N_("Blir färre avbrott?"),
        N_("Hur många anmäls i risk, hålls gemensamma möten och går eleverna kvar senare?"),
        (BoardTable.AT_RISK, BoardTable.MEETING),
    ),
    Section(
        "exchange",
        N_("Fungerar informationen med skolor och kommuner?"),
        N_("Svarar kommunen skolorna i tid?"),
        (BoardTable.ANSWERS,),
    ),
)
"""In the order of SKR's guide for decision-makers, the municipality's own questions among them."""


def hidden(count: int | None) -> str:
    """A number, or the sign of one that is not shown."""
    return "–" if count is None else filters.number(count)


def percent(value: float | None) -> str:
    """A share, or that it is not shown."""
    return gettext("visas inte") if value is None else filters.percent(value, 0)


def heads(report: Report, table: BoardTable) -> list[str]:
    """What the columns of a table are called."""
    if len(report.halves) == 1:
        return [gettext("Antal")]
    columns = [gettext("Första halvåret"), gettext("Andra halvåret")]
    return columns if table in STOCK else [*columns, gettext("Hela året")]


def sentence(report: Report, section: Section) -> str:
    """What one sees first, of the latest column."""
    return SAY[section.key](report)


def _covered(report: Report) -> str:
    reasons = report.last(BoardTable.REASON)
    said: str = gettext(
        "%(count)s ungdomar omfattades. Andel med studiebevis: %(share)s.",
        count=hidden(reasons.whole),
        share=percent(reasons.share(RegistrationReason.STUDIEBEVIS)),
    )
    if len(report.halves) > 1:
        year = gettext("Under hela året: %(count)s.", count=hidden(report.covered_in_year))
        return f"{gettext('Senaste halvåret:')} {said} {year}"
    return said


def _contact(report: Report) -> str:
    known = report.last(BoardTable.OCCUPATION)
    away = known.share(LastKnown.NO_CONTACT)
    said: str = gettext(
        "Andel som kommunen har haft kontakt med: %(share)s.",
        share=percent(None if away is None else 100 - away),
    )
    return said


def _measures(report: Report) -> str:
    return str(
        gettext(
            "Andel i minst en åtgärd: %(share)s. Till studier eller arbete efter avslutad åtgärd: "
            "%(back)s.",
            share=percent(report.last(BoardTable.IN_MEASURE).share(InMeasure.YES)),
            back=percent(
                report.last(BoardTable.AFTER).share(OccupationKind.STUDIES, OccupationKind.WORK)
            ),
        )
    )


def _goal(report: Report) -> str:
    return str(
        gettext(
            "Andel av dem som har avbrutit: %(share)s. Målet i Nackas handlingsplan är %(goal)s.",
            share=percent(report.back),
            goal=filters.percent(GOAL_PERCENT, 0),
        )
    )


def _schools(report: Report) -> str:
    timely = report.last(BoardTable.TIMELY)
    return str(
        gettext(
            "%(count)s anmälningar. Andel i tid: %(share)s.",
            count=hidden(report.last(BoardTable.FILINGS).whole),
            share=percent(timely.share(Timely.INDEPENDENT_SOON, Timely.OTHER_SOON)),
        )
    )


def _prevention(report: Report) -> str:
    at_risk = report.last(BoardTable.AT_RISK)
    return str(
        gettext(
            "Anmälningar om risk: %(count)s. Andel ärenden där eleven är kvar i skolan: %(share)s.",
            count=hidden(report.last(BoardTable.FILINGS).parts[FilingFate.AT_RISK]),
            share=percent(at_risk.share(RiskOutcome.STILL)),
        )
    )


def _exchange(report: Report) -> str:
    answers = report.last(BoardTable.ANSWERS)
    return str(
        gettext(
            "Andel svar inom kommunens tidsfrist: %(share)s.",
            share=percent(answers.share(next(iter(answers.parts)))),
        )
    )


SAY = {
    "covered": _covered,
    "contact": _contact,
    "measures": _measures,
    "goal": _goal,
    "schools": _schools,
    "prevention": _prevention,
    "exchange": _exchange,
}


def bars(column: Shown[Word]) -> list[tuple[str, int | None]]:
    """What is drawn of one column: each part with its number, hidden ones without."""
    return [(filters.word(one), count) for one, count in column.parts.items()]


def drawn(column: Shown[Word]) -> str:
    """The drawing in words, for those who hear it."""
    return "; ".join(f"{name}: {hidden(count)}" for name, count in bars(column)) + "."


def title(report: Report) -> str:
    """Which time it is about."""
    if len(report.halves) == 1:
        return halves.label(report.halves[0])
    return str(gettext("Hela året %(year)s", year=report.halves[0].year))

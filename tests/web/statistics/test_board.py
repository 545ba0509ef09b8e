"""The municipality's report: figures against a town made by hand, who sees them, the PDF."""

from datetime import date

import pytest

from portal.clock import HalfYear
from portal.db import forget_session
from portal.queries import board, board_schools
from portal.statistics.board import report
from portal.vocabulary import (
    BoardTable,
    ContactOutcome,
    EntryEndReason,
    FormKind,
    MeasureEndReason,
    MeasureKind,
    OccupationKind,
    RegistrationReason,
)
from portal.web import board as board_page
from portal.workflow import casework
from tests.pdfs import assert_is_kept_for_long
from tests.town import AT, a_case

PAGE = "/reports/municipality"
HALF = HalfYear(2026, 2)
DAY = date(2026, 11, 18)


@pytest.fixture
def figures(app, town):
    """What the database counts for Nacka."""

    def read(half=HALF, by=None):
        with app.test_request_context():
            by = by or town.coordinator
            found = {**board.figures(by, half), **board_schools.figures(by, half, DAY)}
            forget_session()
        return {table: dict(parts) for table, parts in found.items()}

    return read


def test_youths_are_counted_once_by_reason_time_contact_and_measure(youths, figures):
    a, b, c = youths.entry(), youths.entry(date(2026, 1, 7)), youths.entry(date(2024, 1, 7))
    youths.entry(reason=None, municipality=youths.town.norrkoping)
    youths.entry(date(2026, 9, 1), date(2026, 9, 9), EntryEndReason.MISTAKE)
    youths.entry(date(2026, 7, 1), date(2026, 7, 9), EntryEndReason.MOVED, number_hash="c again")
    c.number_hash = "c again"
    b.reason = RegistrationReason.STUDIEBEVIS
    youths.works(a)
    youths.contact(a)
    youths.works(b, OccupationKind.STUDIES)
    youths.contact(b, outcome=ContactOutcome.NO_ANSWER)
    youths.measure(b, ended_on=date(2026, 9, 30), end_reason=MeasureEndReason.TO_WORK)
    youths.rows.commit()

    found = figures()

    assert found[BoardTable.REASON] == {"dropped_out": 2, "studiebevis": 1}
    assert found[BoardTable.DURATION] == {"under_half": 2, "under_one": 1}
    assert found[BoardTable.OCCUPATION] == {"work": 1, "no_contact": 2}
    assert found[BoardTable.IN_MEASURE] == {"yes": 1, "no": 2}
    assert found[BoardTable.REGISTERED] == {"first": 1, "again": 1}
    assert found[BoardTable.ENDED] == {"moved": 1}


def test_measures_are_counted_where_they_start_and_end(youths, figures):
    one, two, three = youths.entry(), youths.entry(), youths.entry()
    two.reason = RegistrationReason.NEVER_STARTED
    ended = {"ended_on": date(2026, 10, 1), "end_reason": MeasureEndReason.AS_PLANNED}
    youths.measure(one, **ended, occupation_after=OccupationKind.NONE)
    youths.measure(
        one,
        kind=MeasureKind.TRAINEESHIP,
        ended_on=date(2026, 11, 1),
        end_reason=MeasureEndReason.TO_WORK,
        occupation_after=OccupationKind.WORK,
    )
    youths.measure(two, **ended, occupation_after=OccupationKind.STUDIES)
    youths.measure(three, date(2026, 5, 1), **ended)
    youths.measure(
        three, None, ended_on=date(2026, 9, 9), end_reason=MeasureEndReason.NEVER_STARTED
    )
    youths.rows.commit()

    found = figures()

    assert found[BoardTable.STARTED] == {"guidance": 2, "traineeship": 1}
    assert found[BoardTable.MEASURE_END] == {"as_planned": 3, "to_work": 1}
    assert found[BoardTable.AFTER] == {"none": 1, "work": 1, "studies": 1, "unknown": 1}
    assert found[BoardTable.GOAL] == {"back": 1, "others": 1, "unknown": 1}


def test_filings_are_counted_by_kind_school_and_time(town, stored, figures, rows):
    stored(a_case(town, FormKind.AT_RISK))
    stored(a_case(town, FormKind.ABSENCE, by=town.other_counsellor, event_on=date(2026, 10, 1)))
    stored(a_case(town, FormKind.START, by=town.far_counsellor))
    dropout = a_case(town, FormKind.DROPOUT, by=town.far_counsellor)
    dropout.number_hash = "another"
    casework.acknowledge(dropout, by=town.caseworker, at=AT)
    stored(dropout)

    found = figures()

    assert found[BoardTable.FILINGS] == {"at_risk": 1, "absence": 1, "waiting": 1}
    assert found[BoardTable.TIMELY] == {"other_soon": 2, "independent_late": 1}
    assert found[BoardTable.AT_RISK] == {"open": 1}
    assert found[BoardTable.MEETING] == {"not_held": 1}
    assert found[BoardTable.ANSWERS]["in_time"] == 1
    assert figures(HALF.before)[BoardTable.FILINGS] == {}
    assert figures(by=town.other_caseworker)[BoardTable.FILINGS] == {}


def crowd(youths, count=30):
    for place in range(count):
        entry = youths.entry(reason=None)
        if place % 3 == 0:
            entry.reason = RegistrationReason.STUDIEBEVIS
        if place % 2 == 0:
            youths.works(entry)
            youths.contact(entry)
            youths.measure(
                entry,
                ended_on=date(2026, 10, 1),
                end_reason=MeasureEndReason.TO_WORK,
                occupation_after=OccupationKind.WORK,
            )
    youths.rows.commit()


def test_the_page_answers_in_sentences_drawings_and_tables(login, youths):
    crowd(youths)

    page = login(youths.town.coordinator).get(f"{PAGE}?period=2026-2").page

    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "30 ungdomar omfattades. Andel med studiebevis: 33 %." in text
    assert "Andel som kommunen har haft kontakt med: 50 %." in text
    assert "Andel i minst en åtgärd: 50 %." in text
    assert "Andel av dem som har avbrutit: 100 %. Målet i Nackas handlingsplan är 90 %." in text
    drawings = page.all(role="img")
    assert drawings
    assert all(drawing[1].text for drawing in drawings)
    assert "Vår guidance" in text


def test_small_numbers_are_nowhere_on_the_page(login, youths):
    crowd(youths)
    for _ in range(2):
        youths.entry().reason = RegistrationReason.MOVED_IN
    youths.rows.commit()

    page = login(youths.town.coordinator).get(f"{PAGE}?period=2026-2").page

    rows = {row[0].text: "".join(row[1].itertext()) for row in page.all("tr") if len(row) == 2}
    assert rows["Inflyttad från en annan kommun"] == "–"
    assert rows["Slutat med studiebevis"] == "–"
    assert rows["Avbrutit gymnasiestudier"] == "20"
    drawn = page.all(id="chart-reason-text")[0].text
    assert "Inflyttad från en annan kommun: –" in drawn


@pytest.mark.parametrize(
    "period", ["", "2026", "2026-1", "2026-2", "1066", "'; drop table", "9" * 99]
)
def test_any_period_is_answered(login, youths, period):
    crowd(youths, 6)

    assert login(youths.town.caseworker).get(PAGE, query_string={"period": period}).page


def test_a_year_shows_both_halves_and_adds_what_may_be_added(login, youths):
    crowd(youths)
    for _ in range(12):
        youths.entry(date(2026, 2, 2), date(2026, 3, 3), EntryEndReason.STARTED_STUDIES)
    youths.rows.commit()

    page = login(youths.town.coordinator).get(f"{PAGE}?period=2026").page

    rows = [["".join(cell.itertext()) for cell in row] for row in page.all("tr")]
    assert ["Första gången", "12", "30", "42"] in rows
    assert ["Slutat med studiebevis", "0", "10"] in rows
    assert "Under hela året: 42." in page.text


def test_without_anything_to_count_the_page_says_so(login, town):
    page = login(town.coordinator).get(PAGE).page

    assert "Det finns ingenting att räkna under den här tiden" in page.text


def test_the_report_as_pdf_says_the_same(login, youths):
    crowd(youths)

    answer = login(youths.town.coordinator).get(f"{PAGE}.pdf?period=2026-2")

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].endswith('"rapport-2026-2.pdf"')
    title = "Kommunens aktivitetsansvar: rapport till nämnden"
    assert_is_kept_for_long(answer.data, lang="sv", title=title)


def test_the_pdf_is_made_of_what_the_page_shows(app, youths):
    crowd(youths)
    for _ in range(2):
        youths.entry().reason = RegistrationReason.MOVED_IN
    youths.rows.commit()
    with app.test_request_context():
        told = report(youths.town.coordinator, (HALF,), DAY)
        said = board_page._table(told, BoardTable.REASON)
        forget_session()

    cells = {row["name"]: (row["cells"], row["bar"]) for row in said["rows"]}
    assert cells["Inflyttad från en annan kommun"] == (["–"], 0)
    assert cells["Slutat med studiebevis"] == (["–"], 0)
    assert cells["Avbrutit gymnasiestudier"] == (["20"], 100)
    assert said["whole"] == ["32"]


@pytest.mark.parametrize("who", ["rector", "counsellor", "municipality_admin", "platform_admin"])
@pytest.mark.parametrize("place", [PAGE, f"{PAGE}.pdf"])
def test_the_report_is_for_those_at_kaa(login, town, who, place):
    assert login(getattr(town, who)).get(place).status_code == 403


def test_the_page_costs_the_same_for_ten_and_for_a_thousand(login, youths, statements):
    client = login(youths.town.coordinator)

    def cost(period):
        statements.clear()
        client.get(f"{PAGE}?period={period}")
        return len(statements)

    crowd(youths, 10)
    few = [cost("2026-2"), cost("2026")]
    crowd(youths, 990)

    assert [cost("2026-2"), cost("2026")] == few
    assert few[0] <= 20, statements

"""The municipality's report for its board: figures of a half-year or a year, and as PDF."""

from datetime import date, datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from portal.clock import HalfYear, now, today
from portal.statistics import board
from portal.statistics.board import STOCK, Report
from portal.statistics.small_numbers import LEAST
from portal.vocabulary import BOARD_DEFINITIONS, BoardTable, Permission
from portal.web import board_words, filters, halves, pdf
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.reports import bp

__all__ = ["bp"]


@bp.get("/municipality")
@for_roles(Permission.REPORT_MUNICIPALITY)
def municipality() -> ResponseReturnValue:
    """The answers to the board's questions, with what is counted under each."""
    at = now()
    chosen = _chosen(today(at))
    report = board.report(actor(), chosen, today(at))
    return render_template(
        "reports/municipality.html",
        report=report,
        chosen=_name(chosen),
        choices=[(_label(one), _name(one)) for one in _choices(today(at))],
        title=board_words.title(report),
        words=board_words,
        sections=board_words.SECTIONS,
        definitions=BOARD_DEFINITIONS,
        stock=STOCK,
        runs=report.halves[-1].last >= today(at),
        least=LEAST,
    )


@bp.get("/municipality.pdf")
@for_roles(Permission.REPORT_MUNICIPALITY)
def municipality_pdf() -> ResponseReturnValue:
    """The same, to send to the board."""
    at = now()
    chosen = _chosen(today(at))
    report = board.report(actor(), chosen, today(at))
    made = pdf.render("board.typ", _texts(report, at), at=at)
    return pdf.attachment(made, f"rapport-{_name(chosen)}")


Halves = tuple[HalfYear, ...]


def _choices(day: date) -> list[Halves]:
    """Half-years, and the years they make."""
    found: list[Halves] = []
    for one in halves.choices(day):
        year = (HalfYear(one.year, 1), HalfYear(one.year, 2))
        if year not in found:
            found.append(year)
        found.append((one,))
    return found


def _chosen(day: date) -> Halves:
    asked = request.args.get("period", "")
    fitting = (one for one in _choices(day) if _name(one) == asked)
    return next(fitting, (halves.chosen("", day),))


def _name(chosen: Halves) -> str:
    """As it stands in the address: 2026-1, or 2026 for the year."""
    return str(chosen[0]) if len(chosen) == 1 else str(chosen[0].year)


def _label(chosen: Halves) -> str:
    if len(chosen) == 1:
        return halves.label(chosen[0])
    return str(gettext("Hela året %(year)s", year=chosen[0].year))


def _texts(report: Report, at: datetime) -> dict[str, Any]:
    where = actor().organisation_name
    return {
        "lang": str(get_locale() or "sv"),
        "title": gettext("Kommunens aktivitetsansvar: rapport till nämnden"),
        "lead": f"{where} · {board_words.title(report)}",
        "small": gettext(
            "Streck (–) betyder att talet är mindre än %(least)s, eller att det går att räkna ut "
            "ett så litet tal med hjälp av det. Förseglade ärenden räknas inte.",
            least=LEAST,
        ),
        "parts": [_part(report, section) for section in board_words.SECTIONS],
        "offers_title": gettext("Vad kommunen erbjuder"),
        "offers": [f"{name} ({filters.word(kind)})" for name, kind in report.offers],
        "none": gettext("Katalogen över åtgärder är tom."),
        "printed": gettext("Skapad %(day)s", day=filters.date_long(today(at))),
        "page": gettext("Sida"),
        "of": gettext("av"),
        "part": gettext("Del"),
        "all": gettext("Alla"),
    }


def _part(report: Report, section: board_words.Section) -> dict[str, Any]:
    return {
        "title": gettext(section.title),
        "question": gettext(section.question),
        "sentence": board_words.sentence(report, section),
        "tables": [_table(report, table) for table in section.tables],
    }


def _table(report: Report, table: BoardTable) -> dict[str, Any]:
    columns = report.tables[table]
    last = columns[-1]
    most = max([count for count in last.parts.values() if count] or [1])
    rows = [
        {
            "name": filters.word(word),
            "cells": [board_words.hidden(column.parts[word]) for column in columns],
            "bar": 100 * (last.parts[word] or 0) / most,
        }
        for word in last.parts
    ]
    return {
        "title": filters.word(table),
        "heads": board_words.heads(report, table),
        "rows": rows,
        "whole": [board_words.hidden(column.whole) for column in columns],
        "definition": gettext(BOARD_DEFINITIONS[table]),
    }

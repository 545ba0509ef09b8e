"""Measures as they are read: a municipality's catalogue, a youth's measures, and their reports."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.tokens import report_hash
from portal.db import session
from portal.errors import NotFound
from portal.models import (
    Measure,
    MeasureOffer,
    MeasureReport,
    Membership,
    Provider,
    RegisterEntry,
)
from portal.vocabulary import EntryState

BATCH = 100
"""Measures or reports of one transaction of the nightly round."""


def of_entry(entry: RegisterEntry) -> Sequence[Measure]:
    """A youth's measures, those that run first, with their reports by month."""
    wanted = (
        select(Measure)
        .where(Measure.entry_id == entry.id)
        .options(
            joinedload(Measure.offer), joinedload(Measure.provider), selectinload(Measure.reports)
        )
        .order_by(Measure.ended_on.desc().nulls_first(), Measure.agreed_on.desc(), Measure.id)
    )
    return session().scalars(wanted).all()


def measure_of(entry: RegisterEntry, measure_id: UUID) -> Measure:
    """One measure of this youth; another's is not there."""
    found = session().get(Measure, measure_id)
    if found is None or found.entry_id != entry.id:
        raise NotFound
    return found


def report_of(entry: RegisterEntry, report_id: UUID) -> MeasureReport:
    """One report on a measure of this youth; another's is not there."""
    wanted = (
        select(MeasureReport)
        .join(MeasureReport.measure)
        .where(MeasureReport.id == report_id, Measure.entry_id == entry.id)
        .options(
            contains_eager(MeasureReport.measure),
            joinedload(MeasureReport.read_by).joinedload(Membership.user),
        )
    )
    found = session().scalar(wanted)
    if found is None:
        raise NotFound
    return found


def report_of_token(token: str, *, locked: bool = False) -> MeasureReport | None:
    """Whose link it is; whether it still leads anywhere is for the workflow to say.

    Locked, so that tries at the same moment are all counted, and a report is delivered once.
    """
    wanted = (
        select(MeasureReport)
        .join(MeasureReport.measure)
        .join(Measure.entry)
        .where(MeasureReport.token_hash == report_hash(token))
        .options(
            contains_eager(MeasureReport.measure)
            .contains_eager(Measure.entry)
            .joinedload(RegisterEntry.municipality),
            contains_eager(MeasureReport.measure).joinedload(Measure.offer),
        )
        .execution_options(populate_existing=locked)
    )
    if locked:
        wanted = wanted.with_for_update(of=(MeasureReport, RegisterEntry))
    return session().scalar(wanted)


# --- the catalogue -------------------------------------------------------------------------------


def offers(municipality_code: str, *, active: bool = False) -> Sequence[MeasureOffer]:
    """The catalogue, in the order of its keys; for agreeing only what is offered now."""
    wanted = select(MeasureOffer).where(MeasureOffer.municipality_code == municipality_code)
    if active:
        wanted = wanted.where(MeasureOffer.active)
    wanted = wanted.options(joinedload(MeasureOffer.provider)).order_by(MeasureOffer.key)
    return session().scalars(wanted).all()


def offer_of(municipality_code: str, key: str) -> MeasureOffer:
    wanted = select(MeasureOffer).where(
        MeasureOffer.municipality_code == municipality_code, MeasureOffer.key == key
    )
    found = session().scalar(wanted.options(joinedload(MeasureOffer.provider)))
    if found is None:
        raise NotFound
    return found


def providers(municipality_code: str, *, running: bool = False) -> Sequence[Provider]:
    """Who runs measures for a municipality; for choosing only those that still do."""
    wanted = select(Provider).where(Provider.municipality_code == municipality_code)
    if running:
        wanted = wanted.where(Provider.ended_on.is_(None))
    return session().scalars(wanted.order_by(Provider.name, Provider.id)).all()


def provider_of(municipality_code: str, provider_id: UUID) -> Provider:
    found = session().get(Provider, provider_id)
    if found is None or found.municipality_code != municipality_code:
        raise NotFound
    return found


# --- the nightly round ---------------------------------------------------------------------------


def to_ask(day: date) -> Sequence[Measure]:
    """Measures whose provider is to be asked, that no other worker holds, with all they touch."""
    wanted = (
        select(Measure)
        .join(Measure.entry)
        .where(Measure.next_report_on <= day)
        .order_by(Measure.next_report_on, Measure.id)
        .limit(BATCH)
        .with_for_update(of=(Measure, RegisterEntry), skip_locked=True)
        .options(
            contains_eager(Measure.entry).selectinload(RegisterEntry.tasks),
            selectinload(Measure.offer),
            selectinload(Measure.provider),
            selectinload(Measure.reports),
        )
    )
    return session().scalars(wanted).all()


def to_chase(day: date) -> Sequence[MeasureReport]:
    """Late reports whose provider is to be reminded, likewise."""
    wanted: Select[MeasureReport] = (
        select(MeasureReport)
        .join(MeasureReport.measure)
        .join(Measure.entry)
        .where(MeasureReport.chase_on <= day, RegisterEntry.state == EntryState.OPEN)
        .order_by(MeasureReport.chase_on, MeasureReport.id)
        .limit(BATCH)
        .with_for_update(of=(MeasureReport, RegisterEntry), skip_locked=True)
        .options(
            contains_eager(MeasureReport.measure)
            .contains_eager(Measure.entry)
            .selectinload(RegisterEntry.tasks),
            contains_eager(MeasureReport.measure).selectinload(Measure.offer),
            contains_eager(MeasureReport.measure).selectinload(Measure.provider),
        )
    )
    return session().scalars(wanted).all()

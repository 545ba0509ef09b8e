"""What a summons puts in a calendar (iTIP): when, and nothing about whom, why or where."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import urlsplit

from flask_babel import force_locale, gettext
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
)

from portal.access import tokens
from portal.clock import STOCKHOLM, local
from portal.config import settings
from portal.models import Message, Summons
from portal.vocabulary import GuestLanguage, SummonsKind
from portal.vocabulary.languages import guest_words

FUNCTION = "KAA"
"""Who calls, by function: never a person or a municipality."""
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


def personal_link(summons: Summons, language: GuestLanguage) -> str:
    """Where somebody without an account reads and answers; for all others nowhere special."""
    if summons.participant_id is None or summons.kind is SummonsKind.CANCEL:
        return ""
    return f"{settings().base_url}{tokens.guest_path(summons.participant_id)}/{language.value}"


def add_entry(mail: EmailMessage, message: Message) -> None:
    """Beside the text of a mail, the entry in a calendar; a meeting without a time has none."""
    summons = message.summons
    if summons is None or summons.starts_at is None or summons.kind is SummonsKind.TIMES:
        return
    with force_locale(message.locale):
        entry = _calendar(summons, str(mail["To"]))
    mail.add_alternative(
        entry.to_ical(),
        maintype="text",
        subtype="calendar",
        params={"charset": "utf-8", "method": summons.kind.value.upper()},
    )


def _calendar(summons: Summons, recipient: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Overlamningen//KAA//SV")
    calendar.add("version", "2.0")
    calendar.add("method", summons.kind.value.upper())
    calendar.add_component(_stockholm())
    calendar.add_component(_meeting(summons, recipient))
    return calendar


def _meeting(summons: Summons, recipient: str) -> Event:
    event = Event()
    host = urlsplit(settings().base_url).hostname
    event.add("uid", f"{summons.calendar_id}@{host}")
    event.add("sequence", summons.calendar_sequence)
    event.add("dtstamp", summons.created_at.astimezone(UTC))
    for name, at in (("dtstart", summons.starts_at), ("dtend", summons.ends_at)):
        if at is not None:
            event.add(name, _on_the_wall(at))
    event.add("summary", gettext("Möte KAA"))
    event.add("description", _description(summons))
    event.add("organizer", _organizer())
    event.add("attendee", _attendee(recipient))
    event.add("status", "CANCELLED" if summons.kind is SummonsKind.CANCEL else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _description(summons: Summons) -> str:
    personal = personal_link(summons, summons.language)
    if personal:
        return f"{guest_words(summons.language)['mail_read']} {personal}"
    return str(gettext("Logga in för att läsa mer: %(link)s", link=f"{settings().base_url}/"))


def _organizer() -> vCalAddress:
    _, address = parseaddr(settings().mail_from)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = FUNCTION
    return organizer


def _attendee(recipient: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{recipient}")
    # Nobody reads what a calendar answers; those called answer in the portal.
    attendee.params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    return attendee


def _on_the_wall(at: datetime) -> datetime:
    """By the clock in Sweden; by UTC in the hour that the clock there shows for the second time,
    which a calendar would take for the first."""
    shown = local(at)
    return at.astimezone(UTC) if shown.fold else shown


def _stockholm() -> Timezone:
    """When the clocks change, by the rule that has held since 1996."""
    zone = Timezone()
    zone.add("tzid", STOCKHOLM.key)
    summer = TimezoneDaylight()
    summer.add("dtstart", datetime(1996, 3, 31, 2))  # noqa: DTZ001 (as the clock showed before)
    _changes(summer, 3, "CEST", WINTER, SUMMER)
    winter = TimezoneStandard()
    winter.add("dtstart", datetime(1996, 10, 27, 3))  # noqa: DTZ001 (as above)
    _changes(winter, 10, "CET", SUMMER, WINTER)
    zone.add_component(summer)
    zone.add_component(winter)
    return zone


def _changes(
    to: TimezoneDaylight | TimezoneStandard,
    month: int,
    name: str,
    before: timedelta,
    after: timedelta,
) -> None:
    to.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
    to.add("tzname", name)
    to.add("tzoffsetfrom", before)
    to.add("tzoffsetto", after)

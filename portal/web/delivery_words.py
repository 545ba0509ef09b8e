"""A message as one line: what it told, to which function, how it went and why it did not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext

from portal.vocabulary import N_, Channel, MessageState, Role
from portal.web import filters

TOLD: dict[str, str] = {
    "assigned": N_("Ett ärende har tilldelats"),
    "changed_by_school": N_("Skolan har ändrat något"),
    "draft_leaving": N_("Utkast som snart tas bort"),
    "invitation": N_("Inbjudan till ett konto"),
    "measure_report": N_("Fråga om en rapport till en anordnare"),
    "meeting": N_("Gemensamt möte"),
    "new_filing": N_("Ny anmälan"),
    "new_role": N_("Ny roll"),
    "news_for_school": N_("Nytt i ärendet"),
    "other_time": N_("Någon vill ha en annan mötestid"),
    "password_changed": N_("Lösenordet har bytts"),
    "pickup": N_("Länk för att hämta en anmälan"),
    "pickup_lapsed": N_("Anmälan har inte hämtats"),
    "question": N_("Fråga till skolan"),
    "reminder_before": N_("Påminnelse före tidsfristen"),
    "reminder_on_day": N_("Påminnelse samma dag"),
    "reminder_overdue": N_("Påminnelse om något försenat"),
    "reset": N_("Länk till nytt lösenord"),
    "sought": N_("Fråga om elever som kan ha slutat"),
    "summons_cancel": N_("Mötet är inställt"),
    "summons_request": N_("Kallelse till möte"),
    "summons_times": N_("Förslag på mötestider"),
    "undelivered": N_("Ett utskick kom inte fram"),
}
"""What a message told, by its template."""
OF_A_YOUTH = N_("Något hände med en ungdom i registret")
"""What a municipality's own register is told."""
NO_SERVER = N_("E-postservern gick inte att nå.")
NOT_LET_IN = N_("E-postservern släppte inte in portalen.")
NOT_TAKEN = N_("Mottagarens e-postserver tog inte emot mejlet.")
BAD_ADDRESS = N_("Det går inte att skicka till adressen.")
CAME_BACK = N_("Mottagarens e-postserver skickade tillbaka mejlet. Kontrollera adressen.")
NOT_REACHED = N_("Mottagarens e-postserver försökte länge men kunde inte lämna mejlet.")
OURS = N_("Ett fel i portalen. Den som driver portalen kan se vilket.")
REGISTER_BUSY = N_("Kommunens eget register kunde inte ta emot just då.")
REGISTER_REFUSES = N_("Kommunens eget register sa nej. Den som sköter det kan se varför.")
REGISTER_OFF = N_("Sändningen till kommunens eget register är avstängd.")
REGISTER_AWAY = N_("Kommunens eget register gick inte att nå, eller svarade inte i tid.")
REGISTER_CLOSED = N_(
    "Portalen får inte skicka till adressen. Den som driver portalen kan tillåta den."
)
REGISTER_STRANGE = N_("Det gick inte att lita på certifikatet hos kommunens eget register.")
REGISTER_STOPPED = N_(
    "Kommunens eget register vill inte ha mer, och sändningen stängdes av. En administratör i "
    "kommunen kan slå på den igen."
)
WHY: dict[str, str] = {
    "RegisterAway": REGISTER_AWAY,
    "RegisterSlow": REGISTER_AWAY,
    "RegisterBusy": REGISTER_BUSY,
    "RegisterFault": REGISTER_BUSY,
    "RegisterRefuses": REGISTER_REFUSES,
    "RegisterCertificate": REGISTER_STRANGE,
    "RegisterClosed": REGISTER_CLOSED,
    "RegisterStopped": REGISTER_STOPPED,
    "SwitchedOff": REGISTER_OFF,
    "Bounced4": NOT_REACHED,
    "Bounced5": CAME_BACK,
    "ConnectionError": NO_SERVER,
    "ConnectionRefusedError": NO_SERVER,
    "ConnectionResetError": NO_SERVER,
    "OSError": NO_SERVER,
    "SMTPConnectError": NO_SERVER,
    "SMTPServerDisconnected": NO_SERVER,
    "LeaseLost": OURS,
    "TimeoutError": NO_SERVER,
    "gaierror": NO_SERVER,
    "SMTPAuthenticationError": NOT_LET_IN,
    "SMTPHeloError": NOT_LET_IN,
    "SMTPNotSupportedError": NOT_LET_IN,
    "SMTPSenderRefused": NOT_LET_IN,
    "SSLCertVerificationError": NOT_LET_IN,
    "SSLError": NOT_LET_IN,
    "SMTPDataError": NOT_TAKEN,
    "SMTPRecipientsRefused": NOT_TAKEN,
    "SMTPResponseException": NOT_TAKEN,
    "InvalidHeaderDefect": BAD_ADDRESS,
    "HeaderParseError": BAD_ADDRESS,
    "UnicodeEncodeError": BAD_ADDRESS,
    "ValueError": BAD_ADDRESS,
}
"""The kinds of error that delivering keeps, as somebody without the log can use them."""


@dataclass(frozen=True)
class Line:
    """One message in the list."""

    id: UUID
    at: datetime
    told: str
    to: str
    reference: str
    opens: bool
    """Whether the reader may open the case."""
    entry: bool
    """It told of a youth in the register, and of no case."""
    channel: Channel
    state: MessageState
    sent_at: datetime | None
    next_try_at: datetime | None
    attempts: int
    why: str
    resends: bool


def line(row: Any, *, resends: bool) -> Line:
    """A row of the list in words."""
    message = row.Message
    waits = message.state is MessageState.WAITING and message.attempts
    return Line(
        id=message.id,
        at=message.created_at,
        told=_told(message),
        to=receiver(row),
        reference=message.reference,
        opens=row.opens,
        entry=message.channel is Channel.EXTERNAL_REGISTER,
        channel=message.channel,
        state=message.state,
        sent_at=message.sent_at,
        next_try_at=message.due_at if waits else None,
        attempts=message.attempts,
        why=reason(message.last_error),
        resends=resends,
    )


def _told(message: Any) -> str:
    if message.channel is Channel.EXTERNAL_REGISTER:
        return str(gettext(OF_A_YOUTH))
    return str(gettext(TOLD.get(message.template, N_("Utskick"))))


def receiver(row: Any) -> str:
    """The function, or the role and where; never anybody's name or address."""
    home = row.Municipality
    if row.Message.channel is Channel.EXTERNAL_REGISTER:
        return filters.word(Channel.EXTERNAL_REGISTER)
    kaa: str = (home.kaa_name or home.title) if home is not None else ""
    if row.Message.user_id is None and row.Message.summons_id is not None:
        return str(gettext("Någon som är kallad till mötet"))
    if row.Message.user_id is None:
        return kaa or str(gettext("En funktion utan ärende"))
    if row.to_school:
        return f"{filters.word(Role.COUNSELLOR)}, {row.SchoolUnit.title}"
    return f"{filters.word(Role.CASEWORKER)}, {kaa}" if kaa else str(gettext("Någon med ett konto"))


def reason(error: str) -> str:
    """Why it did not go out the last time; nothing when it did."""
    if not error:
        return ""
    return str(gettext(WHY.get(error, OURS)))

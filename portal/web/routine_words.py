"""How a routine for youths in the register is said: its time, its fields, what was changed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, ngettext

from portal.routines.register import preset
from portal.vocabulary import (
    N_,
    ContactChannel,
    MeasureKind,
    Responsible,
    RoutineArea,
    Season,
    TaskAction,
    TimeUnit,
    Trigger,
    Word,
)

if TYPE_CHECKING:
    from portal.models import RegisterRoutine, RoutineChange

FIELDS = {
    "key": N_("Ny rad"),
    "tasks": N_("Öppna uppgifter som ändrades"),
    "area": N_("Del av planen"),
    "trigger": N_("Vad som händer"),
    "action": N_("Vad som görs"),
    "active": N_("Används"),
    "after": N_("Tidigast efter"),
    "within": N_("Klart inom"),
    "unit": N_("Tiden räknas i"),
    "season": N_("Väntar till"),
    "repeats": N_("Börjar om"),
    "channels": N_("Kontaktvägar"),
    "guardian_under_18": N_("Till vårdnadshavaren under 18"),
    "only_under_18": N_("Bara under 18"),
    "staff": N_("Antal personer"),
    "responsible": N_("Ansvarig"),
    "follow_up": N_("Nästa steg"),
    "follow_up_after": N_("Nästa steg efter"),
    "follow_up_unit": N_("Nästa steg räknas i"),
    "follow_up_channels": N_("Kontaktvägar i nästa steg"),
    "note": N_("Planens ord"),
    "ours": N_("Portalens egen tid"),
    "name": N_("Åtgärdens namn"),
    "kind": N_("Sorts åtgärd"),
    "least_age": N_("Lägsta ålder"),
    "most_age": N_("Högsta ålder"),
    "max_months": N_("Högst så många månader"),
    "first_meeting_weeks": N_("Första mötet inom så många veckor"),
    "report_months": N_("Månader mellan rapporterna"),
}
"""What the fields of a routine, and of a measure in the catalogue, are called."""
_WORDS: dict[str, type[Word]] = {
    "area": RoutineArea,
    "trigger": Trigger,
    "action": TaskAction,
    "follow_up": TaskAction,
    "unit": TimeUnit,
    "follow_up_unit": TimeUnit,
    "season": Season,
    "channels": ContactChannel,
    "follow_up_channels": ContactChannel,
    "responsible": Responsible,
    "kind": MeasureKind,
}
_YES_NO = frozenset({"active", "repeats", "guardian_under_18", "only_under_18", "ours"})


def amount(count: int, unit: TimeUnit) -> str:
    """`2 veckor`."""
    if unit is TimeUnit.WORKING_DAY:
        return str(ngettext("%(num)s arbetsdag", "%(num)s arbetsdagar", count))
    if unit is TimeUnit.WEEK:
        return str(ngettext("%(num)s vecka", "%(num)s veckor", count))
    return str(ngettext("%(num)s månad", "%(num)s månader", count))


def when(routine: "RegisterRoutine") -> str:
    """By when it is done: `Efter 2 till 4 veckor`, `Inom 1 månad`, `Från våren: inom 2 veckor`."""
    within = amount(routine.within, routine.unit)
    if routine.trigger is Trigger.SOON_20:
        return str(gettext("%(time)s före 20-årsdagen", time=within))
    said = gettext("inom %(time)s", time=within)
    if routine.after is not None and routine.after < routine.within:
        said = gettext("efter %(least)s till %(time)s", least=routine.after, time=within)
    elif routine.after is not None:
        said = gettext("efter %(time)s", time=within)
    if routine.season is not None:
        said = gettext("från %(season)s: %(time)s", season=_word(routine.season), time=said)
    if routine.repeats:
        said = gettext("%(time)s, och sedan igen", time=said)
    return str(said[0].upper() + said[1:])


def what_follows(routine: "RegisterRoutine") -> str:
    """The next step when the youth was not reached; nothing when there is none."""
    if routine.follow_up is None or not routine.follow_up_after or routine.follow_up_unit is None:
        return ""
    time = amount(routine.follow_up_after, routine.follow_up_unit)
    step = _word(routine.follow_up)
    ways = several(routine.follow_up_channels)
    if not ways:
        return str(gettext("%(step)s efter %(time)s", step=step, time=time))
    return str(gettext("%(step)s efter %(time)s (%(ways)s)", step=step, time=time, ways=ways))


def several(words: Iterable[Word]) -> str:
    """`telefon, sms`, in order."""
    return ", ".join(_word(word).lower() for word in words)


def shown(field: str, value: Any) -> str:
    """A value of a field, as a row has it or as the history keeps it."""
    if field in _YES_NO:
        return str(gettext("ja") if value else gettext("nej"))
    if value in (None, "", [], ()):
        return "–"
    words = _WORDS.get(field)
    if words is None:
        return str(gettext(value)) if field == "note" else str(value)
    parts = value.split(",") if isinstance(value, str) else value
    several_of = [parts] if isinstance(parts, Word) else parts
    return ", ".join(_word(words(one)) for one in several_of)


def differences(changes: Iterable[tuple[str, Any, Any]]) -> list[tuple[str, str, str]]:
    """Field, before and after, as a page says them."""
    return [
        (gettext(FIELDS[field]), shown(field, before), shown(field, after))
        for field, before, after in changes
    ]


def of_preset(name: str, key: str) -> str:
    """What a row of a preset is about: what is done, or the measure's name."""
    rows = preset(name)
    return _word(rows.routines[key]["action"]) if key in rows.routines else rows.offers[key]["name"]


def line(change: "RoutineChange") -> dict[str, Any]:
    """A line of the history."""
    return {
        "at": change.at,
        "key": change.key,
        "field": gettext(FIELDS[change.field]),
        "before": shown(change.field, change.before),
        "after": shown(change.field, change.after),
        "who": change.by.user.name if change.by else gettext("Portalens drift"),
    }


def _word(word: Word) -> str:
    return str(gettext(word.label))

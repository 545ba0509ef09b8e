"""The words of the statistics file: its blocks and fields, what is checked, what it is made for."""

from portal.vocabulary.register import EntryEndReason, OccupationKind, RegistrationReason
from portal.vocabulary.word import N_, Word
from portal.vocabulary.work import MeasureEndReason, MeasureKind


class StatisticsBlock(Word):
    """The blocks of the national form since the second half of 2018, in its order."""

    BASICS = "1", N_("Obligatoriska uppgifter")
    CONTACT = "2", N_("Kontakt med individen")
    STARTED = "3", N_("Påbörjad åtgärd")
    ENDED = "4", N_("Avslutad åtgärd")
    CEASED = "5", N_("Ansvaret har upphört")


class StatisticsField(Word):
    """What may stand in a column of the file."""

    BLOCK = "block", N_("Blockets nummer")
    MUNICIPALITY = "municipality", N_("Kommunkod")
    NUMBER = "number", N_("Personnummer eller samordningsnummer")
    REGISTERED_ON = "registered_on", N_("Registreringsdatum")
    REASON = "reason", N_("Orsak till registrering")
    CONTACT_ON = "contact_on", N_("Kontaktdatum")
    OCCUPATION = "occupation", N_("Sysselsättning vid kontakten")
    MEASURE = "measure", N_("Åtgärd")
    STARTED_ON = "started_on", N_("Startdatum")
    ENDED_ON = "ended_on", N_("Slutdatum")
    MEASURE_END = "measure_end", N_("Skäl till att åtgärden avslutades")
    OCCUPATION_AFTER = "occupation_after", N_("Sysselsättning efter åtgärden")
    CLOSED_ON = "closed_on", N_("Avregistreringsdatum")
    END_REASON = "end_reason", N_("Orsak till avregistrering")


_EVERYWHERE = (StatisticsField.BLOCK, StatisticsField.MUNICIPALITY, StatisticsField.NUMBER)
FIELDS_OF: dict[StatisticsBlock, tuple[StatisticsField, ...]] = {
    StatisticsBlock.BASICS: (
        *_EVERYWHERE,
        StatisticsField.REGISTERED_ON,
        StatisticsField.REASON,
    ),
    StatisticsBlock.CONTACT: (
        *_EVERYWHERE,
        StatisticsField.CONTACT_ON,
        StatisticsField.OCCUPATION,
    ),
    StatisticsBlock.STARTED: (*_EVERYWHERE, StatisticsField.MEASURE, StatisticsField.STARTED_ON),
    StatisticsBlock.ENDED: (
        *_EVERYWHERE,
        StatisticsField.MEASURE,
        StatisticsField.ENDED_ON,
        StatisticsField.MEASURE_END,
        StatisticsField.OCCUPATION_AFTER,
    ),
    StatisticsBlock.CEASED: (
        *_EVERYWHERE,
        StatisticsField.CLOSED_ON,
        StatisticsField.END_REASON,
    ),
}
"""What each block can hold."""

CODED: dict[StatisticsField, type[Word]] = {
    StatisticsField.REASON: RegistrationReason,
    StatisticsField.OCCUPATION: OccupationKind,
    StatisticsField.MEASURE: MeasureKind,
    StatisticsField.MEASURE_END: MeasureEndReason,
    StatisticsField.OCCUPATION_AFTER: OccupationKind,
    StatisticsField.END_REASON: EntryEndReason,
}
"""Fields whose values need a code of the receiver's."""
UNREPORTED = frozenset(
    {
        (StatisticsField.END_REASON, EntryEndReason.MISTAKE.value),
        (StatisticsField.MEASURE_END, MeasureEndReason.NEVER_STARTED.value),
    }
)
"""Values that never stand in the file, so that they need no code."""

DAYS = frozenset(
    {
        StatisticsField.REGISTERED_ON,
        StatisticsField.CONTACT_ON,
        StatisticsField.STARTED_ON,
        StatisticsField.ENDED_ON,
        StatisticsField.CLOSED_ON,
    }
)
DAY_FORMATS = {"ÅÅÅÅ-MM-DD": "%Y-%m-%d", "ÅÅÅÅMMDD": "%Y%m%d"}
"""How a day may be written, as it is said in the mapping; the first one unless something is."""


class MappingFault(Word):
    """What is wrong in a row of a mapping file."""

    COLUMNS = "columns", N_("Filen saknar kolumnen %(name)s. Utgå från filen som du hämtar här.")
    ROW = "row", N_("Raden är varken ett fält med del och rubrik eller ett värde.")
    BLOCK = "block", N_("Delen ska vara 1, 2, 3, 4 eller 5.")
    FIELD = "field", N_("Fältet finns inte i den delen.")
    VALUE = "value", N_("Värdet finns inte för fältet.")
    TWICE = "twice", N_("Samma fält eller värde står två gånger.")
    HEADING = "heading", N_("Rubriken saknas, är längre än 60 tecken eller har otillåtna tecken.")
    SAME_HEADING = "same_heading", N_("Två fält i samma del har samma rubrik.")
    CODE = "code", N_("En kod får ha högst 20 bokstäver, siffror, punkter eller bindestreck.")
    DAY = "day", N_("Datum skrivs som ÅÅÅÅ-MM-DD eller ÅÅÅÅMMDD.")
    NO_NUMBER = "no_number", N_("Del %(block)s saknar fältet number.")


class StatisticsCheck(Word):
    """What is looked for before the file is made (domain: 5.2)."""

    NOT_REGISTERED = "not_registered", N_("Inte säkert folkbokförd i kommunen")
    HAS_EXAMEN = "has_examen", N_("Har redan examen")
    IN_SCHOOL = "in_school", N_("Går troligen i gymnasieskolan")
    SCHOOL_AGE = "school_age", N_("I skolpliktig ålder vid registreringen")
    TURNED_20 = "turned_20", N_("Har fyllt 20 men är inte avregistrerad")
    NO_OCCUPATION = "no_occupation", N_("Sysselsättning saknas vid en kontakt")
    END_BEFORE_START = "end_before_start", N_("Slut före start")
    NO_MEASURE_END = "no_measure_end", N_("Åtgärd utan avslut")
    NO_OCCUPATION_AFTER = "no_occupation_after", N_("Sysselsättning saknas efter en åtgärd")
    END_UNSAID = "end_unsaid", N_("Avregistrerad utan fullständig orsak")
    TWO_ENTRIES = "two_entries", N_("Flera registerposter under halvåret")


CHECK_HINTS: dict[StatisticsCheck, str] = {
    StatisticsCheck.NOT_REGISTERED: N_(
        "Skolan angav en annan grund än folkbokföring när kommunen valdes. Kontrollera "
        "folkbokföringen."
    ),
    StatisticsCheck.HAS_EXAMEN: N_(
        "En registerpost har avslutats med examen före den här. Den som har examen omfattas inte."
    ),
    StatisticsCheck.IN_SCHOOL: N_(
        "Ungdomen studerar enligt registret, eller en skola har anmält att ungdomen börjar. Den "
        "som går på ett nationellt program eller introduktionsprogram omfattas inte. Studerar "
        "ungdomen någon annanstans stämmer uppgiften."
    ),
    StatisticsCheck.SCHOOL_AGE: N_(
        "Registrerad före den 1 juli det år ungdomen fyller 16. Skolplikten upphör normalt då."
    ),
    StatisticsCheck.TURNED_20: N_("Ansvaret upphör på 20-årsdagen. Avsluta registerposten."),
    StatisticsCheck.NO_OCCUPATION: N_("Skriv in vad ungdomen gjorde när ni hade kontakt."),
    StatisticsCheck.END_BEFORE_START: N_("Rätta dagarna för registerposten eller åtgärden."),
    StatisticsCheck.NO_MEASURE_END: N_(
        "Registerposten är avslutad eller planerad slutdag har passerat, men åtgärden pågår. "
        "Avsluta den med ett skäl."
    ),
    StatisticsCheck.NO_OCCUPATION_AFTER: N_("Ange vad ungdomen gjorde efter åtgärden."),
    StatisticsCheck.END_UNSAID: N_("Det som orsaken kräver saknas: vart, eller vad."),
    StatisticsCheck.TWO_ENTRIES: N_(
        "Ungdomen redovisas en gång. Registreringen hämtas ur den första posten, avregistreringen "
        "ur den sista."
    ),
}
"""What is to be done about each."""


class StatisticsPurpose(Word):
    """Why persons' data leave the portal; written down each time."""

    DELIVERY = "delivery", N_("Lämnas till SCB")
    REPLACEMENT = "replacement", N_("Ersätter en fil som redan är lämnad")
    CONTROL = "control", N_("Kontroll i kommunen innan den lämnas")


class FileShape(Word):
    CSV = "csv", N_("CSV, med semikolon")
    XLSX = "xlsx", N_("Excel-fil")

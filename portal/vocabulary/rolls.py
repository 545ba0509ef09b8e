"""The school's roll: where it comes from, what its columns say, what can be wrong with a file."""

from portal.vocabulary.word import N_, Word


class RollSource(Word):
    """Where a roll was imported from."""

    CSV = "csv", N_("CSV-fil")
    XLSX = "xlsx", N_("Excelfil")
    SS12000 = "ss12000", N_("Elevsystemet (SS 12000)")


class ImportStage(Word):
    """How far an import has come. Waiting ones are the worker's to take."""

    READING = "reading", N_("Väntar på att läsas")
    COLUMNS = "columns", N_("Kolumnerna ska paras ihop")
    CHECKED = "checked", N_("Kan sparas")
    REFUSED = "refused", N_("Kan inte sparas")
    STORING = "storing", N_("Sparas")
    STORED = "stored", N_("Sparad")
    ABORTED = "aborted", N_("Avbruten")


ENDED_STAGES = frozenset({ImportStage.STORED, ImportStage.REFUSED, ImportStage.ABORTED})


class RollField(Word):
    """What a column of a roll says."""

    NUMBER = "number", N_("Personnummer")
    BIRTH_DATE = "birth_date", N_("Födelsedatum")
    GIVEN_NAME = "given_name", N_("Förnamn")
    FAMILY_NAME = "family_name", N_("Efternamn")
    PROTECTION = "protection", N_("Skyddade personuppgifter")
    CLASS_NAME = "class_name", N_("Klass")
    PROGRAMME_CODE = "programme_code", N_("Studievägskod")
    YEAR = "year", N_("Årskurs")
    HOME_MUNICIPALITY = "home_municipality", N_("Hemkommun enligt folkbokföringen")
    COUNTY = "county", N_("Länskod")
    ADDRESS = "address", N_("Gatuadress")
    POSTAL_CODE = "postal_code", N_("Postnummer")
    TOWN = "town", N_("Postort")
    PHONE = "phone", N_("Telefon")
    EMAIL = "email", N_("E-post")
    GUARDIAN_NAME = "guardian_name", N_("Vårdnadshavare")
    GUARDIAN_PHONE = "guardian_phone", N_("Vårdnadshavares telefon")
    GUARDIAN2_NAME = "guardian2_name", N_("Vårdnadshavare 2")
    GUARDIAN2_PHONE = "guardian2_phone", N_("Vårdnadshavare 2, telefon")
    STARTED_ON = "started_on", N_("Inskriven från")
    ENDED_ON = "ended_on", N_("Inskriven till")
    SCHOOL_UNIT = "school_unit", N_("Skolenhetskod")
    ATTENDANCE_FROM = "attendance_from", N_("Frånvaro räknad från")
    ATTENDANCE_TO = "attendance_to", N_("Frånvaro räknad till")
    UNEXCUSED_MINUTES = "unexcused_minutes", N_("Ogiltig frånvaro, minuter")
    VALID_MINUTES = "valid_minutes", N_("Giltig frånvaro, minuter")
    OFFERED_MINUTES = "offered_minutes", N_("Schemalagd tid, minuter")
    REPORTED_MINUTES = "reported_minutes", N_("Rapporterad tid, minuter")
    OCCASIONS = "occasions", N_("Antal frånvarotillfällen")
    ABSENT_SINCE = "absent_since", N_("Borta utan avbrott sedan")


class RollFault(Word):
    """What is wrong with a file or a row of it, in words. What stood there is never repeated."""

    EMPTY = "empty", N_("Filen är tom.")
    TOO_LARGE = "too_large", N_("Filen är för stor. Den får vara högst %(most)s MB.")
    UNPACKS_TOO_LARGE = (
        "unpacks_too_large",
        N_(
            "Excelfilen blir alldeles för stor när den packas upp och har inte lästs. Spara bara "
            "bladet med eleverna i en ny fil."
        ),
    )
    NOT_A_TABLE = "not_a_table", N_("Filen är varken en CSV-fil eller en Excelfil (.xlsx).")
    OLD_OR_LOCKED = (
        "old_or_locked",
        N_(
            "Filen är låst med lösenord eller sparad i det gamla formatet .xls. Spara den som "
            ".xlsx utan lösenord."
        ),
    )
    MACROS = "macros", N_("Filen innehåller makron och har inte lästs. Spara den som .xlsx.")
    DAMAGED = "damaged", N_("Filen är skadad eller avbruten. Exportera den på nytt.")
    UTF16 = (
        "utf16",
        N_("Filen är sparad som Unicode-text (UTF-16). Spara den som CSV UTF-8 i stället."),
    )
    MIXED_ENCODING = (
        "mixed_encoding",
        N_("Filen blandar två teckenkodningar, så å, ä och ö blir fel. Exportera den på nytt."),
    )
    QUOTES = (
        "quotes",
        N_("Ett citattecken börjar men slutar inte, så filen kan vara avbruten. Exportera om den."),
    )
    LONG_CELL = "long_cell", N_("En cell har mer än %(most)s tecken.")
    MANY_ROWS = "many_rows", N_("Filen har fler än %(most)s rader. Den ska gälla en skolenhet.")
    MANY_COLUMNS = "many_columns", N_("Filen har fler än %(most)s kolumner.")
    NO_ROWS = "no_rows", N_("Filen har en rubrikrad men inga elever.")
    NO_HEADER = (
        "no_header",
        N_("Den första raden är ingen rubrikrad. Lägg till en rad med kolumnernas namn."),
    )
    NO_NUMBER_COLUMN = (
        "no_number_column",
        N_("Filen har ingen kolumn med personnummer. Kalla kolumnen PersonNr."),
    )
    MERGED_HEADER = (
        "merged_header",
        N_(
            "Rubrikraden har bara en rubrik. Ta bort titeln och sammanfogade celler ovanför "
            "kolumnernas namn."
        ),
    )
    COLUMN_WITHOUT_HEADER = (
        "column_without_header",
        N_("Kolumn %(column)s har innehåll men ingen rubrik."),
    )
    SAME_HEADER = "same_header", N_("Två kolumner har samma rubrik: kolumn %(column)s och en till.")
    HIDDEN_IN_HEADER = (
        "hidden_in_header",
        N_("En rubrik innehåller styrtecken eller andra tecken som inte syns."),
    )
    UNEXPECTED = (
        "unexpected",
        N_("Filen gick inte att läsa, och vi vet inte varför. Försök igen eller spara om den."),
    )
    CELLS = "cells", N_("Raden har fler celler än rubrikraden har kolumner.")
    FEW_CELLS = (
        "few_cells",
        N_("Raden har färre celler än rubrikraden. Filen kan vara avbruten."),
    )
    FORMULA = "formula", N_("En cell innehåller en formel. Klistra in värdet i stället.")
    NO_IDENTITY = "no_identity", N_("Raden har varken personnummer eller födelsedatum.")
    EXCEL_NUMBER = (
        "excel_number",
        N_("Numret har blivit avrundat av Excel. Formatera kolumnen som text och skriv om det."),
    )
    BAD_NUMBER = "bad_number", N_("Personnumret stämmer inte. Kontrollera alla siffror.")
    SAME_NUMBER = "same_number", N_("Samma elev står redan på rad %(other)s.")
    NO_NAME = "no_name", N_("Namnet saknas.")
    HIDDEN = (
        "hidden",
        N_("%(column)s innehåller styrtecken eller andra tecken som inte syns. Skriv om cellen."),
    )
    LONG = "long", N_("%(column)s har mer än %(most)s tecken.")
    BAD_DAY = "bad_day", N_("%(column)s ska vara ett datum, till exempel 2026-11-23.")
    BAD_FIGURE = "bad_figure", N_("%(column)s ska vara ett helt tal.")
    BAD_YEAR = "bad_year", N_("Årskursen ska vara 1, 2, 3 eller 4.")
    BAD_PROGRAMME = "bad_programme", N_("Studievägskoden får bara ha bokstäver och siffror.")
    BAD_MUNICIPALITY = (
        "bad_municipality",
        N_("Kommunkoden eller kommunens namn finns inte. Skriv fyra siffror, till exempel 0182."),
    )
    OTHER_UNIT = "other_unit", N_("Raden gäller en annan skolenhet.")
    BAD_DAYS = "bad_days", N_("Slutdatumet ligger före startdatumet.")
    SOURCE_ADDRESS = (
        "source_address",
        N_("Adressen stämmer inte. Den ska börja med https:// och leda till elevsystemet."),
    )
    SOURCE_CLOSED = (
        "source_closed",
        N_("Portalen får inte hämta från den adressen. Be portalens drift att öppna för den."),
    )
    SOURCE_CERTIFICATE = (
        "source_certificate",
        N_(
            "Certifikatet eller nyckeln går inte att läsa. De ska vara i PEM-format, utan lösenord."
        ),
    )
    SOURCE_TLS = (
        "source_tls",
        N_("Förbindelsen till elevsystemet blev inte säker. Kontrollera certifikaten."),
    )
    SOURCE_REFUSES = (
        "source_refuses",
        N_("Elevsystemet släpper inte in portalen. Kontrollera nyckeln eller certifikatet."),
    )
    SOURCE_AWAY = "source_away", N_("Elevsystemet svarar inte just nu.")
    SOURCE_SLOW = "source_slow", N_("Elevsystemet svarade för långsamt.")
    SOURCE_LARGE = "source_large", N_("Elevsystemet svarade med mer än portalen tar emot.")
    SOURCE_STRANGE = (
        "source_strange",
        N_("Elevsystemet svarade med något som inte följer SS 12000."),
    )
    SOURCE_UNIT = "source_unit", N_("Elevsystemet känner inte till skolenhetskoden.")
    SOURCE_EMPTY = "source_empty", N_("Elevsystemet har inga elever för skolenheten.")
    SOURCE_GONE = "source_gone", N_("Elevsystemet är inte längre inställt för skolenheten.")
    SOURCE_MANY_LEFT = (
        "source_many_left",
        N_(
            "Så många elever saknas i elevsystemets svar att något kan vara fel. Ingenting är "
            "sparat. Tryck på Hämta nu, så får du se vad som skulle ändras."
        ),
    )
    SOURCE_FLAGS_JUMP = (
        "source_flags_jump",
        N_(
            "Antalet elever med skyddade uppgifter ändras med %(changed)s av %(stock)s. Det är så "
            "många att något kan vara fel, så ingenting är sparat. Kontrollera uppgifterna i "
            "elevsystemet. Stämmer de, be två på skolan att trycka på Hämta nu inom ett dygn."
        ),
    )
    FLAGS_JUMP = (
        "flags_jump",
        N_(
            "Antalet elever med skyddade uppgifter ändras med %(changed)s av %(stock)s. Det är så "
            "många att något kan vara fel, så ingenting är sparat. Kontrollera kolumnen med "
            "skyddade uppgifter. Stämmer den, be en kollega på skolan att läsa in samma fil inom "
            "ett dygn."
        ),
    )

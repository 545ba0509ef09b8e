"""What the columns of a file say: by their usual names, or as somebody has paired them before."""

import re
from collections.abc import Mapping, Sequence

from portal.vocabulary import RollField

UNUSED = ""
"""A column that is read by nobody."""
_FOLD = str.maketrans("åäöéü", "aaoeu")
NAMES: dict[RollField, str] = {
    RollField.NUMBER: "personnr personnummer pnr samordningsnummer civicno identitetsnummer "
    "elevpersonnummer personnummersamordningsnummer",
    RollField.BIRTH_DATE: "fodelsedatum fodd birthdate",
    RollField.GIVEN_NAME: "fornamn givenname tilltalsnamn",
    RollField.FAMILY_NAME: "efternamn familyname surname",
    RollField.PROTECTION: "sekretess sekretessmarkering sekretessmarkerad skyddadidentitet skyddad "
    "skyddadeuppgifter skyddadepersonuppgifter skyddadfolkbokforing securitymarking",
    RollField.CLASS_NAME: "klass klassbeteckning class",
    RollField.PROGRAMME_CODE: "studievagskod studievag program programkod educationcode",
    RollField.YEAR: "arskurs ak schoolyear",
    RollField.HOME_MUNICIPALITY: "kommunkod hemkommun hemkommunkod folkbokforingskommun "
    "municipalitycode hemkommunenligtfolkbokforingen",
    RollField.COUNTY: "lanskod lan countycode",
    RollField.ADDRESS: "adress gatuadress streetaddress",
    RollField.POSTAL_CODE: "postnummer postnr postalcode",
    RollField.TOWN: "postort ort locality",
    RollField.PHONE: "telefon mobil mobiltelefon mobilnummer elevtelefon phonenumber",
    RollField.EMAIL: "epost epostadress email mail elevepost",
    RollField.GUARDIAN_NAME: "vardnadshavare vardnadshavare1 vardnadshavarenamn "
    "vardnadshavare1namn vh1 vh1namn",
    RollField.GUARDIAN_PHONE: "vardnadshavaretelefon vardnadshavarestelefon vardnadshavare1telefon "
    "vh1telefon",
    RollField.GUARDIAN2_NAME: "vardnadshavare2 vardnadshavare2namn vh2 vh2namn",
    RollField.GUARDIAN2_PHONE: "vardnadshavare2telefon vh2telefon",
    RollField.STARTED_ON: "startdatum inskriven inskrivenfran startdate",
    RollField.ENDED_ON: "slutdatum inskriventill utskriven avgangsdatum enddate",
    RollField.SCHOOL_UNIT: "skolenhetskod skolenhet schoolunitcode",
    RollField.ATTENDANCE_FROM: "franvarofran franvaroraknadfran periodfran",
    RollField.ATTENDANCE_TO: "franvarotill franvaroraknadtill periodtill",
    RollField.UNEXCUSED_MINUTES: "ogiltigfranvaro ogiltigfranvarominuter invalidabsencesum",
    RollField.VALID_MINUTES: "giltigfranvaro giltigfranvarominuter validabsencesum",
    RollField.OFFERED_MINUTES: "schemalagdtid schemalagdtidminuter erbjudentid offeredsum",
    RollField.REPORTED_MINUTES: "rapporteradtid rapporteradtidminuter reportedsum",
    RollField.OCCASIONS: "franvarotillfallen antalfranvarotillfallen",
    RollField.ABSENT_SINCE: "franvarandesedan bortautanavbrottsedan",
}
USUAL = (
    "SkolenhetsKod; PersonNr; Fodelsedatum; Fornamn; Efternamn; Sekretess; Klass; Studievagskod; "
    "Arskurs; Kommunkod; Gatuadress; Postnummer; Postort; Telefon; E-post; Vardnadshavare; "
    "Vardnadshavare telefon; Vardnadshavare 2; Vardnadshavare 2 telefon; Startdatum; Slutdatum"
)
"""Names that need no pairing, as an example to follow."""
_IGNORED = "handelsetyp handelsedatum registrerad system datum version"
_KNOWN: dict[str, str] = {
    **dict.fromkeys(_IGNORED.split(), UNUSED),
    **{name: field.value for field, names in NAMES.items() for name in names.split()},
}


def pair(headers: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str] | None:
    """Header → field; None when somebody has to say what a column is."""
    paired = {}
    for name in filter(None, headers):
        field = remembered.get(name, _KNOWN.get(plain(name)))
        if field is None:
            return None
        paired[name] = field
    return paired if says_enough(paired) else None


def guess(headers: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """As far as one can tell; the rest is for somebody to say."""
    return {
        name: remembered.get(name, _KNOWN.get(plain(name), UNUSED))
        for name in filter(None, headers)
    }


def plain(header: str) -> str:
    """A column's name without what differs from system to system."""
    return re.sub(r"[^a-z0-9]", "", header.casefold().translate(_FOLD))


def says_enough(paired: Mapping[str, str]) -> bool:
    """Whom each row is about, and each field by one column only."""
    used = [field for field in paired.values() if field]
    finds = RollField.NUMBER in used or RollField.BIRTH_DATE in used
    names = RollField.GIVEN_NAME in used or RollField.FAMILY_NAME in used
    return finds and names and len(used) == len(set(used))

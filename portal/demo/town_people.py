"""Who works in the town: real school units and municipalities, invented people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from portal.models import Membership, Municipality, Organiser, SchoolUnit, User
from portal.vocabulary import OrganiserKind, Role, SchoolForm

NACKA, NORRKOPING, HUDDINGE, TYRESO = "0182", "0581", "0126", "0138"

NACKA_GYMNASIUM = "92506886"
RYTMUS = "46611859"
PRAKTISKA_NACKA = "72891848"
DE_GEER_1, DE_GEER_3 = "58544422", "65150019"
YRKESGYMNASIET = "67842103"
HIMMELSTALUND = "25745773"
HUDDINGEGYMNASIET = "49862313"
NTI = "99838438"
FRYSHUSET = "24759907"
TUMBA = "40386043"
TYRESO_GYMNASIUM = "91048178"
EXAMPLE_SCHOOL = "99999901"
"""An invented unit that an administrator has completed: anpassad gymnasieskola."""
UNKNOWN_UNIT = "99999902"
"""A unit nobody has completed: all that is known is its code."""


@dataclass(frozen=True)
class Person:
    """Somebody who works in the town, and as what."""

    email: str
    name: str
    title: str
    phone: str
    posts: tuple[tuple[Role, str], ...]
    """Roles with the code of the unit or municipality, or the name of the organiser."""


def _works(name: str, email: str, title: str, line: int, *posts: tuple[Role, str]) -> Person:
    return Person(email, name, title, f"08-465 004 {line:02}", posts)


COUNSELLOR, RECTOR = Role.COUNSELLOR, Role.RECTOR
SYV = "studie- och yrkesvägledare"

PEOPLE = (
    _works(
        "Sara Lindqvist",
        "sara.lindqvist@nackagymnasium.example",
        "kurator",
        21,
        (COUNSELLOR, NACKA_GYMNASIUM),
    ),
    _works(
        "Maria Holm", "maria.holm@nacka.example", "samordnare KAA", 11, (Role.COORDINATOR, NACKA)
    ),
    _works(
        "Ali Rezai", "ali.rezai@nacka.example", "karriärvägledare", 12, (Role.CASEWORKER, NACKA)
    ),
    _works(
        "Gunilla Forsberg-Öhman",
        "gunilla.forsberg@nackagymnasium.example",
        "rektor",
        22,
        (RECTOR, NACKA_GYMNASIUM),
    ),
    _works(
        "Anders Wikström",
        "anders.wikstrom@norrkoping.example",
        "koordinator KAA",
        31,
        (Role.COORDINATOR, NORRKOPING),
    ),
    _works(
        "Hodan Warsame",
        "hodan.warsame@norrkoping.example",
        "handläggare",
        32,
        (Role.CASEWORKER, NORRKOPING),
    ),
    _works(
        "Karin Ståhl",
        "karin.stahl@degeer.example",
        "kurator",
        41,
        (COUNSELLOR, DE_GEER_1),
        (COUNSELLOR, DE_GEER_3),
    ),
    _works(
        "Zeynep Arslan",
        "zeynep.arslan@huddinge.example",
        "samordnare KAA",
        51,
        (Role.COORDINATOR, HUDDINGE),
        (Role.MUNICIPALITY_ADMIN, HUDDINGE),
    ),
    _works(
        "Linnéa Dahl", "linnea.dahl@nacka.example", "karriärvägledare", 13, (Role.CASEWORKER, NACKA)
    ),
    _works(
        "Jenny Pettersson",
        "jenny.pettersson@norrkoping.example",
        "handläggare",
        33,
        (Role.CASEWORKER, NORRKOPING),
    ),
    _works(
        "Tomas Berglund",
        "tomas.berglund@huddinge.example",
        "handläggare",
        52,
        (Role.CASEWORKER, HUDDINGE),
    ),
    _works(
        "Saga Ahlström",
        "saga.ahlstrom@huddinge.example",
        "socionom",
        53,
        (Role.CASEWORKER, HUDDINGE),
    ),
    _works("Jonas Ek", "jonas.ek@nackagymnasium.example", SYV, 23, (COUNSELLOR, NACKA_GYMNASIUM)),
    _works("Amina Yusuf", "amina.yusuf@rytmus.example", SYV, 24, (COUNSELLOR, RYTMUS)),
    _works(
        "Mehmet Aydın",
        "mehmet.aydin@praktiska.example",
        "mentor",
        25,
        (COUNSELLOR, PRAKTISKA_NACKA),
    ),
    _works("Erik Nordin", "erik.nordin@degeer.example", "mentor", 42, (COUNSELLOR, DE_GEER_3)),
    _works(
        "Fatima Al-Khatib",
        "fatima.alkhatib@yrkesgymnasiet.example",
        "kurator",
        43,
        (COUNSELLOR, YRKESGYMNASIET),
    ),
    _works(
        "Lars-Göran Bäck",
        "lars-goran.back@himmelstalund.example",
        SYV,
        44,
        (COUNSELLOR, HIMMELSTALUND),
    ),
    _works(
        "Ewa Kowalska",
        "ewa.kowalska@huddingegymnasiet.example",
        "kurator",
        54,
        (COUNSELLOR, HUDDINGEGYMNASIET),
    ),
    _works(
        "Tuấn Nguyễn",
        "tuan.nguyen@huddingegymnasiet.example",
        "mentor",
        55,
        (COUNSELLOR, HUDDINGEGYMNASIET),
    ),
    _works("Daniel Teklemariam", "daniel.teklemariam@nti.example", SYV, 56, (COUNSELLOR, NTI)),
    _works(
        "Rosa Martínez Fuentes",
        "rosa.martinez@fryshuset.example",
        "kurator",
        61,
        (COUNSELLOR, FRYSHUSET),
    ),
    _works("Helena Sjögren", "helena.sjogren@tumba.example", SYV, 62, (COUNSELLOR, TUMBA)),
    _works(
        "Mats Wallin",
        "mats.wallin@tyresogymnasium.example",
        "kurator",
        63,
        (COUNSELLOR, TYRESO_GYMNASIUM),
    ),
    _works(
        "Ulla-Britt Åkerlund",
        "ulla-britt.akerlund@exempelskolan.example",
        "mentor",
        64,
        (COUNSELLOR, EXAMPLE_SCHOOL),
    ),
    _works("Bo Ö", "bo.o@nyskola.example", "kurator", 65, (COUNSELLOR, UNKNOWN_UNIT)),
    _works(
        "Ingrid af Ekenstam",
        "ingrid.afekenstam@huddingegymnasiet.example",
        "rektor",
        57,
        (RECTOR, HUDDINGEGYMNASIET),
    ),
    _works(
        "Henrik Sohlman",
        "henrik.sohlman@degeer.example",
        "rektor",
        45,
        (RECTOR, DE_GEER_1),
        (RECTOR, DE_GEER_3),
    ),
    _works("Nadia Lindh", "nadia.lindh@rytmus.example", "rektor", 26, (RECTOR, RYTMUS)),
    _works(
        "Birgitta Sandelin",
        "birgitta.sandelin@nacka.example",
        "skyddshandläggare",
        14,
        (Role.PROTECTION_OFFICER, NACKA),
    ),
    _works(
        "Stefan Lilja",
        "stefan.lilja@norrkoping.example",
        "skyddshandläggare",
        34,
        (Role.PROTECTION_OFFICER, NORRKOPING),
    ),
    _works(
        "Peter Norén",
        "peter.noren@nacka.example",
        "systemförvaltare",
        15,
        (Role.MUNICIPALITY_ADMIN, NACKA),
    ),
    _works(
        "Camilla Roos",
        "camilla.roos@norrkoping.example",
        "systemförvaltare",
        35,
        (Role.MUNICIPALITY_ADMIN, NORRKOPING),
    ),
    _works(
        "Kerstin Malm", "kerstin.malm@nacka.example", "registrator", 16, (Role.LOG_REVIEWER, NACKA)
    ),
    _works(
        "Yvonne Kraft",
        "yvonne.kraft@norrkoping.example",
        "registrator",
        36,
        (Role.LOG_REVIEWER, NORRKOPING),
    ),
    _works(
        "Catarina Blom",
        "catarina.blom@nacka.example",
        "utbildningsstrateg",
        17,
        (Role.ORGANISER_ADMIN, "Nacka kommun"),
    ),
    _works(
        "Viktor Strand",
        "viktor.strand@praktiska.example",
        "skolchef",
        27,
        (Role.ORGANISER_ADMIN, "Praktiska Gymnasiet"),
    ),
    _works(
        "Nils Hedman",
        "nils.hedman@overlamningen.example",
        "driftansvarig",
        71,
        (Role.PLATFORM_ADMIN, ""),
    ),
    _works(
        "Priya Natarajan",
        "priya.natarajan@overlamningen.example",
        "driftansvarig",
        72,
        (Role.PLATFORM_ADMIN, ""),
    ),
)
LEFT = _works("Roger Palm", "roger.palm@nacka.example", "handläggare", 18, (Role.CASEWORKER, NACKA))
"""Worked at Nacka until some months ago; what he did still bears his name."""

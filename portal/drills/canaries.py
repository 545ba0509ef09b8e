"""Words that are nobody's: whoever finds one outside of the database has found a leak."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from email.message import EmailMessage

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal.db import EncryptedText, Model
from portal.demo.town_pupils import Pupil, Pupils

STEM = "kanar"
"""In every name, address and free text of a drill."""
SAID = "Kanariefågeln sjunger om Kanarina."
PHONE = "070-174 06 05"
MAIL = "kanarina@skolmejl.example"
CANARY = re.compile(
    rf"\w*{STEM}\w*"
    r"|\b(?:19|20)\d{6}-?[\dPT][\dF]\d\d\b"  # an identity number
    r"|070-?174\s?06\s?\d\d",  # a telephone of the town's pupils
    re.IGNORECASE,
)
LONG = 12
"""A stored text of so many characters is no coincidence."""


class Canaries(Pupils):
    """The town's pupils with names that are found again."""

    def of_age(self, age: int, on: date, home: str) -> Pupil:
        pupil = super().of_age(age, on, home)
        return replace(
            pupil,
            given_name="Kanarina",
            family_name=f"Kanarsson-{pupil.family_name}",
            address=f"Kanariegatan 1, {pupil.address}",
            guardian=f"Kanarius {pupil.family_name}",
        )


@dataclass
class Search:
    """What is looked for, where it was found, and how much was looked through."""

    texts: frozenset[str]
    """What is stored encrypted, in small letters."""
    found: list[str] = field(default_factory=list)
    looked: dict[str, int] = field(default_factory=dict)

    def look(self, where: str, text: str) -> None:
        """Through one piece of what has left the portal."""
        self.looked[where] = self.looked.get(where, 0) + 1
        small = text.lower()
        hits = [*CANARY.findall(text), *(one for one in self.texts if one in small)]
        self.found += [f"{where}: {hit}" for hit in hits]

    def look_at_mail(self, mail: EmailMessage) -> None:
        """All of it, decoded; only whom it is for may be read on the envelope."""
        headers = [f"{name}: {value}" for name, value in mail.items() if name != "To"]
        self.look("mails", "\n".join([*headers, *_parts(mail)]).replace(str(mail["To"]), ""))

    def told(self) -> str:
        return ", ".join(f"{number} {where}" for where, number in self.looked.items())


def _parts(mail: EmailMessage) -> Iterator[str]:
    for part in mail.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield part.as_string()
            # A calendar's lines are folded; a word may stand across the fold.
            yield content.decode("utf-8", "replace").replace("\r\n ", "").replace("\n ", "")


def search(session: Session) -> Search:
    """For the canaries, for numbers and telephones, and for every text that is stored."""
    return Search(frozenset(text.lower() for text in _kept(session)))


def _kept(session: Session) -> Iterable[str]:
    """Every text that is stored encrypted, as it was typed."""
    for mapper in Model.registry.mappers:
        for column in inspect(mapper).columns:
            if isinstance(column.type, EncryptedText):
                texts = session.scalars(select(column).where(column.is_not(None)))
                yield from (text for text in texts if len(text) >= LONG)

"""A file with the municipalities' function mailboxes: read, checked row by row, in words."""

import csv
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from forms.base import PortalForm
from forms.checks import Required, readable
from forms.fields import MailField, PhoneField

LARGEST = 100_000
"""Bytes: the 290 with long addresses are a fifth of it."""
HEADER = "kommunkod"


class MailboxFileForm(PortalForm):
    """The file, to be looked at before anything is stored."""

    file = FileField(
        _("Fil"),
        [FileRequired(_("Välj en fil."))],
        description=_("CSV med kommunkod;e-post;telefon, högst 100 kB. Telefon får vara tom."),
    )


class MailboxConfirmForm(PortalForm):
    """The rows that were looked at, sent back to be stored. They are checked again."""

    rows = HiddenField()


class _RowForm(PortalForm):
    class Meta:
        csrf = False  # a row is no form of its own

    email = MailField(validators=[Required(_("E-postadressen saknas.")), readable])
    phone = PhoneField(validators=[readable])


@dataclass(frozen=True)
class Mailbox:
    """One row that can be stored."""

    code: str
    email: str
    phone: str


@dataclass(frozen=True)
class Read:
    """What a file says: its rows, and what is wrong with it, each in a sentence."""

    mailboxes: list[Mailbox]
    faults: list[str]

    @property
    def text(self) -> str:
        """The rows once more, to be sent back."""
        return "\n".join(f"{one.code};{one.email};{one.phone}" for one in self.mailboxes)


def text_of(content: bytes) -> str | None:
    """UTF-8 or Latin-1; None when the file is too large."""
    if len(content) > LARGEST:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def read(text: str | None, known: Container[str]) -> Read:
    """Every row, and every fault with the number of its line."""
    if text is None or len(text) > LARGEST:
        return Read([], [gettext("Filen är för stor. Den får vara högst 100 kB.")])
    found: dict[str, Mailbox] = {}
    faults: list[str] = []
    for number, cells in _lines(text):
        mailbox, wrong = _row(cells, known)
        if mailbox is not None and mailbox.code in found:
            wrong = [gettext("Kommunen står redan på en tidigare rad.")]
        faults += [gettext("Rad %(number)s: %(what)s", number=number, what=one) for one in wrong]
        if mailbox is not None and not wrong:
            found[mailbox.code] = mailbox
    if not found and not faults:
        faults = [gettext("Filen har inga rader.")]
    return Read(list(found.values()), faults)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter = ";" if ";" in text else ","
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
        is_header = number == 1 and cells and cells[0].lower() == HEADER
        if any(cells) and not is_header:
            yield number, cells


def _row(cells: list[str], known: Container[str]) -> tuple[Mailbox | None, list[str]]:
    columns: Mapping[str, Any] = dict(zip(("code", "email", "phone"), cells, strict=False))
    code, wrong = columns["code"].zfill(4), []
    if len(cells) not in (2, 3):
        return None, [gettext("Raden ska ha kommunkod, e-post och telefon.")]
    if code not in known:
        wrong = [gettext("Det finns ingen kommun med den kommunkoden.")]
    form = _RowForm(MultiDict({"email": columns["email"], "phone": columns.get("phone", "")}))
    form.validate()
    wrong += [str(one) for errors in form.errors.values() for one in errors]
    return Mailbox(code, form.email.data or "", form.phone.data or ""), wrong

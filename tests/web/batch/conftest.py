"""A counsellor with a roll, and many to file about."""

import re

import pytest
from sqlalchemy import select

from portal.models import Batch, Filing, RollPupil
from portal.rolls import columns
from portal.rolls.rows import Reader, read_rows
from portal.rolls.table import read_table
from portal.vocabulary import ImportStage, RollSource
from portal.web.batch_pages import cell_name
from portal.workflow import rolls
from tests.town import AT, EIGHTEEN, SIXTEEN, TODAY, TWENTY
from tests.web.filing.typed import CONTACT, SITUATIONS

HEADER = (
    "PersonNr;Fornamn;Efternamn;Sekretess;Klass;Studievagskod;Arskurs;Kommunkod;Telefon;"
    "Vardnadshavare;Vardnadshavare telefon"
)
ROLL = "\r\n".join(
    (
        HEADER,
        f"{SIXTEEN};Wilma;Ek;;SA25A;SA25;1;0182;070-174 06 05;Anna Ek;070-174 06 06",
        f"{EIGHTEEN};Ali;Öhman;Nej;SA25A;SA25;2;0581;;;",
        f"{TWENTY};Bo;O'Brien;Ingen;SA25A;SA25;3;0138;;;",
    )
)
LEAVING = {
    "event_on": "2026-11-13",
    "meeting_held": "no",
    "meeting_why_not": "Eleverna slutade tillsammans.",
    "plan_ahead": "unknown",
    "consequences_explained": "yes",
    "efforts": ["guidance"],
    "wanted": ["contact"],
    "pupil_informed": "yes",
    "pupil_informed_on": "2026-11-12",
    "guardian_informed": "no",
    "wants_meeting": "no",
    "sender_phone": "08-465 004 10",
}
"""What those who leave with a studiebevis have in common."""
SHARED = {"pupil_phone", "guardian_name", "guardian_phone"}


def common_of(kind):
    """The usual answers of a kind, as far as they can be common."""
    contact = {name: said for name, said in CONTACT.items() if name not in SHARED}
    return SITUATIONS[kind] | contact


class Many:
    """Marks pupils and walks through the wizard as a browser does."""

    def __init__(self, browser, rows):
        self.browser, self.rows = browser, rows
        self.place = ""

    def pupils(self, *names):
        found = self.rows.scalars(select(RollPupil).order_by(RollPupil.search_name)).all()
        return [str(one.id) for one in found if not names or one.given_name in names]

    def begin(self, what="leavers", pupils=(), protected="no"):
        token = self.browser.get("/batches/new").page.values["csrf_token"]
        answer = self.browser.post(
            "/batches/new",
            data={"csrf_token": token, "what": what, "protected": protected, "pupil": list(pupils)},
        )
        if answer.status_code == 303 and "/batches/" in answer.location:
            self.place = re.match(r"/batches/[^/]+", answer.location)[0]
        return answer

    def post(self, step, **answers):
        token = self.browser.get("/batches/new").page.values["csrf_token"]
        return self.browser.post(f"{self.place}/{step}", data={"csrf_token": token} | answers)

    def page(self, step):
        return self.browser.get(f"{self.place}/{step}")

    def one(self):
        self.rows.expire_all()
        return self.rows.get(Batch, self.place.removeprefix("/batches/"))

    def row(self, given_name):
        rows = self.one().rows
        return next(row for row in rows if (row.typed or {}).get("given_name") == [given_name])

    def own(self, **by_name):
        """The table: {name of pupil: {question: answer}}."""
        said = {
            cell_name(self.row(name), field): text
            for name, cells in by_name.items()
            for field, text in cells.items()
        }
        return self.post("own", **said)

    def send(self):
        return self.post("send")

    def upload(self, content, name="mall.csv"):
        token = self.browser.get("/batches/new").page.values["csrf_token"]
        start = (
            f'--edge\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
            f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        )
        content = content.encode() if isinstance(content, str) else content
        return self.browser.post(
            f"{self.place}/file",
            data=start.encode() + content + b"\r\n--edge--\r\n",
            content_type="multipart/form-data; boundary=edge",
        )

    def filings(self):
        self.rows.expire_all()
        return list(self.rows.scalars(select(Filing).order_by(Filing.filed_at, Filing.given_name)))


@pytest.fixture
def roll(town, stored):
    """The school unit's pupils, as an import would store them."""
    table = read_table(ROLL.encode())
    reader = Reader(town.ybc.code, [(home, home) for home in ("0182", "0581", "0138")], TODAY)
    read_rows(table, columns.pair(table.headers, {}), reader, lambda _done: None)
    one = rolls.receive(b"", RollSource.CSV, digest="", by=town.counsellor, at=AT)
    one.counts, one.stage = {}, ImportStage.STORED
    stored(*rolls.store(one, [], reader.rows, at=AT).pupils)


@pytest.fixture
def many(roll, town, login, rows):
    return Many(login(town.counsellor), rows)

"""A counsellor with a file in hand."""

import pytest
from sqlalchemy import select

from portal.models import RollImport, RollPupil
from tests.town import EIGHTEEN, SIXTEEN, TWENTY

HEADER = "PersonNr;Fornamn;Efternamn;Sekretess;Klass;Studievagskod;Arskurs;Kommunkod;Telefon"
PUPILS = (
    f"{SIXTEEN};Wilma;Ek;;SA25A;SA25;1;0182;070-174 06 05",
    f"{EIGHTEEN};Ali;Öhman;Nej;SA25B;SA25;2;0581;",
    f"{TWENTY};Bo;O'Brien;Ingen;SA25A;SA25;3;0138;",
)
ROLL = "\r\n".join((HEADER, *PUPILS))


class Desk:
    """Sends files in, looks at what comes of them and stores them."""

    def __init__(self, browser, rows):
        self.browser, self.rows = browser, rows

    def post(self, content):
        """As a browser does; the test client would leave a file open for a large one."""
        token = self.browser.get("/roll/import").page.values["csrf_token"]
        start = (
            f'--edge\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
            '--edge\r\nContent-Disposition: form-data; name="file"; filename="Wilma Ek.csv"\r\n\r\n'
        )
        return self.browser.post(
            "/roll/import",
            data=start.encode() + content + b"\r\n--edge--\r\n",
            content_type="multipart/form-data; boundary=edge",
        )

    def send(self, content):
        """Gives the page the file leads to."""
        answer = self.post(content.encode() if isinstance(content, str) else content)
        assert answer.status_code == 303, answer.text
        return self.browser.get(answer.location)

    def store(self, page, **answers):
        """As it stands in the preview, with the box ticked where there is one."""
        said = {"looked": "y"} | answers if 'name="looked"' in page.text else answers
        path = page.request.path
        answer = self.browser.send(page, to=f"{path}/store", **said)
        return self.browser.get(path) if answer.status_code == 303 else answer

    def import_(self, content, **answers):
        return self.store(self.send(content), **answers)

    def pupils(self, **only):
        self.rows.expire_all()
        wanted = select(RollPupil).order_by(RollPupil.search_name, RollPupil.id).filter_by(**only)
        return list(self.rows.scalars(wanted))

    def latest(self):
        self.rows.expire_all()
        return self.rows.scalars(
            select(RollImport).order_by(RollImport.created_at.desc(), RollImport.id)
        ).first()


@pytest.fixture
def desk(town, login, rows):
    return Desk(login(town.counsellor), rows)

"""Files to the register, sent as a browser sends them, and what their columns are."""

from tests.town import EIGHTEEN, SIXTEEN, TWENTY
from tests.web.register.places import REGISTER

HEADER = "PersonNr;Fornamn;Efternamn;Sekretess;Adress;Postnr;Ort;Orsak;Skola;Slutdatum"
ROWS = (
    f"{SIXTEEN};Wilma;Ek;Nej;Storgatan 1;131 40;Nacka;Inflyttad;De Geer 1;2026-10-01",
    f"{EIGHTEEN};Ali;Öhman;;;;;Avbrott;YBC;",
    f"{TWENTY};Bo;Alm;Nej;;;;Studiebevis;;",
)
FILE = "\r\n".join((HEADER, *ROWS))


def numbers(count):
    """So many numbers of youths who are 16; nobody's, and each with a check digit that holds."""
    for place in range(count):
        ten = f"100{place // 27_720 + 1}{place // 990 % 28 + 1:02}{place % 990 + 10:03}"
        doubled = [int(char) * (2 - at % 2) for at, char in enumerate(ten)]
        yield f"20{ten}{-sum(one // 10 + one % 10 for one in doubled) % 10}"


class Cabinet:
    """Takes files in, names their columns and loads them."""

    def __init__(self, browser, use="database"):
        self.browser, self.url = browser, f"{REGISTER}/files/new/{use}"

    def post(self, content):
        token = self.browser.get(self.url).page.values["csrf_token"]
        start = (
            f'--edge\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
            '--edge\r\nContent-Disposition: form-data; name="file"; filename="Wilma Ek.csv"\r\n\r\n'
        )
        body = content.encode() if isinstance(content, str) else content
        return self.browser.post(
            self.url,
            data=start.encode() + body + b"\r\n--edge--\r\n",
            content_type="multipart/form-data; boundary=edge",
        )

    def send(self, content=FILE):
        """The page that asks what the columns are."""
        answer = self.post(content)
        assert answer.status_code == 303, answer.text
        return answer.location

    def named(self, content=FILE, **columns):
        """The page after the columns were named as guessed, but for those said."""
        url = self.send(content)
        typed = self.browser.get(url).page.values | columns
        answer = self.browser.post(f"{url}/columns", data=typed)
        return answer if answer.status_code != 303 else self.browser.get(answer.location), url

    def loaded(self, content=FILE, **columns):
        page, url = self.named(content, **columns)
        typed = page.page.values | {"looked": "y"}
        return self.browser.get(self.browser.post(f"{url}/load", data=typed).location)

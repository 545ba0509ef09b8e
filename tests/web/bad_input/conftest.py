"""Somebody in front of a form, in the state of things where it is shown."""

from typing import Any

import pytest

from portal.access.passwords import hash_password
from tests.town import PASSWORD
from tests.web.bad_input.form import Field, Pairs, body, fields_of, pairs
from tests.web.bad_input.places import Place
from tests.web.bad_input.store import Store

URLENCODED = "application/x-www-form-urlencoded"


class Sitting:
    """A person with a form before them, who may begin again as often as they like."""

    def __init__(self, place: Place, parts: dict[str, Any], client: Any, store: Store) -> None:
        self.place, self.parts, self.client, self.store = place, parts, client, store
        self.to = self._said(place.to)
        at = self._said(place.shown) or self.to
        self.page = client.get(at).page
        self.form = self._said(place.form) or self.to
        self.fields = fields_of(self.page, self.form, at=at)
        self.answers = {name: self._said(text) for name, text in place.answers.items()}
        self.token = self.page.values["csrf_token"]
        with client.session_transaction() as cookie:
            self.cookie = dict(cookie)

    def _said(self, text: Any) -> Any:
        return text.format(**self.parts) if isinstance(text, str) else text

    @property
    def usual(self) -> dict[str, Field]:
        """The fields as they stand when the form is filled in."""
        filled = {
            name: Field(one.name, one.kind, one.texts, one.options)
            for name, one in self.fields.items()
        }
        for name, text in self.answers.items():
            one = filled.setdefault(name, Field(name, "hidden"))
            one.texts = text if isinstance(text, list) else [text]
        return filled

    def send(self, *, read: bool = False, sent: Pairs | None = None, **answers: Any) -> Any:
        """Post it as it is filled in, with some answers changed."""
        said = pairs(self.usual, **answers) if sent is None else sent
        self.client.reads_pages = read
        answer = self.client.post(
            self.to, data=body([("csrf_token", self.token), *said]), content_type=URLENCODED
        )
        self.client.reads_pages = True
        return answer

    def begin_again(self) -> None:
        """All is as it was before the form was sent, who is logged in too."""
        self.store.restore()
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(self.cookie)


@pytest.fixture
def sitting(place, town, stored, login, client, whole_database, queue):
    """In front of the form of the test's place."""
    for person in (town.counsellor, town.caseworker):
        person.user.password_hash = hash_password(PASSWORD)
    state = place.state(town)
    for thing in (town.caseworker.user, *state.stored):
        stored(thing)
    ids = {name: one.id for name, one in vars(town).items() if hasattr(one, "user_id")}
    parts = ids | {name: getattr(one, "id", one) for name, one in state.parts.items()}
    if place.who:
        login(getattr(town, place.who))
    client.after = lambda: None
    store = Store(whole_database)
    sat = Sitting(place, parts, client, store)
    sat.store = Store(whole_database)
    return sat

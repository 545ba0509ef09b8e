"""A page of every macro, with a form that has all kinds of fields; served for these tests only."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template, request
from flask_babel import Babel, lazy_gettext
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
    validators,
)
from wtforms import Form as PlainForm
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from portal.vocabulary import CaseState
from portal.web import filters, headers, paper

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
MUNICIPALITIES = [
    "Nacka",
    "Norrköping",
    "Huddinge",
    "Örebro",
    "Östra Göinge",
    "Upplands-Bro",
    "Åre",
]


class GuardianForm(PlainForm):
    name = StringField("Namn", [validators.InputRequired("Skriv namnet")])
    phone = TelField("Telefon", [validators.InputRequired("Skriv telefonnumret")])


class AddressForm(PlainForm):
    street = StringField("Gata", [validators.InputRequired("Skriv gatan")])


class EveryField(FlaskForm):
    """One of each kind, in the order of a real form."""

    draft = HiddenField()
    reasons = SelectMultipleField(
        "Vad gör att eleven riskerar att avbryta?",
        [validators.InputRequired("Välj minst ett skäl")],
        choices=[
            SelectChoice("choice", "Programmet passar inte eleven"),
            SelectChoice("pace", "Svårt att hinna med, för högt eller för lågt tempo"),
            SelectChoice("travel", "Lång resväg"),
            SelectChoice("work", "Vill hellre arbeta eller göra praktik"),
        ],
        description="Välj det som stämmer. Skriv inte om diagnoser eller sjukdom.",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    tried = RadioField(
        "Har skolan prövat sina möjligheter till stöd?",
        [validators.InputRequired("Välj ett svar")],
        choices=[
            SelectChoice("yes", "Ja, utan att det har räckt"),
            SelectChoice("partly", "Delvis, mer återstår att pröva"),
        ],
    )
    measures = TextAreaField(
        "Vad har skolan gjort hittills?",
        [validators.InputRequired("Beskriv vad skolan har gjort"), validators.Length(max=1000)],
        description="Kort och sakligt, så att eleven själv kan läsa det.",
    )
    name = StringField(
        lazy_gettext("Elevens namn"), [validators.InputRequired(lazy_gettext("Skriv elevens namn"))]
    )
    email = EmailField("E-post", [validators.Optional(), validators.Length(max=200)])
    phone = TelField("Telefon", [validators.InputRequired("Skriv ett telefonnummer")])
    share = IntegerField(
        "Andel missade lektioner i procent", [validators.InputRequired("Skriv hur stor andel")]
    )
    since = DateField("Första dag med frånvaro", [validators.InputRequired("Skriv datumet")])
    at = TimeField("Klockslag", [validators.InputRequired("Skriv klockslaget")])
    home = SelectField(
        "Hemkommun",
        [validators.InputRequired("Välj hemkommun")],
        choices=[
            SelectChoice("", "Välj kommun"),
            *(SelectChoice(name.lower(), name) for name in MUNICIPALITIES),
        ],
        description="Kommunen där eleven är folkbokförd.",
    )
    secret = PasswordField("Lösenord", [validators.InputRequired("Skriv lösenordet")])
    consent = BooleanField(
        "Eleven vet om anmälan", [validators.InputRequired("Berätta för eleven först")]
    )
    address = FormField(AddressForm, "Adress", description="Där eleven bor nu.")
    guardians = FieldList(
        FormField(GuardianForm),
        "Vårdnadshavare",
        [validators.Length(min=3, message="Lägg till en vårdnadshavare")],
        min_entries=2,
    )


class GuestForm(FlaskForm):
    """What a pupil is asked: little."""

    tried = EveryField.tried
    measures = EveryField.measures


class SmallForm(FlaskForm):
    note = StringField("Anteckning", [validators.InputRequired("Skriv en anteckning")])


def frame() -> dict[str, Any]:
    """What the portal's own context processor gives every page, at its fullest."""
    place = SimpleNamespace
    return {
        "nav": [
            place(label="Att göra", url="/todo", current=False, count=None),
            place(label="Kö", url="/", current=True, count=7),
            place(label="Möten", url="/meetings", current=False, count=None),
            place(label="Register", url="/register", current=False, count=None),
            place(label="Rapporter", url="/reports", current=False, count=None),
        ],
        "person": place(name="Amina Berg", role_label="Handläggare", organisation_name="Nacka"),
        "other_roles": [place(label="Samordnare", url="/role/2")],
        "locale": "sv",
        "languages": [("en", "English", "/language/en")],
        "links": {
            "home": "/",
            "logout": "/logout",
            "account": "/account",
            "login": "/login",
            "keepalive": "/keepalive",
            "accessibility": "/accessibility",
        },
        "printed_at": NOW,
    }


def make_gallery() -> Flask:
    """The look without the portal: templates, styles, filters, headers and some pages."""
    app = Flask(
        "portal",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "portal" / "static"),
    )
    app.config.update(SECRET_KEY="only for these tests, and long enough", SERVER_NAME=None)
    own = FileSystemLoader(Path(__file__).parent / "pages")
    app.jinja_loader = ChoiceLoader([own, FileSystemLoader(ROOT / "templates")])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, default_locale="sv")
    Bootstrap5(app)
    CSRFProtect(app)
    headers.register(app)
    filters.register(app)
    app.context_processor(frame)
    for path in ("form", "case", "todo", "guest", "report"):
        app.add_url_rule(f"/{path}", path, lambda name=path: show(name), methods=["GET", "POST"])
    app.add_url_rule("/keepalive", "keepalive", lambda: ("", 204), methods=["POST"])
    app.add_url_rule("/autosave", "autosave", autosave, methods=["POST"])
    app.add_url_rule("/error/<name>", "error", show_error)
    paper.register(app)
    app.register_blueprint(paper.bp)
    return app


SAVED: list[dict[str, str]] = []


def autosave() -> dict[str, Any]:
    """Remembers what the script sent, as a draft does."""
    SAVED.append(request.form.to_dict())
    return {"saved_at": "14.32", "version": len(SAVED) + 1}


def show(name: str) -> str:
    form = GuestForm() if name == "guest" else EveryField()
    other = SmallForm(prefix="other")
    form.validate_on_submit()
    return render_template(
        f"{name}.html",
        form=form,
        other=other,
        today=NOW.date(),
        now=NOW,
        states=CaseState,
        date=date,
    )


def show_error(name: str) -> str:
    return render_template(
        f"errors/{name}.html",
        sentence="Amina Berg hann ta ärendet före dig.",
        action="/form",
        fields=[("name", 'Ek "Wilma" <b>'), ("measures", "\nEn rad\ntill")],
        back="/case",
        typed=[("Anteckning", "Ringde\nigen")],
        seconds=40,
        error_reference="4f3a",
    )

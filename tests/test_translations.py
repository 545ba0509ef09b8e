"""The portal speaks Swedish, and English completely: no text is missing, left over or unmarked."""

import ast
import re
from collections.abc import Iterator
from gettext import NullTranslations
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.support import Translations
from jinja2 import Environment, nodes

from portal.translate import HOUSE, KEYWORDS, english, said, untranslated
from portal.vocabulary import DAY_FORMATS
from portal.web import information_words
from tests.test_house_rules import files, trees

SAME_IN_BOTH = {
    *("KAA", "Överlämningen", "KAA, %(municipality)s", "Region"),
    *("Huddinge", "Nacka", "Norrköping"),
    *("Person", "Register", "Text"),
    *("PDF", "PNG", "JPEG", "Word"),
    *("Version", "Version %(number)s", "Version %(number)s, %(moment)s"),
    *("Plan, version %(number)s", "Version %(number)s, %(day)s, %(name)s"),
    "%(channel)s, %(day)s.",
}
"""Names, and words that the two languages share."""
NAMES = {"Överlämningen", "Norrköping", "Arbetsförmedlingen"}
"""Names that keep their Swedish letters in an English sentence."""
NOT_TEXT = {
    ("portal/web/information_words.py", information_words.SOURCES),  # laws, by their own names
    *(("portal/vocabulary/statistics.py", one) for one in DAY_FORMATS),  # as typed in the mapping
    ("forms/head.py", "[0-9A-ZÅÄÖ-]{2,20}"),  # which letters a code may have
    ("portal/web/filters.py", "mån tis ons tor fre lör sön"),  # beside their English twins
}
MARKS = {*KEYWORDS, "N_"}
SWEDISH_LETTERS = re.compile("[åäöÅÄÖ]")
PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])")
SPOKEN_ATTRIBUTES = {"title", "alt", "aria-label", "placeholder", "label"}
UNSPOKEN_BLOCKS = {"width"}
"""Blocks that choose how a page is drawn."""


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return english()


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each Swedish text with its English one; a plural gives two."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from zip(message.id, message.string, strict=True)


def texts(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """All of them."""
    for message in catalogue:
        if message.id:
            yield from pairs(message)


def end(text: str) -> str:
    """How a sentence ends, if it is one."""
    return text[-1] if text[-1] in ".:?!" else ""


# --- the catalogue ------------------------------------------------------------------------------


def test_every_text_of_the_portal_is_in_the_catalogue(catalogue: Catalog) -> None:
    missing = {message.id for message in said()} - {message.id for message in catalogue}

    assert missing == set(), "run ./run translations and translate what it lists"


def test_the_catalogue_has_no_text_that_nobody_says(catalogue: Catalog) -> None:
    unused = {message.id for message in catalogue} - {message.id for message in said()}

    assert unused == set(), "./run translations takes them away"
    assert not catalogue.obsolete


def test_every_text_is_in_english_and_none_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in untranslated(catalogue)] == []
    assert [message.id for message in catalogue if message.fuzzy] == []


def test_facts_are_filled_in_alike_in_both_languages(catalogue: Catalog) -> None:
    different = [
        swedish
        for swedish, translated in texts(catalogue)
        if sorted(PLACEHOLDER.findall(swedish)) != sorted(PLACEHOLDER.findall(translated))
    ]

    assert different == []


def test_a_percent_sign_stands_only_where_a_fact_is_filled_in(catalogue: Catalog) -> None:
    loose = [text for pair in texts(catalogue) for text in pair if "%" in PLACEHOLDER.sub("", text)]

    assert loose == []


def test_sentences_begin_and_end_alike_in_both_languages(catalogue: Catalog) -> None:
    different = [
        (swedish, translated)
        for swedish, translated in texts(catalogue)
        if end(swedish) != end(translated) or translated != translated.strip()
    ]

    assert different == []


def test_english_is_not_swedish_again(catalogue: Catalog) -> None:
    same = {swedish for swedish, translated in texts(catalogue) if swedish == translated}

    assert same == SAME_IN_BOTH


def test_english_has_swedish_letters_in_names_and_law_terms_only(catalogue: Catalog) -> None:
    found = []
    for _, translated in texts(catalogue):
        plain = re.sub(r"\([^)]*\)", "", translated)
        for name in NAMES:
            plain = plain.replace(name, "")
        if SWEDISH_LETTERS.search(plain):
            found.append(translated)

    assert found == []


def test_the_catalogue_compiles_and_answers_in_english(catalogue: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations: NullTranslations = Translations(compiled)

    assert translations.gettext("Gemensamt möte") == "Joint meeting"
    days = [translations.ngettext("%(num)s dag", "%(num)s dagar", number) for number in (1, 2)]
    assert days == ["%(num)s day", "%(num)s days"]


# --- texts that nobody marked -------------------------------------------------------------------


def unmarked(tree: ast.AST) -> Iterator[str]:
    """Strings with Swedish letters that are neither said through translation nor docstrings."""
    marked = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS
        for argument in node.args
        for part in ast.walk(argument)
    }
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and SWEDISH_LETTERS.search(node.value)
            and id(node) not in marked | docstrings
        ):
            yield node.value


def test_python_says_swedish_through_translation_only() -> None:
    rooms = ("forms", "notifications", "portal/web", "portal/vocabulary", "portal/access")
    found = {(name, text) for name, tree in trees(*rooms) for text in unmarked(tree)}

    assert found == NOT_TEXT


def test_an_unmarked_text_in_python_is_found() -> None:
    tree = ast.parse('"""På svenska."""\nsay(_("Möte"), "Kö", f"Året {year}")\n')

    assert list(unmarked(tree)) == ["Kö", "Året "]


def joined(tree: ast.AST) -> Iterator[str]:
    """Texts put together of several, some of them translated."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and any(
            isinstance(part, ast.Call) and getattr(part.func, "id", "") in MARKS
            for part in (node.left, node.right)
        ):
            yield ast.unparse(node)


def test_texts_are_not_joined_before_they_are_translated() -> None:
    """A lazy text that is joined to another is said in Swedish once and for all."""
    found = [text for _, tree in trees() for text in joined(tree)]

    assert found == []


class Spoken(HTMLParser):
    """What a template says in its own words: between tags, and in attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.words += [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in {"style", "script"}:
            self.words.append(data)


def untold(source: str) -> list[str]:
    """Words of a template that never pass a translation."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    spoken = Spoken()
    unspoken = {
        id(part)
        for block in tree.find_all(nodes.Block)
        if block.name in UNSPOKEN_BLOCKS
        for part in block.find_all(nodes.TemplateData)
    }
    parts = (part for part in tree.find_all(nodes.TemplateData) if id(part) not in unspoken)
    spoken.feed("".join(part.data for part in parts))
    spoken.close()
    marked = {
        id(constant)
        for call in tree.find_all(nodes.Call)
        if getattr(call.node, "name", "") in MARKS
        for constant in call.find_all(nodes.Const)
    }
    strings = [
        constant.value
        for constant in tree.find_all(nodes.Const)
        if isinstance(constant.value, str)
        and id(constant) not in marked
        and SWEDISH_LETTERS.search(constant.value)
    ]
    return [word.strip() for word in spoken.words if re.search(r"[^\W\d_]{2}", word)] + strings


TEMPLATES = files(".html", ".txt", rooms=("templates",))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_templates_say_all_they_say_through_translation(path: Path) -> None:
    assert untold(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    ["<p>Anmälan</p>", '<a title="Hem">{{ _("Hem") }}</a>', '{{ heading("Kö") }}', "Hej!"],
)
def test_an_unmarked_text_in_a_template_is_found(source: str) -> None:
    assert len(untold(source)) == 1


def test_scripts_have_no_texts_of_their_own() -> None:
    """They take them from the page, which is translated."""
    swedish = [
        (path.name, text)
        for path in files(".js", rooms=("portal/static",))
        for text in re.findall(r"""(["'`])((?:(?!\1).)*[åäöÅÄÖ](?:(?!\1).)*)\1""", path.read_text())
    ]

    assert swedish == []

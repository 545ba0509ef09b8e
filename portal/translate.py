"""The English catalogue: which texts the portal says, and whether English has all of them.

Source texts are Swedish and stand where they are said. `./run translations` gathers them, adds new
ones to the catalogue without a translation and takes away those that nobody says any more.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).parent.parent
ENGLISH = Path(__file__).parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"
ROOMS = {
    "portal": [("**.py", "python"), ("routines/**.toml", f"{__name__}:said_by_presets")],
    "forms": [("**.py", "python")],
    "notifications": [("**.py", "python")],
    "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")],
}
"""Where texts are said, and how each kind of file is read."""
KEYWORDS = DEFAULT_KEYWORDS | {"lazy_gettext": None, "lazy_ngettext": (1, 2)}
HEADER = "# The portal's texts in English."


def said() -> Catalog:
    """Every text the portal says, in Swedish, by the file that says it first."""
    texts = Catalog()
    for room, methods in ROOMS.items():
        found = extract_from_dir(HOUSE / room, methods, keywords=KEYWORDS)
        for file, line, text, _, context in found:
            texts.add(text, locations=[(f"{room}/{file}", line)], context=context)
    return texts


def said_by_presets(
    file: BinaryIO, *_keywords_and_tags: object, **_options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """What the routines' presets are called, and why each of their numbers is as it is."""
    for number, line in enumerate(file.read().decode().splitlines(), 1):
        for text in re.findall(r'\b(?:note|title) = "([^"]+)"', line):
            yield number, "_", text, []


def english() -> Catalog:
    """The catalogue as it stands; empty when there is none yet."""
    if not ENGLISH.exists():
        return Catalog(locale="en", header_comment=HEADER, fuzzy=False)
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def update() -> Catalog:
    """Bring the catalogue up to date, and compile it. English that is missing stays empty."""
    catalog = english()
    # Near misses are not taken over: a text that is nearly the same may mean something else.
    catalog.update(said(), no_fuzzy_matching=True, update_creation_date=False)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        # Without line numbers the file changes only when a text does.
        write_po(
            file, catalog, width=100, sort_by_file=True, ignore_obsolete=True, include_lineno=False
        )
    with ENGLISH.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    return catalog


def untranslated(catalog: Catalog) -> Iterator[Message]:
    """Texts that English lacks, or has in one number only."""
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and not all(texts):
            yield message

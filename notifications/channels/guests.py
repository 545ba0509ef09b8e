"""The mail to somebody without an account: in the language chosen for them, Swedish below."""

from collections.abc import Mapping
from typing import NamedTuple

from notifications.channels import calendar
from portal.models import Summons
from portal.vocabulary import GuestLanguage, SummonsKind
from portal.vocabulary.languages import guest_words


class Section(NamedTuple):
    """The mail in one language."""

    language: str
    direction: str
    paragraphs: list[str]
    link: str


def subject(summons: Summons) -> str:
    """What it is about, in each of its languages."""
    key = f"mail_{summons.kind.value}_subject"
    return " / ".join(guest_words(language)[key] for language in _languages(summons))


def sections(summons: Summons) -> list[Section]:
    """The chosen language first, then Swedish; each with a link to the page in that language."""
    return [_section(summons, language) for language in _languages(summons)]


def _languages(summons: Summons) -> list[GuestLanguage]:
    return list(dict.fromkeys((summons.language, GuestLanguage.SWEDISH)))


def _section(summons: Summons, language: GuestLanguage) -> Section:
    words, link = guest_words(language), calendar.personal_link(summons, language)
    body = [
        words["mail_hello"],
        words[f"mail_{summons.kind.value}"],
        *_ending(summons, words, link),
    ]
    return Section(language.value, words["dir"], body, link)


def _ending(summons: Summons, words: Mapping[str, str], link: str) -> list[str]:
    if summons.kind is SummonsKind.CANCEL:
        return [words["mail_ending"]]
    return [words["mail_read"], link, words["mail_private"]]

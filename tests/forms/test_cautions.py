"""What a free text is warned about, and that the warning is said once."""

import pytest

from forms.cautions import WORDS, kinds
from portal.models import Plan


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hen är 20100307-2391.", ["number"]),
        ("201003072391", ["number"]),
        ("100307-2391", ["number"]),
        ("Mejla wilma@example.se", ["contact"]),
        ("Ring 070-123 45 67", ["contact"]),
        ("Ring +46 70 123 45 67", ["contact"]),
        ("Har ADHD och går i terapi.", ["words"]),
        ("depressionen", ["words"]),
        ("Sjukskriven till mars", ["words"]),
        ("LVU", ["words"]),
        ("on probation, diagnosed", ["words"]),
        ("20100307-2391, wilma@example.se, ångest", ["number", "contact", "words"]),
    ],
)
def test_what_should_perhaps_not_stand_there_is_found(text, found):
    assert kinds(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Söka till sjuksköterskeprogrammet eller vård- och omsorgsprogrammet.",
        "Bli polis, brottare eller läkare.",
        "Börja på komvux 2027-01-11, två dagar i veckan kl. 08.00-16.00.",
        "Matematik 1a, 100 poäng, läsåret 2026-2027.",
        "Vårdnadshavaren följer med den 3 mars. Kursen kostar 1 200 kronor.",
        "Placeringsföretaget Ab",
        "Become a nurse or a police officer; study medicine.",
        "Praktik på Ica, vecka 3-20.",
    ],
)
def test_studies_and_work_are_written_about_freely(text):
    assert kinds(text) == []


def test_the_list_is_data_without_doubles():
    lines = [line for line in WORDS.read_text(encoding="utf-8").splitlines() if line]
    words = [line for line in lines if not line.startswith("#")]

    assert len(words) > 80
    assert all(word == word.casefold() and word.strip() == word for word in words)
    assert len(words) == len(set(words))


def test_the_only_free_texts_of_the_work_are_the_plans_and_each_is_read():
    from forms.plan import PlanForm

    texts = {name for name, column in Plan.__table__.columns.items() if "Encrypted" in repr(column)}
    assert texts <= set(PlanForm.cautious)

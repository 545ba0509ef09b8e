"""A counsellor files each kind, from the menu to the receipt."""

from collections.abc import Callable

import pytest

from portal.models import Membership
from portal.vocabulary import FormKind
from tests.journeys.pupils import pupils
from tests.journeys.visitor import Visitor
from tests.journeys.writing import file
from tests.town import Town

PROMISES = {
    FormKind.AT_RISK: "Gemensamt möte",
    FormKind.ABSENCE: "Kvittera",
    FormKind.DROPOUT: "Överlämning",
    FormKind.START: "Skolan behöver inte göra något mer.",
}


@pytest.mark.parametrize("kind", FormKind)
def test_a_counsellor_files_and_gets_a_receipt(
    kind: FormKind, town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin, wilma = enter(town.counsellor), pupils()[0]

    reference = file(karin, kind, wilma)

    karin.reads(kind.label, "KAA Nacka", "Rättslig grund", reference)
    karin.follow("Till ärendet")
    assert karin.heading.startswith(wilma.name)
    karin.follow("Anmälningar")
    karin.reads(reference, kind.label)

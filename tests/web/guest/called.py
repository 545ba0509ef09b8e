"""Who is called, to where and when."""

from datetime import UTC, datetime

from portal.vocabulary import ParticipantKind
from portal.workflow.summonses import Invited

TUESDAY = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
WEDNESDAY = datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
PLACE = "Stadshuset, rum 4"
PEOPLE = (
    Invited(ParticipantKind.PUPIL, "Wilma Ek", "070-000 00 34", email="w@example.se"),
    Invited(ParticipantKind.GUARDIAN, "Per Ek", email="p@example.se", interpreter="somaliska"),
    Invited(ParticipantKind.OTHER, "Tant Ek", "070-000 00 35"),
)

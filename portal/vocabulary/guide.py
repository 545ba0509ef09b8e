"""What may have happened with a pupil, as a counsellor says it before the kind of form is known."""

from portal.vocabulary.word import N_, Word


class Happening(Word):
    RISK = "risk", N_("Eleven går kvar, men riskerar att sluta utan examen")
    AWAY = "away", N_("Eleven är ofta borta utan giltigt skäl")
    STAYED_AWAY = "stayed_away", N_("Eleven har varit helt borta mer än en månad i följd")
    LEAVES = "leaves", N_("Eleven har slutat, ska sluta eller kom aldrig")
    CHANGES_SCHOOL = "changes_school", N_("Eleven byter till en annan skola")
    LEFT_BEFORE = "left_before", N_("Eleven är inte vår elev längre")
    MOVED = "moved", N_("Eleven har flyttat till en annan kommun, men går kvar hos oss")
    EXAMEN = "examen", N_("Eleven har slutat med examen")
    STARTS = "starts", N_("Eleven börjar hos oss")


class AgeGroup(Word):
    UNDER_20 = "under_20", N_("Eleven har inte fyllt 20 år")
    TWENTY = "twenty", N_("Eleven har fyllt 20 år")


class Advice(Word):
    """What the guide answers."""

    PROTECTED = "protected", N_("Skriv inget om eleven än")
    AT_RISK = "at_risk", N_("Anmäl risk för studieavbrott")
    AT_RISK_20 = "at_risk_20", N_("Anmäl bara om hemkommunen vill ha det")
    ABSENCE = "absence", N_("Anmäl hög ogiltig frånvaro")
    ABSENCE_20 = "absence_20", N_("Frånvaron ska inte anmälas")
    STAYED_AWAY = "stayed_away", N_("Anmäl studieavbrott: eleven räknas som att ha slutat")
    DROPOUT = "dropout", N_("Anmäl studieavbrott")
    CHANGES_SCHOOL = "changes_school", N_("Anmäl studieavbrott: eleven byter skola")
    LEFT_BEFORE = "left_before", N_("Anmäl studieavbrott, om det inte redan är gjort")
    MOVED = "moved", N_("En flytt anmäls inte")
    EXAMEN = "examen", N_("En examen anmäls inte här")
    START = "start", N_("Anmäl att eleven börjar")

"""What the guide to the forms says: why, by when, and by which law. Facts have their source."""

from flask_babel import gettext

from portal.vocabulary import N_, Advice, FormKind, LegalGround, SchoolForm

PROMPTLY = N_("Snarast, säger lagen. Den anger inget antal dagar.")
BY_ROUTINE = N_("Så snart du kan. Hemkommunens egen rutin gäller, inte skollagens skyldighet.")
ROUTINE = N_("Ingen lag säger när. Anmäl så tidigt att stödet hinner hjälpa.")
WHY = {
    Advice.PROTECTED: N_(
        "Uppgifter om den som har skyddade personuppgifter skickas inte som vanligt. Samma fråga "
        "kommer först i varje anmälan. Svara likadant där, så visar portalen vem du ringer."
    ),
    Advice.AT_RISK: N_(
        "Eleven är fortfarande inskriven. Anmälan ger skolan hjälp av hemkommunen medan det går "
        "att ändra något."
    ),
    Advice.AT_RISK_20: N_(
        "Det kommunala aktivitetsansvaret (KAA) slutar den dag eleven fyller 20 år. Anmälan är "
        "möjlig, men fråga hemkommunen först. Skolans eget ansvar för stöd är kvar."
    ),
    Advice.ABSENCE: N_(
        "Skolan ska berätta när en elev under 20 år är borta utan giltigt skäl i betydande "
        "utsträckning. Lagen säger inte hur mycket det är. Formuläret visar när hemkommunen vill "
        "ha en anmälan."
    ),
    Advice.ABSENCE_20: N_(
        "Skyldigheten att anmäla frånvaro gäller bara elever som inte har fyllt 20 år. Slutar "
        "eleven gäller den fortfarande: då anmäler du studieavbrott."
    ),
    Advice.STAYED_AWAY: N_(
        "Den som har varit borta mer än en månad i följd räknas som att ha slutat. Det gäller inte "
        "vid sjukdom eller beviljad ledighet, och inte om rektorn har beslutat något annat på "
        "grund av synnerliga skäl."
    ),
    Advice.DROPOUT: N_(
        "Skolan ska berätta när en elev slutar. Hemkommunen tar då över kontakten med den som "
        "inte har fyllt 20 år."
    ),
    Advice.CHANGES_SCHOOL: N_(
        "Eleven slutar hos er, och det berättar ni. Välj grunden Eleven byter skola i formuläret. "
        "Den nya skolan anmäler att eleven börjar."
    ),
    Advice.LEFT_BEFORE: N_(
        "Se först i listan över anmälningar om någon har anmält. Om inte, anmäl nu och skriv den "
        "dag eleven slutade."
    ),
    Advice.MOVED: N_(
        "Att en elev flyttar är ingen grund för en anmälan. Händer något mer går anmälan till den "
        "nya hemkommunen. Finns ett öppet ärende kan kommunen skicka det vidare: ring den."
    ),
    Advice.EXAMEN: N_(
        "Den som har examen omfattas inte av det kommunala aktivitetsansvaret (KAA). Driver någon "
        "annan än hemkommunen skolan ska den ändå få veta att eleven har slutat: fråga hur den "
        "vill ha det. Med studiebevis i stället för examen anmäler du studieavbrott."
    ),
    Advice.START: N_("Skolan ska berätta när en elev börjar. Öppna ärenden om eleven avslutas då."),
}
WHEN = {
    Advice.PROTECTED: N_("Vänta inte. Tiden är densamma som för andra elever."),
    Advice.AT_RISK: ROUTINE,
    Advice.AT_RISK_20: ROUTINE,
    Advice.ABSENCE: PROMPTLY,
    Advice.ABSENCE_20: N_("Ingen anmälan, ingen tid."),
    Advice.STAYED_AWAY: PROMPTLY,
    Advice.DROPOUT: PROMPTLY,
    Advice.CHANGES_SCHOOL: PROMPTLY,
    Advice.LEFT_BEFORE: N_("Nu. Lagen säger snarast, och eleven har redan slutat."),
    Advice.MOVED: N_("Ingen anmälan, ingen tid."),
    Advice.EXAMEN: N_("Snarast, säger lagen, på det sätt som hemkommunen vill."),
    Advice.START: PROMPTLY,
}
UNFIT = {
    Advice.ABSENCE_20: {FormKind.ABSENCE, FormKind.START},
    Advice.MOVED: {FormKind.START},
    Advice.EXAMEN: {FormKind.AT_RISK, FormKind.ABSENCE},
}
"""The forms that cannot be meant instead, where the guide leads to none."""
STATED_IN_LAW = {
    SchoolForm.UPPER_SECONDARY: N_("Skollagen (2010:800) 15 kap. 15 §"),
    SchoolForm.ADAPTED: N_("Skollagen (2010:800) 18 kap. 15 §"),
}
_KAA = N_("Skollagen (2010:800) 29 kap. 9 §")
_MORE = {
    Advice.PROTECTED: (N_("Skollagen (2010:800) 29 kap. 6 §"),),
    Advice.AT_RISK: (N_("Ingen lag: hemkommunens egen rutin, eller samtycke"),),
    Advice.AT_RISK_20: (_KAA,),
    Advice.ABSENCE_20: (),
    Advice.STAYED_AWAY: (N_("Gymnasieförordningen (2010:2039) 12 kap. 4 a §"),),
    Advice.DROPOUT: (N_("Gymnasieförordningen (2010:2039) 12 kap. 3, 4 och 4 a §§"), _KAA),
    Advice.MOVED: (N_("Skollagen (2010:800) 29 kap. 6 §"),),
    Advice.EXAMEN: (_KAA,),
}
_WITHOUT_DUTY = {Advice.PROTECTED, Advice.AT_RISK, Advice.AT_RISK_20, Advice.MOVED}


def when(advice: Advice, grounds: tuple[LegalGround, ...]) -> str:
    """By when; the law's word only where the law obliges."""
    by_routine = WHEN[advice] is PROMPTLY and grounds == (LegalGround.LOCAL_ROUTINE,)
    return str(gettext(BY_ROUTINE if by_routine else WHEN[advice]))


def sources(advice: Advice, form: SchoolForm) -> list[str]:
    """Where it is stated: the duty of the school's own form first."""
    duty = () if advice in _WITHOUT_DUTY else (STATED_IN_LAW[form],)
    return [gettext(one) for one in (*duty, *_MORE.get(advice, ()))]

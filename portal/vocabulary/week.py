"""The words of the week's work: what tasks are gathered under, and what is sent by post."""

from portal.vocabulary.routines import ContactChannel, TaskAction
from portal.vocabulary.word import N_, Word


class WorkGroup(Word):
    """What tasks that are done in the same way are gathered under."""

    ASSIGN = "assign", N_("Utan handläggare")
    CONTACT = "contact", N_("Kontakter")
    MAPPING = "mapping", N_("Kartläggning och plan")
    MEASURE = "measure", N_("Möten om åtgärder")
    REPORT = "report", N_("Månadsrapporter")
    FOLLOW_UP = "follow_up", N_("Uppföljningar")
    LEAVING = "leaving", N_("Fyller 20 eller lämnar KAA")
    OTHERS = "others", N_("Skolor och myndigheter")


WORK_GROUPS: dict[TaskAction, WorkGroup] = {
    TaskAction.ASSIGN: WorkGroup.ASSIGN,
    TaskAction.WRITE: WorkGroup.CONTACT,
    TaskAction.SEND_POSTCARD: WorkGroup.CONTACT,
    TaskAction.SEND_VISIT_CARD: WorkGroup.CONTACT,
    TaskAction.TRY_TO_REACH: WorkGroup.CONTACT,
    TaskAction.BEGIN_CONTACT: WorkGroup.CONTACT,
    TaskAction.VISIT: WorkGroup.CONTACT,
    TaskAction.MAP_SITUATION: WorkGroup.MAPPING,
    TaskAction.MAP_DEEPLY: WorkGroup.MAPPING,
    TaskAction.MAKE_PLAN: WorkGroup.MAPPING,
    TaskAction.FOLLOW_UP_PLAN: WorkGroup.MAPPING,
    TaskAction.AGREE_ON_MEASURE: WorkGroup.MEASURE,
    TaskAction.FIRST_MEETING: WorkGroup.MEASURE,
    TaskAction.READ_REPORT: WorkGroup.REPORT,
    TaskAction.ASK_FOR_REPORT: WorkGroup.REPORT,
    TaskAction.FOLLOW_UP: WorkGroup.FOLLOW_UP,
    TaskAction.WRITE_BEFORE_20: WorkGroup.LEAVING,
    TaskAction.CLOSE_ENTRY: WorkGroup.LEAVING,
    TaskAction.REPORT_TO_SOCIAL_SERVICES: WorkGroup.OTHERS,
    TaskAction.REPORT_TO_TAX_AGENCY: WorkGroup.OTHERS,
    TaskAction.ASK_SCHOOL: WorkGroup.OTHERS,
    TaskAction.ASK_OLD_MUNICIPALITY: WorkGroup.OTHERS,
    TaskAction.HOLD_MEETING: WorkGroup.OTHERS,
    TaskAction.TAKE_OVER: WorkGroup.OTHERS,
}
"""Where each task stands in the week."""


class Mailing(Word):
    """What is sent by post, each with its own words."""

    LETTER = "letter", N_("Brev till ungdomen")
    GUARDIAN_LETTER = "guardian_letter", N_("Brev till vårdnadshavare")
    BEFORE_20 = "before_20", N_("Brev inför 20-årsdagen")
    POSTCARD = "postcard", N_("Vykort")
    VISIT_CARD = "visit_card", N_("Besökskort")


MAILING_CHANNELS: dict[Mailing, ContactChannel] = {
    Mailing.LETTER: ContactChannel.LETTER,
    Mailing.GUARDIAN_LETTER: ContactChannel.LETTER,
    Mailing.BEFORE_20: ContactChannel.LETTER,
    Mailing.POSTCARD: ContactChannel.POSTCARD,
    Mailing.VISIT_CARD: ContactChannel.VISIT_CARD,
}
CARDS = frozenset({Mailing.POSTCARD, Mailing.VISIT_CARD})
"""Anybody can read them on the way: they say nothing about whom they are for."""

MAILED_ACTIONS: dict[TaskAction, ContactChannel] = {
    TaskAction.WRITE: ContactChannel.LETTER,
    TaskAction.WRITE_BEFORE_20: ContactChannel.LETTER,
    TaskAction.SEND_POSTCARD: ContactChannel.POSTCARD,
    TaskAction.SEND_VISIT_CARD: ContactChannel.VISIT_CARD,
}
"""What goes by post when the task names no other way."""

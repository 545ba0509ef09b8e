"""Who there is, what they may do, and why they look."""

from portal.vocabulary.word import N_, Word


class Role(Word):
    COUNSELLOR = "counsellor", N_("Anmälare på skolan")
    RECTOR = "rector", N_("Rektor")
    ORGANISER_ADMIN = "organiser_admin", N_("Huvudmannens administratör")
    CASEWORKER = "caseworker", N_("Handläggare")
    COORDINATOR = "coordinator", N_("Samordnare")
    PROTECTION_OFFICER = "protection_officer", N_("Skyddshandläggare")
    MUNICIPALITY_ADMIN = "municipality_admin", N_("Kommunens administratör")
    LOG_REVIEWER = "log_reviewer", N_("Logggranskare")
    PLATFORM_ADMIN = "platform_admin", N_("Portalens administratör")


SCHOOL_ROLES = frozenset({Role.COUNSELLOR, Role.RECTOR})


KAA_ROLES = frozenset({Role.CASEWORKER, Role.COORDINATOR})


MUNICIPALITY_ROLES = KAA_ROLES | {
    Role.PROTECTION_OFFICER,
    Role.MUNICIPALITY_ADMIN,
    Role.LOG_REVIEWER,
}


ADMIN_ROLES = frozenset({Role.ORGANISER_ADMIN, Role.MUNICIPALITY_ADMIN, Role.PLATFORM_ADMIN})


class Permission(Word):
    """What somebody may do, as `thing:action`. The table of who may is access/rules.py."""

    FILING_DRAFT = "filing:draft"
    """Write in a draft and send it: one's own, or one that a colleague has shared."""
    DRAFT_SHARE = "filing:share"
    """Share a draft with the colleagues, and throw it away."""
    FILING_FILE = "filing:file"
    ROLL_READ = "roll:read"
    """See who goes to one's own school unit."""
    ROLL_IMPORT = "roll:import"
    SOUGHT_ASK = "sought:ask"
    """Ask the schools about youths that the region knows to have left, without a filing."""
    FILING_READ = "filing:read"
    FILING_CHANGE = "filing:change"
    """Correct or withdraw what one has filed, answer a question, ask to reopen."""

    CASE_READ = "case:read"
    """See the whole case: identity, filings, timeline."""
    CASE_FOLLOW = "case:follow"
    """See one's own school's side of a case: status, next step, who has it, what was sent."""
    CASE_WORK = "case:work"
    """Take the municipality's steps with a case."""
    CASE_ASSIGN = "case:assign"
    """Give a case to a colleague or back to the queue."""
    QUEUE_LIST = "queue:list"
    QUEUE_EXPORT = "queue:export"
    """Take the open cases out of the portal, to work on while it is away."""

    MEETING_ARRANGE = "meeting:arrange"
    HANDOVER_ANSWER = "handover:answer"
    COMMITMENT_KEEP = "commitment:keep"

    DELIVERY_LIST = "delivery:list"
    """See what was sent about one's own cases, and whether it arrived."""
    DELIVERY_RESEND = "delivery:resend"

    EXTERNAL_REGISTER_SET = "external_register:set"
    """Say where the municipality's own register is told of the youths, and of how much."""

    ENTRY_LIST = "entry:list"
    ENTRY_READ = "entry:read"
    ENTRY_WORK = "entry:work"
    REGISTER_LOAD = "register:load"
    """Read files into the register, and reconcile it with the schools' lists."""
    ENTRY_ASSIGN = "entry:assign"
    """Give many youths to others at once: a caseload is handed over, or the new are shared."""

    ENTRY_EXTRACT = "entry:extract"
    """Hand over to somebody what is held about them."""
    ERASURE_DECIDE = "erasure:decide"
    """Decide what is erased, and what must wait."""

    LEAVE_SET = "leave:set"
    """Say that somebody at KAA is away."""
    SUBSTITUTE_SET = "substitute:set"
    """Choose who hears of things instead of those who are away."""

    CASE_SEAL = "case:seal"
    """Say that somebody in a case has protected identity: it leaves the ordinary tables."""
    SEALED_REFER = "sealed:refer"
    SEALED_FOLLOW = "sealed:follow"
    """See how far a record has come that one has written, or is named in: no identity."""
    SEALED_LIST = "sealed:list"
    SEALED_READ = "sealed:read"
    """Open a sealed record with what it holds."""
    SEALED_WORK = "sealed:work"
    """Take steps with a sealed record and say who may see it."""
    GLASS_ASK = "glass:ask"
    """Ask to open a sealed record in an emergency."""
    GLASS_ANSWER = "glass:answer"
    OFFICER_PROPOSE = "officer:propose"
    """Propose that somebody becomes a protection officer, or is one no longer."""
    OFFICER_DECIDE = "officer:decide"

    REPORT_SCHOOL = "report:school"
    """See the figures and the list of one's own school unit."""
    REPORT_MUNICIPALITY = "report:municipality"
    """See the municipality's figures: numbers, never anybody."""
    STATISTICS_EXPORT = "statistics:export"
    """Make the half-yearly file about all youths in the register, for Statistics Sweden."""
    STATISTICS_MAP = "statistics:map"
    """Say how that file is written: columns, headings and codes."""

    PEOPLE_MANAGE = "people:manage"
    MUNICIPALITY_MANAGE = "municipality:manage"
    ROUTINE_MANAGE = "routine:manage"
    SCHOOL_UNIT_MANAGE = "school_unit:manage"
    ACCESS_LOG_READ = "access_log:read"


class OrganiserKind(Word):
    """Who runs a school (huvudman); with the home municipality it decides what law demands."""

    MUNICIPAL = "municipal", N_("Kommunal")
    ASSOCIATION = "association", N_("Kommunalförbund")
    REGION = "region", N_("Region")
    INDEPENDENT = "independent", N_("Enskild")


class Side(Word):
    """Which side of the handover somebody stands on."""

    SCHOOL = "school", N_("Skolan")
    KAA = "kaa", N_("KAA")


class Opened(Word):
    """What was opened, in the access log."""

    CASE = "case", N_("Ärende")
    FILING = "filing", N_("Anmälan")
    ENTRY = "entry", N_("Registerpost")
    DRAFT = "draft", N_("Utkast")
    RECEIPT = "receipt", N_("Kvittens")
    CONTACT = "contact", N_("Kontaktuppgifter")
    LETTER = "letter", N_("Anmälan som brev")
    ATTACHMENT = "attachment", N_("Bilaga")
    PICKUP = "pickup", N_("Ärende, med engångslänk")
    ROLL = "roll", N_("Elev i elevlistan")
    EXPORT = "export", N_("Export av en lista")
    EXTRACT = "extract", N_("Registerutdrag")
    SEALED = "sealed", N_("Förseglat ärende")
    REFERRAL = "referral", N_("Kvittens på ett förseglat ärende")


class OpeningReason(Word):
    """Why somebody opens a case that a colleague has."""

    COVERING = "covering", N_("Jag ersätter kollegan")
    ASKED = "asked", N_("Kollegan har bett mig titta")
    TEAM = "team", N_("Vi går igenom ärenden i arbetslaget")
    CONTACT = "contact", N_("Eleven, en vårdnadshavare eller skolan har hört av sig")

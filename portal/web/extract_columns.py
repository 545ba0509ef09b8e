"""What stands in an extract, by table and column, each with its words; and what does not, and why.

tests/web/extract holds this against the tables: a column that is neither told nor left out fails.
"""

from collections.abc import Mapping

from portal.vocabulary import N_

Columns = Mapping[str, str]
TOLD: dict[str, tuple[str, Columns]] = {
    "register_entry": (
        N_("Registerpost"),
        {
            "reference": N_("Referens"),
            "given_name": N_("Förnamn"),
            "family_name": N_("Efternamn"),
            "number": N_("Personnummer"),
            "birth_date": N_("Födelsedag"),
            "address": N_("Adress"),
            "email": N_("E-post"),
            "phone": N_("Telefon"),
            "state": N_("Läge"),
            "status": N_("Vad kommunen vet"),
            "reason": N_("Orsak till inskrivning"),
            "origin": N_("Hur kommunen fick veta"),
            "registered_at": N_("Inskriven"),
            "summer": N_("Inskriven under sommaren"),
            "next_follow_up_on": N_("Nästa uppföljning"),
            "closed_on": N_("Avslutad"),
            "end_reason": N_("Varför den avslutades"),
            "ended_to": N_("Vart, eller vad"),
        },
    ),
    "case_thread": (
        N_("Ärende"),
        {
            "reference": N_("Referens"),
            "given_name": N_("Förnamn"),
            "family_name": N_("Efternamn"),
            "number": N_("Personnummer"),
            "birth_date": N_("Födelsedag"),
            "school_unit.title": N_("Skola"),
            "municipality.title": N_("Kommun"),
            "home_ground": N_("Varför det är hemkommunen"),
            "programme_code": N_("Program"),
            "year": N_("Årskurs"),
            "state": N_("Läge"),
            "latest_kind": N_("Senaste anmälan"),
            "latest_filed_at": N_("Senast anmäld"),
            "filings_count": N_("Antal anmälningar"),
            "opened_at": N_("Öppnat"),
            "acknowledged_at": N_("Kvitterat"),
            "first_opened_at": N_("Först läst av kommunen"),
            "answer": N_("Besked till skolan"),
            "answer_text": N_("Beskedets text"),
            "answered_at": N_("Besked lämnat"),
            "question": N_("Fråga till skolan"),
            "due_on": N_("Nästa tidsfrist"),
            "due_kind": N_("Vad den gäller"),
            "close_reason": N_("Varför det avslutades"),
            "closed_at": N_("Avslutat"),
        },
    ),
    "occupation": (
        N_("Sysselsättning"),
        {
            "tense": N_("När"),
            "kind": N_("Vad"),
            "what": N_("Var, eller som vad"),
            "since": N_("Från"),
            "until": N_("Till"),
            "source": N_("Källa"),
            "known_on": N_("Känt sedan"),
        },
    ),
    "measure": (
        N_("Åtgärd"),
        {
            "offer.name": N_("Vad"),
            "provider.name": N_("Anordnare"),
            "agreed_on": N_("Överenskommen"),
            "starts_on": N_("Startar"),
            "first_met_on": N_("Första mötet"),
            "planned_end_on": N_("Planerat slut"),
            "ended_on": N_("Slutade"),
            "end_reason": N_("Varför den slutade"),
            "occupation_after": N_("Sysselsättning efteråt"),
        },
    ),
    "measure_report": (
        N_("Månadsrapport"),
        {
            "month": N_("Månad"),
            "due_on": N_("Senast"),
            "asked_at": N_("Begärd"),
            "delivered_at": N_("Lämnad"),
            "attendance": N_("Närvaro"),
            "goes_on": N_("Fortsätter"),
            "words": N_("Text"),
            "read_at": N_("Läst"),
        },
    ),
    "task": (
        N_("Uppgift för handläggaren"),
        {
            "action": N_("Vad"),
            "channel": N_("Hur"),
            "earliest_on": N_("Tidigast"),
            "due_on": N_("Senast"),
            "began_at": N_("Uppkom"),
            "done_at": N_("Gjord"),
            "skipped_at": N_("Överhoppad"),
            "skip_reason": N_("Varför"),
            "called_off_at": N_("Behövs inte längre"),
        },
    ),
    "contact_attempt": (
        N_("Kontaktförsök"),
        {
            "on": N_("Dag"),
            "channel": N_("Hur"),
            "to_guardian": N_("Till vårdnadshavare"),
            "outcome": N_("Resultat"),
            "answered_on": N_("Svar kom"),
            "at": N_("Antecknat"),
        },
    ),
    "mapping_step": (
        N_("Kartläggning"),
        {
            "stage": N_("Steg"),
            "on": N_("Dag"),
            "wants_guidance": N_("Vill ha vägledning"),
            "wants_measure": N_("Vill ha en åtgärd"),
            "wishes": N_("Önskemål"),
            "handover_asked": N_("Överlämning från tidigare kommun och skola begärd"),
            "at": N_("Antecknat"),
        },
    ),
    "plan": (
        N_("Plan"),
        {
            "version": N_("Version"),
            "goal": N_("Mål"),
            "youth_does": N_("Det här gör ungdomen"),
            "municipality_does": N_("Det här gör kommunen"),
            "others_do": N_("Det här gör andra"),
            "starts_on": N_("Från"),
            "ends_on": N_("Till"),
            "end_reason": N_("Varför den slutade"),
            "follow_up_on": N_("Följs upp"),
            "signed_on": N_("Undertecknad"),
            "at": N_("Skriven"),
        },
    ),
    "deadline": (
        N_("Tidsfrist"),
        {
            "kind": N_("Vad"),
            "started_at": N_("Från"),
            "due_on": N_("Senast"),
            "met_at": N_("Klar"),
            "stopped_at": N_("Behövs inte längre"),
        },
    ),
    "rerouting": (
        N_("Skickat vidare"),
        {
            "from_municipality.name": N_("Från"),
            "to_municipality.name": N_("Till"),
            "arrived_at": N_("Kom in"),
            "at": N_("Skickades vidare"),
            "reason": N_("Skäl"),
        },
    ),
    "pickup": (
        N_("Länk för att hämta en anmälan"),
        {
            "created_at": N_("Skapad"),
            "expires_at": N_("Gäller till"),
            "opened_at": N_("Öppnad"),
            "acknowledged_at": N_("Kvitterad"),
            "ended_at": N_("Slutade gälla"),
            "ended_why": N_("Varför"),
        },
    ),
    "meeting": (
        N_("Möte"),
        {
            "state": N_("Läge"),
            "proposed_times": N_("Föreslagna tider"),
            "starts_at": N_("Tid"),
            "minutes_long": N_("Minuter"),
            "place": N_("Plats"),
            "purpose": N_("Vad mötet handlar om"),
            "created_at": N_("Skapat"),
            "moved_for": N_("Flyttat på begäran av"),
            "ended_reason": N_("Varför det flyttades eller ställdes in"),
            "outcome": N_("Vad man kom fram till"),
            "outcome_text": N_("Text"),
            "follow_up_on": N_("Följs upp"),
            "held_at": N_("Antecknat"),
        },
    ),
    "participant": (
        N_("Deltagare"),
        {
            "kind": N_("Vem"),
            "name": N_("Namn"),
            "contact": N_("Kontakt"),
            "email": N_("E-post"),
            "interpreter": N_("Tolk"),
            "language": N_("Språk"),
            "reply": N_("Svar"),
            "replied_at": N_("Svarade"),
            "suiting_times": N_("Tider som passar"),
            "words": N_("Egna ord"),
            "attendance": N_("Närvaro"),
        },
    ),
    "summons": (
        N_("Kallelse"),
        {
            "kind": N_("Vad"),
            "starts_at": N_("Mötets tid"),
            "created_at": N_("Skriven"),
        },
    ),
    "commitment": (
        N_("Löfte på ett möte"),
        {
            "side": N_("Vem"),
            "what": N_("Vad"),
            "due_on": N_("Senast"),
            "kept_at": N_("Hållet"),
        },
    ),
    "handover": (
        N_("Överlämning till registret"),
        {
            "state": N_("Läge"),
            "offered_at": N_("Erbjuden"),
            "answered_at": N_("Besvarad"),
            "decline_reason": N_("Varför inte"),
            "decline_text": N_("Text"),
            "shown": N_("Uppgifter som lämnades över"),
        },
    ),
    "attachment": (
        N_("Bilaga"),
        {"kind": N_("Vad"), "sort": N_("Filtyp"), "added_at": N_("Tillagd")},
    ),
    "message": (
        N_("Meddelande"),
        {
            "template": N_("Vad"),
            "channel": N_("Hur"),
            "state": N_("Läge"),
            "created_at": N_("Skrivet"),
            "sent_at": N_("Skickat"),
        },
    ),
}
"""What is told of each table's rows, in this order."""
LEFT_OUT: dict[str, str] = {
    "filing": "told question by question, as the school answered",
    "event": "told in words, as on the page",
    "reminder": "says only that a letter about a deadline was written",
    "draft": "what a school has not sent is the school's own",
    "erasure_item": "goes within seconds",
}
"""Tables that are told in another way, or not."""
OF_OTHERS = frozenset({"kind", "reply", "replied_at", "attendance"})
"""What is told of participants who are somebody else: that they were asked, and came."""

"""The steps that may be taken, each with the sentence it leaves in the timeline."""

from portal.vocabulary.word import N_, Word


class Step(Word):
    """A step that may be taken with a case, its filings, meetings, handover or register entry."""

    FILE = "file", N_("Skolan lämnade in en anmälan")
    CORRECT = "correct", N_("Skolan rättade anmälan")
    WITHDRAW = "withdraw", N_("Skolan återtog anmälan")
    WITHDRAW_LAST = "withdraw_last", N_("Skolan återtog sin sista anmälan och ärendet avslutades")
    START = "start", N_("Eleven har börjat i en skola och ärendet avslutades")
    ACKNOWLEDGE = "acknowledge", N_("Kommunen kvitterade anmälan")
    TAKE = "take", N_("Handläggaren tog ärendet")
    ASSIGN = "assign", N_("Ärendet tilldelades en handläggare")
    HAND_BACK = "hand_back", N_("Ärendet lämnades tillbaka till kön")
    ASK = "ask", N_("Kommunen ställde en fråga till skolan")
    ANSWER = "answer", N_("Skolan svarade")
    NOTE = "note", N_("Anteckning utan åtgärd")
    INFORM = "inform", N_("Eleven fick information om vad det innebär att sluta")
    REPLY = "reply", N_("Kommunen gav besked till skolan")
    REROUTE = "reroute", N_("Ärendet skickades till en annan kommun")
    MONITOR = "monitor", N_("Ärendet bevakas")
    CLOSE = "close", N_("Ärendet avslutades")
    MARK_DUPLICATE = "mark_duplicate", N_("Ärendet markerades som dubblett")
    REQUEST_REOPEN = "request_reopen", N_("Skolan bad att ärendet öppnas igen")
    REOPEN = "reopen", N_("Ärendet öppnades igen")
    REFUSE_REOPEN = "refuse_reopen", N_("Kommunen öppnade inte ärendet igen")

    RESEND = "resend", N_("Ett utskick som inte kom fram skickas igen")
    OFFER_PICKUP = "offer_pickup", N_("En länk för hämtning skickades till kommunens brevlåda")
    RENEW_PICKUP = "renew_pickup", N_("Skolan lät skicka en ny länk till kommunens brevlåda")
    CHASE_PICKUP = "chase_pickup", N_("Kommunen påmindes om att hämta anmälan")
    PICK_UP = "pick_up", N_("Kommunen öppnade ärendet med länk och kod")
    LAPSE_PICKUP = "lapse_pickup", N_("Länken för hämtning slutade gälla")

    CALL_MEETING = "call_meeting", N_("Ett gemensamt möte ska bokas")
    PROPOSE_TIMES = "propose_times", N_("Tider för gemensamt möte föreslogs")
    BOOK_MEETING = "book_meeting", N_("Gemensamt möte bokades")
    RESCHEDULE_MEETING = "reschedule_meeting", N_("Gemensamt möte flyttades")
    CHANGE_MEETING = "change_meeting", N_("Uppgifterna om gemensamt möte ändrades")
    CANCEL_MEETING = "cancel_meeting", N_("Gemensamt möte ställdes in")
    HOLD_MEETING = "hold_meeting", N_("Gemensamt möte genomfördes")
    MISS_MEETING = "miss_meeting", N_("Ingen kom till gemensamt möte")
    ANSWER_SUMMONS = "answer_summons", N_("Någon som är inbjuden till mötet svarade")
    ASK_OTHER_TIME = "ask_other_time", N_("Någon som är inbjuden bad om en annan tid för mötet")
    KEEP_COMMITMENT = "keep_commitment", N_("Ett åtagande blev klart")

    OFFER_HANDOVER = "offer_handover", N_("Överlämning erbjöds")
    ACCEPT_HANDOVER = "accept_handover", N_("Överlämningen togs emot")
    DECLINE_HANDOVER = "decline_handover", N_("Överlämningen avböjdes")
    WITHDRAW_HANDOVER = "withdraw_handover", N_("Överlämningen återtogs")

    REGISTER = "register", N_("Ungdomen skrevs in i KAA-registret")
    ATTACH = "attach", N_("En ny anmälan om ungdomen kom in")
    UPDATE_ENTRY = "update_entry", N_("Uppgifterna i registerposten ändrades")
    ASSIGN_ENTRY = "assign_entry", N_("Registerposten fick en handläggare")
    RELEASE_ENTRY = "release_entry", N_("Registerposten behöver en ny handläggare")
    CLOSE_ENTRY = "close_entry", N_("Registerposten avslutades")
    REOPEN_ENTRY = "reopen_entry", N_("Registerposten öppnades igen")

"""What a person can do wrong, as an HTTP status and a sentence to read. All else is a bug."""

from portal.vocabulary import N_


class PortalError(Exception):
    """Something a person can cause. `sentence` is translated where it is shown, then filled in."""

    status = 400
    sentence = N_("Det gick inte att göra det där.")

    def __init__(self, **facts: str) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts


class NotFound(PortalError):
    """Not there, or not theirs: another organisation's things do not exist."""

    status = 404
    sentence = N_("Sidan finns inte, eller så hör den till någon annan.")


class NotAllowed(PortalError):
    """In sight, but not for this role."""

    status = 403
    sentence = N_("Din roll får inte göra det här.")


class Conflict(PortalError):
    """Somebody else was first, or the thing has moved on."""

    status = 409
    sentence = N_("Ärendet har ändrats sedan du öppnade sidan. Läs igenom det igen.")


class WrongState(Conflict):
    sentence = N_("Det steget går inte att ta nu. Läget har ändrats: läs igenom ärendet igen.")


class Refused(PortalError):
    """A rule of the trade says no; the sentence says which."""

    status = 422

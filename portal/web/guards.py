"""Who a view is for. A view that has not said so is closed, and the app does not start with one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from flask import Flask, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access import log
from portal.access.rules import may, must_say_why, roles_with
from portal.clock import now
from portal.db import transaction
from portal.errors import NotAllowed, NotFound
from portal.queries import batches, cases, offers, pickups, rolls, sealed
from portal.vocabulary import Opened, Permission, Side
from portal.web import held, picking
from portal.web.acting import actor, is_signed_in, touch
from portal.workflow import casework
from portal.workflow.pickups import leads_somewhere

View = Callable[..., ResponseReturnValue]
WITH_CODE = "with link and code"
"""The audience of a picked-up case: somebody without an account."""

OPEN_TO: dict[View, str] = {}
"""Every view and whom it is for; tests and `portal routes` read it."""


ALWAYS_ANSWERED: set[View] = set()
"""Views that know nobody: they answer when the database does not."""


def anyone(view: View) -> View:
    """For everybody, logged in or not: it shows nothing about anybody."""
    OPEN_TO[view] = "anyone"
    return view


def without_session(view: View) -> View:
    """For anyone, and nobody is looked up: it answers when nobody can be, and sets no cookie."""
    ALWAYS_ANSWERED.add(view)
    return anyone(view)


def signed_in(view: View) -> View:
    """For everybody with an account; it shows only their own things."""
    OPEN_TO[view] = "signed in"
    return view


def for_roles(permission: Permission) -> Callable[[View], View]:
    """For the roles that some line of the permission names. The query narrows what they see."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(**kwargs: Any) -> ResponseReturnValue:
            if actor().role not in roles_with(permission):
                raise NotAllowed
            return view(**kwargs)

        OPEN_TO[guarded] = permission.value
        return guarded

    return mark


def on_case(
    permission: Permission, *others: Permission, asks_why: bool = True
) -> Callable[[View], View]:
    """The only way a view gets a case: checked, and its opening logged before it is served.

    With several permissions one is enough. A POST gets the case locked until it commits. Only a
    step that shows nothing of the pupil need not ask why a colleague's case is opened.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(reference: str, **kwargs: Any) -> ResponseReturnValue:
            by, at = actor(), now()
            needed = _first_that_role_has((permission, *others))
            case = cases.case_for(by, reference, needed, locked=request.method == "POST")
            if asks_why and must_say_why(by, case) and not cases.has_said_why(by, case, at=at):
                held.hold(by.user_id, at=at)
                return redirect(url_for("cases.reason", reference=reference, next=request.path))
            log.opened(by, Opened.CASE, case.reference, at=at, request_id=g.request_id)
            if by.side is Side.KAA:
                casework.opened(case, at=at)
            return _served(view, case=case, **kwargs)

        OPEN_TO[guarded] = permission.value
        return guarded

    return mark


def _first_that_role_has(permissions: tuple[Permission, ...]) -> Permission:
    role = actor().role
    fitting = (one for one in permissions if role in roles_with(one))
    return next(fitting, permissions[0])


def on_entry(permission: Permission) -> Callable[[View], View]:
    """The only way a view gets a register entry; as on_case."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(reference: str, **kwargs: Any) -> ResponseReturnValue:
            by = actor()
            entry = cases.entry_for(by, reference, permission, locked=request.method == "POST")
            log.opened(by, Opened.ENTRY, entry.reference, at=now(), request_id=g.request_id)
            return _served(view, entry=entry, **kwargs)

        OPEN_TO[guarded] = permission.value
        return guarded

    return mark


def on_offer(permission: Permission) -> Callable[[View], View]:
    """The only way a view gets a youth who moves; as on_entry, and logged as the entry."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(offer_id: UUID, **kwargs: Any) -> ResponseReturnValue:
            by = actor()
            offer = offers.one(by, offer_id, permission, locked=request.method == "POST")
            reference = offer.entry.reference
            log.opened(by, Opened.ENTRY, reference, at=now(), request_id=g.request_id)
            return _served(view, offer=offer, **kwargs)

        OPEN_TO[guarded] = permission.value
        return guarded

    return mark


def on_record(permission: Permission) -> Callable[[View], View]:
    """The only way a view gets a sealed record; as on_case. Out of the circle it is not there."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(pseudonym: str, **kwargs: Any) -> ResponseReturnValue:
            by, at = actor(), now()
            locked = request.method == "POST"
            record = sealed.record_for(by, pseudonym, permission, at=at, locked=locked)
            log.opened(by, Opened.SEALED, record.pseudonym, at=at, request_id=g.request_id)
            return _served(view, record=record, **kwargs)

        OPEN_TO[guarded] = permission.value
        return guarded

    return mark


def on_pickup(view: View) -> View:
    """The only way a view gets a picked-up case: by the code that this browser gave lately."""

    @wraps(view)
    def guarded(**kwargs: Any) -> ResponseReturnValue:
        at = now()
        wanted = picking.current(at=at)
        found = pickups.opened(wanted, locked=request.method == "POST") if wanted else None
        if found is None or not leads_somewhere(found, at=at):
            picking.end()
            return redirect(url_for("pickup.over"), 303)
        picking.touch(at=at)
        log.picked_up(found.case, at=at, request_id=g.request_id)
        return _served(view, pickup=found, **kwargs)

    OPEN_TO[guarded] = WITH_CODE
    return guarded


def on_draft(view: View) -> View:
    """The only way a view gets a draft: one's own, or one that a colleague has shared."""

    @wraps(view)
    def guarded(draft_id: UUID, **kwargs: Any) -> ResponseReturnValue:
        by = actor()
        draft = cases.draft_for(by, draft_id, locked=request.method == "POST")
        if draft.author_id != by.id:
            log.opened(by, Opened.DRAFT, draft_id.hex, at=now(), request_id=g.request_id)
        return _served(view, draft=draft, **kwargs)

    OPEN_TO[guarded] = Permission.FILING_DRAFT.value
    return guarded


def on_batch(view: View) -> View:
    """The only way a view gets a batch: one's own."""

    @wraps(view)
    def guarded(batch_id: UUID, **kwargs: Any) -> ResponseReturnValue:
        if actor().role not in roles_with(Permission.FILING_DRAFT):
            raise NotAllowed
        batch = batches.batch_for(actor(), batch_id, locked=request.method == "POST")
        return _served(view, batch=batch, **kwargs)

    OPEN_TO[guarded] = Permission.FILING_DRAFT.value
    return guarded


def on_import(view: View) -> View:
    """The only way a view gets an import of a roll: one's own school unit's."""

    @wraps(view)
    def guarded(import_id: UUID, **kwargs: Any) -> ResponseReturnValue:
        if actor().role not in roles_with(Permission.ROLL_IMPORT):
            raise NotAllowed
        one = rolls.one_import(actor(), import_id, locked=request.method == "POST")
        return _served(view, one=one, **kwargs)

    OPEN_TO[guarded] = Permission.ROLL_IMPORT.value
    return guarded


def on_listed(view: View) -> View:
    """The only way a view gets a pupil of the roll; its opening is logged."""

    @wraps(view)
    def guarded(pupil_id: UUID, **kwargs: Any) -> ResponseReturnValue:
        by = actor()
        if by.role not in roles_with(Permission.ROLL_READ):
            raise NotAllowed
        pupil = rolls.pupil(by, pupil_id)
        log.opened(by, Opened.ROLL, str(pupil.id), at=now(), request_id=g.request_id)
        return _served(view, pupil=pupil, **kwargs)

    OPEN_TO[guarded] = Permission.ROLL_READ.value
    return guarded


def _served(view: View, **things: Any) -> ResponseReturnValue:
    """Serve only what is logged: on GET the log is committed first, on POST with the step.

    A POST that only shows its form again has committed nothing yet; then the log is.
    """
    if request.method != "POST":
        with transaction():
            pass
    answer = view(**things)
    with transaction():
        return answer


def check_in() -> ResponseReturnValue | None:
    """Before every request: a view is for those it has named, and everybody else logs in."""
    if request.endpoint is None or is_static(request.endpoint):
        return None
    view = cast(View, current_app.view_functions[request.endpoint])
    audience = OPEN_TO.get(view)
    if audience is None:
        raise NotAllowed
    if _leads_nowhere():
        raise NotFound
    if view in ALWAYS_ANSWERED:
        return None
    if is_signed_in():
        touch()
        return None
    if audience in ("anyone", WITH_CODE):
        return None
    at = now()
    if request.method == "POST" and held.hold(held.writer(), at=at):
        flash(
            gettext("Du hade loggats ut. Det du skrev är sparat. Logga in för att få det tillbaka.")
        )
    wanted = request.path if request.method == "GET" else None
    return redirect(url_for("account.login", next=wanted), code=303)


def _leads_nowhere() -> bool:
    """Nothing that is stored has a NUL in it, and PostgreSQL does not even look for one."""
    asked = (text for pair in request.args.items(multi=True) for text in pair)
    return any("\0" in text for text in (request.path, *asked))


def is_static(endpoint: str) -> bool:
    return endpoint == "static" or endpoint.endswith(".static")


def refuse_unguarded(app: Flask) -> None:
    """Called last in create_app: a view nobody has spoken for stops the start."""
    silent = [
        name
        for name, view in app.view_functions.items()
        if not is_static(name) and view not in OPEN_TO
    ]
    if silent:
        raise RuntimeError(f"views that do not say whom they are for: {sorted(silent)}")


def allowed(permission: Permission, thing: object = None) -> bool:
    """For templates: whether the one who looks may do a thing."""
    return is_signed_in() and may(actor(), permission, thing)

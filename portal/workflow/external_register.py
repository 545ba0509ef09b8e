"""The municipality's own register: told of the youths if its administrator has said so."""

import base64
from datetime import datetime
from secrets import token_bytes

from portal import https
from portal.access.rules import require
from portal.config import settings
from portal.models import ExternalRegister, Membership, Municipality
from portal.vocabulary import Payload, Permission

PREFIX = "whsec_"
SECRET_BYTES = 32
"""Standard Webhooks wants 24 to 64."""


def make_secret() -> str:
    """A secret of the portal's own making: nobody chooses a short one."""
    return PREFIX + base64.b64encode(token_bytes(SECRET_BYTES)).decode()


def set_up(
    municipality: Municipality,
    known: ExternalRegister | None,
    address: str,
    payload: Payload,
    *,
    active: bool,
    by: Membership,
    at: datetime,
) -> ExternalRegister:
    """Say where it is and what it is told. A new one gets a secret.

    Raises what https.check raises about an address that may not be called.
    """
    require(by, Permission.EXTERNAL_REGISTER_SET, municipality)
    https.check(address, settings().webhook_hosts)
    register = known or ExternalRegister(
        municipality_code=municipality.code, secret=make_secret(), stopped_at=None
    )
    register.address, register.payload, register.active = address, payload, active
    register.changed_at = at
    if active:
        register.stopped_at = None
    return register


def renew_secret(
    register: ExternalRegister, municipality: Municipality, *, by: Membership, at: datetime
) -> None:
    """The old one signs nothing from now on."""
    require(by, Permission.EXTERNAL_REGISTER_SET, municipality)
    register.secret, register.changed_at = make_secret(), at


def stopped(register: ExternalRegister, *, at: datetime) -> None:
    """It has said itself that it wants nothing more."""
    register.active, register.stopped_at = False, at

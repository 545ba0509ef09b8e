"""The municipality's own register, which is told what happens in the portal's."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import EncryptedText, Model
from portal.vocabulary import Payload


class ExternalRegister(Model):
    """Where it is told, and of how much. What it is told is signed with the secret."""

    __tablename__ = "external_register"

    municipality_code: Mapped[str] = mapped_column(
        ForeignKey("municipality.code"), primary_key=True
    )
    address: Mapped[str]
    secret: Mapped[str] = mapped_column(EncryptedText)
    """As Standard Webhooks writes it: whsec_ and base64."""
    payload: Mapped[Payload]
    active: Mapped[bool]
    changed_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    """When it said itself that it wants nothing more (410)."""

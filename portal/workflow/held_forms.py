"""What somebody typed when their session or page had expired, until they are back."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from portal.models import HeldForm

SECRET = ("password", "token", "private_key")
"""Fields whose name says one of these are never kept."""


def hold(user_id: UUID, path: str, fields: Iterable[tuple[str, str]], *, at: datetime) -> HeldForm:
    """Keep a form as it was posted, for this user only; it takes the place of an earlier one."""
    kept = [[name, value] for name, value in fields if not is_secret(name)]
    return HeldForm(
        user_id=user_id, path=path, fields=json.dumps(kept, ensure_ascii=False), held_at=at
    )


def is_secret(name: str) -> bool:
    return any(word in name for word in SECRET)


def fields_of(held: HeldForm) -> list[tuple[str, str]]:
    """The fields as they were posted."""
    return [(name, value) for name, value in json.loads(held.fields)]

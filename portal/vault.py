"""What only the protection officers' key opens: AES-256-GCM under a key of its own, by key id.

`ENCRYPTION_KEY` guards against a lost dump; this key guards a few people also against whoever holds
that one. A sealed text names its key, so that keys can be changed one after the other.
"""

import json
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from portal.config import settings

NONCE_BYTES = 12


@lru_cache(maxsize=8)
def _cipher(key: str) -> AESGCM:
    return AESGCM(bytes.fromhex(key))


def seal_bytes(content: bytes, about: str) -> bytes:
    """Content under the newest key. `about` is bound to it: moved elsewhere, it does not open."""
    name, key = next(iter(settings().keys_of_the_vault.items()))
    nonce = os.urandom(NONCE_BYTES)
    head = name.encode() + b":"
    return head + nonce + _cipher(key).encrypt(nonce, content, head + about.encode())


def unseal_bytes(sealed: bytes, about: str) -> bytes:
    """It again; raises when the key is gone or the bytes stand where they do not belong."""
    name, _, rest = sealed.partition(b":")
    cipher = _cipher(settings().keys_of_the_vault[name.decode()])
    head = name + b":"
    return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + about.encode())


def seal(text: str, about: str) -> bytes:
    """A text likewise."""
    return seal_bytes(text.encode(), about)


def unseal(sealed: bytes, about: str) -> str:
    """The text again."""
    return unseal_bytes(sealed, about).decode()


class SealedText(TypeDecorator[str]):
    """A column of text under the vault's key; `about` says which column it is."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, about: str) -> None:
        super().__init__()
        self.about = about

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else seal(value, self.about)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else unseal(value, self.about)


class SealedJson(TypeDecorator[dict[str, Any]]):
    """Facts as JSON, sealed like text."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, about: str) -> None:
        super().__init__()
        self.about = about

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return seal(json.dumps(value, ensure_ascii=False, sort_keys=True), self.about)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> dict[str, Any] | None:
        if value is None:
            return None
        facts: dict[str, Any] = json.loads(unseal(value, self.about))
        return facts

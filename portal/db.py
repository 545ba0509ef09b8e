"""The database: base class of what is stored, encrypted columns, and the one place that commits."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

import structlog
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import DateTime, Enum, LargeBinary, MetaData, create_engine
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from portal.config import settings
from portal.errors import Conflict
from portal.vocabulary import Word

log = structlog.get_logger(__name__)


@lru_cache(maxsize=4)
def _cipher(key: str) -> AESGCM:
    return AESGCM(bytes.fromhex(key))


NONCE_BYTES = 12


class EncryptedBytes(TypeDecorator[bytes]):
    """What is unreadable in a dump: AES-256-GCM, random nonce first (decision 7)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        nonce = os.urandom(NONCE_BYTES)
        cipher = _cipher(settings().encryption_key)
        return nonce + cipher.encrypt(nonce, value, None)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        cipher = _cipher(settings().encryption_key)
        return cipher.decrypt(value[:NONCE_BYTES], value[NONCE_BYTES:], None)


class EncryptedText(TypeDecorator[str]):
    """Text that is unreadable in a dump (decision 7)."""

    impl = EncryptedBytes
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else value.encode()

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else value.decode()


class EncryptedJson(TypeDecorator[dict[str, Any]]):
    """Answers and facts as JSON, encrypted like text: free text may hide in them."""

    impl = EncryptedText
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def keyed_hash(text: str) -> str:
    """The same text gives the same hash, but only to who holds the key (HMAC-SHA-256, hex)."""
    key = bytes.fromhex(settings().hash_key)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _stored_as_value(words: type[Word]) -> Enum:
    """A word is stored as its value in plain text; the enum guards the way in (no CHECK: a new
    word must not cost a migration)."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda them: [word.value for word in them],
    )


def list_of(words: type[Word]) -> ARRAY[Any]:
    """Several words in one column, in order."""
    return ARRAY[Any](_stored_as_value(words))


class Model(DeclarativeBase):
    """What is stored."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: DateTime(timezone=True),
        Word: _stored_as_value(Word),
    }


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The pool of this process; made on first use so that a forked worker makes its own."""
    url = settings().database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(
        url,
        pool_size=settings().database_pool,
        max_overflow=2,
        pool_pre_ping=False,
        pool_recycle=1800,
        hide_parameters=True,  # what somebody typed never stands in an error or a log
        connect_args={"connect_timeout": 5, "application_name": "overlamningen"},
    )


class PortalSession(Session):
    """Finds the pool on first use."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine:
        return engine()


# No autoflush: a query in the middle of a step must not write what is half decided.
_sessions = scoped_session(
    sessionmaker(class_=PortalSession, autoflush=False, expire_on_commit=False)
)


def session() -> Session:
    """The session of this thread; forgotten at the end of each request, job or command."""
    return _sessions()


def forget_session() -> None:
    """Roll back what was not committed and give the connection back."""
    _sessions.remove()


AWAY = (DBAPIError, PoolIsEmpty)
"""What a statement raises when the database does not answer."""


@contextmanager
def transaction() -> Iterator[Session]:
    """All of it or none of it. The one place that commits."""
    current = session()
    try:
        yield current
        current.commit()
    except (StaleDataError, IntegrityError) as error:
        # Somebody else was first: the version had moved on, or a constraint guards the thing.
        current.rollback()
        log.info("conflict", kind=type(error).__name__)
        raise Conflict from None
    except BaseException:
        current.rollback()
        raise

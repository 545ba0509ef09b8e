"""Settings, read once from the environment. Production refuses to start without its secrets."""

import os
from collections.abc import Mapping
from datetime import time
from functools import lru_cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

HOURS = r"^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the portal finds its servers and keys. Names as in the environment, upper case."""

    database_url: str
    redis_url: str = ""
    """Empty: no wake-ups; the worker finds messages by its own sweep."""
    base_url: str = "http://127.0.0.1:8000"
    """Links in mail start here, whatever Host a request claims."""
    trusted_hosts: str = ""
    """Comma-separated; empty means only the host of base_url."""
    trusted_proxies: Annotated[int, Meta(ge=0, le=5)] = 0
    """How many proxies of our own stand before the portal; 0: X-Forwarded-For is not believed."""
    secret_key: Annotated[str, Meta(min_length=32)]
    encryption_key: str
    """64 hex digits: AES-GCM over identity numbers and free text at rest."""
    hash_key: str
    """64 hex digits: keyed hash for looking an identity number up."""
    sealing_keys: str
    """`name:64 hex digits`, several with commas, the newest first: opens what is sealed."""

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_username: str = ""
    smtp_password: str = ""
    smtp_tls: Literal["none", "starttls", "tls"] = "none"
    mail_from: str = "overlamningen@localhost"
    mail_hours: Annotated[str, Meta(pattern=HOURS)] = "07:00-18:00"
    """When mails go out on working days, by Sweden's clock; empty: at any time of any day."""

    attachments_folder: str = ""
    """Where attachments lie, encrypted; empty: the portal takes none."""
    malware_scanner: Annotated[str, Meta(pattern=r"^$|^clamd:.+|^command:.+")] = ""
    """Looks through attachments: `clamd:` and its socket or host:port, or `command:` and one that
    reads the file from standard input and ends with 0 (clean) or 1 (found)."""

    erased_list: str = ""
    """A file outside the database with keyed hashes of what was erased; empty: none is kept."""
    erased_list_days: Annotated[int, Meta(ge=1)] = 400
    """How long a hash stands there: longer than the oldest backup is kept."""

    longest_wait: Annotated[int, Meta(ge=1)] = 900
    """Seconds a message may be due before `/readyz` says that nothing sends."""
    watched_folder: str = "/"
    """The disk whose room `/readyz` looks at."""
    least_free_disk: Annotated[int, Meta(ge=0)] = 500
    """Megabytes that must be free there."""

    database_pool: int = 4
    argon2_cost: Annotated[int, Meta(ge=1)] = 3
    """Time cost of a password hash; tests lower it."""

    paper_days: Annotated[int, Meta(ge=1, le=366)] = 60
    """How long after it was handed over on paper a filing may be entered as such."""

    ss12000_hosts: str = ""
    """Comma-separated names of the only hosts that rolls may be fetched from; empty: none."""
    ss12000_pings: Literal["", "yes", "no"] = ""
    """Whether pupil systems are asked to tell of changes; empty: where base_url is https."""

    webhook_hosts: str = ""
    """Comma-separated names of the only hosts that municipalities' own registers may have."""

    pickup_minutes: Annotated[int, Meta(ge=1, le=240)] = 30
    """How long a municipality without accounts may rest before it must give its code again."""

    pickup_kept_days: Annotated[int, Meta(ge=14)] = 365
    """How long a pick-up that has ended is kept: its code, and when it was opened."""

    @property
    def https(self) -> bool:
        """Secure cookies and HSTS wherever the portal is reached over TLS."""
        return self.base_url.startswith("https://")

    @property
    def hears_pings(self) -> bool:
        """Whether pupil systems can reach the portal, as far as is known."""
        return self.ss12000_pings == "yes" or (self.https and not self.ss12000_pings)

    @property
    def keys_of_the_vault(self) -> dict[str, str]:
        """Each sealing key by its name, the one to seal with first."""
        pairs = self.sealing_keys.split(",")
        return {name.strip(): key.strip() for name, _, key in (one.partition(":") for one in pairs)}

    @property
    def mails_go_out(self) -> tuple[time, time] | None:
        """From when until when on a working day; None when it does not matter."""
        if not self.mail_hours:
            return None
        opens, closes = map(time.fromisoformat, self.mail_hours.split("-"))
        return opens, closes

    def __post_init__(self) -> None:
        """What no single setting shows; msgspec turns the error into its own."""
        hours = self.mails_go_out
        if hours is not None and hours[0] >= hours[1]:
            raise ValueError("mail_hours must end after they begin")
        for name in ("encryption_key", "hash_key"):
            if not _is_key(getattr(self, name)):
                raise ValueError(f"{name} must be 64 hexadecimal digits")
        vault = self.keys_of_the_vault
        if not all(name.isalnum() and _is_key(key) for name, key in vault.items()):
            raise ValueError("sealing_keys must be name:64 hexadecimal digits, with commas between")
        if self.encryption_key in vault.values():
            raise ValueError("sealing_keys must differ from encryption_key")

    def __repr__(self) -> str:
        """Never what they are: some are secrets."""
        return "Settings(…)"


def _is_key(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == 32  # noqa: PLR2004 (256 bits)
    except ValueError:
        return False


def read(environment: Mapping[str, str]) -> Settings:
    """The settings as an environment says them.

    Raises msgspec.ValidationError, which names what is missing or wrong and never what it is.
    """
    said = {name.lower(): value for name, value in environment.items()}
    return msgspec.convert(said, Settings, strict=False)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return read(os.environ)

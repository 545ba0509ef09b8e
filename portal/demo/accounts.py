"""PostgreSQL refuses to run as root, so root lends it another account and folders of its own."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NOT_RUN = 126
"""What a shell answers for a program it may not run."""


@dataclass(frozen=True)
class Account:
    """Somebody to step down to before a program starts."""

    uid: int
    gid: int

    def __str__(self) -> str:
        return f"{self.uid}:{self.gid}"


def unprivileged() -> Account | None:
    """Who runs PostgreSQL when root starts it; everybody else runs it themselves."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def run_as(
    account: Account | None, command: Sequence[str | Path], **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and keep what it says; one it may not run has failed too."""
    words = list(map(str, command))
    try:
        return subprocess.run(
            words,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={**os.environ, **environment},
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except OSError as error:
        return subprocess.CompletedProcess(words, NOT_RUN, "", str(error))


def can_enter(account: Account | None, folder: Path) -> bool:
    return account is None or run_as(account, ["test", "-x", folder]).returncode == 0


def own_folder(folder: Path, account: Account | None) -> Path:
    """The folder is there and is that account's alone."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if account:
        os.chown(folder, account.uid, account.gid)
    return folder


def give(top: Path, account: Account | None) -> None:
    """Everything from here down belongs to that account."""
    if account:
        for path in (top, *top.rglob("*")):
            os.chown(path, account.uid, account.gid, follow_symlinks=False)

"""PostgreSQL refuses to run as root, so root lends it another account and folders of its own."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


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
    """Run a program to its end and keep what it says."""
    return subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={**os.environ, **environment},
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


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

"""Becomes another program that cannot outlive the one that started it.

Run by path, before anything is installed or readable, as
`python tether.py PARENT SIGNAL ACCOUNT COMMAND …`. On Linux the kernel sends SIGNAL when PARENT is
gone, even if it was killed outright; elsewhere only an orderly stop reaches the program. ACCOUNT is
`uid:gid` to step down to, or `-`.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, signal, account, *command = sys.argv[1:]
    if account != "-":
        uid, gid = account.split(":")
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if sys.platform == "linux":
        # After stepping down: the kernel forgets the wish when the account changes.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal))
    if os.getppid() != int(parent):
        sys.exit("the program that asked for this one is gone")
    try:
        os.execvp(command[0], command)  # noqa: S606 (no shell is the point)
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


main()

"""Addresses of style sheets and scripts. They carry a hash, so a browser may keep them for ever."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import current_app, url_for


def asset(filename: str, endpoint: str = "static") -> str:
    """The address of a static file: ours, or one of Bootstrap's (`bootstrap.static`)."""
    return url_for(endpoint, filename=filename, v=_hash(_folder(endpoint), filename))


def _folder(endpoint: str) -> str:
    blueprint, _, _ = endpoint.rpartition(".")
    owner = current_app.blueprints[blueprint] if blueprint else current_app
    if owner.static_folder is None:
        raise LookupError(f"{endpoint} serves no files")
    return owner.static_folder


@cache
def _hash(folder: str, filename: str) -> str:
    return sha256(Path(folder, filename).read_bytes()).hexdigest()[:12]

"""What is sealed opens with the key it names, where it belongs, and nowhere else."""

import os

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import ValidationError

from portal import vault
from portal.config import read, settings

OLD, NEW = f"2026:{'1' * 64}", f"2027:{'2' * 64}"


@pytest.fixture
def keys(monkeypatch):
    """Changes the keys of this process, and forgets them afterwards."""

    def have(*names):
        monkeypatch.setenv("SEALING_KEYS", ",".join(names))
        settings.cache_clear()

    yield have
    monkeypatch.undo()
    settings.cache_clear()


def test_what_is_sealed_is_read_again_where_it_belongs():
    assert vault.unseal(vault.seal("Wilma Ek", "here"), "here") == "Wilma Ek"


def test_the_same_text_is_never_sealed_alike():
    assert vault.seal("Wilma", "here") != vault.seal("Wilma", "here")


def test_moved_elsewhere_it_does_not_open():
    with pytest.raises(InvalidTag):
        vault.unseal(vault.seal("Wilma", "here"), "there")


def test_a_changed_byte_or_key_name_does_not_open(keys):
    keys(OLD, NEW)
    sealed = bytearray(vault.seal("Wilma", "here"))

    for forged in (bytes(sealed[:-1] + b"\0"), bytes(sealed).replace(b"2026:", b"2027:")):
        with pytest.raises(InvalidTag):
            vault.unseal(forged, "here")


def test_the_newest_key_seals_and_older_ones_still_open(keys):
    keys(OLD)
    sealed = vault.seal("Wilma", "here")
    keys(NEW, OLD)

    assert vault.unseal(sealed, "here") == "Wilma"
    assert vault.seal("Wilma", "here").startswith(b"2027:")


def test_without_its_key_nothing_opens(keys):
    keys(OLD)
    sealed = vault.seal("Wilma", "here")
    keys(NEW)

    with pytest.raises(KeyError):
        vault.unseal(sealed, "here")


def test_the_ordinary_key_does_not_open_what_is_sealed():
    _, _, rest = vault.seal("Wilma", "here").partition(b":")
    ordinary = AESGCM(bytes.fromhex(settings().encryption_key))

    with pytest.raises(InvalidTag):
        ordinary.decrypt(rest[:12], rest[12:], b"test:here")


@pytest.mark.parametrize(
    "wrong", ["", "2026", "2026:abc", f"20 26:{'1' * 64}", f"2026:{'e' * 64}", f":{'1' * 64}"]
)
def test_the_portal_does_not_start_with_keys_that_are_none_or_the_ordinary_one(keys, wrong):
    keys(wrong)

    with pytest.raises(ValidationError):
        read(os.environ)

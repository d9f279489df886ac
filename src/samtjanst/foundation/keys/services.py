"""Encryption with each municipality's own keys.

A value is sealed with AES-256-GCM under a key derived (HKDF-SHA256) from the municipality's
data key and a context such as ``citizen:<id>``; the context is also authenticated, so that a
ciphertext moved to another row, owner or municipality cannot be opened.
"""

import base64
import contextlib
import functools
import hashlib
import hmac
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, transaction

from samtjanst.foundation.keys.models import DataKey
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.kernel.errors import TamperedError

_FORM = b"\x01"
_NONCE = 12
_KEY_ID = slice(1, 17)
_active: dict[uuid.UUID, tuple[uuid.UUID, bytes]] = {}
_known: dict[tuple[uuid.UUID, uuid.UUID], bytes] = {}


def encrypt(context: str, plaintext: bytes) -> bytes:
    """Seal ``plaintext`` for the open scope's municipality; 45 bytes longer than the input."""
    key_id, key = _active_key()
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_derive(key, context)).encrypt(nonce, plaintext, _bound(context))
    return _FORM + key_id.bytes + nonce + sealed


def decrypt(context: str, ciphertext: bytes) -> bytes:
    """Open what :func:`encrypt` sealed with the same context in the same municipality.

    Raises:
        TamperedError: the ciphertext is damaged, or belongs elsewhere.
    """
    content = bytes(ciphertext)
    if content[:1] != _FORM or len(content) < 17 + _NONCE:
        raise TamperedError("not a sealed value")
    key = _derive(_key(uuid.UUID(bytes=content[_KEY_ID])), context)
    try:
        return AESGCM(key).decrypt(content[17:29], content[29:], _bound(context))
    except InvalidTag as error:
        raise TamperedError("the sealed value does not belong here") from error


def blind_index(kind: str, value: str) -> str:
    """A keyed hash (64 hexadecimal characters) by which an encrypted value can be found.

    Different for each municipality and kind; does not change when data keys are rotated.
    """
    key = _hkdf(_master(), f"blind-index:{scope_id()}:{kind}")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def ensure_key() -> None:
    """Give the municipality its first data key if it has none; part of setting it up.

    Nothing is sealed before this has been committed, so that a rollback can never leave
    values behind that no stored key opens.
    """
    if not DataKey.objects.filter(active=True).exists():
        _create_once()


@transaction.atomic
def rotate() -> None:
    """Give the municipality a new active key; older keys stay for what they have sealed."""
    DataKey.objects.filter(active=True).update(active=False)
    _active.pop(scope_id(), None)
    _create()


def _active_key() -> tuple[uuid.UUID, bytes]:
    kept = _active.get(scope_id())
    if kept is None:
        row = DataKey.objects.filter(active=True).first()
        if row is None:
            raise TamperedError("the municipality has no data key")
        kept = _active[scope_id()] = (row.id, _unwrap(row))
    return kept


def _key(key_id: uuid.UUID) -> bytes:
    kept = _known.get((scope_id(), key_id))
    if kept is None:
        row = DataKey.objects.filter(id=key_id).first()
        if row is None:
            raise TamperedError("sealed with a key that this municipality does not have")
        kept = _known[scope_id(), key_id] = _unwrap(row)
    return kept


def _create_once() -> None:
    # Another process may be first; then its key is the one.
    with contextlib.suppress(IntegrityError), transaction.atomic():
        _create()


def _create() -> None:
    row = DataKey(created_at=clock.now())
    nonce = os.urandom(_NONCE)
    bound = f"{scope_id()}:{row.id}".encode()
    row.wrapped = nonce + AESGCM(_wrapping()).encrypt(nonce, os.urandom(32), bound)
    row.save(force_insert=True)


def _unwrap(row: DataKey) -> bytes:
    wrapped = bytes(row.wrapped)
    bound = f"{row.municipality_id}:{row.id}".encode()
    try:
        return AESGCM(_wrapping()).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], bound)
    except InvalidTag as error:
        raise TamperedError("the master key does not fit the data key") from error


def _derive(key: bytes, context: str) -> bytes:
    return _hkdf(key, f"context:{context}")


@functools.lru_cache(maxsize=4096)
def _hkdf(key: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info.encode()).derive(key)


def _bound(context: str) -> bytes:
    return f"{scope_id()}:{context}".encode()


def _wrapping() -> bytes:
    return _hkdf(_master(), "wrapping")


def _master() -> bytes:
    return base64.b64decode(settings.SAMTJANST_MASTER_KEY)

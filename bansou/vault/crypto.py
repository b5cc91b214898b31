"""AES-256-GCM sealing and keyed hashes on plain bytes; knows neither Django nor where keys come from."""

import os
from functools import lru_cache

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE = 12
BLOCK = 64


class Unreadable(Exception):
    """Wrong key, wrong place, cut or changed text. Deliberately says nothing more."""


def seal(key: bytes, value: bytes, place: str) -> bytes:
    """Version byte, nonce and ciphertext of `value`, bound to `place` (its associated data)."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, _pad(value), place.encode())


def unseal(key: bytes, token: bytes | memoryview, place: str) -> bytes:
    token = bytes(token)
    if token[:1] != VERSION:
        raise Unreadable
    try:
        return _unpad(AESGCM(key).decrypt(token[1 : 1 + NONCE], token[1 + NONCE :], place.encode()))
    except (InvalidTag, ValueError):
        raise Unreadable from None


def mac(key: bytes, value: bytes) -> bytes:
    """HMAC-SHA-256, 32 bytes."""
    code = HMAC(key, SHA256())
    code.update(value)
    return code.finalize()


def digest(key: bytes, value: str) -> bytes:
    """HMAC-SHA-256 cut to 128 bits."""
    return mac(key, value.encode())[:16]


def slow_digest(salt: bytes, value: str) -> bytes:
    """Argon2id with 19 MiB and two rounds, 32 bytes: tens of milliseconds, for each guess too."""
    return hash_secret_raw(
        value.encode(), salt, time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, type=Type.ID
    )


@lru_cache(maxsize=64)
def derive(key: bytes, label: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=label.encode()).derive(key)


def _pad(value: bytes) -> bytes:
    # A length in front, zeros behind: the ciphertext tells the length only to the next 64 bytes.
    body = len(value).to_bytes(4, "big") + value
    return body + bytes(-len(body) % BLOCK)


def _unpad(body: bytes) -> bytes:
    return body[4 : 4 + int.from_bytes(body[:4], "big")]

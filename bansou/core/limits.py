"""Owns polite limits on what the public may do again and again from one connection."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from bansou.core import clock


def allowed(request: HttpRequest, what: str, *, at_most: int, seconds: int) -> bool:
    """Count one more attempt of `what` from the reader's connection; False once it is one too many.

    The address is kept only as a hash, and no longer than the period.
    """
    return allowed_for(_address(request), what, at_most=at_most, seconds=seconds)


def allowed_for(whom: str, what: str, *, at_most: int, seconds: int) -> bool:
    """Count one more attempt of `what` by or on somebody, kept as a hash; False once it is one too many."""
    key = _key(whom, what, seconds)
    # Not incr: that would give the entry the cache's short life again.
    count = cache.get(key, 0) + 1
    cache.set(key, count, seconds)
    return count <= at_most


def forget(whom: str, what: str, *, seconds: int) -> None:
    """Begin to count anew, after an attempt that was right."""
    cache.delete(_key(whom, what, seconds))


def _key(whom: str, what: str, seconds: int) -> str:
    hidden = sha256(f"{settings.SECRET_KEY}|{what}|{whom}".encode()).hexdigest()[:32]
    return f"limit-{what}-{hidden}-{int(clock.now().timestamp()) // seconds}"


def _address(request: HttpRequest) -> str:
    # Only as many forwarders as there are proxies of our own can be believed.
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.META["REMOTE_ADDR"]

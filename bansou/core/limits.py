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
    connection = sha256(f"{settings.SECRET_KEY}|{what}|{_address(request)}".encode()).hexdigest()[:32]
    period = int(clock.now().timestamp()) // seconds
    key = f"limit-{what}-{connection}-{period}"
    # Not incr: that would give the entry the cache's short life again.
    count = cache.get(key, 0) + 1
    cache.set(key, count, seconds)
    return count <= at_most


def _address(request: HttpRequest) -> str:
    # Only as many forwarders as there are proxies of our own can be believed.
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.META["REMOTE_ADDR"]

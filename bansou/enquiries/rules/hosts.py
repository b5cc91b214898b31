"""To which servers secrets may travel."""

from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_safe(url: str) -> bool:
    """HTTPS, or plain HTTP to this very machine."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (it is looked at when it is asked for)
    except ValueError:
        return False
    here = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or here)

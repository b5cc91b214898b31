"""Which role a page asks for (the rooms below this one take it from core)."""

from bansou.core.access import role_required

__all__ = ["role_required"]

"""Who reads the translation board and the lines, and who writes what people in need will read."""

from bansou.accounts.enums import RoleKind

READERS = (RoleKind.SECRETARIAT, RoleKind.COORDINATOR)
EDITORS = (RoleKind.SECRETARIAT,)

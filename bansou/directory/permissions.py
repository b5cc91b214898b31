"""Who reads and edits the member organisations' contacts."""

from bansou.accounts.enums import RoleKind

READERS = (RoleKind.SECRETARIAT, RoleKind.COORDINATOR, RoleKind.ACCOUNTANT, RoleKind.AUDITOR)
EDITORS = (RoleKind.SECRETARIAT,)

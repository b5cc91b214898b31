"""What the person who asks may choose from, in words of this room's own catalogue, with readings in easy Japanese."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bansou.cases.enums import Topic
from bansou.enquiries.enums import Safety


class Tile(TextChoices):
    """What happened, in the person's words; what the desk makes of it is `topics`."""

    WORK = "work", _("Work, pay")
    FIRED = "fired", _("Fired, must leave the dormitory")
    HOME = "home", _("Home, food, money")
    HEALTH = "health", _("Health, pregnancy")
    VIOLENCE = "violence", _("Violence")
    STAY = "stay", _("Visa, detention, provisional release")
    CHILD = "child", _("Child, school")
    OTHER = "other", _("Something else")

    @property
    def topics(self) -> frozenset[Topic]:
        return _TILES[self][1]

    @property
    def icon(self) -> str:
        return _TILES[self][0]


_TILES: dict[str, tuple[str, frozenset[Topic]]] = {
    Tile.WORK: ("briefcase", frozenset({Topic.WORK})),
    Tile.FIRED: ("door-exit", frozenset({Topic.WORK, Topic.HOUSING})),
    Tile.HOME: ("home", frozenset({Topic.HOUSING, Topic.POVERTY})),
    Tile.HEALTH: ("stethoscope", frozenset({Topic.MEDICAL, Topic.BIRTH})),
    Tile.VIOLENCE: ("shield-lock", frozenset({Topic.VIOLENCE})),
    Tile.STAY: ("id-badge-2", frozenset({Topic.STATUS, Topic.DETENTION})),
    Tile.CHILD: ("school", frozenset({Topic.SCHOOL, Topic.FAMILY})),
    Tile.OTHER: ("message", frozenset({Topic.PAPERS})),
}

SAFE = [
    (Safety.SAFE.value, _("Yes, I am safe.")),
    (Safety.UNSAFE.value, _("No, I am not safe.")),
    (Safety.UNKNOWN.value, _("I do not know.")),
]
YES_NO = [("yes", _("Yes")), ("no", _("No"))]

"""The topics of the guides, how far a text has come, what kinds of lines there are, and why staff hear no."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

SOURCE = "en"


class Topic(IntegerChoices):
    """The number stands in public addresses: it says nothing to whoever looks over a shoulder. It never changes."""

    WORK = 1, _("Work")
    WAGES = 2, _("Wages and dismissal")
    RESIDENCE = 3, _("Status of residence")
    RELEASE = 4, _("Provisional release")
    ILLNESS = 5, _("Illness and medical costs")
    CHILDREN = 6, _("Pregnancy and children")
    VIOLENCE = 7, _("Violence")
    HOUSING = 8, _("Housing and food")
    TAX = 9, _("Tax and pension")
    SCHOOL = 10, _("School")
    DISASTER = 11, _("Disaster")
    HOME = 12, _("Going home")

    @property
    def key(self) -> str:
        """Its name in the packaged texts."""
        return self.name.lower()

    @property
    def icon(self) -> str:
        return _ICONS[self]


_ICONS = {
    Topic.WORK: "briefcase",
    Topic.WAGES: "coin-yen",
    Topic.RESIDENCE: "id-badge-2",
    Topic.RELEASE: "door-exit",
    Topic.ILLNESS: "stethoscope",
    Topic.CHILDREN: "baby-carriage",
    Topic.VIOLENCE: "shield-lock",
    Topic.HOUSING: "home",
    Topic.TAX: "file-text",
    Topic.SCHOOL: "school",
    Topic.DISASTER: "alert-triangle",
    Topic.HOME: "plane",
}


class State(TextChoices):
    """Who stands behind a text."""

    MACHINE = "machine", _("Machine translation")
    DRAFT = "draft", _("Draft")
    CHECKED = "checked", _("Checked by a native speaker")


class Standing(TextChoices):
    """What the translation board says of one text."""

    MISSING = "missing", _("Missing")
    OUTDATED = "outdated", _("Outdated")
    MACHINE = "machine", _("Machine translation")
    DRAFT = "draft", _("Draft")
    CHECKED = "checked", _("Checked")

    @property
    def tone(self) -> str:
        """The colour of core's status tag."""
        return {"missing": "bad", "outdated": "warn", "machine": "todo", "draft": "info"}.get(
            self.value, "good"
        )


class LineKind(IntegerChoices):
    """In the order in which somebody in need should see them."""

    EMERGENCY = 1, _("Emergency")
    VIOLENCE = 2, _("Violence")
    CHILDREN = 3, _("Children")
    ANYTHING = 4, _("Any worry")
    WORK = 5, _("Work")
    RESIDENCE = 6, _("Status of residence")
    LAW = 7, _("Law")
    HEALTH = 8, _("Health")
    DISASTER = 9, _("Disaster")

    @property
    def topics(self) -> frozenset[Topic]:
        """The guides on which its lines stand."""
        return _TOPICS.get(self, frozenset(Topic))


# Emergency lines and those for any worry stand on every guide.
_TOPICS = {
    LineKind.VIOLENCE: frozenset({Topic.VIOLENCE}),
    LineKind.CHILDREN: frozenset({Topic.CHILDREN, Topic.VIOLENCE, Topic.SCHOOL}),
    LineKind.WORK: frozenset({Topic.WORK, Topic.WAGES}),
    LineKind.RESIDENCE: frozenset({Topic.RESIDENCE, Topic.RELEASE, Topic.HOME}),
    LineKind.LAW: frozenset({Topic.WAGES, Topic.RESIDENCE, Topic.RELEASE, Topic.VIOLENCE, Topic.HOUSING}),
    LineKind.HEALTH: frozenset({Topic.ILLNESS, Topic.CHILDREN}),
    LineKind.DISASTER: frozenset({Topic.DISASTER}),
}


class Reason(TextChoices):
    """Why a text cannot be kept or marked."""

    CHANGED = (
        "changed",
        _("Somebody else changed this text meanwhile. Below stands what you wrote: compare, then save."),
    )
    OUTDATED = "outdated", _("The English text has changed since. Bring this text up to date first.")
    NOT_OFFERED = (
        "not_offered",
        _("The help pages in this language are not complete. They can be checked once they are."),
    )

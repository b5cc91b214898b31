"""How an action says no: a reason code with the values that its words need."""

from django.db.models import TextChoices


class Refused(Exception):
    """Raised by actions. `reason` is a member of a TextChoices whose label is a translated template."""

    def __init__(self, reason: TextChoices, **params: object) -> None:
        super().__init__(str(reason.value))
        self.reason = reason
        self.params = params

    @property
    def message(self) -> str:
        """The reason in the reader's language, naming the rule, its value and the way out."""
        return str(self.reason.label) % self.params

"""How an action says no: a reason code with the values that its words need."""

from datetime import date

from django.db.models import TextChoices

from bansou.core.templatetags.bansou import d


class Refused(Exception):
    """Raised by actions. `reason` is a member of a TextChoices whose label is a translated template."""

    def __init__(self, reason: TextChoices, **params: object) -> None:
        super().__init__(str(reason.value))
        self.reason = reason
        self.params = params

    @property
    def message(self) -> str:
        """The reason in the reader's language, naming the rule, its value and the way out; days as pages show them."""
        shown = {name: d(value) if isinstance(value, date) else value for name, value in self.params.items()}
        return str(self.reason.label) % shown

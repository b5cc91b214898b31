"""Completed questionnaires of the course."""

from django.conf import settings
from django.db import models

from bansou.supporters.models import Supporter


class Completion(models.Model):
    """That a supporter completed a questionnaire, for example "basic-1"."""

    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="completions")
    questionnaire = models.SlugField(max_length=20)
    completed_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint("supporter", "questionnaire", name="one_completion_each")]

"""The network's organisations."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=120)
    kana = models.CharField(max_length=120, blank=True)
    latin = models.CharField(max_length=120, blank=True)
    # Two digits, "13" is Tokyo (core.municipalities).
    prefecture = models.CharField(max_length=2)
    website = models.URLField(blank=True)
    mail = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "name",
                "prefecture",
                name="one_organisation_per_prefecture",
                violation_error_message=_("An organisation of this name stands in this prefecture already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

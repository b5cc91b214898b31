"""Programmes and their dated terms."""

import uuid
from functools import lru_cache

from django.conf import settings
from django.db import models

from bansou.programmes import rules


class Programme(models.Model):
    code = models.SlugField(max_length=40, primary_key=True)
    title = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.title


class TermsQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)


class Terms(models.Model):
    """The rules of a programme for a period of support days.

    The rules are one signed TOML text, so that what the programme officer read is what is applied;
    the columns repeat only what the database must find or constrain (docs/decisions/0017).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="terms")
    code = models.SlugField(max_length=40)
    support_from = models.DateField()
    support_to = models.DateField()
    document = models.TextField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TermsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("programme", "code", name="one_terms_per_code"),
            models.UniqueConstraint("programme", "support_from", name="one_terms_per_programme_and_start"),
            models.CheckConstraint(
                condition=models.Q(support_to__gte=models.F("support_from")), name="terms_end_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}/{self.code}"

    @property
    def rules(self) -> "rules.Terms":
        return _parsed(self.document)


@lru_cache(maxsize=32)
def _parsed(document: str) -> "rules.Terms":
    return rules.load(document)

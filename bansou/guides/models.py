"""Guides with their texts in each language, the emergency lines, and who checked the help pages' words."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models

from bansou.guides import rules
from bansou.guides.enums import SOURCE, LineKind, Standing, State, Topic


class Guide(models.Model):
    """A topic; `version` rises whenever the English text says something else."""

    topic = models.PositiveSmallIntegerField(primary_key=True, choices=Topic)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["topic"]


class GuideText(models.Model):
    """What a guide says in one language.

    `source_version` is the guide's version that the text says; 0 if it was made from another English text than ours.
    `revision` counts how often staff saved it: 0 while it is as packaged, and newer packaged words may replace it.
    """

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=120)
    lead = models.CharField(max_length=400)
    points = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    link_url = models.URLField(blank=True)
    link_label = models.CharField(max_length=200, blank=True)
    source_version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State)
    checked_by = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("guide", "language", name="one_text_per_guide_and_language"),
            models.CheckConstraint(
                condition=models.Q(checked_at__isnull=True) ^ models.Q(state=State.CHECKED),
                name="a_checked_text_has_a_day",
            ),
        ]

    @property
    def content(self) -> rules.Content:
        return rules.Content(
            self.title, self.lead, tuple(self.points), tuple(self.steps), self.link_url, self.link_label
        )

    @property
    def outdated(self) -> bool:
        """Reads the guide: select it too."""
        return rules.is_outdated(self.source_version, self.guide.version)

    @property
    def standing(self) -> Standing:
        return Standing.OUTDATED if self.outdated else Standing(self.state)

    @property
    def edited(self) -> bool:
        return self.revision > 0

    @property
    def is_source(self) -> bool:
        return self.language == SOURCE


class EmergencyLine(models.Model):
    """A phone line for somebody in need. Nothing here needs a translation: names, numbers, codes and times.

    `name` is Japanese and may bear readings ({警察|けいさつ}); `name_en` is for readers of all other languages.
    A removed line stays as a row, or the packaged one of the same `code` would come back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.SlugField(max_length=40, unique=True, null=True)
    kind = models.PositiveSmallIntegerField(choices=LineKind)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=80)
    number = models.CharField(max_length=20)
    then_press = models.CharField(max_length=4, blank=True)
    # Codes of core.languages that are spoken at least on some days.
    languages = models.JSONField(default=list)
    # An interpreter can join the call, whatever the language.
    interpreter = models.BooleanField(default=False)
    # In a form that everybody reads: "24h", "Mon-Fri 9:00-17:00"; empty where they differ.
    hours = models.CharField(max_length=60, blank=True)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Staff wrote or changed it, so that newer packaged words never replace it.
    edited = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "number", "then_press"]

    def __str__(self) -> str:
        return self.name

    def due(self, today: date) -> bool:
        return rules.is_due(self.checked_on, today)


class Catalogue(models.Model):
    """Who checked the words of the help pages in a language; `digest` says which words those were."""

    language = models.CharField(max_length=16, primary_key=True)
    state = models.CharField(max_length=10, choices=State)
    checked_by = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

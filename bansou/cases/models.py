"""Cases, who is on them, and what is known, done and planned; what tells of people is sealed under the case's key."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case as When_
from django.db.models import F, Q, Value, When

from bansou.cases.enums import (
    STATE_TONES,
    URGENCY_TONES,
    Answer,
    Emergency,
    EntryKind,
    Form,
    LanguageMode,
    Mode,
    Outcome,
    Purpose,
    Relation,
    Role,
    Route,
    State,
    Topic,
    Urgency,
    Verdict,
)
from bansou.core.municipalities import REGIONS
from bansou.files.models import StoredFile
from bansou.people.models import Person


def _user(**options):
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Case(models.Model):
    """One matter of one person, however many exchanges it takes.

    The id is the scope of the case's key. What stands in clear names nobody: it is for lists, matching and counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=14, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    urgency = models.CharField(max_length=1, choices=Urgency, default=Urgency.ANY)
    prefecture = models.CharField(max_length=2)
    # Kept by the database, so that a region's list is walked along an index.
    region = models.GeneratedField(
        expression=When_(*(When(prefecture__in=codes, then=Value(name)) for name, codes in REGIONS.items())),
        output_field=models.CharField(max_length=20),
        db_persist=True,
    )
    # The language of the person; more of them in `languages`.
    language = models.CharField(max_length=10)
    language_mode = models.CharField(max_length=11, choices=LanguageMode, default=LanguageMode.SPEAKS)
    main_topic = models.CharField(max_length=10, choices=Topic)
    route = models.CharField(max_length=11, choices=Route)
    # {"summary", "wish", "municipality" (code or ""), "through" (who asked for them)}
    sealed_facts = models.BinaryField()
    opened_at = models.DateTimeField()
    opened_by = _user(null=True)
    # The last entry, message or visit: what is neglected shows by it.
    last_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    # The day after which the case is erased; set by closing.
    erase_on = models.DateField(null=True)
    # Raised by every change of the facts; a page that shows an older one is refused.
    version = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["-last_at", "-id"], name="case_lately"),
            models.Index(fields=["state", "-last_at", "-id"], name="case_state"),
            models.Index(fields=["region", "state", "last_at"], name="case_region"),
            models.Index(fields=["erase_on"], name="case_erase", condition=~Q(erase_on=None)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    # Django's get_…_display looks through all choices each time; lists ask for hundreds.
    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def urgency_label(self) -> str:
        return str(Urgency(self.urgency).label)

    @property
    def topic_label(self) -> str:
        return str(Topic(self.main_topic).label)

    @property
    def mode_label(self) -> str:
        return str(LanguageMode(self.language_mode).label)

    @property
    def state_tone(self) -> str:
        return STATE_TONES[State(self.state)]

    @property
    def urgency_tone(self) -> str:
        return URGENCY_TONES[Urgency(self.urgency)]


class CaseLanguage(models.Model):
    """A further language of the person."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=10)
    mode = models.CharField(max_length=11, choices=LanguageMode)

    class Meta:
        constraints = [models.UniqueConstraint("case", "language", name="one_mode_per_case_language")]


class CaseTopic(models.Model):
    """A further topic beside the main one."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=10, choices=Topic)

    class Meta:
        constraints = [models.UniqueConstraint("case", "topic", name="one_topic_per_case")]


class CaseMember(models.Model):
    """Somebody who works on a case, until a day or until taken off it. Without a live row nobody sees the case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=11, choices=Role)
    granted_at = models.DateTimeField()
    granted_by = _user(null=True)
    # Interpreters and specialists go after a while unless somebody renews them.
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = _user(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "user", condition=Q(ended_at=None), name="one_live_membership"),
            models.UniqueConstraint(
                "case", condition=Q(ended_at=None, role=Role.LEAD), name="one_lead_per_case"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "case"], condition=Q(ended_at=None), name="membership_of_user")
        ]


class Conflict(models.Model):
    """Somebody who must never see this case: they know the person, their family or their employer."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    noted_at = models.DateTimeField()
    noted_by = _user(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("case", "user", name="one_conflict_per_user")]


class Relative(models.Model):
    """A person of the household, the supported person themselves included (relation `self`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="household")
    relation = models.CharField(max_length=7, choices=Relation)
    # {"name" (Latin, as on the card), "kana", "native", "birth_on" or "age_band", "sex", "nationality", "note"}
    sealed_identity = models.BinaryField()

    class Meta:
        verbose_name_plural = "relatives"
        constraints = [
            models.UniqueConstraint("case", condition=Q(relation=Relation.SELF), name="one_person_per_case")
        ]


class Residence(models.Model):
    """The residence situation of the person, if they chose to tell it; its dates make tasks before they end.

    The row exists only once somebody asked: no row means "not asked".
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="residence")
    # {"situation" (enums.Situation), "asylum" (enums.Asylum), "valid_to" (ISO day or ""), "note"}
    sealed_situation = models.BinaryField()
    recorded_at = models.DateTimeField()
    recorded_by = _user(null=True)


class Entry(models.Model):
    """A line of the progress record. With a mode it is a contact, the second of the four counting units."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=EntryKind)
    mode = models.CharField(max_length=9, choices=Mode, blank=True)
    at = models.DateTimeField()
    by = _user(null=True)
    written_at = models.DateTimeField()
    # Only for those who lead and work on the case.
    private = models.BooleanField(default=False)
    sealed_text = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at", "-id"], name="entry_of_case")]


class EntryTopic(models.Model):
    """A topic of a contact: the smallest counting unit."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=10, choices=Topic)

    class Meta:
        constraints = [models.UniqueConstraint("entry", "topic", name="one_topic_per_entry")]


class Task(models.Model):
    """Something to be done, by a day if it has one. Tasks with a step are the plan, in the order of the steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    step = models.PositiveSmallIntegerField(null=True)
    sealed_text = models.BinaryField()
    due_on = models.DateField(null=True)
    # Made from the dates of the residence situation: renewed and removed with them.
    from_residence = models.BooleanField(default=False)
    assigned_to = _user(null=True)
    made_at = models.DateTimeField()
    made_by = _user(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = _user(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "case"], condition=Q(done_at=None), name="task_due"),
            models.Index(fields=["case", "step"], name="task_of_case"),
        ]


class CaseFile(models.Model):
    """A file of the case: a letter, a photo, a proof of consent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    stored = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField()
    added_by = _user(null=True)


class Consent(models.Model):
    """One answer of the person to one question, never changed: the last one of a purpose holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=9, choices=Purpose)
    answer = models.CharField(max_length=9, choices=Answer)
    form = models.CharField(max_length=11, choices=Form)
    # Which wording was read to the person.
    text_version = models.CharField(max_length=20)
    # {"bodies" (to whom), "words"}
    sealed_extent = models.BinaryField()
    proof = models.ForeignKey(CaseFile, null=True, on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = _user(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "purpose", "-recorded_at"], name="consent_of_case")]


class BreakGlass(models.Model):
    """That somebody opened a case that they are not on: one case, one hour, to be reviewed by another person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="openings")
    emergency = models.CharField(max_length=9, choices=Emergency)
    sealed_reason = models.BinaryField()
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    # When names, contact, residence, messages and files were asked for too: the second click.
    red_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=11, choices=Verdict, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = _user(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("opened_at")), name="opening_ends"),
        ]
        indexes = [models.Index(fields=["user", "until_at"], name="opening_of_user")]


class Series(models.Model):
    """The last case number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

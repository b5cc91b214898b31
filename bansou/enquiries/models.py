"""Channel, address, thread, message: what arrives and what is answered, each thread sealed under a key of its own."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case as When_
from django.db.models import Q, Value, When

from bansou.cases.enums import URGENCY_TONES, Topic, Urgency
from bansou.cases.models import Case
from bansou.core.municipalities import REGIONS
from bansou.enquiries.enums import TONES, Delivery, Direction, Kind, Safety, State
from bansou.files.models import StoredFile
from bansou.people.models import Person


def _user(**options):
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Channel(models.Model):
    """A way in and out: the web form, a mailbox, a LINE account, the telephone. The id is the scope of its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=7, choices=Kind)
    name = models.CharField(max_length=60)
    # A code of core.municipalities.REGIONS, or blank for all.
    region = models.CharField(max_length=20, blank=True)
    active = models.BooleanField(default=True)
    # Hosts, accounts and secrets as JSON; null for channels that need none.
    sealed_config = models.BinaryField(null=True)
    # How far the mailbox was read.
    cursor = models.CharField(max_length=100, blank=True)
    # The last attempt to fetch or send, and the class of its error.
    seen_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)
    # Mails that stayed in the mailbox unread: written by machines, sent by lists, too many of one sender.
    skipped = models.PositiveIntegerField(default=0)
    # Messages that left this month, and how many the account may send; null when not told or without limit.
    quota_used = models.PositiveIntegerField(null=True)
    quota_limit = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            # The web form is one; there is nothing to tell two apart by.
            models.UniqueConstraint(
                "kind", condition=Q(kind__in=("web", "phone", "walk_in")), name="one_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        # Of the other kinds there is one each, and it goes by its kind in the reader's language.
        named = self.kind in (Kind.MAIL, Kind.LINE) and self.name
        return self.name if named else str(self.get_kind_display())


class Address(models.Model):
    """Somebody's place in a channel: receipt code, mail address, LINE user. Only a human says whose it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="addresses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    # Web: Argon2id of code and PIN (32 bytes). Others: the blind index of the address.
    digest = models.BinaryField(max_length=32)
    # The address itself under the person's key; null for the web, where only the person has the code.
    sealed_external = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    # Since when it takes nothing any more: the person left the LINE account.
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("channel", "digest", name="one_address_per_channel")]


class Thread(models.Model):
    """What one person and the network write to each other in one channel. The id is the scope of its key.

    Without a case the desk of its region reads it; with a case only the members of the case do.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # An index of these columns alone would tempt SQLite away from the right one below.
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="threads", db_index=False)
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="threads")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="threads")
    case = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="threads", db_index=False
    )
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    urgency = models.CharField(max_length=1, choices=Urgency, default=Urgency.ANY)
    safety = models.CharField(max_length=7, choices=Safety, blank=True)
    language = models.CharField(max_length=10)
    # Blank: not told.
    prefecture = models.CharField(max_length=2, blank=True)
    region = models.GeneratedField(
        expression=When_(
            *(When(prefecture__in=codes, then=Value(name)) for name, codes in REGIONS.items()),
            default=Value(""),
        ),
        output_field=models.CharField(max_length=20),
        db_persist=True,
    )
    # {"town", "nickname", "sleep" (a place tonight: yes or no), "easy", "reads_badly", "mail", "phone"}: what the
    # form asked, as far as it was answered
    sealed_answers = models.BinaryField(null=True)
    # The first line of the last message of the person, for the list.
    sealed_preview = models.BinaryField(null=True)
    taken_by = _user(null=True, db_index=False)
    taken_at = models.DateTimeField(null=True)
    # Since when the person waits for us; null when we answered last.
    waiting_since = models.DateTimeField(null=True)
    # Until when the channel takes an answer; null for ever.
    reply_until = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    last_at = models.DateTimeField()
    # Raised by every message: an answer written before the newest one is shown again first.
    version = models.PositiveIntegerField(default=1)
    # The form it came from: sent twice, it is found instead of made again.
    form_token = models.UUIDField(unique=True)
    erase_on = models.DateField(null=True)
    # When the person erased it: nothing is left to read, the row says for a while that it is so.
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # The case first, none or one of many: lists ask for the desk's threads and for those of cases apart.
            models.Index(fields=["case", "-last_at", "-id"], name="thread_of_case"),
            models.Index(fields=["case", "region", "-last_at", "-id"], name="thread_region"),
            models.Index(fields=["case", "state", "-last_at", "-id"], name="thread_state"),
            # SQLite takes a partial index only where its condition holds no value: null or not, never a state.
            models.Index(
                fields=["case", "waiting_since", "id"],
                name="thread_waiting",
                condition=Q(waiting_since__isnull=False),
            ),
            models.Index(
                fields=["case", "snoozed_until", "id"],
                name="thread_snoozed",
                condition=Q(snoozed_until__isnull=False),
            ),
            models.Index(fields=["taken_by", "case", "-last_at", "-id"], name="thread_taken"),
        ]

    @property
    def state_tone(self) -> str:
        return TONES[State(self.state)]

    @property
    def urgency_tone(self) -> str:
        return URGENCY_TONES[Urgency(self.urgency)]


class ThreadTopic(models.Model):
    """A tile that the person chose, or a topic that the desk gave."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=10, choices=Topic)

    class Meta:
        constraints = [models.UniqueConstraint("thread", "topic", name="one_topic_per_thread")]
        indexes = [models.Index(fields=["topic", "thread"], name="threads_of_topic")]


class Message(models.Model):
    """One message or private note. The original is never changed; a translation hangs on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    # By which it came or goes: an answer may take another one than the thread.
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=4, choices=Direction)
    delivery = models.CharField(max_length=10, choices=Delivery, default=Delivery.RECEIVED)
    at = models.DateTimeField()
    by = _user(null=True)
    language = models.CharField(max_length=10)
    # Empty once taken back.
    sealed_text = models.BinaryField()
    # Blind index of the channel's own id: what arrives twice is one message.
    external = models.BinaryField(max_length=16, null=True)
    # That id itself, where an answer must name it (the Message-ID of a mail).
    sealed_external = models.BinaryField(null=True)
    form_token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint("thread", "external", name="one_message_per_external_id")]
        indexes = [
            models.Index(fields=["thread", "-at", "-id"], name="message_of_thread"),
            models.Index(fields=["external"], name="message_external", condition=~Q(external=None)),
        ]


class Translation(models.Model):
    """A message in another language, by somebody or by a machine; `back` is an answer translated back, to check it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    back = models.BooleanField(default=False)
    sealed_text = models.BinaryField()
    # Blank: by a human.
    engine = models.CharField(max_length=40, blank=True)
    by = _user(null=True)
    at = models.DateTimeField()


class MessageFile(models.Model):
    """A photo or a voice note of a message."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    stored = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="+")


class Outgoing(models.Model):
    """The outbox: an answer that is to leave by its channel, until it did or was given up."""

    message = models.OneToOneField(
        Message, primary_key=True, on_delete=models.CASCADE, related_name="outgoing"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    # While it is being sent, the end of the sender's lease; empty once sent or given up.
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], condition=~Q(next_try_at=None), name="outgoing_due")]


class Reading(models.Model):
    """That somebody has a thread open: "Sato is reading"."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("thread", "user", name="one_reading_per_user")]


class LineEvent(models.Model):
    """What LINE told of, kept sealed until the worker has read it; then only so that a second delivery is known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="line_events")
    event_id = models.CharField(max_length=64)
    # When it happened, as LINE says.
    at = models.DateTimeField()
    # The event as JSON under the channel's key; once read, at most the token by which one reply is free.
    sealed_event = models.BinaryField()
    # The message that came of it. Erasing that leaves the id here, or what is played again would arrive again.
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    # While it is being read, the end of the reader's lease; empty once read or given up.
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("channel", "event_id", name="one_event_per_id")]
        indexes = [
            models.Index(fields=["next_try_at"], condition=~Q(next_try_at=None), name="line_event_due")
        ]


class Translator(models.Model):
    """The translation service of the network, if it runs one: at most one row, whose id is the scope of its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    only = models.BooleanField(default=True, unique=True)
    active = models.BooleanField(default=False)
    # Its address and key as JSON.
    sealed_config = models.BinaryField()
    # The last attempt, and the class of its error.
    seen_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_translator")]

"""Fixed lists of the room of enquiries, and why an action here says no."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a channel is."""

    WEB = "web", _("Web form")
    MAIL = "mail", _("E-mail")
    LINE = "line", _("LINE")
    PHONE = "phone", _("Telephone")
    WALK_IN = "walk_in", _("Walk-in")


class State(TextChoices):
    """Where a thread stands for those who answer."""

    NEW = "new", _("New")
    OPEN = "open", _("Waits for us")
    ANSWERED = "answered", _("Answered by us")
    SNOOZED = "snoozed", _("Put off")
    CLOSED = "closed", _("Closed")


TONES = {State.NEW: "bad", State.OPEN: "warn", State.ANSWERED: "good", State.SNOOZED: "", State.CLOSED: ""}


class View(TextChoices):
    """What the inbox shows."""

    WAITING = "waiting", _("Waits for us")
    NEW = "new", _("New")
    LATE = "late", _("More than 24 hours")
    NOBODYS = "nobodys", _("Nobody's")
    MINE = "mine", _("Mine")
    CASES = "cases", _("Of my cases")
    SNOOZED = "snoozed", _("Put off")
    CLOSED = "closed", _("Closed")
    ALL = "all", _("All")


class Safety(TextChoices):
    """What the person answered to "are you safe now?"."""

    SAFE = "safe", _("Says: safe")
    UNSAFE = "unsafe", _("Says: not safe")
    UNKNOWN = "unknown", _("Does not know")
    NOT_ASKED = "", _("Not asked")


class Direction(TextChoices):
    IN = "in", _("From the person")
    OUT = "out", _("From us")
    NOTE = "note", _("Private note")


class Delivery(TextChoices):
    """What became of a message."""

    RECEIVED = "received", _("Received")
    WAITING = "waiting", _("Waits to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    TAKEN_BACK = "taken_back", _("Taken back")


class Failure(TextChoices):
    """Why an answer did not leave, or a channel cannot be reached."""

    UNREACHABLE = "unreachable", _("The other side does not answer.")
    SIGN_IN = "sign_in", _("The channel's name, password or token is refused.")
    REFUSED = "refused", _("The address takes no message.")
    BOUNCED = "bounced", _("It came back: nobody has this address, or the mailbox is full.")
    GONE = "gone", _("The person left the LINE account or blocked it.")
    QUOTA = "quota", _("The messages that the LINE account may send this month are used up.")
    NOT_ALLOWED = "not_allowed", _("The person no longer agrees to be reached this way.")
    LOCKED = "locked", _("Nothing may be sent to this person any more.")
    OFF = "off", _("This channel is switched off.")
    ERASED = "erased", _("It was erased before it left.")
    TROUBLE = "trouble", _("Something unexpected happened. Ask whoever keeps the server.")


class Reason(TextChoices):
    """Why an action of this room says no: the rule and the way out."""

    TAKEN = "taken", _("%(name)s took this at %(at)s.")
    NOT_THEIRS = (
        "not_theirs",
        _("%(name)s may not see this: it is of another region, or of a case they are not on."),
    )
    CLOSED = "closed", _("This is closed. Open it again first.")
    WINDOW = "window", _("This channel takes no answer any more since %(at)s. Use another one.")
    NOT_ALLOWED = "not_allowed", _("The person did not agree to be reached this way. Use another one.")
    LOCKED = "locked", _("Nothing may be sent to this person. They come back with their code.")
    NOT_NOW = "not_now", _("It is not safe to send now; safe are %(start)s to %(end)s o'clock.")
    OFF = "off", _("This channel is switched off.")
    NO_CONSENT = "no_consent", _("The person has not agreed to machine translation. Ask first.")
    NOT_TRANSLATED = (
        "not_translated",
        _("The translation service did not answer. Try later, or ask an interpreter."),
    )
    EMPTY = "empty", _("Write something, or add a photo or a voice note.")
    TOO_LONG = "too_long", _("Shorten this to %(limit)d characters (now %(length)d).")
    ON_CASE = "on_case", _("This belongs to a case already.")
    UNREADABLE = "unreadable", _("This was erased: it can no longer be read.")
    STALE = "stale", _("Something new arrived meanwhile. Read it, then send.")

"""Fixed lists of the room of referrals, and why an action here says no."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Whether others are to help beside us, or to take the whole case."""

    PART = "part", _("Ask for help with a part")
    TRANSFER = "transfer", _("Hand over the whole case")


class Body(TextChoices):
    """Who a case or a part of it is handed on to. Public ones must report people without a status."""

    COLLEAGUE = "colleague", _("Somebody of the network")
    ORGANISATION = "organisation", _("Member organisation")
    NPO = "npo", _("Other NPO or shelter")
    LAWYER = "lawyer", _("Lawyer or bar association")
    LEGAL_AID = "legal_aid", _("Legal aid (Houterasu)")
    SCRIVENER = "scrivener", _("Administrative or judicial scrivener")
    UNION = "union", _("Labour union")
    HOSPITAL = "hospital", _("Hospital or clinic")
    ASSOCIATION = "association", _("International association")
    WELFARE_COUNCIL = "welfare_council", _("Social welfare council")
    MUNICIPALITY = "municipality", _("City, ward, town or village office")
    LABOUR_OFFICE = "labour_office", _("Labour standards office, Hello Work")
    CHILD_CENTRE = "child_centre", _("Child or women's consultation centre")
    SCHOOL = "school", _("Public school or board of education")
    IMMIGRATION = "immigration", _("Immigration bureau")
    POLICE = "police", _("Police")
    EMBASSY = "embassy", _("Embassy or consulate")
    OTHER = "other", _("Other")


# Officials of the state and of municipalities (Immigration Act 62 (2)).
PUBLIC = frozenset(
    {
        Body.MUNICIPALITY,
        Body.LABOUR_OFFICE,
        Body.CHILD_CENTRE,
        Body.SCHOOL,
        Body.IMMIGRATION,
        Body.POLICE,
    }
)


class State(TextChoices):
    SENT = "sent", _("Sent, no answer yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    DONE = "done", _("Done")
    REVOKED = "revoked", _("Taken back")
    OVERDUE = "overdue", _("No answer: back to us")


TONES = {
    State.SENT: "info",
    State.ACCEPTED: "good",
    State.DECLINED: "bad",
    State.DONE: "good",
    State.REVOKED: "",
    State.OVERDUE: "warn",
}
# Somebody else may still act on it.
OPEN = frozenset({State.SENT, State.ACCEPTED, State.OVERDUE})


class Field(TextChoices):
    """What can be shown to the receiver, each chosen by itself."""

    LANGUAGE = "language", _("Language and interpreting")
    TOPICS = "topics", _("Topics and urgency")
    SUMMARY = "summary", _("Summary of the matter")
    WISH = "wish", _("What the person wishes")
    NAME = "name", _("Name")
    BIRTH = "birth", _("Birth date or age")
    NATIONALITY = "nationality", _("Nationality")
    HOUSEHOLD = "household", _("Household")
    TOWN = "town", _("Town")
    CONTACT = "contact", _("How the person can be reached safely")
    RESIDENCE = "residence", _("Status of residence")


class Result(TextChoices):
    """What came of it: kept as know-how about bodies and topics."""

    SOLVED = "solved", _("Solved")
    GOES_ON = "goes_on", _("They go on helping")
    ADVISED = "advised", _("Advice only")
    REFUSED = "refused", _("Refused at the counter")
    UNKNOWN = "unknown", _("Nothing heard")


class Reason(TextChoices):
    """Why an action of this room says no: the rule and the way out."""

    NO_CONSENT = "no_consent", _("The person has not agreed to a referral. Ask, and record the answer first.")
    NO_FIELDS = "no_fields", _("Choose at least one thing that the receiver may see.")
    NOT_WARNED = "not_warned", _("Say that you know about the duty to report, or choose somebody else.")
    STATUS_TO_OFFICIALS = (
        "status_to_officials",
        _("The status of residence is never told to a public body from here. Leave it out."),
    )
    WRONG_STATE = "wrong_state", _("This referral is “%(state)s” by now. Read it again, then decide.")
    TRANSFER_OUTSIDE = "transfer_outside", _("A whole case goes only to somebody of the network.")
    TO_ONESELF = "to_oneself", _("Choose somebody else than yourself.")
    CONFLICT = "conflict", _("%(name)s must not see this case. Choose somebody else.")
    WHY = "why", _("Write why.")
    UNREADABLE = "unreadable", _("This was erased: it can no longer be read.")

"""States, places, activities and signs of the claims room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    SUBMITTED = "submitted", _("Received")
    RETURNED = "returned", _("Sent back for correction")
    APPROVED = "approved", _("Approved")
    PAID = "paid", _("Paid")
    REJECTED = "rejected", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LIVE = (State.SUBMITTED, State.RETURNED, State.APPROVED, State.PAID)


class Place(TextChoices):
    CITY_HALL = "city_hall", _("City or ward office")
    IMMIGRATION = "immigration", _("Immigration office")
    HOSPITAL = "hospital", _("Hospital or clinic")
    LABOUR = "labour", _("Labour office or Hello Work")
    WELFARE = "welfare", _("Welfare office")
    SCHOOL = "school", _("School or nursery")
    POLICE_COURT = "police_court", _("Police, court or lawyer")
    EMPLOYER = "employer", _("Employer")
    HOUSING = "housing", _("Landlord or estate agent")
    OTHER = "other", _("Other place")


class Activity(TextChoices):
    INTERPRET = "interpret", _("Interpreted")
    EXPLAIN = "explain", _("Explained procedures")
    ACCOMPANY = "accompany", _("Went along")
    NEGOTIATE = "negotiate", _("Negotiated")
    FORMS = "forms", _("Helped with forms")
    LISTEN = "listen", _("Listened and advised")


class Outcome(TextChoices):
    SOLVED = "solved", _("Solved")
    CONTINUES = "continues", _("Continues")
    REFUSED = "refused", _("Refused at the counter")


class Sign(TextChoices):
    """Signs for the reviewer. They never refuse anything and supporters do not see them."""

    TWO_PLACES = "two_places", _("The supporter was somewhere else at the same time")
    SAME_TEXT = "same_text", _("The same text as in another claim")
    FILED_EARLY = "filed_early", _("Filed before the support ended")
    NO_SLOT = "no_slot", _("The limit for this recipient is used up")
    MAYBE_KNOWN = "maybe_known", _("The recipient may be somebody already known")

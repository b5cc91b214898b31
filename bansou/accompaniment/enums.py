"""States, places, activities, signs and refusals of the claims room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# A visit and its claim name the same kinds of places.
from bansou.matching.enums import Place as Place


class State(TextChoices):
    SUBMITTED = "submitted", _("Received")
    RETURNED = "returned", _("Sent back for correction")
    APPROVED = "approved", _("Approved")
    PAID = "paid", _("Paid")
    REJECTED = "rejected", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LIVE = (State.SUBMITTED, State.RETURNED, State.APPROVED, State.PAID)
UNDECIDED = (State.SUBMITTED, State.RETURNED)
OPEN = (State.SUBMITTED, State.RETURNED, State.APPROVED)
GRANTED = (State.APPROVED, State.PAID)
TONES = {
    State.SUBMITTED: "info",
    State.RETURNED: "warn",
    State.APPROVED: "good",
    State.PAID: "good",
    State.REJECTED: "bad",
}


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


class Refusal(TextChoices):
    """Why the rules of the term or the course of a claim say no: the value of the rule, and the way out.

    The first twelve carry the codes of rules.Reason.
    """

    SUPPORT_BEFORE_TERM = (
        "support_before_term",
        _("This term pays for support from %(support_from)s on. Check the day of the support."),
    )
    SUPPORT_AFTER_TERM = (
        "support_after_term",
        _("This term pays for support until %(support_to)s. Check the day of the support."),
    )
    FILED_BEFORE_SUPPORT = (
        "filed_before_support",
        _(
            "The support is on %(support_on)s, which is still to come. Keep the draft and send it on that day."
        ),
    )
    FILED_LATE = (
        "filed_late",
        _(
            "The last day to file this support was %(deadline_on)s. You can write to your coordinator about it."
        ),
    )
    TOO_SHORT = (
        "too_short",
        _(
            "Support of %(min_minutes)s minutes or more is paid; this one has %(minutes)s. Check start and end."
        ),
    )
    NOT_REGISTERED = (
        "not_registered",
        _("You were not registered in the network on this day. Register, or ask the secretariat."),
    )
    NOT_ELIGIBLE = (
        "not_eligible",
        _(
            "Confirmed experience or these questionnaires are still missing: %(missing)s. File again after them."
        ),
    )
    CO_SUPPORTER_NOT_REGISTERED = (
        "co_supporter_not_registered",
        _("Nobody is registered with the Bansou ID %(second)s. Ask the second supporter for theirs."),
    )
    CO_SUPPORTER_NOT_ELIGIBLE = (
        "co_supporter_not_eligible",
        _("The second supporter %(second)s has no confirmed experience and not all questionnaires yet."),
    )
    SAME_SUPPORTER_TWICE = (
        "same_supporter_twice",
        _("The second supporter must be another person. Leave the field empty if you went alone."),
    )
    TOO_MANY_SUPPORTERS = (
        "too_many_supporters",
        _("At most %(supporters_per_claim)s supporters are paid for one claim. Name fewer."),
    )
    RECIPIENT_CAP_REACHED = (
        "recipient_cap_reached",
        _(
            "The %(cap)s claims for this person in this term are used up. Ask your coordinator what else can help."
        ),
    )
    FORM_USED = (
        "form_used",
        _("This form was already sent as claim %(number)s. Open a new form for another claim."),
    )
    CHANGED = (
        "changed",
        _("%(who)s changed this claim on %(at)s: %(state)s. Look at it again before you decide."),
    )
    DECIDED = "decided", _("This can no longer be done: the claim stands at “%(state)s”.")
    NO_SLOT = (
        "no_slot",
        _(
            "The limit of %(cap)s claims for this recipient is used up. Reject the claim, or wait for a place."
        ),
    )
    SECOND_PENDING = (
        "second_pending",
        _("The second supporter has not answered yet. Approve after that, or send the claim back."),
    )
    PRIOR_REVIEW = (
        "prior_review",
        _("This term asks for the coordinator's judgement first. Approve after that."),
    )
    JUDGED_BY_YOU = (
        "judged_by_you",
        _("You agreed as coordinator. Somebody else of the secretariat has to approve: two people decide."),
    )
    NAME_AGAIN = (
        "name_again",
        _("The new day lies in another term. Name the person again, by card code or by name and birth date."),
    )
    NO_VISIT = (
        "no_visit",
        _("This visit is not one of yours, or it has not been told yet that it took place. Do that first."),
    )
    NOT_YOURS = "not_yours", _("You went along yourself. Somebody else has to decide about this claim.")
    ANSWERED = "answered", _("You have already answered. Ask the secretariat if your answer was wrong.")
    REASON_NEEDED = "reason_needed", _("Write the reason: the supporter is told.")


class Fault(TextChoices):
    """What can be wrong with a cell of an imported spreadsheet."""

    TIMESTAMP = "timestamp", _("“%(found)s” is not a day and time up to now.")
    APPLICANT = (
        "applicant",
        _("Nobody is registered with the Bansou ID “%(found)s”. Import registrations first."),
    )
    DAY = "day", _("“%(found)s” is not a day.")
    TIME = "time", _("“%(found)s” is not a time of day.")
    CHOICE = "choice", _("“%(found)s” is not one of the answers. List it in the mapping file.")
    PROGRAMME = "programme", _("Several programmes pay for support on this day. File this claim on the web.")

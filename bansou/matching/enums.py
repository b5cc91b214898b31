"""Fixed lists of the room that finds helpers, the words of every reason, and why an action here says no."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Place(TextChoices):
    """Where somebody goes along to."""

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


class Kind(TextChoices):
    """What somebody is asked for."""

    ACCOMPANY = "accompany", _("Go along")
    INTERPRET = "interpret", _("Interpret")
    REMOTE = "remote", _("Help from afar")


APPOINTMENTS = (Kind.ACCOMPANY, Kind.INTERPRET)


class Way(TextChoices):
    """How an interpreter comes to the talk."""

    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video")
    FACE = "face", _("Face to face")
    ANY = "any", _("Whichever suits")


class AskState(TextChoices):
    OPEN = "open", _("Waiting for an answer")
    FILLED = "filled", _("Somebody accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Nobody accepted in time")


ASK_TONES = {AskState.OPEN: "info", AskState.FILLED: "good", AskState.WITHDRAWN: "", AskState.EXPIRED: "warn"}


class Answer(TextChoices):
    """What one of those who were asked said."""

    WAITING = "waiting", _("No answer yet")
    ACCEPTED = "accepted", _("Said yes")
    DECLINED = "declined", _("Said no")
    CLOSED = "closed", _("No longer needed")


ANSWER_TONES = {
    Answer.WAITING: "info", Answer.ACCEPTED: "good", Answer.DECLINED: "", Answer.CLOSED: "",
}  # fmt: skip


class VisitState(TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Took place")
    MISSED = "missed", _("Did not take place")
    CANCELLED = "cancelled", _("Cancelled")


VISIT_TONES = {
    VisitState.PLANNED: "info", VisitState.DONE: "good", VisitState.MISSED: "warn", VisitState.CANCELLED: "",
}  # fmt: skip


class BookingState(TextChoices):
    BOOKED = "booked", _("Booked")
    CANCELLED = "cancelled", _("Cancelled")


class Why(TextChoices):
    """The words of each reason of rules.Because."""

    NATIVE = "native", _("Mother tongue: %(language)s")
    FLUENT = "fluent", _("Speaks %(language)s fluently")
    EVERYDAY = "everyday", _("Everyday conversation in %(language)s")
    INTERPRETS = "interprets", _("Interprets %(language)s")
    SAME_TOWN = "same_town", _("Lives in the same municipality")
    SAME_PREFECTURE = "same_prefecture", _("Lives in the same prefecture")
    GOES_THERE = "goes_there", _("Goes to this prefecture")
    FROM_AFAR = "from_afar", _("Helps from afar")
    KNOWS_FIELD = "knows_field", _("Knows: %(fields)s")
    GENDER = "gender", _("Is of the wished gender")
    SHARES_LANGUAGE = "shares_language", _("Shares the mother tongue")
    FOREIGN_ROOTS = "foreign_roots", _("Has told foreign roots")
    FREE_THEN = "free_then", _("Is usually free then")
    TIMES_UNTOLD = "times_untold", _("Has not told when they are free")
    OTHER_TIMES = "other_times", _("Is usually free at other times")
    LOAD = "load", _("Requests and visits at the moment: %(count)s")
    LEFT_LANGUAGE = "left_language", _("do not speak or interpret the language")
    LEFT_REACH = "left_reach", _("are out of reach")
    LEFT_GENDER = "left_gender", _("are not of the needed gender")
    LEFT_KNOWN = "left_known", _("must not see this case")
    LEFT_TOWN = "left_town", _("live in the same municipality")
    LEFT_PAUSED = "left_paused", _("take a break")
    LEFT_BUSY = "left_busy", _("have another appointment then")


class Reason(TextChoices):
    """Why an action of this room says no: the rule and the way out."""

    NOBODY = "nobody", _("Tick at least one person.")
    TOO_MANY = "too_many", _("Ask at most %(most)d people at once. Wait for their answers first.")
    GONE = "gone", _("This request is no longer open. Thank you all the same.")
    ANSWERED = "answered", _("You have answered this request already.")
    BUSY = "busy", _("There is another appointment at this time. Choose another time or person.")
    YOU_ARE_BUSY = (
        "you_are_busy",
        _("You have another appointment at this time. Cancel it first, or decline."),
    )
    PAST = "past", _("This time is over. Choose a later one.")
    TOO_LONG = "too_long", _("An appointment takes at most %(hours)d hours. Plan a second one for the rest.")
    TOO_EARLY = "too_early", _("This visit has not begun yet. Tell on the day how it went.")
    NOT_PLANNED = "not_planned", _("This appointment no longer stands as planned.")
    NOT_ON_CASE = "not_on_case", _("Only somebody on the case can be given this. Ask them first.")

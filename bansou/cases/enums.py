"""Fixed lists of the room of cases, and why an action here says no."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bansou.supporters.enums import Field


class State(TextChoices):
    OPEN = "open", _("Being worked on")
    CLOSED = "closed", _("Closed")
    ERASED = "erased", _("Erased")


STATE_TONES = {State.OPEN: "info", State.CLOSED: "", State.ERASED: ""}


class Urgency(TextChoices):
    """How soon somebody must act; the order of the values is the order of lists."""

    TODAY = "1", _("Today")
    WEEK = "2", _("This week")
    ANY = "3", _("Any time")


URGENCY_TONES = {Urgency.TODAY: "bad", Urgency.WEEK: "warn", Urgency.ANY: ""}


class Topic(TextChoices):
    """What a case or a contact is about: the national consultation sheet's list, in the network's grouping."""

    STATUS = "status", _("Residence procedure")
    ASYLUM = "asylum", _("Refugee procedure")
    DETENTION = "detention", _("Detention and removal")
    WORK = "work", _("Work, pay, dismissal")
    ACCIDENT = "accident", _("Accident at work")
    JOB = "job", _("Looking for work")
    POVERTY = "poverty", _("No money, nothing to eat, debt")
    HOUSING = "housing", _("Housing and rent")
    TAX = "tax", _("Tax")
    INSURANCE = "insurance", _("Social insurance and pension")
    MEDICAL = "medical", _("Illness and disability")
    MENTAL = "mental", _("Mental health")
    BIRTH = "birth", _("Pregnancy and small children")
    CARE = "care", _("Care")
    SCHOOL = "school", _("School")
    JAPANESE = "japanese", _("Learning Japanese")
    FAMILY = "family", _("Family, marriage, divorce")
    VIOLENCE = "violence", _("Violence and abuse")
    NEIGHBOURS = "neighbours", _("Neighbours and discrimination")
    DISASTER = "disaster", _("Disaster")
    RETURN = "return", _("Going home")
    PAPERS = "papers", _("Interpreting, forms, other")


# Which knowledge of a supporter a topic asks for.
FIELD_OF = {
    Topic.STATUS: Field.STATUS,
    Topic.ASYLUM: Field.STATUS,
    Topic.DETENTION: Field.STATUS,
    Topic.WORK: Field.LABOUR,
    Topic.ACCIDENT: Field.LABOUR,
    Topic.JOB: Field.LABOUR,
    Topic.POVERTY: Field.WELFARE,
    Topic.HOUSING: Field.LIFE,
    Topic.TAX: Field.LIFE,
    Topic.INSURANCE: Field.WELFARE,
    Topic.MEDICAL: Field.MEDICAL,
    Topic.MENTAL: Field.MEDICAL,
    Topic.BIRTH: Field.CHILDREN,
    Topic.CARE: Field.WELFARE,
    Topic.SCHOOL: Field.CHILDREN,
    Topic.JAPANESE: Field.CHILDREN,
    Topic.FAMILY: Field.LAW,
    Topic.VIOLENCE: Field.VIOLENCE,
    Topic.NEIGHBOURS: Field.LIFE,
    Topic.DISASTER: Field.LIFE,
    Topic.RETURN: Field.LIFE,
    Topic.PAPERS: Field.LIFE,
}


class Route(TextChoices):
    """How somebody came to the network: required, because it shows which doors work."""

    FRIEND = "friend", _("Friend or family")
    COMMUNITY = "community", _("Community or faith group")
    SNS = "sns", _("Social media")
    WEB = "web", _("Web")
    LEAFLET = "leaflet", _("Leaflet")
    DESK = "desk", _("Public desk")
    ASSOCIATION = "association", _("International association")
    SCHOOL = "school", _("School")
    EMPLOYER = "employer", _("Employer")
    HOSPITAL = "hospital", _("Hospital")
    LAWYER = "lawyer", _("Lawyer")
    MEMBER = "member", _("Member of the network")
    OUTREACH = "outreach", _("Outreach visit")
    RETURNING = "returning", _("Came before")
    UNKNOWN = "unknown", _("Not known")


class LanguageMode(TextChoices):
    """How one can speak with the person in a language."""

    SPEAKS = "speaks", _("Speaks it")
    INTERPRETER = "interpreter", _("Interpreter needed")
    WRITTEN = "written", _("Written only")


class Role(TextChoices):
    """What somebody is on a case; which parts they see stands in cases.rules.fields."""

    LEAD = "lead", _("Lead")
    WORKER = "worker", _("Supporter on the case")
    INTERPRETER = "interpreter", _("Interpreter")
    SPECIALIST = "specialist", _("Specialist")


# The parts of a case (rules.fields.Part) in the log.
PARTS = {
    "head": _("Head"),
    "facts": _("Facts"),
    "identity": _("Names and household"),
    "nationality": _("Nationality"),
    "contact": _("How to reach the person"),
    "residence": _("Residence"),
    "entries": _("Progress"),
    "private": _("Private notes"),
    "messages": _("Messages"),
    "tasks": _("Tasks"),
    "files": _("Files"),
    "consents": _("Consents"),
    "members": _("People on the case"),
    "referrals": _("Referrals"),
    "log": _("Log"),
}


class Relation(TextChoices):
    SELF = "self", _("The person")
    SPOUSE = "spouse", _("Spouse or partner")
    CHILD = "child", _("Child")
    PARENT = "parent", _("Parent")
    SIBLING = "sibling", _("Brother or sister")
    OTHER = "other", _("Other")


class Mode(TextChoices):
    """How a contact took place. An entry without a mode is no contact and is not counted as one."""

    VISIT = "visit", _("Visit to the office")
    OUTSIDE = "outside", _("Meeting outside")
    PHONE = "phone", _("Phone call")
    THREE_WAY = "three_way", _("Three-way call with an interpreter")
    VIDEO = "video", _("Video")
    MESSAGE = "message", _("Messages")
    MAIL = "mail", _("Letter or mail")


class EntryKind(TextChoices):
    NOTE = "note", _("Note")
    CONTACT = "contact", _("Contact with the person")
    DECISION = "decision", _("Decision")
    OPENED = "opened", _("Case opened")
    CLOSED = "closed", _("Case closed")
    REOPENED = "reopened", _("Case opened again")


class Purpose(TextChoices):
    """What a consent is for."""

    RECORD = "record", _("Keep a record")
    SHARE = "share", _("Share inside the network")
    REFER = "refer", _("Refer to others")
    TRANSLATE = "translate", _("Translate by machine")
    DISASTER = "disaster", _("Contact after a disaster")
    STORY = "story", _("Tell the story without a name")


class Answer(TextChoices):
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Consent taken back")


class Form(TextChoices):
    """How a consent was said."""

    SIGNED = "signed", _("Signed")
    SPOKEN = "spoken", _("Spoken")
    INTERPRETED = "interpreted", _("Spoken through an interpreter")
    WRITTEN = "written", _("In a message")


class Situation(TextChoices):
    """Statuses of residence and situations without one (Immigration Act, appended tables; other laws)."""

    NOT_ASKED = "not_asked", _("Not asked")
    UNTOLD = "untold", _("Does not wish to say")
    UNKNOWN = "unknown", _("Not known")
    JAPANESE = "japanese", _("Japanese national with foreign roots")
    PERMANENT = "permanent", _("Permanent resident")
    SPECIAL_PERMANENT = "special_permanent", _("Special permanent resident")
    SPOUSE_JAPANESE = "spouse_japanese", _("Spouse or child of a Japanese national")
    SPOUSE_PERMANENT = "spouse_permanent", _("Spouse or child of a permanent resident")
    LONG_TERM = "long_term", _("Long-term resident")
    ENGINEER = "engineer", _("Engineer, humanities, international services")
    SKILLED = "skilled", _("Specified skilled worker")
    INTERN = "intern", _("Technical intern")
    SKILL_DEVELOPMENT = "skill_development", _("Employment for skill development")
    OTHER_WORK = "other_work", _("Other status for work")
    STUDENT = "student", _("Student")
    DEPENDENT = "dependent", _("Dependent")
    DESIGNATED = "designated", _("Designated activities")
    TEMPORARY = "temporary", _("Temporary visitor")
    NEWBORN = "newborn", _("Newborn without a status yet")
    COMPLEMENTARY = "complementary", _("Complementary protection")
    PROVISIONAL = "provisional", _("Provisional release")
    SUPERVISED = "supervised", _("Supervised measure")
    DETAINED = "detained", _("Detained")
    DEPARTURE = "departure", _("Departure order")
    SPECIAL_PERMISSION = "special_permission", _("Waiting for special permission")
    OVERSTAY = "overstay", _("No status")


class Asylum(TextChoices):
    """A refugee procedure stands beside a status, never in its place."""

    NONE = "", _("None known")
    FIRST = "first", _("First application")
    SECOND = "second", _("Second application")
    LATER = "later", _("Third application or later")


class Outcome(TextChoices):
    SOLVED = "solved", _("Solved")
    PARTLY = "partly", _("Partly solved")
    HANDED_ON = "handed_on", _("Handed on")
    INFORMED = "informed", _("Informed and advised")
    REFUSED = "refused", _("An office refused")
    LOST = "lost", _("Contact lost")
    WISHED = "wished", _("The person ended it")


class Emergency(TextChoices):
    """Why somebody opens a case that they are not on."""

    DANGER = "danger", _("Danger to life or health")
    LEAD_AWAY = "lead_away", _("The lead cannot be reached")
    COMPLAINT = "complaint", _("A complaint is looked into")


class Verdict(TextChoices):
    JUSTIFIED = "justified", _("Was right")
    UNJUSTIFIED = "unjustified", _("Was not right")


class Reason(TextChoices):
    """Why an action of this room says no: the rule and the way out."""

    CLOSED = "closed", _("This case is closed. Open it again first.")
    OPEN = "open", _("This case is open. Close it first.")
    MEMBER = "member", _("%(name)s is on this case already.")
    NO_MEMBER = "no_member", _("%(name)s is not on this case. Add them first.")
    CONFLICT = "conflict", _("%(name)s must not see this case: the two know each other. Ask somebody else.")
    NOT_FOR_CASES = (
        "not_for_cases",
        _("%(name)s has no role with which one can be this on a case. Ask the secretariat."),
    )
    LAST_LEAD = "last_lead", _("A case needs a lead. Name another lead first.")
    NO_CONSENT = "no_consent", _("The person has not agreed to this. Ask, and record the answer first.")
    STALE = "stale", _("Somebody changed this a moment ago. Read it again, then decide.")
    SHORT_REASON = "short_reason", _("Write why, in at least %(least)d characters.")
    UNREVIEWED = (
        "unreviewed",
        _("An earlier opening of yours has not been reviewed yet. Ask the secretariat."),
    )
    SEARCHES_USED = (
        "searches_used",
        _("You searched names and notes %(limit)d times today, which is the limit. Go on tomorrow."),
    )
    OWN_REVIEW = "own_review", _("Somebody else reviews this.")
    REVIEWED = "reviewed", _("This was reviewed already.")
    UNREADABLE = "unreadable", _("This case was erased: it can no longer be read.")

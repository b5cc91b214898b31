"""Fixed lists of the supporters' room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    NATIVE = "native", _("Mother tongue")
    FLUENT = "fluent", _("Fluent")
    EVERYDAY = "everyday", _("Everyday conversation")


class Field(TextChoices):
    STATUS = "status", _("Residence and refugee status")
    LABOUR = "labour", _("Work and wages")
    LIFE = "life", _("Housing and daily life")
    MEDICAL = "medical", _("Illness and medical costs")
    WELFARE = "welfare", _("Welfare and public assistance")
    CHILDREN = "children", _("Children and school")
    VIOLENCE = "violence", _("Violence and abuse")
    LAW = "law", _("Law and courts")


class State(TextChoices):
    """Where a supporter stands in a term; derived from the dates of the registration, never stored."""

    ID_ISSUED = "id_issued", _("Bansou ID issued")
    PAPERS_SENT = "papers_sent", _("Papers sent")
    PAPERS_BACK = "papers_back", _("Papers back")
    PAYABLE = "payable", _("Can be paid")

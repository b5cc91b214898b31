"""The words of the log: what the verbs and the kinds of objects are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "accounts.invite": _("Invited"),
    "accounts.grant_role": _("Gave a role"),
    "accounts.end_role": _("Ended a role"),
    "accounts.end_sessions": _("Signed somebody out everywhere"),
    "accounts.change": _("Changed own account"),
    "audit.read": _("Read the log"),
    "mail.retry": _("Tried a mail again"),
    "vault.limit": _("Alarm: opened too many records"),
    "vault.destroy": _("Destroyed the keys of a quarter"),
    "terms.load": _("Loaded terms"),
    "terms.publish": _("Published terms"),
}

OBJECTS = {
    "accounts.user": _("User"),
    "audit.entry": _("Log entry"),
    "notices.mail": _("Mail"),
    "programmes.terms": _("Terms"),
    "directory.organisation": _("Organisation"),
    "people.person": _("Person"),
    "people.recipient": _("Support recipient"),
    "people.hint": _("Hint of the same person"),
    "supporters.supporter": _("Supporter"),
    "supporters.registration": _("Registration for a term"),
    "courses.completion": _("Completed questionnaire"),
    "accompaniment.claim": _("Claim"),
    "accompaniment.draft": _("Draft of a claim"),
    "payments.payee": _("Payee"),
    "payments.account": _("Payee account"),
    "payments.run": _("Payment run"),
    "payments.transfer": _("Transfer"),
    "payments.taxdecision": _("Tax decision"),
    "payments.payingaccount": _("Own account of the network"),
}

"""What is typed about a mailbox, a LINE account and the translation service; secrets are typed and never shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.core.municipalities import REGION_NAMES
from bansou.enquiries.enums import Kind
from bansou.enquiries.rules.hosts import LOOPBACK, is_safe

SECURITY = (
    ("tls", _("TLS from the first byte")),
    ("starttls", _("STARTTLS")),
    ("none", _("None (only for a server on this machine)")),
)


def _secret(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=500, widget=widget)


class _ChannelForm(forms.Form):
    """`old` is what the channel's configuration shows; None for a new channel."""

    # Secrets that a new channel must have, with the field of the server that each of them is for.
    needed: dict[str, str] = {}

    name = forms.CharField(
        label=_("Name of the channel"),
        help_text=_("So that the desk can tell it from others."),
        max_length=60,
    )
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=[("", _("All")), *REGION_NAMES.items()]
    )

    def __init__(self, *args: Any, old: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old = old
        if old is not None:
            for secret in self.needed:
                self.fields[secret].help_text = _("Leave this empty to keep what is there.")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for secret, server in self.needed.items():
            if told.get(secret) or server in self.errors:
                continue
            if self.old is None:
                self.add_error(secret, _("Type this once; it is kept sealed and never shown."))
            elif server and self.old.get(server) != told.get(server):
                self.add_error(secret, _("Type it again: a password is never handed to another server."))
        return told

    @property
    def config(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("name", "region")}


class MailForm(_ChannelForm):
    kind = Kind.MAIL
    needed = {"imap_password": "imap_host", "smtp_password": "smtp_host"}

    address = forms.EmailField(label=_("Mail address"), help_text=_("Answers come from it."), max_length=190)
    imap_host = forms.CharField(label=_("Server for receiving (IMAP)"), max_length=190)
    imap_port = forms.IntegerField(label=_("Port for receiving"), initial=993, min_value=1, max_value=65535)
    imap_security = forms.ChoiceField(label=_("Encryption for receiving"), choices=SECURITY, initial="tls")
    imap_user = forms.CharField(label=_("User for receiving"), max_length=190)
    imap_password = _secret(_("Password for receiving"))
    smtp_host = forms.CharField(label=_("Server for sending (SMTP)"), max_length=190)
    smtp_port = forms.IntegerField(label=_("Port for sending"), initial=587, min_value=1, max_value=65535)
    smtp_security = forms.ChoiceField(label=_("Encryption for sending"), choices=SECURITY, initial="starttls")
    smtp_user = forms.CharField(
        label=_("User for sending"),
        help_text=_("Empty if the server asks for no sign-in."),
        max_length=190,
        required=False,
    )
    smtp_password = _secret(_("Password for sending"))
    delete = forms.BooleanField(
        label=_("Remove mails from the mailbox once they are taken in"),
        help_text=_("What somebody wants erased is then erased there, too."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("smtp_user"):
            # Without a user there is nothing to sign in with.
            self.needed = {"imap_password": "imap_host"}
        told = super().clean()
        for way in ("imap", "smtp"):
            if told.get(f"{way}_security") == "none" and told.get(f"{way}_host") not in LOOPBACK:
                self.add_error(
                    f"{way}_security", _("Only a server on this machine may go without encryption.")
                )
        return told


class LineForm(_ChannelForm):
    kind = Kind.LINE
    needed = {"secret": "", "token": ""}

    secret = _secret(_("Channel secret"), _("LINE Developers: your channel, “Basic settings”."))
    token = _secret(
        _("Channel access token (long-lived)"), _("LINE Developers: your channel, “Messaging API”.")
    )


class TranslatorForm(forms.Form):
    url = forms.CharField(
        label=_("Address of LibreTranslate"),
        help_text=_("For example https://translate.example.org"),
        max_length=190,
    )
    key = _secret(_("Key, if the service asks for one"))
    active = forms.BooleanField(label=_("Use it where the person of a case has agreed"), required=False)

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].rstrip("/")
        if not is_safe(url):
            raise forms.ValidationError(_("Type an address that begins with https://."))
        return url

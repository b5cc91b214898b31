"""Second factors that refuse a code twice, invitations, roles, and one's own account."""

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as allauth_forms
from allauth.mfa.models import Authenticator
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from bansou.accounts.enums import STAFF, RoleKind
from bansou.accounts.models import User
from bansou.core.languages import SITE_LANGUAGES, own_name
from bansou.core.municipalities import REGION_NAMES

# With a tolerance of one step a code lives 90 seconds, but django-allauth remembers used ones for 30 only.
USED_SECONDS = 120


class OncePerCode:
    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            used = f"totp-used-{self.user.pk}-{normalize_user_code(code)}"
            if not cache.add(used, True, timeout=USED_SECONDS):
                raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OncePerCode, allauth_forms.AuthenticateForm):
    pass


class ReauthenticateForm(OncePerCode, allauth_forms.ReauthenticateForm):
    pass


def _languages() -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code in SITE_LANGUAGES]


class OwnAccountForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=_languages)
    shortcut_keys = forms.BooleanField(
        label=_("Shortcut keys in the list of claims"),
        help_text=_("Single letters move and decide there; ? shows them."),
        required=False,
    )

    is_public_official = forms.BooleanField(
        label=_("I work for a public office"),
        help_text=_(
            "Public officials must report people without a status of residence. So they are never shown one."
        ),
        required=False,
    )

    def __init__(self, *args, staff: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not staff:
            del self.fields["shortcut_keys"]


class RoleForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Role"), choices=[choice for choice in RoleKind.choices if choice[0] in STAFF]
    )
    region = forms.ChoiceField(
        label=_("Region"),
        help_text=_("For regional coordinators only"),
        required=False,
        choices=[("", _("None")), *REGION_NAMES.items()],
    )

    def clean(self):
        data = super().clean()
        if data.get("kind") == RoleKind.COORDINATOR:
            if not data.get("region"):
                self.add_error("region", _("Choose the region that this coordinator looks after."))
        else:
            data["region"] = ""
        return data


class InviteForm(RoleForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(label=_("Mail address"))
    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=_languages)

    field_order = ("name", "email", "language", "kind", "region")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(
                _("Somebody with this mail address is here already. Look in the list.")
            )
        return email

"""The file in which terms travel."""

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = 200_000


class TermsFileForm(forms.Form):
    file = forms.FileField(
        label=_("Terms file (TOML)"),
        help_text=_("The examples that come with Bansou are good starting points."),
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large to be a terms file. Choose another one."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not text in UTF-8. Save it as UTF-8 and try again."))

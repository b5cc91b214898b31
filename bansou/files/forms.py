"""The form field for a photo, a voice recording or a PDF."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bansou.core.refusal import Refused
from bansou.core.uploads import ACCEPT, Cleaned
from bansou.files import actions


class UploadField(forms.FileField):
    """Gives a `core.uploads.Cleaned` for `files.actions.store`, or None. Error codes are the values of `Reason`."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def to_python(self, data: Any) -> Cleaned | None:
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            return actions.clean(upload, upload.name)
        except Refused as refused:
            raise ValidationError(refused.message, code=str(refused.reason.value)) from None

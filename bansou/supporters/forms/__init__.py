"""What the pages of this room take."""

from bansou.supporters.forms.profile import (
    QUIET,
    LanguageRows,
    OwnProfileForm,
    ProfileForm,
    RegisteringForm,
    RegistrationForm,
    initial_languages,
    initial_of,
    languages,
    prefecture_groups,
)
from bansou.supporters.forms.staff import BatchForm, ScanForm, SearchForm
from bansou.supporters.forms.times import TimeRows, initial_times, times

__all__ = [
    "QUIET",
    "BatchForm",
    "LanguageRows",
    "OwnProfileForm",
    "ProfileForm",
    "RegisteringForm",
    "RegistrationForm",
    "ScanForm",
    "SearchForm",
    "TimeRows",
    "initial_languages",
    "initial_of",
    "initial_times",
    "languages",
    "prefecture_groups",
    "times",
]

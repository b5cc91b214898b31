"""Every address of the site; each app keeps its own list."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from bansou.core.views import styleguide

urlpatterns = [
    path("", include("bansou.help.urls_root")),
    path("", include("bansou.enquiries.urls_root")),
    path("", include("bansou.website.urls_root")),
    *i18n_patterns(
        path("", include("bansou.help.urls")),
        path("", include("bansou.website.urls")),
        path("", include("bansou.accounts.urls")),
        path("", include("bansou.supporters.urls")),
        path("", include("bansou.cases.urls")),
        path("", include("bansou.courses.urls")),
        path("", include("bansou.enquiries.urls")),
        path("", include("bansou.guides.urls")),
        path("", include("bansou.referrals.urls")),
        path("", include("bansou.accompaniment.urls")),
        path("", include("bansou.matching.urls")),
        path("", include("bansou.people.urls")),
        path("", include("bansou.payments.urls")),
        path("", include("bansou.programmes.urls")),
        path("", include("bansou.directory.urls")),
        path("", include("bansou.audit.urls")),
        path("", include("bansou.notices.urls")),
        path("styleguide/", styleguide, name="styleguide"),
    ),
]
handler400 = "bansou.website.views.errors.bad_request"
handler403 = "bansou.website.views.errors.permission_denied"
handler404 = "bansou.website.views.errors.not_found"
handler500 = "bansou.website.views.errors.server_error"

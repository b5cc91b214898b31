"""Addresses of the supporters' room."""

from django.urls import path, register_converter

from bansou.supporters.views import own, papers, public, staff


class PrintKind:
    """What the desk can print."""

    regex = "memoranda|notices|labels"
    to_python = to_url = staticmethod(str)


class PaperLetter:
    """A paper that comes back (enums.Paper)."""

    regex = "[MA]"
    to_python = to_url = staticmethod(str)


register_converter(PrintKind, "print_kind")
register_converter(PaperLetter, "paper")
urlpatterns = [
    path("register/", public.register, name="supporter_register"),
    path("register/address/", public.address, name="supporter_address"),
    path("register/done/", public.registered, name="supporter_registered"),
    path("s/profile/", own.profile, name="supporter_profile"),
    path("s/profile/edit/", own.profile_edit, name="supporter_profile_edit"),
    path("s/card/", own.card, name="supporter_card"),
    path("s/papers/", own.papers, name="supporter_papers"),
    path("s/leave/", own.leave, name="supporter_leave"),
    path("c/supporters/", staff.supporter_list, name="supporter_list"),
    path("c/supporters/export/", staff.supporter_export, name="supporter_export"),
    path("c/supporters/<uuid:pk>/", staff.supporter_detail, name="supporter_detail"),
    path("c/supporters/<uuid:pk>/edit/", staff.supporter_edit, name="supporter_edit"),
    path(
        "c/supporters/<uuid:pk>/confirm-experience/",
        staff.supporter_confirm_experience,
        name="supporter_confirm_experience",
    ),
    path("c/supporters/<uuid:pk>/end/", staff.supporter_end, name="supporter_end"),
    path("c/papers/", papers.desk, name="papers_desk"),
    path("c/papers/of/<uuid:terms_id>/print/<print_kind:kind>/", papers.print_papers, name="papers_print"),
    path("c/papers/of/<uuid:terms_id>/sent/", papers.mark_sent, name="papers_sent"),
    path("c/papers/sent/undo/", papers.undo_sent, name="papers_sent_undo"),
    path("c/papers/scan/", papers.scan, name="paper_scan"),
    path("c/papers/accounts/", papers.accounts, name="account_confirmations"),
    path("c/papers/<uuid:pk>/print/<print_kind:kind>/", papers.print_one, name="paper_print"),
    path("c/papers/<uuid:pk>/back/<paper:paper>/", papers.paper_back, name="paper_back"),
    path("c/papers/<uuid:pk>/undo/<paper:paper>/", papers.paper_undo, name="paper_undo"),
    path("c/papers/<uuid:pk>/account/", papers.account_confirm, name="account_confirm"),
    path("c/renewal/", papers.renewal, name="renewal"),
    path("c/renewal/<uuid:terms_id>/start/", papers.renewal_start, name="renewal_start"),
]

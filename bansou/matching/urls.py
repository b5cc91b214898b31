"""Addresses of the room that finds helpers: s/ for supporters, c/ for whoever works on a case."""

from django.urls import path

from bansou.matching.views import finding, own, planning

urlpatterns = [
    path("c/cases/<uuid:pk>/helpers/", finding.case_helpers, name="case_helpers"),
    path("c/cases/<uuid:pk>/helpers/find/", finding.helper_find, name="helper_find"),
    path("c/cases/<uuid:pk>/visits/new/", planning.visit_new, name="visit_new"),
    path("c/cases/<uuid:pk>/bookings/new/", planning.booking_new, name="booking_new"),
    path("c/asks/<uuid:pk>/withdraw/", finding.ask_withdraw, name="ask_withdraw"),
    path("c/visits/<uuid:pk>/cancel/", planning.visit_cancel, name="visit_cancel"),
    path("c/bookings/", planning.booking_list, name="booking_list"),
    path("c/bookings/<uuid:pk>/cancel/", planning.booking_cancel, name="booking_cancel"),
    path("c/blank-spots/", planning.blank_spots, name="blank_spots"),
    path("c/blank-spots/export/", planning.blank_spot_export, name="blank_spot_export"),
    path("s/requests/", own.ask_list, name="ask_list"),
    path("s/requests/<uuid:pk>/", own.ask_answer, name="ask_answer"),
    path("s/requests/<uuid:pk>/decline/", own.ask_decline, name="ask_decline"),
    path("s/visits/", own.visit_list, name="visit_list"),
    path("s/visits/<uuid:pk>/", own.own_visit, name="own_visit"),
    path("s/visits/<uuid:pk>/missed/", own.visit_missed, name="visit_missed"),
    path("s/visits/<uuid:pk>/drop-out/", own.visit_drop_out, name="visit_drop_out"),
    path("s/cases/<uuid:pk>/step-back/", own.case_step_back, name="case_step_back"),
    path("s/bookings/<uuid:pk>/drop-out/", own.booking_drop_out, name="booking_drop_out"),
]

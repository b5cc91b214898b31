"""Addresses of referrals."""

from django.urls import path

from bansou.referrals.views import receiving, sending

urlpatterns = [
    path("c/cases/<uuid:pk>/referrals/", sending.case_referrals, name="case_referrals"),
    path("c/cases/<uuid:pk>/referrals/new/", sending.referral_new, name="referral_new"),
    path("c/referrals/", receiving.referral_list, name="referral_list"),
    path("c/referrals/<uuid:pk>/", receiving.referral, name="referral"),
    path("c/referrals/<uuid:pk>/accept/", receiving.referral_accept, name="referral_accept"),
    path("c/referrals/<uuid:pk>/decline/", receiving.referral_decline, name="referral_decline"),
    path("c/referrals/<uuid:pk>/finish/", receiving.referral_finish, name="referral_finish"),
    path("c/referrals/<uuid:pk>/revoke/", sending.referral_revoke, name="referral_revoke"),
    path("c/referrals/<uuid:pk>/letter/", sending.referral_letter, name="referral_letter"),
]

"""Sign-in, second factors and sessions (the pages of django-allauth that we use), own account, staff."""

from allauth.account import views as account
from allauth.mfa.base import urls as mfa
from allauth.mfa.recovery_codes import urls as recovery_codes
from allauth.mfa.totp import urls as totp
from allauth.mfa.webauthn import urls as webauthn
from allauth.usersessions import urls as usersessions
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from bansou.accounts import views

sign_in = [
    path("login/", account.login, name="account_login"),
    path("login/code/", login_not_required(account.request_login_code), name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "password/reset/confirm/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("password/reset/complete/", account.complete_password_reset, name="account_complete_password_reset"),
    path(
        "password/reset/done/", account.password_reset_from_key_done, name="account_password_reset_completed"
    ),
]
second_factors = [
    path("", include(mfa)),
    path("totp/", include(totp)),
    path("recovery-codes/", include(recovery_codes)),
    path("webauthn/", include(webauthn)),
]

urlpatterns = [
    path("account/", views.own_account, name="own_account"),
    path("account/second-factor/", views.second_factor, name="account_second_factor"),
    path("account/", include(sign_in)),
    path("account/2fa/", include(second_factors)),
    path("account/sessions/", include(usersessions)),
    path("c/people/staff/", views.staff_list, name="staff_list"),
    path("c/people/staff/invite/", views.staff_invite, name="staff_invite"),
    path("c/people/staff/<uuid:pk>/", views.staff_member, name="staff_member"),
    path("c/people/staff/<uuid:pk>/sign-out/", views.staff_sign_out, name="staff_sign_out"),
    path("c/people/staff/<uuid:pk>/official/", views.staff_official, name="staff_official"),
    path("c/people/staff/roles/<int:pk>/end/", views.role_end, name="role_end"),
]

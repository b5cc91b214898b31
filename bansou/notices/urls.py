"""Addresses of notices."""

from django.urls import path

from bansou.notices import views

urlpatterns = [
    path("c/mail/", views.mail_list, name="mail_list"),
    path("c/mail/<uuid:pk>/", views.mail_detail, name="mail_detail"),
    path("c/mail/<uuid:pk>/again/", views.mail_retry, name="mail_retry"),
]

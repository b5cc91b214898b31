"""Addresses without a language in front: those that other machines call."""

from django.urls import path

from bansou.enquiries.views import line

urlpatterns = [
    path("line/<uuid:pk>/", line.line_webhook, name="line_webhook"),
]

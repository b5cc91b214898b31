"""Addresses without a language in front: the first page of all, and the quick exit."""

from django.urls import path

from bansou.help.views import leaving, pages

urlpatterns = [
    path("", pages.choose_language, name="choose_language"),
    path("leave/", leaving.leave, name="leave"),
]

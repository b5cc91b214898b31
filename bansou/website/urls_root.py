"""Addresses without a language in front."""

from django.urls import path

from bansou.website.views import public

urlpatterns = [
    path("", public.choose_language, name="choose_language"),
    path("robots.txt", public.robots, name="robots"),
]

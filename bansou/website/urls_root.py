"""Addresses without a language in front, those of the public area aside."""

from django.urls import path

from bansou.website.views import public

urlpatterns = [
    path("robots.txt", public.robots, name="robots"),
]

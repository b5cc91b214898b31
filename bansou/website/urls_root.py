"""Addresses without a language in front."""

from django.urls import path

from bansou.website import views

urlpatterns = [path("", views.choose_language, name="choose_language")]

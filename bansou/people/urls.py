"""Addresses of people."""

from django.urls import path

from bansou.people import views

urlpatterns = [path("c/cards/", views.cards, name="cards")]

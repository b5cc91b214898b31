"""Public pages and the home of each kind of user."""

from django.urls import path

from bansou.website import views

urlpatterns = [
    path("", views.front, name="front"),
    path("home/", views.home, name="home"),
]

"""Addresses of the course."""

from django.urls import path

from bansou.courses import views

urlpatterns = [
    path("c/supporters/<uuid:pk>/course/", views.completions, name="course_completions"),
    path("s/course/", views.own_completions, name="own_completions"),
]

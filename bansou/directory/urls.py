"""Addresses of the directory."""

from django.urls import path

from bansou.directory import views

urlpatterns = [
    path("members/", views.members, name="members"),
    path("c/organisations/", views.organisation_list, name="organisation_list"),
    path("c/organisations/export/", views.organisation_export, name="organisation_export"),
    path("c/organisations/new/", views.organisation_new, name="organisation_new"),
    path("c/organisations/<uuid:pk>/", views.organisation_detail, name="organisation_detail"),
    path("c/organisations/<uuid:pk>/edit/", views.organisation_edit, name="organisation_edit"),
]

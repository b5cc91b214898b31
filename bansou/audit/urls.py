"""Addresses of audit."""

from django.urls import path

from bansou.audit import views

urlpatterns = [
    path("c/audit/", views.log, name="audit_log"),
    path("c/audit/<str:object_type>/<str:object_id>/", views.about, name="audit_about"),
]

"""Addresses of the room of cases."""

from django.urls import path

from bansou.cases.views import overview

urlpatterns = [
    path("c/cases/<uuid:pk>/", overview.case_overview, name="case_overview"),
    path("c/cases/<uuid:pk>/progress/", overview.case_progress, name="case_progress"),
    path("c/cases/<uuid:pk>/tasks/", overview.case_tasks, name="case_tasks"),
    path("c/cases/<uuid:pk>/people/", overview.case_people, name="case_people"),
    path("c/cases/<uuid:pk>/files/", overview.case_files, name="case_files"),
    path("c/cases/<uuid:pk>/log/", overview.case_log, name="case_log"),
]

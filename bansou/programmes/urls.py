"""Addresses of programmes."""

from django.urls import path

from bansou.programmes import views

urlpatterns = [
    path("c/terms/", views.terms_list, name="terms_list"),
    path("c/terms/load/", views.terms_load, name="terms_load"),
    path("c/terms/<slug:programme>/<slug:code>/", views.terms_detail, name="terms_detail"),
    path("c/terms/<slug:programme>/<slug:code>/file/", views.terms_file, name="terms_file"),
    path("c/terms/<slug:programme>/<slug:code>/publish/", views.terms_publish, name="terms_publish"),
]

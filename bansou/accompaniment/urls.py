"""Addresses of accompaniment."""

urlpatterns: list = []

"""Addresses of directory."""

urlpatterns: list = []

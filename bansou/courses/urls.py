"""Addresses of courses."""

urlpatterns: list = []

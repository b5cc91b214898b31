"""Addresses of payments."""

urlpatterns: list = []

"""Addresses of programmes."""

urlpatterns: list = []

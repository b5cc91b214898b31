"""Addresses of supporters."""

urlpatterns: list = []

"""Addresses of audit."""

urlpatterns: list = []

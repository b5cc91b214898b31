"""The real addresses and the plain pages."""

from django.urls import path

from bench.plain import plain_list
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("plain/<slug:name>/", plain_list, name="plain"), *real]

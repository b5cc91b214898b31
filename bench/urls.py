"""The real addresses and the plain page."""

from django.urls import path

from bench.plain import plain_queue
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("plain/", plain_queue, name="plain"), *real]

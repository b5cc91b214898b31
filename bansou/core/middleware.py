"""Headers that every answer carries so that pages leave no trace and talk to no one else."""

from django.conf import settings
from django.urls import get_callable

PERMISSIONS = ", ".join(f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb"))
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class PrivacyHeaders:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Beside the CSRF token: browsers that send this header tell us where the request began.
        if request.method in UNSAFE and request.headers.get("Sec-Fetch-Site") == "cross-site":
            response = get_callable(settings.CSRF_FAILURE_VIEW)(request, reason="cross-site")
        else:
            response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response["X-Robots-Tag"] = "noindex"
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

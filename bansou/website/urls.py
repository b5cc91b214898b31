"""Public pages, the home of each kind of user, and the pages of the demo."""

from django.urls import path

from bansou.website.views import demo, home, pictures, public

urlpatterns = [
    path("network/", public.front, name="front"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("contact/", public.contact, name="contact"),
    path("c/pictures/", pictures.desk_pictures, name="desk_pictures"),
    path("home/", home.home, name="home"),
    path("demo/", demo.demo, name="demo"),
]

"""Pages of the person who asks for help. Addresses and titles tell nothing about a reader (docs/design.md)."""

from django.urls import path

from bansou.help.views import guides, pages

urlpatterns = [
    path("", pages.front, name="help_front"),
    path("phone/", pages.phone, name="help_phone"),
    path("who/", pages.who, name="help_who"),
    path("g/", guides.guide_list, name="help_guides"),
    path("g/<int:number>/", guides.guide, name="help_guide"),
]

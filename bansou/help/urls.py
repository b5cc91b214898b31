"""Pages of the person who asks for help. Addresses and titles tell nothing about a reader (docs/design.md)."""

from django.urls import path

from bansou.help.views import asking, guides, pages, thread

urlpatterns = [
    path("", pages.front, name="help_front"),
    path("phone/", pages.phone, name="help_phone"),
    path("who/", pages.who, name="help_who"),
    path("g/", guides.guide_list, name="help_guides"),
    path("g/<int:number>/", guides.guide, name="help_guide"),
    path("a/1/", asking.step, {"number": 1}, name="help_ask"),
    path("a/5/", asking.check, name="help_check"),
    path("a/6/", asking.sent, name="help_sent"),
    path("a/7/", asking.danger, name="help_danger"),
    path("a/<int:number>/", asking.step, name="help_step"),
    path("c/", thread.thread, name="help_thread"),
    path("c/1/<uuid:pk>/", thread.file, name="help_file"),
    path("c/2/<uuid:pk>/", thread.take_back, name="help_take_back"),
    path("c/3/", thread.take_back_answers, name="help_take_back_answers"),
    path("c/4/", thread.contact, name="help_contact"),
    path("c/5/", thread.erase, name="help_erase"),
    path("c/6/", thread.close, name="help_close"),
]

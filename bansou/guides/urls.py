"""Addresses of the staff's pages of guides and emergency lines."""

from django.urls import path

from bansou.guides.views import lines, texts

urlpatterns = [
    path("c/guides/", texts.guide_board, name="guide_board"),
    path("c/guides/export/", texts.guide_board_export, name="guide_board_export"),
    path("c/guides/words/<str:language>/", texts.guide_words, name="guide_words"),
    path("c/guides/lines/", lines.line_list, name="line_list"),
    path("c/guides/lines/export/", lines.line_export, name="line_export"),
    path("c/guides/lines/new/", lines.line_new, name="line_new"),
    path("c/guides/lines/<uuid:pk>/", lines.line_edit, name="line_edit"),
    path("c/guides/lines/<uuid:pk>/check/", lines.line_check, name="line_check"),
    path("c/guides/lines/<uuid:pk>/remove/", lines.line_remove, name="line_remove"),
    path("c/guides/<int:number>/<str:language>/", texts.guide_text, name="guide_text"),
    path("c/guides/<int:number>/<str:language>/check/", texts.guide_text_check, name="guide_text_check"),
]

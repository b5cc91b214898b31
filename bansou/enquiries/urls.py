"""Addresses of the room of enquiries; no name is ever in one."""

from django.urls import path

from bansou.enquiries.views import answering, channels, handling, inbox, notes, thread

urlpatterns = [
    path("c/inbox/", inbox.inbox, name="inbox"),
    path("c/inbox/new/", notes.inbox_new, name="inbox_new"),
    path("c/inbox/<uuid:pk>/", thread.thread_detail, name="thread_detail"),
    path("c/inbox/<uuid:pk>/readers/", thread.thread_readers, name="thread_readers"),
    path("c/inbox/<uuid:pk>/files/<uuid:file>/", thread.thread_file, name="thread_file"),
    path("c/inbox/<uuid:pk>/contact/", thread.thread_contact, name="thread_contact"),
    path("c/inbox/<uuid:pk>/take/", inbox.thread_take, name="thread_take"),
    path("c/inbox/<uuid:pk>/answer/", answering.thread_answer, name="thread_answer"),
    path("c/inbox/<uuid:pk>/note/", answering.thread_note, name="thread_note"),
    path(
        "c/inbox/<uuid:pk>/messages/<uuid:message>/translate/",
        answering.thread_translate,
        name="thread_translate",
    ),
    path("c/inbox/<uuid:pk>/messages/<uuid:message>/again/", answering.thread_again, name="thread_again"),
    path("c/inbox/<uuid:pk>/give/", handling.thread_give, name="thread_give"),
    path("c/inbox/<uuid:pk>/urgency/", handling.thread_urgency, name="thread_urgency"),
    path("c/inbox/<uuid:pk>/topics/", handling.thread_topics, name="thread_topics"),
    path("c/inbox/<uuid:pk>/put-off/", handling.thread_put_off, name="thread_put_off"),
    path("c/inbox/<uuid:pk>/close/", handling.thread_close, name="thread_close"),
    path("c/inbox/<uuid:pk>/reopen/", handling.thread_reopen, name="thread_reopen"),
    path("c/inbox/<uuid:pk>/link/", handling.thread_link, name="thread_link"),
    path("c/inbox/<uuid:pk>/unlink/", handling.thread_unlink, name="thread_unlink"),
    path("c/inbox/<uuid:pk>/case/", handling.thread_case, name="thread_case"),
    path("c/cases/<uuid:pk>/messages/", thread.case_messages, name="case_messages"),
    path("c/channels/", channels.channel_list, name="channel_list"),
    path("c/channels/new/<str:kind>/", channels.channel_new, name="channel_new"),
    path("c/channels/translation/", channels.translator_edit, name="translator_edit"),
    path("c/channels/translation/try/", channels.translator_try, name="translator_try"),
    path("c/channels/<uuid:pk>/", channels.channel_edit, name="channel_edit"),
    path("c/channels/<uuid:pk>/switch/", channels.channel_switch, name="channel_switch"),
    path("c/channels/<uuid:pk>/try/", channels.channel_try, name="channel_try"),
]

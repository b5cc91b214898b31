"""Addresses of the claims room: s/ for supporters, c/ for staff."""

from django.urls import path

from bansou.accompaniment.views import filing, own, people, review

urlpatterns = [
    path("s/claims/", own.claim_list, name="claim_list"),
    path("s/claims/new/", filing.claim_new, name="claim_new"),
    path("s/claims/lines/", filing.claim_lines, name="claim_lines"),
    path("s/claims/drafts/<uuid:pk>/", filing.claim_draft, name="claim_draft"),
    path("s/claims/drafts/<uuid:pk>/check/", filing.draft_check, name="draft_check"),
    path("s/claims/drafts/<uuid:pk>/file/", filing.draft_file, name="draft_file"),
    path("s/claims/drafts/<uuid:pk>/delete/", filing.draft_discard, name="draft_discard"),
    path("s/claims/drafts/<uuid:pk>/note/", filing.draft_note, name="draft_note"),
    path("s/claims/<uuid:pk>/", own.claim_detail, name="claim_detail"),
    path("s/claims/<uuid:pk>/sent/", own.claim_sent, name="claim_sent"),
    path("s/claims/<uuid:pk>/edit/", filing.claim_edit, name="claim_edit"),
    path("s/claims/<uuid:pk>/withdraw/", own.claim_withdraw, name="claim_withdraw"),
    path("s/claims/<uuid:pk>/confirm/", own.claim_confirm, name="claim_confirm"),
    path("c/claims/", review.claim_queue, name="claim_queue"),
    path("c/claims/export/", review.claim_export, name="claim_export"),
    path("c/claims/<uuid:pk>/", review.claim_review, name="claim_review"),
    path("c/claims/<uuid:pk>/approve/", review.claim_approve, name="claim_approve"),
    path("c/claims/<uuid:pk>/judge-first/", review.claim_judge_first, name="claim_judge_first"),
    path("c/claims/<uuid:pk>/return/", review.claim_return, name="claim_return"),
    path("c/claims/<uuid:pk>/reject/", review.claim_reject, name="claim_reject"),
    path("c/claims/<uuid:pk>/same-person/", people.claim_same_person, name="claim_same_person"),
    path("c/claims/<uuid:pk>/signs/<int:flag>/clear/", review.sign_clear, name="sign_clear"),
    path("c/matches/", people.match_list, name="match_list"),
    path("c/matches/<uuid:pk>/", people.match_detail, name="match_detail"),
    path("c/matches/<uuid:pk>/look/", people.match_look, name="match_look"),
    path("c/matches/<uuid:pk>/decide/", people.match_decide, name="match_decide"),
    path("c/notes/", people.note_list, name="note_list"),
    path("c/notes/<uuid:pk>/close/", people.note_close, name="note_close"),
]

"""Addresses of payments."""

from django.urls import path

from bansou.payments.views import closing, overview, own, payees, runs, settings

urlpatterns = [
    path("c/payments/", overview.overview, name="payments_overview"),
    path("c/payments/close/", closing.month_close, name="month_close"),
    path("c/payments/runs/", overview.run_list, name="run_list"),
    path("c/payments/runs/<uuid:pk>/", runs.run_detail, name="run_detail"),
    path("c/payments/runs/<uuid:pk>/redraft/", closing.run_redraft, name="run_redraft"),
    path("c/payments/runs/<uuid:pk>/discard/", runs.run_discard, name="run_discard"),
    path("c/payments/runs/<uuid:pk>/approve/", runs.run_approve, name="run_approve"),
    path("c/payments/runs/<uuid:pk>/export/", runs.run_export, name="run_export"),
    path("c/payments/runs/<uuid:pk>/list.pdf", runs.run_pdf, name="run_pdf"),
    path("c/payments/runs/<uuid:pk>/list.xlsx", runs.run_xlsx, name="run_xlsx"),
    path("c/payments/runs/<uuid:pk>/accept/", runs.run_accept, name="run_accept"),
    path("c/payments/runs/<uuid:pk>/reject/", runs.run_reject, name="run_reject"),
    path("c/payments/runs/<uuid:pk>/paid/", runs.run_paid, name="run_paid"),
    path("c/payments/transfers/<uuid:pk>/", runs.transfer_detail, name="transfer_detail"),
    path("c/payments/transfers/<uuid:pk>/paid/", runs.transfer_paid, name="transfer_paid"),
    path("c/payments/transfers/<uuid:pk>/return/", runs.transfer_return, name="transfer_return"),
    path("c/payments/payees/", payees.payee_list, name="payee_list"),
    path("c/payments/payees/<uuid:pk>/", payees.payee_detail, name="payee_detail"),
    path("c/payments/payees/<uuid:pk>/account/", payees.payee_account, name="payee_account"),
    path("c/payments/payees/<uuid:pk>/residency/", payees.payee_residency, name="payee_residency"),
    path("c/payments/accounts/<uuid:pk>/withdraw/", payees.account_withdraw, name="account_withdraw"),
    path("c/payments/banks/", payees.bank_choices, name="bank_choices"),
    path("c/payments/branches/", payees.branch_choices, name="branch_choices"),
    path("c/payments/tax/", settings.tax_decisions, name="tax_decisions"),
    path("c/payments/paying-account/", settings.paying_account, name="paying_account"),
    path("s/payments/", own.my_payments, name="my_payments"),
    path("s/payments/<uuid:pk>/", own.my_notice, name="my_notice"),
    path("s/payments/<uuid:pk>/notice.pdf", own.my_notice_pdf, name="my_notice_pdf"),
    path("s/account/", own.my_account, name="my_account"),
]

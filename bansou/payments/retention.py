"""What payments keep about people, how bad a leak would be, and until when."""

from bansou.core.retention import AMBER, INTERNAL, keep

BOOKS = "10 years after the last payment"
FILE = "1 year after the export; its key is destroyed with the quarter"

RETENTION = {
    "payments.Payee": [
        keep("name reference mail former_mail mail_changed_at language user", AMBER, "paying them", BOOKS),
        keep("kind residency", AMBER, "the tax of a fee", BOOKS),
        keep("id", INTERNAL, "the key under which the accounts are sealed", BOOKS),
    ],
    "payments.Account": [
        keep("sealed_number sealed_name number_index", AMBER, "the bank transfer", BOOKS),
        keep("bank_code branch_code account_type tail", AMBER, "the bank transfer and its lists", BOOKS),
        keep("refused_at refused_reason", AMBER, "not paying to an account the bank refused", BOOKS),
        keep("entered_by withdrawn_by", AMBER, "who answers for the entry", BOOKS),
        keep("id payee entered_at usable_from withdrawn_at shared_confirmed", INTERNAL, "the hold", BOOKS),
    ],
    "payments.Clearance": [keep("id payee scope since_on", INTERNAL, "that papers are in order", BOOKS)],
    "payments.TaxDecision": [
        keep("id kind valid_from tax_class label net_agreed source decided_at", INTERNAL, "tax", BOOKS),
        keep("decided_by", AMBER, "who answers for the decision", BOOKS),
    ],
    "payments.Payable": [
        keep("amount_yen label done_on filed_on approved_at", AMBER, "what is owed", BOOKS),
        keep("id payee kind scope source", INTERNAL, "what is owed to whom for what", BOOKS),
    ],
    "payments.PayingAccount": [
        keep("id settings entered_at", INTERNAL, "our own account and our bank's habits", BOOKS),
        keep("entered_by", AMBER, "who answers for the entry", BOOKS),
    ],
    "payments.Run": [
        keep("sealed_file", AMBER, "questions of the bank", FILE),
        keep("drafted_by approved_by exported_by shared_reason", AMBER, "two people a run", BOOKS),
        keep(
            "id number month_on pay_on state version drafted_at approved_at exported_at paying sha256"
            " transfers_count total_yen reject_reason",
            INTERNAL,
            "the accounts",
            BOOKS,
        ),
    ],
    "payments.Transfer": [
        keep("amount_yen paid_on returned_on return_reason", AMBER, "what was paid", BOOKS),
        keep("id run payee account number state notified_at", INTERNAL, "the accounts", BOOKS),
    ],
    "payments.Line": [
        keep("gross_yen tax_yen net_yen tax_class", AMBER, "the accounts and the tax office", BOOKS),
        keep("id transfer payable live predecessor", INTERNAL, "that each payable is paid once", BOOKS),
    ],
    "payments.Exclusion": [keep("id run payable reason", INTERNAL, "why something waits", BOOKS)],
    "payments.Event": [
        keep("id run transfer step at", INTERNAL, "the run's history", BOOKS),
        keep("by", AMBER, "who did what", BOOKS),
    ],
}
SCOPES = {"payee": "payments.Payee", "run": "payments.Run"}

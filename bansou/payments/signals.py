"""How the apps above learn that a payment went through or came back.

An app above (accompaniment) owns the source of a payable and this one must not know it. Reading the ledger is
enough to show a state, but not to keep one: the upper app's own row must change in the same transaction, or a
crash between the two would leave a claim unpaid on one page and paid on another. So the signal is sent inside
the transaction, and a receiver that fails undoes the marking.
"""

from django.dispatch import Signal

# sources: list of Payable.source; kind: PaymentKind value; paid: False when the money came back; on: the day;
# now: when somebody said so.
payables_settled = Signal()

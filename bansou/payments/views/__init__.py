"""Pages of payments: for the accountant, the approver and the secretariat, and for the payees themselves."""

"""States, kinds and reasons of the payments room."""

from bansou.payments.enums.faults import FileFault
from bansou.payments.enums.refusals import NameChange, NameFault, Refusal, YuchoFault
from bansou.payments.enums.states import (
    ON_ITS_WAY,
    UNDER_WAY,
    AccountType,
    LeftOut,
    PayeeKind,
    PaymentKind,
    RejectReason,
    Residency,
    ReturnReason,
    RunState,
    Step,
    TaxClass,
    TransferState,
)

__all__ = [
    "ON_ITS_WAY",
    "UNDER_WAY",
    "AccountType",
    "FileFault",
    "LeftOut",
    "NameChange",
    "NameFault",
    "PayeeKind",
    "PaymentKind",
    "Refusal",
    "RejectReason",
    "Residency",
    "ReturnReason",
    "RunState",
    "Step",
    "TaxClass",
    "TransferState",
    "YuchoFault",
]

"""Why an action says no. Labels are templates: each names the rule, its value and the way out."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(TextChoices):
    OWN_ACCOUNT = "own_account", _("This is your own account. Ask a colleague to enter it.")
    OWN_PAYMENT = "own_payment", _("This run pays you. Another approver has to approve it.")
    OWN_RETURN = "own_return", _("This payment went to your own account. A colleague has to mark it.")
    OWN_RESIDENCY = "own_residency", _("This decides your own tax. Ask a colleague.")
    OWN_DRAFT = "own_draft", _("You drafted this run. Another person has to approve it.")
    NOT_ALLOWED = "not_allowed", _("Your role does not allow this.")
    BANK_UNKNOWN = "bank_unknown", _("There is no bank with the code %(code)s. Search for it by name.")
    BRANCH_UNKNOWN = (
        "branch_unknown",
        _("This bank has no branch with the code %(code)s. Branches merge: look at a recent passbook."),
    )
    ACCOUNT_TYPE = "account_type", _("Choose the kind of account.")
    ACCOUNT_NUMBER = "account_number", _("An account number has 1 to 7 digits and is not all zeros.")
    SHARED_ACCOUNT = (
        "shared_account",
        _("%(reference)s has the same account. Check both papers, then confirm that they share it."),
    )
    ACCOUNT_IN_USE = "account_in_use", _("This account is already in force. Enter the new one instead.")
    OWED_DIFFERS = "owed_differs", _("This is already owed with another amount (%(amount)s yen).")
    PAY_MONTH = "pay_month", _("%(month)s is paid in %(pay_month)s. Choose a day of that month.")
    NOT_BUSINESS_DAY = (
        "not_business_day",
        _("Banks are closed on %(day)s. The next day they are open is %(next)s."),
    )
    PAY_DAY_PAST = (
        "pay_day_past",
        _("%(day)s is too early: the bank needs the file at least one business day before."),
    )
    NOTHING_TO_PAY = "nothing_to_pay", _("Nothing can be paid for this month now.")
    DRAFT_OPEN = "draft_open", _("Run %(number)s is still a draft. Approve or discard it first.")
    STATE_CHANGED = (
        "state_changed",
        _("This is not possible now: run %(number)s is “%(state)s”. Somebody may have been faster."),
    )
    DRAFT_CHANGED = (
        "draft_changed",
        _("Run %(number)s was drafted again since you opened it. Look at it once more."),
    )
    DRAFT_STALE = (
        "draft_stale",
        _("%(count)s payments no longer fit: an account changed since the draft. Draft the run again."),
    )
    SHARED_PAYMENTS = (
        "shared_payments",
        _("%(count)s payments have the account and the amount of another one. Say why that is right."),
    )
    NO_PAYING_ACCOUNT = "no_paying_account", _("Enter the network's own account first (paying account).")
    FILE_FAULTY = "file_faulty", _("The bank would not take this file: %(fault)s")
    FILE_GONE = "file_gone", _("The bank file was erased after its time. Its sums and checksum remain.")
    NOT_YET = "not_yet", _("The pay day %(day)s has not come yet.")
    PARTLY_PAID = (
        "partly_paid",
        _("Some payments of this file are marked as paid. Mark single payments as returned."),
    )
    SETTINGS_INVALID = "settings_invalid", _("The bank would not take these settings: %(fault)s")


class NameFault(TextChoices):
    """Why a name can't stand in the bank file; the values are those of rules.kana.NameReason."""

    EMPTY = "empty", _("Enter the name as printed in the passbook, in katakana.")
    KANJI = "kanji", _("Kanji can't be used (%(detail)s). Write the reading in katakana, as in the passbook.")
    WO = "wo", _("ヲ can't be used. Look at the passbook: it usually shows オ.")
    VOICED_W = "voiced_w", _("%(detail)s can't be used. Look at the passbook for the bank's own spelling.")
    CHARACTER = (
        "character",
        _("These characters can't be used: %(detail)s. Katakana, A–Z, digits and ( ) - . are possible."),
    )
    SOUND_MARK = "sound_mark", _("A voicing mark stands after a kana that does not take it.")
    TOO_LONG = (
        "too_long",
        _("The name takes %(detail)s bytes, at most 30 are possible. Look how the passbook shortens it."),
    )


class YuchoFault(TextChoices):
    """Why symbol and number are no account; the values are those of rules.yucho.YuchoReason."""

    SYMBOL_FORMAT = "symbol_format", _("The symbol has 5 digits.")
    SYMBOL_KIND = "symbol_kind", _("The symbol starts with 1 (savings) or 0 (transfer account).")
    SYMBOL_END = "symbol_end", _("The last digit of the symbol is always 0.")
    NUMBER_FORMAT = "number_format", _("The number has digits only.")
    NUMBER_LENGTH = "number_length", _("The number has 2 to 8 digits, that of a transfer account 1 to 6.")
    NUMBER_END = "number_end", _("The number of a savings account ends in 1.")
    CHECK_DIGIT = "check_digit", _("Symbol and number don't fit together. One digit is probably mistyped.")
    BRANCH_UNKNOWN = (
        "branch_unknown",
        _("There is no branch for this symbol. Check its second and third digit."),
    )


class NameChange(TextChoices):
    """What was done to a name as typed; the values are those of rules.kana.Change."""

    SOUND_MARKS = "sound_marks", _("voicing marks joined")
    COMPATIBILITY = "compatibility", _("characters unified")
    KATAKANA = "katakana", _("hiragana to katakana")
    LARGE_KANA = "large_kana", _("small kana to large kana")
    UPPER_CASE = "upper_case", _("small letters to capitals")
    DASH = "dash", _("long-vowel mark to hyphen")
    SEPARATOR = "separator", _("dot or comma to space")
    HALF_WIDTH = "half_width", _("full width to half width")
    SPACES = "spaces", _("spaces tidied")

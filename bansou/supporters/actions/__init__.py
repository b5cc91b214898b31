"""What can be done to supporters and their papers."""

from bansou.supporters.actions.looking_up import look_up_id
from bansou.supporters.actions.membership import (
    confirm_experience,
    leave,
    register,
    register_from_form,
    update_profile,
)
from bansou.supporters.actions.papers import (
    confirm_account,
    mark_paper_back,
    mark_papers_sent,
    open_registration,
    renew_some,
    undo_paper_back,
    undo_papers_sent,
)

__all__ = [
    "confirm_account",
    "confirm_experience",
    "leave",
    "look_up_id",
    "mark_paper_back",
    "mark_papers_sent",
    "open_registration",
    "register",
    "register_from_form",
    "renew_some",
    "undo_paper_back",
    "undo_papers_sent",
    "update_profile",
]

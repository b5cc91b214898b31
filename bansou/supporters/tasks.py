"""Background work of the supporters' room."""

import uuid

from django_tasks import task

from bansou.accounts.models import User
from bansou.core import clock
from bansou.programmes.models import Terms
from bansou.supporters import actions


@task()
def renew_all(terms_id: str, actor_id: str) -> None:
    """Open the papers of a term for every active supporter, some at a time; again, it changes nothing."""
    terms = Terms.objects.get(pk=uuid.UUID(terms_id))
    actor = User.objects.get(pk=uuid.UUID(actor_id))
    while actions.renew_some(terms, actor=actor, now=clock.now()):
        continue

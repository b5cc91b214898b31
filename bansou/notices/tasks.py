"""Background sending of mail. Arguments are ids, never addresses."""

import uuid

from django_tasks import task

from bansou.core import clock
from bansou.notices import actions


@task()
def send_mail(mail_id: str) -> None:
    actions.send(uuid.UUID(mail_id), now=clock.now())

"""The installation that journeys visit: the real program, whose clock a story can set forward by whole days.

`gunicorn tests.journeys.installation:application` serves it, `python -m tests.journeys.installation town`
fills it, and the same with `work` or any other of Bansou's commands works in it. How many days the clock is
ahead stands in the file `days_forward` of its data folder.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from bansou.core import clock  # noqa: E402

DAYS_FORWARD = Path(os.environ["BANSOU_DATA_DIR"]) / "days_forward"


def _now():
    days = int(DAYS_FORWARD.read_text()) if DAYS_FORWARD.exists() else 0
    return timezone.now() + timedelta(days=days)


clock.now = _now
clock.today = lambda: timezone.localdate(_now())

if __name__ == "__main__":
    if sys.argv[1] == "town":
        from tests.journeys import town

        town.main()
    else:
        from bansou.cli import main

        sys.exit(main())

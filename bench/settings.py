"""The real settings, with one address more: the plain page that ours is compared with."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"

"""The settings under test: the real ones, with a data folder of their own."""

import os
import tempfile

os.environ.setdefault("BANSOU_DATA_DIR", tempfile.mkdtemp(prefix="bansou-tests-"))
os.environ.setdefault("BANSOU_SECRET_KEY", "only-for-tests-" + "x" * 40)

from config.settings import *  # noqa: E402, F403

# Any undefined variable in a template shows and fails (tests/conftest.py).
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED(%s)"  # noqa: F405
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
# Pages of a browser test take their files straight from static/; WhiteNoise only wants its folder to be there.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405

"""Settings under test: the product's own, as the owner of the tables, with keys and files of this process alone."""

import atexit
import os
import shutil
import tempfile

os.environ["BOLE_DB_ROLE"] = "bole_owner"
if "BOLE_KEYS" not in os.environ:
    os.environ["BOLE_KEYS"] = tempfile.mkdtemp(prefix="bole-test-keys-")
    atexit.register(shutil.rmtree, os.environ["BOLE_KEYS"], ignore_errors=True)
os.environ.setdefault(
    "POLARS_MAX_THREADS", "1"
)  # small tables in two processes on two cores: threads only wait for each other
os.environ["FAIL_INVALID_TEMPLATE_VARS"] = "true"  # an undefined variable in a template fails the test

from bole.main.settings import *  # noqa: F403

EMAIL_BACKEND, EMAIL_CONNECTED = "django.core.mail.backends.locmem.EmailBackend", True
DATABASES["default"]["OPTIONS"].pop("pool")  # noqa: F405 - one connection per thread; a pool would outlive the test database

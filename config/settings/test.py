"""The test suite: fast passwords, a fixed secret, no far-expiry static files."""

from config.settings.base import *  # noqa: F403
from config.settings.base import database

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = database()
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A test's commits need not survive a power cut: nobody waits for the disk.
_options = {"options": "-c synchronous_commit=off"}
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), **_options}  # type: ignore[dict-item]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Static files are served from where they lie, nothing is collected first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

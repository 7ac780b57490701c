"""The suite's settings: the real ones, with seven things changed."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES, VALKEY

# Each process of a parallel run clears a cache of its own: 0 is the broker's, 1 the real one's.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 14

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# The log of identities refuses to be emptied elsewhere; tests with transactions empty everything after them.
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "options": "-c credence.logs_may_be_emptied=yes",
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": VALKEY.url(2 + WORKER)}
}

"""Django settings, in Django's order. The environment is read in `config.environment` alone."""

from pathlib import Path

from csp.constants import NONE, SELF

from config.environment import (
    BASE_DIR,
    COLLABORATION_DEFAULTS,
    CONTACT_EMAIL,
    DATA_DIR,
    DATABASE_URL,
    LIVE_KEYS,
    LIVE_URLS,
    PORT,
    REDIS_URL,
    SITE_URL,
    env,
    one_of,
    secret_key,
    truth,
    whole_number,
    words,
)
from config.servers.postgres import SUPERUSER, EmbeddedPostgres
from config.servers.valkey import EmbeddedValkey

# Core

DEBUG = truth("DEBUG", False)
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.debugging.KeepAddresses"
SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", "")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VERSION = next(
    line.split()[1]
    for line in (Path(BASE_DIR) / "CHANGELOG.md").read_text().splitlines()
    if line.startswith("## ")
)

INSTALLED_APPS = [
    "config",
    "pages",
    "ingest",
    "explorer",
    "collaboration",
    "following",
    "trust",
    "claims",
    "researchers",
    "works",
    "accounts",
    "common",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pages.errors.SayNotFound",
    "researchers.access.LeadOn",
    "trust.nudging.NudgeSweeps",
]

# Templates

LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": [
                "template_partials.templatetags.partials",
                "django.contrib.humanize.templatetags.humanize",
                "django.templatetags.static",
                "django_htmx.templatetags.django_htmx",
                "common.templatetags.text",
                "common.templatetags.icons",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", LOADERS)],
                )
            ],
        },
    }
]

# Database, cache, broker: the embedded servers unless the environment names others

POSTGRES = EmbeddedPostgres(DATA_DIR / "postgres")
VALKEY = EmbeddedValkey(DATA_DIR / "valkey")

DATABASES = {
    "default": env.db_url_config(DATABASE_URL)
    if DATABASE_URL
    else {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "credence",
        "USER": SUPERUSER,
        "HOST": str(POSTGRES.socket_dir),
    }
}
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL or VALKEY.url(1),
    }
}

# Accounts

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "accounts.entrance_forms.LoginForm",
    "signup": "accounts.entrance_forms.SignupForm",
    "add_email": "accounts.entrance_forms.AddEmailForm",
    "change_password": "accounts.entrance_forms.ChangePasswordForm",
    "set_password": "accounts.entrance_forms.SetPasswordForm",
    "reset_password": "accounts.entrance_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.entrance_forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.entrance_forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# Only in the browser that signed up, which then goes on to where it wanted.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Credence: "
ACCOUNT_PREVENT_ENUMERATION = True
# How many proxies stand in front and name the visitor in X-Forwarded-For; limits on attempts rest on it.
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("ALLAUTH_TRUSTED_PROXY_COUNT", 0, low=0, high=10)

# E-mail

if email_url := env.str("EMAIL_URL", default=""):
    vars().update(env.email_url_config(email_url))
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Credence <credence@localhost>")

# Language and time

LANGUAGE_CODE = "en"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

# Static files

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security: deny by default, no inline script, no inline style

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
BEHIND_TLS = truth("BEHIND_TLS", False)
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Background work. Tasks are idempotent: a killed worker's task runs again.

CELERY_BROKER_URL = REDIS_URL or VALKEY.celery_url(0)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A nudge is worth nothing if it keeps the visitor waiting: the sweep finds the work anyway.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.1}
# Kombu restores what a killed worker held only after an hour, looking every 100 s, unless told otherwise.
# The visibility timeout must exceed the longest task.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "refresh-counters": {
        "task": "researchers.tasks.sweep_counters",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "score-trust": {"task": "trust.tasks.sweep_trust", "schedule": 1.0, "options": {"expires": 5}},
    "resolve-identities": {
        "task": "researchers.tasks.sweep_identities",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "send-notices": {
        "task": "collaboration.tasks.send_notices",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "send-notices-of-accounts": {
        "task": "accounts.tasks.send_notices",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "recheck-evidence": {"task": "claims.tasks.recheck_evidence", "schedule": 3600.0},
    "expire-invitations": {"task": "collaboration.tasks.expire_invitations", "schedule": 3600.0},
    "take-up-imports": {"task": "ingest.tasks.take_up_runs", "schedule": 10.0, "options": {"expires": 10}},
    "take-up-previews": {
        "task": "ingest.tasks.take_up_previews",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "delete-uploads": {"task": "ingest.tasks.delete_uploads", "schedule": 3600.0},
    "recount-followers": {"task": "following.tasks.recount", "schedule": 3600.0},
}

# Logging

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

# Credence itself

SERVE_PORT = PORT
CREDENCE_SITE_URL = SITE_URL
CREDENCE_UNCLAIMED_COLLABORATION = one_of("CREDENCE_UNCLAIMED_COLLABORATION", COLLABORATION_DEFAULTS)
# Who we say we are to live services, where they are, and what they gave us to be known by.
CREDENCE_CONTACT_EMAIL = CONTACT_EMAIL
CREDENCE_LIVE_URLS = LIVE_URLS
CREDENCE_LIVE_KEYS = LIVE_KEYS

"""Django settings, in Django's order. The environment is read in `config.environment` alone."""

from pathlib import Path

from csp.constants import NONE, SELF
from kombu import Queue

from accounts.orcid_client import provider_settings
from config.environment import (
    BASE_DIR,
    COLLABORATION_DEFAULTS,
    CONTACT_EMAIL,
    DATA_DIR,
    DATABASE_URL,
    LIVE_KEYS,
    LIVE_URLS,
    ORCID,
    PORT,
    REDIS_URL,
    SITE_URL,
    address_key,
    env,
    one_of,
    secret_key,
    truth,
    whole_number,
    words,
)
from config.schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE
from config.schedule import LONG, LONG_TASKS
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
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
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
    "works.access.LeadToJoined",
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
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
# Who finds an open browser must not be able to take the account over, by an address of theirs for example.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds for which a password that was just given is not asked again
# What a stranger, or somebody who found an open browser, may try: docs/accounts.md tells all of them.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/3m/key",
    "manage_email": "10/m/user",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}

# Two-step sign-in: codes of an app, passkeys, and codes on paper for when those are lost

MFA_ADAPTER = "accounts.adapters.TwoStepAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Credence"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are some seconds off; a code works once all the same
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip"}
MFA_FORMS = {
    "authenticate": "accounts.two_step_forms.AuthenticateForm",
    "reauthenticate": "accounts.two_step_forms.ReauthenticateForm",
    "activate_totp": "accounts.two_step_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.two_step_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.two_step_forms.EditPasskeyForm",
    "authenticate_webauthn": "accounts.two_step_forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "accounts.two_step_forms.ReauthenticatePasskeyForm",
    "login_webauthn": "accounts.two_step_forms.LoginPasskeyForm",
}

# ORCID: who signs in there is known by the iD and by nothing else; the same address is not the same person

CREDENCE_ORCID = ORCID
# Where public records are read: the stand-in has its own.
CREDENCE_ORCID_RECORDS = ORCID.base if ORCID.is_stand_in else LIVE_URLS["orcid"]
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {
    "signup": "accounts.orcid_forms.SignupForm",
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": provider_settings(ORCID)}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_STORE_TOKENS = False
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
        # Chromium looks also at where an answer to a form leads: to ORCID, for those who sign in there.
        "form-action": [SELF, ORCID.base] if ORCID.is_configured else [SELF],
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
# What may take minutes waits in a queue of its own: a worker that leaves it alone is soon free for what people
# wait for, such as a letter that confirms an address. A worker that is told no queues takes both.
CELERY_TASK_QUEUES = [Queue("celery", routing_key="celery"), Queue(LONG, routing_key=LONG)]
CELERY_TASK_ROUTES = {task: {"queue": LONG} for task in LONG_TASKS}
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
# With this, e-mail addresses that are printed on works are hashed.
CREDENCE_ADDRESS_KEY = address_key(SECRET_KEY)
# Who we say we are to live services, where they are, and what they gave us to be known by.
CREDENCE_CONTACT_EMAIL = CONTACT_EMAIL
CREDENCE_LIVE_URLS = LIVE_URLS
CREDENCE_LIVE_KEYS = LIVE_KEYS

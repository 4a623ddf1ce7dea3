"""One settings file; the environment decides (see README, "Settings"). Secrets are made once and kept in the keys folder."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import cast

import dj_database_url
from csp.constants import NONE, SELF

from bole.runtime import environment, lazy, paths, postgres

lazy.import_later("polars")  # a quarter of a second and three threads that only reading and linking need

DEMO = environment.flag("BOLE_DEMO", default=True)
DEBUG = environment.flag("BOLE_DEBUG")
PORT = environment.number("PORT", 8000, 1, 65535)
VAR = paths.var_dir()


def _secret_key() -> str:
    if key := environment.text("BOLE_SECRET_KEY"):
        return key
    path = paths.ensure_private(paths.keys_dir()) / "django-secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = environment.text("BOLE_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in environment.text("BOLE_ORIGINS").split(",") if origin]
SECURE = environment.flag("BOLE_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"bole_session_{PORT}", f"bole_csrf_{PORT}"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False

KERNEL = ("audit", "outbox", "vault", "accounts", "taxonomy", "files", "snapshots", "documents", "notices", "casework")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "bole.ui",
]
# Rooms in the order of their layers.
INSTALLED_APPS += [f"bole.kernel.{room}" for room in KERNEL]
INSTALLED_APPS += ["bole.people.registry", "bole.people.sources", "bole.governance.policies", "bole.insight.plan"]
INSTALLED_APPS += ["bole.edge.portal", "bole.edge.workbench"]
INSTALLED_APPS += ["allauth", "allauth.account", "allauth.mfa"]  # last: our templates of their pages come first

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bole.kernel.audit.middleware.ContextMiddleware",
    "bole.kernel.accounts.middleware.AccessMiddleware",
    "bole.kernel.accounts.middleware.IdempotencyMiddleware",
    "bole.kernel.accounts.middleware.ErrorMiddleware",
]
ROOT_URLCONF = "bole.main.urls"
WSGI_APPLICATION = "bole.main.wsgi.application"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "bole.ui.context_processors.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.contrib.humanize.templatetags.humanize"],
        },
    }
]


def _database() -> dict[str, object]:
    options: dict[str, object] = {
        "pool": {"min_size": 1, "max_size": environment.number("BOLE_DB_POOL", 8, 1, 100), "timeout": 5},
        "options": f"-c statement_timeout={environment.number('BOLE_STATEMENT_TIMEOUT_MS', 0)}"
        " -c lock_timeout=10000 -c idle_in_transaction_session_timeout=600000",
        "connect_timeout": 5,
    }
    if url := postgres.external_url():
        server: dict[str, object] = {**dj_database_url.parse(url)}
        given = cast("dict[str, object]", server.get("OPTIONS") or {})  # sslmode and the like stand in the address
        return {**server, "OPTIONS": {**given, **options}, "CONN_HEALTH_CHECKS": True}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": postgres.DATABASE,
        "HOST": str(postgres.locate().socket),
        "USER": environment.text("BOLE_DB_ROLE", postgres.APP_ROLE),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_bole_{environment.text('BOLE_TEST_DB', '0')}"},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "bole_cache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["bole.kernel.accounts.authentication.CappedArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"  # the front door knows where each role belongs
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "bole.kernel.accounts.authentication.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "change_password": "5/m/user"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Bole"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
LANGUAGE_COOKIE_NAME = "bole_language"
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = paths.build_dir() / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise complains about a folder that collectstatic makes later
STATICFILES_DIRS = [folder for folder in [paths.build_dir() / "npm"] if folder.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "media"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "bole.kernel.files.uploads.CarefulUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = str(paths.ensure_private(VAR / "uploads"))
DATA_UPLOAD_MAX_NUMBER_FILES = 60

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

PGHISTORY_LEVEL = "statement"
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 2.0, "stalled_worker_timeout": 8.0}
EMAIL_BACKEND = environment.text("BOLE_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = environment.text("BOLE_SMTP_HOST")
EMAIL_PORT = environment.number("BOLE_SMTP_PORT", 25, 1, 65535)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = environment.text("BOLE_SMTP_USER"), environment.text("BOLE_SMTP_PASSWORD")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = environment.flag("BOLE_SMTP_TLS") and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 10
EMAIL_CONNECTED = bool(EMAIL_HOST)  # else a simulator stands in, and says so
DEFAULT_FROM_EMAIL = environment.text("BOLE_EMAIL_FROM", "bole@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"mask": {"()": "bole.kernel.vault.masking.MaskingFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["mask"]}},
    "root": {"handlers": ["console"], "level": environment.text("BOLE_LOG_LEVEL", "WARNING")},
}

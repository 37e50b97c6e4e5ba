"""Settings that hold everywhere; the files beside this one say where each differs."""

from pathlib import Path

import structlog
from csp.constants import NONE, SELF

from config import env

BASE_DIR: Path = env.PROJECT_DIR
VAR_DIR = env.folder("GIAMNGHEO_VAR", BASE_DIR / "var")

DEBUG = False
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
# The day on which a demonstration plays; unset, today is today.
PLAYED_DAY = env.day("GIAMNGHEO_TODAY")
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["config.formats"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "giamngheo.audit",
    "giamngheo.areas",
    "giamngheo.accounts",
    "giamngheo.work",
    "giamngheo.agencies",
    "giamngheo.rules",
    "giamngheo.registry",
    "giamngheo.quality",
    "giamngheo.exchange",
    "giamngheo.reviews",
    "giamngheo.planning",
    "giamngheo.simulations",
    "giamngheo.targets",
    "giamngheo.tasks",
    "giamngheo.committees",
    "giamngheo.support",
    "giamngheo.commune_plans",
    "giamngheo.forms",
    "giamngheo.meetings",
    "giamngheo.decisions",
    "giamngheo.papers",
    "giamngheo.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A page of tables shrinks to a tenth; Django pads the answer, so that its size tells no secret.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page wants a log-in unless it says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "giamngheo.web.middleware.SessionEndedMiddleware",
    "axes.middleware.AxesMiddleware",
    "giamngheo.web.middleware.NewPasswordMiddleware",
    "giamngheo.web.middleware.RefusalMiddleware",
    # Last: what the others keep (sessions, log-in counts) is written outside its guard.
    "giamngheo.web.middleware.ReadingOnlyMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/dang-nhap"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/dang-nhap"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "giamngheo.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "giamngheo.accounts.passwords.NotCommon"},
    {"NAME": "giamngheo.accounts.passwords.NotLikeTheUser"},
]
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "giamngheo.web.errors.csrf_failure"

# Lock-out counts the account and the address together, so that one office behind a
# single address is not locked out by a colleague's typing.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "giamngheo.web.log_in.views.locked_out"

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "giamngheo" / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "giamngheo.web.jinja.environment"},
    },
    # Third-party pages only (axes, debug pages): ours are Jinja2.
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "giamngheo" / "web" / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# One line an event on standard error: a person can read it, a machine can split it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": structlog.dev.ConsoleRenderer(
                # Plain tracebacks: those with variables would write people's data to the log.
                colors=False,
                exception_formatter=structlog.dev.plain_traceback,
            ),
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso"),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"giamngheo": {"level": "INFO"}},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def database() -> dict[str, dict[str, object]]:
    """
    Return DATABASES: the server of DATABASE_URL, or the embedded PostgreSQL of VAR_DIR.

    Reading settings starts nothing: `config.postgres.ensure_database` does, where work begins.
    """
    from config import postgres

    url = env.text("DATABASE_URL")
    settings = env.database_from_url(url) if url else postgres.connection_settings(VAR_DIR)
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            **settings,
        }
    }


# Reminders of tasks. Without a mail server they are printed where the command runs.
EMAIL_HOST = env.text("EMAIL_HOST")
_MAIL = "smtp" if EMAIL_HOST else "console"
EMAIL_BACKEND = f"django.core.mail.backends.{_MAIL}.EmailBackend"
EMAIL_PORT = env.integer("EMAIL_PORT", 587, least=1, most=65_535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "giamngheo@localhost")

"""Settings: one file, read from the environment; the launcher and compose set what differs."""

from pathlib import Path

import environ
from django.urls import reverse_lazy

from ijportal.schedule import SLOTS
from ijportal.secret_links import hide_links


BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

TESTING = env.bool("IJPORTAL_TESTING", default=False)
DEBUG = env.bool("IJPORTAL_DEBUG", default=False)
# Synthetic data carry a banner on every screen and export; only the demo sets it.
SYNTHETIC_DATA = env.bool("IJPORTAL_SYNTHETIC_DATA", default=False)
# The demo is served over plain HTTP on the loopback: a Secure cookie would never come back.
SECURE = env.bool("IJPORTAL_SECURE", default=True)

SECRET_KEY = env.str("IJPORTAL_SECRET_KEY")
JOURNAL_KEY = env.str("IJPORTAL_JOURNAL_KEY")
ALLOWED_HOSTS = env.list("IJPORTAL_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("IJPORTAL_ORIGINS", default=[])

INSTALLED_APPS = [
    "ijportal",
    "campaigns",
    "sosij",
    "interviews",
    "prescribers",
    "accounts",
    "core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "pgtrigger",
]

# The database role comes first after the static files: everything below, sessions included, runs
# inside its transaction. A 5xx answer rolls that transaction back.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.DatabaseRoleMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionEndMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PerimeterMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ijportal.urls"
WSGI_APPLICATION = "ijportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ijportal.pages.context.frame",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", engine="django.db.backends.postgresql")}
# The rows that place a page of the nation are 6 MB: over 4 MB, PostgreSQL writes them to disk.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c search_path=public,medical -c work_mem=16MB"
)
# A pool or persistent connection would outlive a forked worker; one socket connection costs 2 ms.
DATABASES["default"]["CONN_MAX_AGE"] = 0 if TESTING else 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = not TESTING
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("premiere-page")
ACCOUNT_LOGOUT_REDIRECT_URL = reverse_lazy("account_login")
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.tokens.RightsBoundTokens"  # noqa: S105 (a path)
ACCOUNT_ADAPTER = "accounts.adapters.ClosedSignupAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # attempts are counted by axes, in PostgreSQL, exactly
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # RFC 6238 §5.2: a code typed as the step turns is still good
MFA_FORMS = {
    "authenticate": "accounts.codes.CodeForm",
    "reauthenticate": "accounts.codes.CodeAgainForm",
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_USERNAME_CALLABLE = "accounts.tries.who_tries"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "password"]
AXES_DISABLE_ACCESS_LOG = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 10 * 3600
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ijportal.pages.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = SECURE and not TESTING
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("IJPORTAL_STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

WHITENOISE_KEEP_ONLY_HASHED_FILES = True

SCHEDULE = SLOTS
DATA_DIR = BASE_DIR / "data"
DOCUMENT_LAYOUTS = BASE_DIR / "templates" / "typst"
IMPORT_ROOT = Path(env.str("IJPORTAL_IMPORT_ROOT", default=str(BASE_DIR / "var" / "imports")))
IMPORT_MAX_BYTES = env.int("IJPORTAL_IMPORT_MAX_BYTES", default=2 << 30)
# The largest file allowed takes 5 h at 1 Mbit/s: a deposit untouched for a day is over.
IMPORT_UNFINISHED_HOURS = env.int("IJPORTAL_IMPORT_UNFINISHED_HOURS", default=24)
# Up to here a list is given at once; beyond, somebody says why and a job makes the file.
EXPORT_DIRECT_ROWS = env.int("IJPORTAL_EXPORT_DIRECT_ROWS", default=1_000)
# 20 000 rows on paper are 40 s of a processor and 500 pages; nobody reads 60 000 there.
EXPORT_PDF_ROWS = env.int("IJPORTAL_EXPORT_PDF_ROWS", default=20_000)
EXPORT_DAYS = env.int("IJPORTAL_EXPORT_DAYS", default=7)
# Files of one person that wait or can be taken at the same time.
EXPORTS_OPEN = env.int("IJPORTAL_EXPORTS_OPEN", default=20)

# An API that forgets its own classes is closed: the token, one shape of refusal, no browsable page.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["sosij.api.tokens.BearerToken"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "sosij.api.negotiation.AlwaysTheFirst",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_PARSER_CLASSES": ["sosij.api.parsers.MeasuredJSON"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "sosij.api.errors.answer_refusal",
    "NON_FIELD_ERRORS_KEY": "corps",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SOS IJ — dépôt des demandes",
    "DESCRIPTION": (
        "Les portails des praticiens déposent ici les demandes des médecins sur les arrêts de"
        " travail de leurs patients, et y lisent les réponses. Aucune identité de patient."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "ENFORCE_NON_BLANK_FIELDS": True,
    "SCHEMA_PATH_PREFIX": r"/api/sos-ij/v[0-9]+",
    "ENUM_NAME_OVERRIDES": {
        "EtatEnum": "sosij.enums.ClientState",
        "EtatPieceEnum": "sosij.enums.FileState",
    },
}
SOSIJ_API_CALLS_A_MINUTE = env.int("IJPORTAL_SOSIJ_API_CALLS_A_MINUTE", default=120)
SOSIJ_API_TOKENS_A_MINUTE = env.int("IJPORTAL_SOSIJ_API_TOKENS_A_MINUTE", default=30)
# « module.function » that takes the bytes of an attachment and says True (clean), False (infected)
# or None; without one every attachment stays in quarantine. Ours: sosij.services.clamd.scan.
SOSIJ_SCANNER = env.str("IJPORTAL_SOSIJ_SCANNER", default="")
# Where ClamAV's daemon listens (unix:/path or tcp://host:port), and how long it has for a file.
SOSIJ_CLAMD = env.str("IJPORTAL_SOSIJ_CLAMD", default="unix:/run/clamav/clamd.ctl")
SOSIJ_SCAN_SECONDS = env.int("IJPORTAL_SOSIJ_SCAN_SECONDS", default=20)

# Mails leave by the outbox. Without a server, and always on the synthetic data of the demo, they
# are kept in a folder, which `manage.py courriels` says.
MAIL_SERVER = env.str("IJPORTAL_EMAIL_URL", default="") if not SYNTHETIC_DATA else ""
EMAIL_FILE_PATH = env.str("IJPORTAL_MAIL_DIR", default=str(BASE_DIR / "var" / "courriels"))
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
if MAIL_SERVER:
    globals().update(env.email_url_config(MAIL_SERVER))
# Below the minute of a claim of the outbox: a silent server must not have a mail sent twice.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("IJPORTAL_EMAIL_FROM", default="ne-pas-repondre@localhost")
# What the links of the mails begin with.
PORTAL_URL = env.str(
    "IJPORTAL_URL", default=next(iter(CSRF_TRUSTED_ORIGINS), "http://localhost:8000")
).rstrip("/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"links": {"()": "django.utils.log.CallbackFilter", "callback": hide_links}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["links"]}
    },
    "root": {"handlers": ["console"], "level": env.str("IJPORTAL_LOG_LEVEL", default="WARNING")},
}

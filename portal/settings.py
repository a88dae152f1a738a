"""Every setting, from the environment, safe by default.

The portal is in production when PORTAL_BASE_URL begins with https://. Without any
variable it runs embedded: SQLite, files and a generated secret in var/.
README.md lists the variables.
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from js_asset import static_lazy

from portal.delivery.static import add_headers

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = env.path("PORTAL_VAR", default=str(BASE_DIR / "var"))
VAR_DIR = Path(str(VAR_DIR))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Where we are -----------------------------------------------------------------

BASE_URL = env.str("PORTAL_BASE_URL", default="http://localhost:8000").rstrip("/")
_base = urlsplit(BASE_URL)
if _base.scheme not in {"http", "https"} or not _base.hostname:
    raise ImproperlyConfigured("PORTAL_BASE_URL must look like https://portal.example.gov.vn")
PRODUCTION = _base.scheme == "https"
DEBUG = env.bool("DEBUG", default=False)


def _embedded_secret():
    """The secret of an installation that was given none; written once, readable by us alone."""
    path = VAR_DIR / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


if PRODUCTION:
    SECRET_KEY = env.str("SECRET_KEY")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters in production")
else:
    SECRET_KEY = env.str("SECRET_KEY", default="") or _embedded_secret()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = [_base.hostname, *env.list("PORTAL_EXTRA_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "portal.home.errors.csrf_failure"

# --- Applications -----------------------------------------------------------------

INSTALLED_APPS = [
    "portal.text",
    "portal.delivery",
    "portal.publishing",
    # What is below stands in this order on the home page and in the choices of menus.
    "portal.home",
    "portal.pages",
    "projects",
    "investment.opendata",
    "investment.official",
    "investment.pci",
    "investment.figures",
    "news",
    # modeltranslation patches the admin, so it stands before it.
    "modeltranslation",
    "portal.publishing.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "portal.publishing.apps.TasksConfig",
    "simple_history",
    "axes",
    "lucide",
]

MIDDLEWARE = [
    "portal.delivery.health.LoopbackHealth",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.delivery.headers.HeadersMiddleware",
    "portal.delivery.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    # The Staff… ones work only below /admin/, so that public pages know no cookie.
    "portal.delivery.staff.StaffSessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.delivery.staff.StaffAuthenticationMiddleware",
    "portal.delivery.staff.StaffMessageMiddleware",
    "portal.delivery.staff.StaffLanguageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.home.errors.GoneMiddleware",
    "portal.delivery.refusal.RefusalMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

TEMPLATES = [
    {
        # Public pages: the apps' own jinja2/ folders. Components are macros in templates/parts/.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "portal.jinja.environment",
            "context_processors": ["portal.pages.context.site"],
        },
    },
    {
        # The admin: our overrides stand in the apps' own templates/ folders.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.publishing.admin.context.portal",
                "portal.pages.context.desk",
            ],
        },
    },
]

# --- Records and files ------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)  # opening costs 2 to 4 ms, on SQLite too
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # It holds drafts and accounts; what SQLite puts beside it takes its permissions.
    Path(DATABASES["default"]["NAME"]).touch(mode=0o600)
    # Measured: 800 concurrent read-modify-writes, 332 errors with the defaults, 0 with these.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A database that does not answer must not hold the threads that serve stored pages.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)

MEDIA_ROOT = Path(env.str("PORTAL_MEDIA", default=str(VAR_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o640
PUBLIC_DIR = VAR_DIR / "public"  # where nginx sees the public version, see delivery/marker.py
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20  # a long article with tables pasted from Word
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
FONT_DIR = VAR_DIR / "fonts"  # written by `manage.py build_fonts`
STATICFILES_DIRS = [BASE_DIR / "static", FONT_DIR]
FONT_DIR.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.delivery.static.StaticStorage"},
}
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("publishing/writing.js"), static_lazy("publishing/pasting.js")],
        "extensions": {
            "Writing": "portal.publishing.editor.no_markup",
            "Pasting": "portal.publishing.editor.no_markup",
        },
    }
]
WHITENOISE_MAX_AGE = 0
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = add_headers

# --- Language and time ------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.text.formats"]
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
MODELTRANSLATION_LANGUAGES = ("vi", "en")
MODELTRANSLATION_DEFAULT_LANGUAGE = "vi"
MODELTRANSLATION_ENABLE_FALLBACKS = False


def MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME(name, language):
    return format_lazy("{} ({})", name, dict(LANGUAGES)[language])


# --- Staff ------------------------------------------------------------------------

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "admin/lockout.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
# Number of reverse proxies that write X-Forwarded-For; 0 means clients connect directly.
PROXIES = env.int("PORTAL_PROXIES", default=0)
AXES_IPWARE_PROXY_COUNT = PROXIES or None
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR"] if PROXIES else ["REMOTE_ADDR"]

SESSION_COOKIE_AGE = 30 * 60
STAFF_SESSION_LIMIT = 12 * 3600  # seconds after login, however busy
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Nobody who changed a record since it was last public may publish it.
FOUR_EYES = env.bool("PORTAL_FOUR_EYES", default=True)

# --- Security headers -------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
}
# The admin: nonces for Django's import map, no Trusted Types (they break its jQuery).
SECURE_CSP_STAFF = {
    **{name: value for name, value in SECURE_CSP.items() if name != "require-trusted-types-for"},
    "script-src": [CSP.SELF, CSP.NONCE],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/"]
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if PRODUCTION:
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# --- Mail and background work -----------------------------------------------------

_mail = env.email_url("EMAIL_URL", default="consolemail://")
MAILERS = {"default": {"BACKEND": _mail["EMAIL_BACKEND"]}}
if MAILERS["default"]["BACKEND"].endswith("smtp.EmailBackend"):
    MAILERS["default"]["OPTIONS"] = {
        "host": _mail["EMAIL_HOST"],
        "port": _mail["EMAIL_PORT"] or 25,
        "username": _mail["EMAIL_HOST_USER"],
        "password": _mail["EMAIL_HOST_PASSWORD"],
        "use_tls": _mail.get("EMAIL_USE_TLS", False),
        "use_ssl": _mail.get("EMAIL_USE_SSL", False),
        "timeout": 10,
    }
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("PORTAL_MAIL_FROM", default=f"portal@{_base.hostname}")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"one_line": {"()": "portal.delivery.no_database.OneLine"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "level": "WARNING",  # the worker tells of every task otherwise
            "filters": ["one_line"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

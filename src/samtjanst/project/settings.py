"""Settings, all read from the environment; each is documented in docs/operator.md."""

import base64
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from samtjanst.building.definitions import common_lines
from samtjanst.building.definitions.common_lines import CommonLine

BASE = Path(__file__).resolve().parent.parent


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; see docs/operator.md")
    return value


def _amounts(name: str) -> dict[str, int]:
    """Read ``450 mjolby=480 norrkoping=510``: one amount for all, and some of their own."""
    parts = [one.rpartition("=") for one in os.environ.get(name, "").split()]
    if not all(amount.isascii() and amount.isdecimal() for _slug, _equals, amount in parts):
        raise ImproperlyConfigured(f"{name} is no list of whole kronor; see docs/operator.md")
    return {slug: int(amount) for slug, _equals, amount in parts}


def _seconds(name: str, otherwise: int) -> int:
    """Read whole seconds, ten minutes at most."""
    told = os.environ.get(name, "") or str(otherwise)
    if not (told.isascii() and told.isdecimal() and int(told) <= 600):
        raise ImproperlyConfigured(f"{name} is no number of seconds up to 600")
    return int(told)


def _days(name: str, otherwise: int) -> int:
    """Read whole days, a hundred years at most."""
    told = os.environ.get(name, "") or str(otherwise)
    if not (told.isascii() and told.isdecimal() and int(told) <= 36_500):
        raise ImproperlyConfigured(f"{name} is no number of days up to 36500")
    return int(told)


def _common_lines(name: str) -> tuple[CommonLine, ...]:
    """Read the checklist's lines that a collaboration shares out of the file that is named."""
    try:
        return common_lines.read(os.environ.get(name, ""))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


def _database(url: str) -> dict[str, Any]:
    """Read ``postgresql://user:password@host:port/name?host=/socket/folder``."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return {
        "ENGINE": "samtjanst.foundation.tenancy.postgres",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # The database keeps the plan of what is asked again and again, instead of making it anew.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
        "TEST": {"NAME": f"test_{parts.path.lstrip('/')}"},
    }


ENVIRONMENT = os.environ.get("SAMTJANST_ENVIRONMENT", "production")
IS_PRODUCTION = ENVIRONMENT == "production"
VAR = Path(os.environ.get("SAMTJANST_VAR", "var")).resolve()
PORT = int(os.environ.get("SAMTJANST_PORT", "8000"))

SECRET_KEY = _required("SAMTJANST_SECRET_KEY")
SAMTJANST_MASTER_KEY = _required("SAMTJANST_MASTER_KEY")
if len(base64.b64decode(SAMTJANST_MASTER_KEY)) != 32:
    raise ImproperlyConfigured("SAMTJANST_MASTER_KEY must be 32 bytes in base64")
DEBUG = False
# A host name that no municipality has gets nothing: see foundation.tenancy.middleware.
ALLOWED_HOSTS = ["*"]

DATABASES = {"default": _database(_required("DATABASE_URL"))}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "samtjanst.foundation.tenancy",
    "samtjanst.foundation.keys",
    "samtjanst.foundation.people",
    "samtjanst.foundation.access",
    "samtjanst.foundation.audit",
    "samtjanst.foundation.jobs",
    "samtjanst.foundation.plugins",
    "samtjanst.foundation.files",
    "samtjanst.capabilities.registers",
    "samtjanst.capabilities.signing",
    "samtjanst.capabilities.fees",
    "samtjanst.capabilities.messages",
    "samtjanst.building.definitions",
    "samtjanst.running.filing",
    "samtjanst.running.cases",
    "samtjanst.running.handoff",
    "samtjanst.running.webhooks",
    "samtjanst.web.ui",
    "samtjanst.web.signin",
    "samtjanst.web.citizen",
    "samtjanst.web.handler",
    "samtjanst.web.admin",
    "samtjanst.web.studio",
    "samtjanst.web.api",
    "samtjanst.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "samtjanst.web.ui.policy.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samtjanst.project.logs.RequestLogMiddleware",
    "samtjanst.web.api.problems.ProblemMiddleware",
    "samtjanst.foundation.tenancy.middleware.TenancyMiddleware",
    "samtjanst.web.ui.language.LanguageMiddleware",
    "samtjanst.foundation.people.middleware.ViewerMiddleware",
    "samtjanst.web.ui.limits.LimitsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "samtjanst.project.urls"
WSGI_APPLICATION = "samtjanst.project.wsgi.application"

_LOADERS = [
    (
        "django.template.loaders.cached.Loader",
        [
            "django_cotton.cotton_loader.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _LOADERS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "samtjanst.web.ui.context.look",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "samtjanst.web.ui.templatetags.icons",
                "samtjanst.web.ui.templatetags.languages",
                "samtjanst.web.ui.templatetags.moments",
                "samtjanst.web.ui.templatetags.money",
            ],
        },
    }
]

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
# Compiled by the command compile_texts, as static files are collected.
LOCALE_PATHS = [VAR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# Hashed names and ready-compressed files, which a browser may keep for ever; tests serve from
# the source tree.
_IS_COLLECTED = ENVIRONMENT != "test"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _IS_COLLECTED

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

# Passwords of staff without an e-ID; hard on memory, so that a stolen table is slow to guess at.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

# Behind TLS everything is secure; the demo on loopback speaks plain HTTP.
SECURE_COOKIES = os.environ.get("SAMTJANST_SECURE", "1" if IS_PRODUCTION else "0") == "1"
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "samtjanst.web.ui.views.csrf_failure"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_COOKIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Whole kronor by municipality ("": every other one); none means that hours are not told in money.
HOUR_COSTS = _amounts("SAMTJANST_HOUR_COST")
# How long a handler's message stays in the house, so that a misclick can be taken back; 0: not.
UNDO_SECONDS = _seconds("SAMTJANST_UNDO_SECONDS", 30)
# How many days a case lies in the trash before it is disposed of; 0: till it is taken back.
TRASH_DAYS = _days("SAMTJANST_TRASH_DAYS", 0)
# What lies under a place in a document, where the municipality has no map of its own.
MAP_GROUND = BASE / "web" / "ui" / "static" / "ui" / "vendor" / "sverige.json"
# Lines that a collaboration adds to the checklist of every municipality's e-services.
COMMON_LINES = _common_lines("SAMTJANST_CHECKLIST")
# The proxy whose X-Forwarded-For is believed; empty means that nobody's is.
TRUSTED_PROXY = os.environ.get("SAMTJANST_TRUSTED_PROXY", "")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# One file of 25 MB and its form fit; a larger body is refused before it is parsed.
# Ten text fields with 100,000 signs of four bytes each, three letters for a byte, fit, too: they
# are kept, and judged. So does a filing over the interface with its files in base64 (14,000,000
# letters). Files of a form are not counted here: they never stand in memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 15 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
MAX_BODY_BYTES = 30 * 1024 * 1024

PROCRASTINATE_IMPORT_PATHS = ["samtjanst.foundation.jobs.tasks"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None

LOGGING_CONFIG = "samtjanst.project.logs.configure"
# Not empty, since Django leaves the function above alone when there is nothing to tell it.
LOGGING: dict[str, Any] = {"version": 1}

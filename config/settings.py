"""All settings of an installation; values come from the environment, no rule of a programme is one."""

from pathlib import Path

from django.conf.locale import LANG_INFO

from bansou.core.languages import HELP_LANGUAGES, UNKNOWN_TO_DJANGO
from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("BANSOU_DATA_DIR", str(BASE_DIR / "var")))
KEYS_DIR = Path(env.text("BANSOU_KEYS_DIR", str(DATA_DIR / "keys")))
FILES_DIR = DATA_DIR / "files"

SECRET_KEY = env.secret("BANSOU_SECRET_KEY", DATA_DIR / "secret_key")
DEBUG = False
# The demo shows its own mailbox and sign-ins. Never switch it on where real people's data is.
DEMO = env.flag("BANSOU_DEMO")
HTTPS = env.flag("BANSOU_HTTPS")
ALLOWED_HOSTS = env.items("BANSOU_ALLOWED_HOSTS", "127.0.0.1,localhost")
SITE_URL = env.text("BANSOU_SITE_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []

# The rooms of the house, from the ground up (docs/architecture.md).
_ROOMS = (
    "core vault audit notices accounts directory programmes payments files people supporters courses"
    " guides cases enquiries matching referrals accompaniment website"
)
INSTALLED_APPS = [
    # On top, but named first: where two rooms say the same its words win, and only they have readings.
    "bansou.help",
    *(f"bansou.{room}" for room in _ROOMS.split()),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bansou.core.middleware.PrivacyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bansou.help.middleware.Away",
    "bansou.help.middleware.Languages",
    "bansou.accounts.middleware.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bansou.accounts.middleware.SecondFactor",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "bansou.core.forms.Renderer"

TEMPLATES: list[dict] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "bansou.website.context.navigation",
            ],
            "builtins": [f"django.templatetags.{name}" for name in ("i18n", "static")]
            + ["bansou.core.templatetags.bansou", "bansou.help.templatetags.help"],
        },
    }
]

# The keys of sealed fields lie in a database of their own, with backups of their own (docs/privacy).
DATABASES = {
    "default": env.database("BANSOU_DATABASE_URL", DATA_DIR / "bansou.sqlite3"),
    "vault": env.database("BANSOU_VAULT_DATABASE_URL", DATA_DIR / "vault.sqlite3"),
}
DATABASE_ROUTERS = ["bansou.vault.router.VaultRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits and used one-time codes must be shared by all server processes; with Django's 300 entries, whoever
# makes many would push out those of others.
_CACHE = {"LOCATION": "cache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", **_CACHE}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]
LANG_INFO |= UNKNOWN_TO_DJANGO
LANGUAGES = [(code, LANG_INFO[code]["name"]) for code in HELP_LANGUAGES]
LANGUAGE_COOKIE_AGE = None  # The cookie ends with the browser, because phones are shared.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "bansou.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("BANSOU_PROXY_COUNT", 0)
MFA_ADAPTER = "bansou.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {what: f"bansou.accounts.forms.{what.title()}Form" for what in ("authenticate", "reauthenticate")}
MFA_TOTP_ISSUER = "Bansou"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "bansou.website.views.errors.form_expired"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# "no-referrer" would make browsers send "Origin: null", which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_SOURCES = ("script", "style", "img", "font", "media", "connect", "manifest")
_OWN = [f"{source}-src" for source in _SOURCES] + ["form-action"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **dict.fromkeys(("default-src", "base-uri", "frame-ancestors"), ["'none'"]),
        **dict.fromkeys(_OWN, ["'self'"]),
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = ["bansou.core.uploads.handlers.InMemory"]

_MAILER = "smtp" if env.text("BANSOU_SMTP_HOST") else "filebased"
EMAIL_BACKEND = f"django.core.mail.backends.{_MAILER}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = env.text("BANSOU_SMTP_HOST")
EMAIL_PORT = env.number("BANSOU_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("BANSOU_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("BANSOU_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("BANSOU_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
LINE_URLS = env.items("BANSOU_LINE_URLS", "https://api.line.me,https://api-data.line.me")
# Where the end of the audit chain is mailed every hour: a mailbox that no administrator of this server reads.
AUDIT_ANCHOR_TO = env.text("BANSOU_AUDIT_ANCHOR_TO")
DEFAULT_FROM_EMAIL = env.text("BANSOU_MAIL_FROM", "Bansou <office@bansou.example>")

SILENCED_SYSTEM_CHECKS = [] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "bansou.core.logs.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

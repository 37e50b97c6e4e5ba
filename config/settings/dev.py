"""One machine: the demonstration, a newcomer, a commune trying the system out."""

import secrets

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR, database


def _own_secret() -> str:
    """Return this machine's secret key, made at the first start and kept in var/."""
    file = VAR_DIR / "secret-key"
    if not file.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        file.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        file.chmod(0o600)
    return file.read_text(encoding="utf-8").strip()


SECRET_KEY = env.text("SECRET_KEY") or _own_secret()
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
DATABASES = database()

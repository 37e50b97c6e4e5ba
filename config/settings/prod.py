"""An office's server behind HTTPS."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import PLAYED_DAY, STORAGES, database

SECRET_KEY = env.required(
    "SECRET_KEY",
    "đặt một chuỗi ngẫu nhiên dài ít nhất 50 ký tự, giữ kín, và không đổi sau khi đã dùng.",
)
if len(SECRET_KEY) < 50:
    raise env.BadSetting("SECRET_KEY", "…", "chuỗi quá ngắn, cần ít nhất 50 ký tự ngẫu nhiên.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    raise env.BadSetting(
        "ALLOWED_HOSTS", "", "viết tên miền của trang, ví dụ giamngheo.thanhhoa.gov.vn"
    )
if PLAYED_DAY is not None:
    raise env.BadSetting("GIAMNGHEO_TODAY", str(PLAYED_DAY), "chỉ bộ trình diễn được đổi ngày.")
DATABASES = database()
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31_536_000, least=0, most=63_072_000)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

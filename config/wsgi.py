"""The WSGI application granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from config.postgres import ensure_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
ensure_database()

application = get_wsgi_application()

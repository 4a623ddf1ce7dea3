"""The web application for gunicorn."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.main.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

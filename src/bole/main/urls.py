"""One prefix per app. A prefix whose app is not installed is left out, so layers can be built one by one."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import URLResolver, include, path

PREFIXES = (
    ("ui/", "ui"),
    ("accounts/", "accounts"),
    ("audit/", "audit"),
    ("vault/", "vault"),
    ("jobs/", "outbox"),
    ("packs/", "taxonomy"),
    ("files/", "files"),
    ("documents/", "documents"),
    ("notices/", "notices"),
    ("snapshots/", "snapshots"),
    ("cases/", "casework"),
    ("register/", "registry"),
    ("sources/", "sources"),
    ("plan/", "plan"),
    ("work/", "workbench"),
    ("api/", "api"),
    ("", "portal"),
)


def _patterns() -> list[URLResolver]:
    patterns = []
    for prefix, label in PREFIXES:
        if label not in apps.app_configs:
            continue
        module = f"{apps.get_app_config(label).name}.urls"
        if find_spec(module):
            patterns.append(path(prefix, include(module)))
    return patterns


urlpatterns = [path("accounts/", include("allauth.urls")), *_patterns()]

"""One prefix per app."""

from django.apps import apps
from django.urls import include, path

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
    ("policies/", "policies"),
    ("plan/", "plan"),
    ("work/", "workbench"),
    ("", "portal"),
)

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    *(path(prefix, include(f"{apps.get_app_config(label).name}.urls")) for prefix, label in PREFIXES),
]

"""Where pages of recognitions show up: sections on a person's page, the export, doors of the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bole.governance.policies.queries import records_export
from bole.governance.policies.views import myclass, standing
from bole.people.registry.services import register_section
from bole.ui import navigation


def register_recognition_pages() -> None:
    register_section("person", "policies", "policies/recognition/_section.html", standing.section)
    register_section("own", "policies", "policies/recognition/_own_section.html", myclass.section)
    records_export.register()
    navigation.register("政策", _("人才认定"), "policies:recognitions", "policies.view_recognitions", 20)

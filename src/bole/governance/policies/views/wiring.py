"""Where pages of recognitions show up: sections on a person's page, the export, doors of the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bole.governance.policies.queries import records_export
from bole.governance.policies.services import proposing
from bole.governance.policies.views import myclass, recognition, standing
from bole.kernel.casework.services import register_panel
from bole.people.registry.services import register_section
from bole.ui import navigation


def register_recognition_pages() -> None:
    register_section("person", "policies", "policies/recognition/_section.html", standing.section)
    register_section("own", "policies", "policies/recognition/_own_section.html", myclass.section)
    for flow in (proposing.FLOW, proposing.REVOKE_FLOW, proposing.APPEAL_FLOW):
        register_panel(flow, "policies/recognition/_case.html", recognition.case_panel)
    records_export.register()
    navigation.register("政策", _("人才认定"), "policies:recognitions", "policies.view_recognitions", 20)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "bole.governance.policies"
    label = "policies"
    verbose_name = "政策"

    def ready(self) -> None:
        from bole.governance.policies.queries.reads import texts_read
        from bole.governance.policies.services import asking, wiring
        from bole.governance.policies.services.matching import upkeep
        from bole.governance.policies.views.asking import question_panel
        from bole.governance.policies.views.wiring import register_recognition_pages
        from bole.kernel.casework.services import register_panel
        from bole.people.registry.services.snapshotting import register_texts
        from bole.ui import navigation

        register_panel(asking.FLOW, "policies/asking/_question.html", question_panel)
        register_texts("policies", texts_read)
        wiring.register_recognition()
        register_recognition_pages()
        wiring.register_publication()
        upkeep.register()

        navigation.register("政策", _("政策库"), "policies:library", area="public", order=1)
        navigation.register("政策", _("政策库"), "policies:library", order=10)
        navigation.register("政策", _("政策库"), "policies:library", area="talent", order=20)
        navigation.register("政策", _("我的政策"), "policies:mine", "policies.view_own", 10, area="talent")
        navigation.register("政策", _("我的政策"), "policies:mine", "policies.view_own", 5)

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
        from bole.governance.policies.views import takeup
        from bole.governance.policies.views.asking import question_panel
        from bole.governance.policies.views.drafting import publication_panel
        from bole.governance.policies.views.wiring import register_recognition_pages
        from bole.kernel.casework.services import register_panel
        from bole.people.registry.services.snapshotting import register_texts
        from bole.ui import navigation

        register_panel(asking.FLOW, "policies/asking/_question.html", question_panel)
        register_panel("policy_publication", "policies/drafting/_panel.html", publication_panel)
        register_texts("policies", texts_read)
        wiring.register_recognition()
        register_recognition_pages()
        wiring.register_publication()
        upkeep.register()
        takeup.register()

        navigation.register("政策", _("政策库"), "policies:library", area="public", order=1)
        navigation.register("政策", _("政策库"), "policies:library", order=10)
        navigation.register("政策", _("政策库"), "policies:library", area="talent", order=20)
        navigation.register("政策", _("政策草案"), "policies:drafts", "policies.view_drafts", 20)
        navigation.register("政策", _("政策版次"), "policies:editions", "policies.view_editions", 25)
        navigation.register("政策", _("规则检查"), "policies:check", "policies.check_rules", 30)
        navigation.register("政策", _("我的政策"), "policies:mine", "policies.view_own", 10, area="talent")
        navigation.register("政策", _("政策覆盖"), "policies:takeup", "policies.view_takeup", 30)
        navigation.register("政策", _("本单位的政策"), "policies:firm", "policies.view_firm", 5)
        navigation.register("政策", _("本单位的政策"), "policies:firm", "policies.view_firm", 10, area="talent")
        navigation.register("政策", _("我的政策"), "policies:mine", "policies.view_own", 5)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    name = "bole.edge.workbench"
    label = "workbench"
    verbose_name = "工作台"

    def ready(self) -> None:
        from bole.ui import navigation

        navigation.register("工作", _("工作台"), "workbench:home", "workbench.view_home", order=1)

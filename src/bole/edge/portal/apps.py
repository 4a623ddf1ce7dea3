from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "bole.edge.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        from bole.ui import navigation

        navigation.register("服务", _("公示"), "portal:publicity", area="public", order=5)
        navigation.register("服务", _("关于本系统"), "portal:about", area="public", order=10)

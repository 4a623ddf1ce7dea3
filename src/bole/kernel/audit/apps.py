from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class AuditConfig(AppConfig):
    name = "bole.kernel.audit"
    label = "audit"
    verbose_name = "安全审计"

    def ready(self) -> None:
        from bole.ui import navigation

        navigation.register("管理", gettext_lazy("查阅记录"), "audit:reads", "audit.view", 910)
        navigation.register("管理", gettext_lazy("变更记录"), "audit:changes", "audit.view", 920)
        navigation.register("管理", gettext_lazy("安全事件"), "audit:security", "audit.view", 930)
        navigation.register("管理", gettext_lazy("审计封印"), "audit:seals", "audit.view", 940)

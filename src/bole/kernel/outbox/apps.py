from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class OutboxConfig(AppConfig):
    name = "bole.kernel.outbox"
    label = "outbox"
    verbose_name = "任务与事件"

    def ready(self) -> None:
        from bole.ui import navigation

        navigation.register("工作", gettext_lazy("我的任务"), "outbox:jobs", "outbox.view_jobs", 80)
        navigation.register("管理", gettext_lazy("任务运行"), "outbox:operations", "outbox.manage", 800)

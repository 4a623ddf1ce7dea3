from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class NoticesConfig(AppConfig):
    name = "bole.kernel.notices"
    label = "notices"
    verbose_name = "消息"

    def ready(self) -> None:
        from bole.kernel.notices import queries, wiring
        from bole.ui import navigation

        wiring.register()
        unread = queries.unread_badge
        navigation.register("工作", gettext_lazy("消息"), "notices:inbox", "notices.read", 70, unread, hot=True)
        navigation.register(
            "", gettext_lazy("消息"), "notices:inbox", "notices.read", 70, unread, hot=True, area="talent"
        )
        navigation.register("管理", gettext_lazy("消息发送"), "notices:outgoing", "notices.manage", 810)

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop

if TYPE_CHECKING:
    from django.http import HttpRequest


class CaseworkConfig(AppConfig):
    name = "bole.kernel.casework"
    label = "casework"
    verbose_name = "办件"

    def ready(self) -> None:
        from bole.kernel.casework import services
        from bole.kernel.notices import services as notices
        from bole.kernel.taxonomy import services as taxonomy
        from bole.kernel.vault.services import register_eraser
        from bole.ui import navigation

        taxonomy.on_pack_loaded(services.take_pack)
        register_eraser("casework", services.forget_subject)
        staff, applicants = ("zhezhengding",), ("email", "sms")
        for kind, channels, subject in (
            ("casework.waiting", (), gettext_noop("待办:%(title)s(%(step)s)")),
            ("casework.escalated", staff, gettext_noop("临近或超过期限:%(title)s(%(step)s)")),
            ("casework.closed", applicants, gettext_noop("已办结:%(title)s(%(step)s)")),
        ):
            notices.register_kind(kind, subject=subject, text=gettext_noop("办件编号 %(number)s"), channels=channels)
        work, own = gettext_lazy("待办"), gettext_lazy("我的办件")
        navigation.register("工作", work, "casework:worklist", "casework.work", 10, _waiting, hot=True)
        navigation.register("工作", own, "casework:mine", "casework.apply", 20)
        navigation.register("工作", gettext_lazy("委托"), "casework:delegations", "casework.delegate", 30)
        navigation.register("管理", gettext_lazy("办件总览"), "casework:overview", "casework.supervise", 100)
        navigation.register("管理", gettext_lazy("流程"), "casework:flows", "casework.view_flows", 110)
        navigation.register("服务", own, "casework:mine", "casework.apply", 20, area="talent")
        navigation.register("服务", work, "casework:worklist", "casework.work", 10, _waiting, hot=True, area="talent")


def _waiting(request: HttpRequest) -> int:
    """The badge: what waits for this user, counted once per page."""
    from bole.kernel.casework import queries, services

    if not hasattr(request, "_casework_waiting"):
        request._casework_waiting = queries.waiting_count(request.user, without=services.queues())  # type: ignore[attr-defined, arg-type]
    return request._casework_waiting  # type: ignore[attr-defined, no-any-return]

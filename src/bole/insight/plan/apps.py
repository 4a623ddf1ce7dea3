from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    name = "bole.insight.plan"
    label = "plan"
    verbose_name = "规划"

    def ready(self) -> None:
        from bole.insight.plan import queries, services
        from bole.kernel.documents.services import Export, register_export
        from bole.kernel.outbox.services import handles
        from bole.ui import navigation

        navigation.register("规划", _("规划驾驶舱"), "plan:cockpit", "plan.view_cockpit", order=10)
        handles("snapshots.published", "plan.count_register")(services.on_snapshot)
        register_export(
            Export(
                name="plan-table1",
                action="plan.view_cockpit",
                title=_("表1 主要指标"),
                columns=lambda grant, parameters: queries.EXPORT_COLUMNS,
                rows=lambda grant, parameters: queries.export_rows(),
                source="规划表1;人才库",
                as_of=queries.counted_on,
            )
        )

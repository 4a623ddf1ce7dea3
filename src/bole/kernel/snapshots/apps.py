from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class SnapshotsConfig(AppConfig):
    name = "bole.kernel.snapshots"
    label = "snapshots"
    verbose_name = "快照"

    def ready(self) -> None:
        from bole.kernel.snapshots import queries
        from bole.ui import navigation

        navigation.register("数据", gettext_lazy("数据快照"), "snapshots:list", "snapshots.view", 300)
        navigation.use_as_of(queries.as_of)

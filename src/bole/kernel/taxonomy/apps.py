from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class TaxonomyConfig(AppConfig):
    name = "bole.kernel.taxonomy"
    label = "taxonomy"
    verbose_name = "数据包"

    def ready(self) -> None:
        from bole.ui import navigation

        navigation.register("数据", gettext_lazy("事实词典"), "taxonomy:facts", "taxonomy.view_pack", 50)
        navigation.register("数据", gettext_lazy("数据包"), "taxonomy:overview", "taxonomy.view_pack", 60)

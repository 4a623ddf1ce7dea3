from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "bole.people.registry"
    label = "registry"
    verbose_name = "人才库"

    def ready(self) -> None:
        from bole.kernel.casework.services import register_effect, register_panel
        from bole.kernel.outbox.services import handles
        from bole.kernel.vault.services import register_eraser
        from bole.people.registry.services import (
            correcting,
            demo,
            dependants,
            exporting,
            groups,
            reclassifying,
            releasing,
            snapshotting,
        )
        from bole.people.registry.views import panels
        from bole.ui import navigation

        handles("sources.linked", "registry.groups")(groups.follow_link_run)
        handles("taxonomy.pack_in_force", "registry.classify")(reclassifying.follow_pack)
        register_eraser("registry", correcting.empty_person)
        register_effect(correcting.EFFECT, correcting.apply_correction)
        register_panel(correcting.FLOW, "registry/_correction.html", panels.correction)
        register_effect(releasing.EFFECT, releasing.release_export)
        exporting.register()
        demo.register()
        dependants.register()
        snapshotting.register()
        navigation.use_search("registry:search", "registry.list_people")
        doors = (
            (_("人才库"), "registry:people", "registry.list_people", 10),
            (_("五库六队四层次"), "registry:libraries", "registry.view_libraries", 20),
            (_("用人单位"), "registry:organisations", "registry.view_organisations", 30),
            (_("团队与项目"), "registry:teams", "registry.view_places", 40),
            (_("平台载体"), "registry:places", "registry.view_places", 50),
        )
        for label, url_name, action, order in doors:
            navigation.register("数据", label, url_name, action, order)
        navigation.register("服务", _("我的数据"), "registry:own", "registry.view_own", 30, area="talent")
        navigation.register("服务", _("我的数据"), "registry:own", "registry.view_own", 30)

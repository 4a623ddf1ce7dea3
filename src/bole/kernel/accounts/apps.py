from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "bole.kernel.accounts"
    label = "accounts"
    verbose_name = "账号与权限"

    def ready(self) -> None:
        from bole.kernel.accounts import services
        from bole.kernel.vault.services import register_eraser
        from bole.ui import navigation

        register_eraser("accounts", services.forget_subject)
        navigation.use_authority(services.can)
        navigation.use_identity(services.identity)
        navigation.register("管理", _("账号"), "accounts:users", "accounts.manage_users", order=10)
        navigation.register("管理", _("单位"), "accounts:units", "accounts.view_units", order=20)
        navigation.register("管理", _("角色与权限"), "accounts:policy", "accounts.view_policy", order=30)

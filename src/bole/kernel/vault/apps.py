from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class VaultConfig(AppConfig):
    name = "bole.kernel.vault"
    label = "vault"
    verbose_name = "密钥库"

    def ready(self) -> None:
        from bole.ui import navigation

        navigation.register("管理", gettext_lazy("密钥库"), "vault:status", "vault.view", 950)

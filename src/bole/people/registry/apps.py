from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "bole.people.registry"
    label = "registry"
    verbose_name = _("人才库")

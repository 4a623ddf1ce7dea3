from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class FilesConfig(AppConfig):
    name = "bole.kernel.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        from bole.ui import navigation

        navigation.register("工作", gettext_lazy("我的文件"), "files:list", "files.use", 90)

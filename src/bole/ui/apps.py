from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "bole.ui"
    label = "ui"
    verbose_name = "界面"

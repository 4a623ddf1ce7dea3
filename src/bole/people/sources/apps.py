from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "bole.people.sources"
    label = "sources"
    verbose_name = "数据归集"

    def ready(self) -> None:
        from bole.people.sources import wiring

        wiring.connect()

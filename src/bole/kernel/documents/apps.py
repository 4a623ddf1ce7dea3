from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "bole.kernel.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from bole.kernel.documents import audit_exports

        audit_exports.register()

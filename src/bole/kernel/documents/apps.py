from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "bole.kernel.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from bole.kernel.documents import audit_exports, services
        from bole.kernel.vault.services import register_eraser

        register_eraser("documents", services.forget_subject)
        audit_exports.register()

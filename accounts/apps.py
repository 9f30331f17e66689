from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "comptes"

    def ready(self) -> None:
        from accounts import checks  # noqa: F401, PLC0415

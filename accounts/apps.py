from django.apps import AppConfig
from django.core.checks import register

from accounts.checks import orcid_is_configured_whole


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        register(orcid_is_configured_whole)

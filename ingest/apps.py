from django.apps import AppConfig
from django.conf import settings

from ingest.addresses import use_key


class IngestConfig(AppConfig):
    name = "ingest"

    def ready(self) -> None:
        use_key(settings.CREDENCE_ADDRESS_KEY)

"""What `manage.py check` says about the settings of accounts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def orcid_is_configured_whole(**options: Any) -> list[CheckMessage]:
    faults = settings.CREDENCE_ORCID.faults(debug=settings.DEBUG)
    return [Error(words, hint=hint, id="accounts.E001") for words, hint in faults]

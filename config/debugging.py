"""What the error pages of DEBUG keep to themselves."""

import re

from django.views.debug import SafeExceptionReporterFilter


class KeepAddresses(SafeExceptionReporterFilter):
    """Addresses of servers hold passwords too: DATABASE_URL, the broker's, the cache's LOCATION."""

    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|URL|LOCATION", re.IGNORECASE
    )

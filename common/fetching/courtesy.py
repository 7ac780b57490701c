"""How we introduce ourselves to whom we ask."""

from django.conf import settings


def user_agent() -> str:
    contact = settings.CREDENCE_CONTACT_EMAIL
    details = f"+{settings.CREDENCE_SITE_URL}" + (f"; mailto:{contact}" if contact else "")
    return f"Credence/{settings.VERSION} ({details})"

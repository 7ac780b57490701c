"""Every address. An app that serves pieces of a researcher page includes its own under /researchers/."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from common.styleguide import styleguide
from config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("ingest.urls")),
    path("", include("explorer.urls")),
    path("", include("collaboration.urls")),
    path("", include("following.urls")),
    path("", include("trust.urls")),
    path("", include("claims.urls")),
    path("", include("researchers.urls")),
    path("", include("pages.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))

handler404 = "pages.errors.not_found"
handler403 = "pages.errors.forbidden"
handler500 = "pages.errors.server_error"

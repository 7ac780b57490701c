"""Requests as views behind `login_required` know them."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """Somebody is signed in."""

    user: User
    htmx: HtmxDetails

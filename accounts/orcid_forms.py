"""allauth's form of sign-up by ORCID, in our words."""

from allauth.socialaccount import forms as allauth

from accounts.entrance_forms import PlainWords


class SignupForm(PlainWords, allauth.SignupForm):
    """Name and address; there is no password."""

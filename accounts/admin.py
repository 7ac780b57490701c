"""Users in the administration. An account is deleted by its owner, whose claims have to end with it."""

from typing import Any

from allauth.account.admin import EmailAddressAdmin as AllauthEmailAddressAdmin
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa import admin as two_step_admin
from allauth.socialaccount import admin as social_admin
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions import admin as sessions_admin
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.http import HttpRequest

from accounts.models import Letter, Notice, User
from common.admin import ReadOnlyAdmin

# One door for everybody: allauth's limits on attempts hold here too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Credence administration"


class UserCreationForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, type[forms.Field]] = {}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    add_form = UserCreationForm
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    list_display = ("email", "name", "is_active", "is_staff", "last_login", "date_joined")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)
    list_per_page = 50
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """An address changes only by confirming the new one, which its owner does."""
        return ("email", "last_login", "date_joined") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# Secrets, evidence, and what is set in the environment alone.
THEIRS = [
    two_step_admin.Authenticator,
    social_admin.SocialApp,
    social_admin.SocialToken,
    sessions_admin.UserSession,
]
admin.site.unregister([EmailAddress, SocialAccount, *THEIRS])


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    """A claim rests on a confirmed address, so nobody confirms one by hand."""

    list_display = AllauthEmailAddressAdmin.list_display
    list_filter = AllauthEmailAddressAdmin.list_filter
    list_select_related = ("user",)
    search_fields = ("email",)


@admin.register(SocialAccount)
class SocialAccountAdmin(ReadOnlyAdmin):
    """Who signed in with which ORCID iD: evidence, which nobody makes by hand."""

    list_display = ("uid", "user", "provider", "date_joined", "last_login")
    list_select_related = ("user",)
    search_fields = ("uid", "user__email")


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("subject", "user", "created_at", "sent_at", "given_up_at")
    list_filter = (("sent_at", admin.EmptyFieldListFilter), ("given_up_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("user__email",)


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """What has not been sent yet. Nobody reads it here."""

    list_display = ("subject", "address", "created_at", "next_try_at", "failing_since")
    search_fields = ("address",)

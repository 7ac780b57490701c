"""Who may sign in, and what they are told by e-mail."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Makes users, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Somebody with a login. Who they are in the record is the researcher's affair."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("name", max_length=200, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_administrator(self) -> bool:
        """Whether they decide claims and see every import."""
        return self.is_active and self.is_staff


def display_name(user: User) -> str:
    """How a page addresses this user."""
    return str(user)


class Tried(models.Model):
    """What waits to be sent, and is tried again where that fails."""

    created_at = models.DateTimeField(db_default=Now())
    next_try_at = models.DateTimeField(
        db_default=Now(), help_text="Later than when it was written where a try has failed."
    )
    failing_since = models.DateTimeField(
        null=True, blank=True, help_text="When it was put off first, and not because the mail server failed."
    )

    class Meta:
        abstract = True


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self) -> Self:
        """Those whose time has come: the ones that wait longest for a try first."""
        waiting = self.filter(sent_at=None, given_up_at=None)
        return waiting.filter(next_try_at__lte=timezone.now()).order_by("next_try_at", "id")


class Notice(Tried):
    """What somebody is to be told by e-mail: written with the fact it tells of, sent afterwards."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    path = models.CharField(max_length=500, blank=True, help_text="The page that tells more.")
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was refused for good, or had failed for too long."
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="notice_waiting",
                condition=Q(sent_at=None, given_up_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.user_id}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> Self:
        """Those whose time has come: the ones that wait longest for a try first."""
        return self.filter(next_try_at__lte=timezone.now()).order_by("next_try_at", "id")


class Letter(Tried):
    """A message about an account that waits to be sent, and no longer: its links let in whoever reads them."""

    address = models.EmailField(
        help_text="Not always one of an account: who asks for one that has none is told so."
    )
    subject = models.CharField(max_length=200)
    sealed = models.TextField(editable=False, help_text="Text and page, of no use without the secret key.")

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_try_at", "id"], name="letter_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"

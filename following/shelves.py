"""Following a topic, an institution or a venue: the deed, its end, and the button."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from following.models import Followed, ShelfFollow
from works.models import Institution, Topic, Venue

KINDS: dict[str, type[Topic] | type[Institution] | type[Venue]] = {
    "topic": Topic,
    "institution": Institution,
    "venue": Venue,
}


@dataclass(frozen=True, slots=True)
class FollowedShelf:
    """One of the topics, institutions and venues in a list of those followed."""

    about: Followed

    @property
    def kind(self) -> str:
        return self.about._meta.model_name or ""

    @property
    def url(self) -> str:
        return reverse(f"following:follow_{self.kind}", args=[self.about.slug])


@dataclass(frozen=True, slots=True)
class ShelfFollowSection(FollowedShelf):
    """What `following/_shelf.html` shows."""

    signed_in: bool
    is_following: bool
    count: int

    @property
    def feed(self) -> str:
        return reverse(f"pages:{self.kind}_feed", args=[self.about.slug])


def follow_shelf(about: Followed, *, by: User) -> None:
    """Twice at once is once: the unique constraint is the judge."""
    if not ShelfFollow.objects.of(by).to(about).exists():
        kind = about._meta.model_name
        ShelfFollow.objects.bulk_create([ShelfFollow(user=by, **{f"{kind}": about})], ignore_conflicts=True)


def unfollow_shelf(about: Followed, *, by: User) -> None:
    ShelfFollow.objects.of(by).to(about).delete()


def shelf_follow(about: Followed, user: User | AnonymousUser) -> ShelfFollowSection:
    """The button with the number of people who follow, counted in one query."""
    people, mine = Count("user", distinct=True), Count("pk", filter=Q(user=user.pk))
    found = ShelfFollow.objects.to(about).aggregate(people=people, mine=mine)
    return ShelfFollowSection(about, user.is_authenticated, bool(found["mine"]), found["people"])


def followed_shelves(follows: Iterable[ShelfFollow]) -> list[FollowedShelf]:
    """What these follows are of, each once."""
    pages = {(type(follow.about), follow.about.pk): follow.about for follow in follows}
    return list(map(FollowedShelf, pages.values()))

"""The one safe way to fetch what a stranger names.

Whoever names an address may want to make us ask something inside our own network, wait for ever, or take more
than we can hold. What stops that is in these modules; docs/claims.md has the list.
"""

from common.fetching.answers import Forbidden, NotThere, Page, Unreachable
from common.fetching.fetcher import Fetcher, fetch
from common.fetching.locations import Location

__all__ = ["Fetcher", "Forbidden", "Location", "NotThere", "Page", "Unreachable", "fetch"]

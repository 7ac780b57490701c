"""What the cache that all processes share remembers; while it cannot be reached, nothing."""

import logging
from typing import Any

from django.core.cache import cache
from redis.exceptions import ConnectionError, TimeoutError

UNREACHABLE = (ConnectionError, TimeoutError)

logger = logging.getLogger(__name__)


def recall(key: str) -> Any:
    """What was remembered under the key, or None."""
    try:
        return cache.get(key)
    except UNREACHABLE as error:
        logger.warning("The cache cannot be asked for %s: %s", key, error)
        return None


def remember(key: str, value: Any, seconds: int) -> None:
    try:
        cache.set(key, value, seconds)
    except UNREACHABLE as error:
        logger.warning("The cache cannot keep %s: %s", key, error)

"""What the tests of pages share."""

import pytest
from django.db import connection


@pytest.fixture
def small_estimates(db: None) -> None:
    """Tables estimated as small as they are: ANALYZE outlives the transaction of the test that ran it."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE works_work, works_authorship, researchers_researcher")

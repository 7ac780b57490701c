"""What the error pages of DEBUG show."""

import pytest
from django.test import Client, override_settings


@pytest.mark.parametrize(
    "changes",
    [
        {"DATABASE_URL": "postgres://credence:hunter2@db/credence"},
        {"CELERY_BROKER_URL": "redis://:hunter2@cache/0"},
        {"CREDENCE_EXAMPLE": {"LOCATION": "redis://:hunter2@cache/0"}},
    ],
)
def test_an_error_page_shows_no_password_within_an_address(changes: dict[str, object]) -> None:
    """A page of another name that leads here may read the answer to it."""
    with override_settings(DEBUG=True, ALLOWED_HOSTS=["localhost"], **changes):
        response = Client().get("/healthz", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert next(iter(changes)) in response.text
    assert "hunter2" not in response.text

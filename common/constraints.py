"""What the database refused a statement for."""

from django.db import IntegrityError


def broken_constraint(error: IntegrityError) -> str:
    """The name of the constraint that refused a statement."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return getattr(diagnostics, "constraint_name", None) or ""

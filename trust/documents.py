"""trust.json: everything that is needed to compute a researcher's trust again."""

from datetime import date, datetime

import msgspec

from trust.models import TrustSnapshot
from trust.scoring import MODEL_VERSION, Result


class TrustDocument(msgspec.Struct, frozen=True):
    """The document; trust/recompute.py reads it."""

    researcher: str
    page: str
    rules: str
    model: str
    computed_on: date
    computed_at: datetime
    inputs: dict
    result: Result


def trust_json(snapshot: TrustSnapshot, *, page: str, rules: str) -> bytes:
    """The document of a snapshot, given the addresses of the researcher's page and of the rules."""
    document = TrustDocument(
        researcher=snapshot.researcher.public_id,
        page=page,
        rules=rules,
        model=snapshot.model_version,
        computed_on=snapshot.computed_on,
        computed_at=snapshot.computed_at,
        inputs=snapshot.inputs,
        result=snapshot.result,
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def etag_of(version: int) -> str:
    """Grows with the researcher's version; another model writes other documents."""
    return f'"{version}-{MODEL_VERSION}"'

"""Invented organizations in the registry's own words."""

import json
from pathlib import Path
from typing import Any

COUNTRIES = {"SE": "Sweden", "DE": "Germany", "US": "United States", "PE": "Peru", "FR": "France"}


def organization(ror: str, name: str, **fields: Any) -> dict[str, Any]:
    """One organization as version 2 of the schema has it."""
    country = fields.pop("country", "SE")
    place = {
        "name": fields.pop("city", "Lindenau"),
        "country_code": country,
        "country_name": COUNTRIES[country],
    }
    names = [{"value": name, "types": ["ror_display", "label"], "lang": "en"}]
    for kind in ("label", "alias", "acronym"):
        names += [{"value": text, "types": [kind], "lang": None} for text in fields.pop(kind, ())]
    relations = [
        {"type": kind, "id": f"https://ror.org/{other}", "label": label}
        for kind in ("parent", "child", "successor")
        for other, label in fields.pop(kind, ())
    ]
    site = fields.pop("site", "")
    return {
        "id": f"https://ror.org/{ror}",
        "names": names,
        "locations": [{"geonames_id": 1, "geonames_details": place}],
        "links": [{"type": "website", "value": site}] if site else [],
        "domains": fields.pop("domains", []),
        "types": fields.pop("types", ["education"]),
        "status": fields.pop("status", "active"),
        "relationships": relations,
        **fields,
    }


def write_registry(folder: Path, *organizations: dict[str, Any], name: str = "ror.jsonl") -> str:
    """A file of them, one a line."""
    path = folder / name
    path.write_text("\n".join(map(json.dumps, organizations)))
    return str(path)

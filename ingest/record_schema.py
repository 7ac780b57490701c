"""The JSON Schema of one line of the `credence` format, made from the record itself."""

import sys
from typing import Any

import msgspec

from ingest.records import OURS, WorkRecord


def json_schema() -> dict[str, Any]:
    """The JSON Schema of one line of the `credence` format."""
    (schema,), components = msgspec.json.schema_components([WorkRecord], ref_template="#/$defs/{name}")
    for definition in components.values():
        for name in OURS & definition["properties"].keys():
            del definition["properties"][name]
        for name, rule in definition["properties"].items():
            if name not in definition.get("required", ()):
                definition["properties"][name] = nullable(rule)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A work as one source states it",
        **schema,
        "$defs": dict(sorted(components.items())),
    }


def nullable(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule with null allowed, because null and absence mean the same."""
    rule = {key: value for key, value in rule.items() if key != "default"}
    if {"type": "null"} in rule.get("anyOf", []):
        return rule
    return {"anyOf": [rule, {"type": "null"}]}


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode() + "\n")

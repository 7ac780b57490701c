"""Knowing a format by the look of a file, when nobody says which it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

LOOKED_AT = 64 * 1024
ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
NAMESPACE = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*["']([^"']+)["']""")


@dataclass(frozen=True)
class Head:
    """The beginning of a file as text, and its name."""

    name: str
    text: str

    @classmethod
    def of(cls, name: str, head: bytes) -> "Head":
        encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        return cls(name.lower(), head.decode(encoding, "replace").lstrip())

    @cached_property
    def is_xml(self) -> bool:
        return self.text.startswith("<")

    @cached_property
    def is_json(self) -> bool:
        return self.text.startswith(("{", "["))

    @cached_property
    def root(self) -> str:
        """The name of the first XML element without its prefix, or nothing."""
        found = ROOT.search(self.text) if self.is_xml else None
        return found[1] if found else ""

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """Every XML namespace that the beginning declares."""
        return frozenset(NAMESPACE.findall(self.text)) if self.is_xml else frozenset()

    def has_keys(self, *keys: str) -> bool:
        """Whether JSON names all these keys somewhere in its beginning."""
        return self.is_json and all(f'"{key}"' in self.text for key in keys)

    def called(self, *suffixes: str) -> bool:
        return re.sub(r"\.(?:gz|xz|bz2|zst)$", "", self.name).endswith(suffixes)


Recognizes = Callable[[Head], bool]

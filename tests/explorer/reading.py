"""What stands in an answer, as a visitor finds it."""

from dataclasses import dataclass

from lxml import html

HOSTILE = [
    "<script>alert(1)</script>",
    "Quote \"double\" 'single' & ampersand",
    "\u202eturned around\u202c",
    "Bell\x07 and \x08 backspace",
    "تمر المجوري",
    "משה לוי",
    "👩\u200d🔬 Emoji \U0001f469\u200d🔬",
    "{{ template }} {% tag %}",
    "]]> --> </svg>",
    "W" * 400,
]


@dataclass(frozen=True)
class Reading:
    """A page or piece with a graph in it."""

    tree: html.HtmlElement

    @classmethod
    def of(cls, response) -> "Reading":
        return cls(html.fromstring(response.content.decode()))

    def pictured(self, sheet: str = "wide") -> list[str]:
        """The whole names in a picture, in the order of the keyboard, the focus first."""
        return [words.rsplit(", in the middle")[0] for words in self.labels(sheet)]

    def labels(self, sheet: str = "wide") -> list[str]:
        found = self.tree.xpath(f"//*[contains(@class, 'graph-{sheet}')]//a/@aria-label")
        return list(map(str, found))

    def pictured_links(self, sheet: str = "wide") -> list[str]:
        return list(map(str, self.tree.xpath(f"//*[contains(@class, 'graph-{sheet}')]//a/@href")))

    def listed_links(self) -> list[str]:
        return list(map(str, self.tree.xpath("//ul[@class='graph-entries']//a/@href")))

    def listed(self) -> list[str]:
        return [item.text_content() for item in self.tree.xpath("//ul[@class='graph-entries']//a")]

    def text(self) -> str:
        return " ".join(self.tree.text_content().split())

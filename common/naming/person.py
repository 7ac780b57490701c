"""What a printed name turns out to be: its parts, and the keys that make comparing cheap."""

from dataclasses import dataclass
from enum import StrEnum

from common.naming.blocks import block_keys_of, main_key_of


class Order(StrEnum):
    """Where the family name stands, and how we know."""

    STATED = "stated"  # by the source, or by a comma
    GIVEN_FIRST = "given name first"
    FAMILY_FIRST = "family name first"
    UNCERTAIN = "uncertain"
    SINGLE = "a single name"
    GROUP = "a group of people"


@dataclass(frozen=True, slots=True)
class PersonalName:
    """One printed name. `given_key` and `family_key` are folded texts that `compare` works on."""

    printed: str
    given: str = ""
    particles: str = ""
    family: str = ""
    suffix: str = ""
    nickname: str = ""
    order: Order = Order.STATED
    script: str = "Latin"
    # The given names in small ASCII letters, initials with a dot: "mohammed e."; "~" starts an East Asian name,
    # whose words are its syllables: "~xiao ming".
    given_key: str = ""
    # The family names in small ASCII letters, after particles and a bar: "van der|putten"; "#" starts a group.
    family_key: str = ""
    # All words in alphabetical order, for names whose parts a source has sorted otherwise.
    bag: str = ""
    # The other reading of a name whose order is uncertain.
    swapped: "PersonalName | None" = None
    # Which of the bearers of one name, where the suffix says so: "second" for "Jr." and for "Filho".
    generation: str = ""

    @property
    def is_group(self) -> bool:
        return self.order is Order.GROUP

    @property
    def block(self) -> str:
        """The family name and the first initial: "putten j"."""
        return main_key_of(self.given_key, self.family_key)

    @property
    def block_keys(self) -> tuple[str, ...]:
        """Two compatible names have at least one of these in common; the first is `block`."""
        keys = block_keys_of(self.given_key, self.family_key)
        if self.bag:
            keys = (*keys, self.bag)
        return tuple(dict.fromkeys(keys + self.swapped.block_keys)) if self.swapped else keys

    @property
    def whole_family(self) -> str:
        """The family name with its particles: "van der Putten"."""
        return f"{self.particles} {self.family}" if self.particles else self.family

    @property
    def first(self) -> str:
        """The first given name in small ASCII letters, "m" for an initial, empty for a single name."""
        if self.given_key.startswith("~"):
            return self.given_key[1:].split(" (")[0].replace(" ", "").partition(".")[0]
        return self.given_key.partition(" ")[0].rstrip(".")

    @property
    def first_is_full(self) -> bool:
        """Is the first given name more than an initial?"""
        return bool(self.given_key) and "." not in self.given_key.partition(" ")[0]


def block_keys(name: PersonalName) -> tuple[str, ...]:
    """Where to look for other names of the same person; the first is the main one."""
    return name.block_keys

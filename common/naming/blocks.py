"""Keys under which to look for other names of the same person."""

from functools import lru_cache

from common.naming.family import SURE_BEGINNING, FamilyForms, forms_of, may_be_misspelt, with_beginning
from common.naming.given import Given, taken_apart
from common.naming.spelling import first_letters, letters_of_abbreviated, sound

SHORTEST_FAMILY = 3
# From here on an East Asian given name has another name in it.
MOST_SYLLABLES = 3


def main_key_of(given_key: str, family_key: str) -> str:
    """The first of the keys, without the others: there are many names, and most are asked for nothing else."""
    given = given_key.removeprefix("~").partition("(")[0].strip()
    if not given or family_key.startswith("#"):
        return family_key
    return f"{sound(family_key.rpartition('|')[2].replace(' ', ''))} {given[0]}"


@lru_cache(maxsize=1 << 17)
def block_keys_of(given_key: str, family_key: str) -> tuple[str, ...]:
    """Family name and first initial, the main key first.

    Two names that `compare` calls compatible have at least one key in common.
    """
    if not given_key or family_key.startswith("#"):
        return (family_key,)
    given, forms = taken_apart(given_key), forms_of(family_key)
    if not given.words:
        return (family_key,)
    main = sound(forms.joined)
    families = [main] if len(forms.sounds) == 1 and not forms.parts else all_families(main, forms)
    letters = initials_of(given)
    keys = [f"{family} {letter}" for family in families for letter in letters]
    if len(given.words) > 1 and not given.eastern:
        keys += keys_of_middle(given, first_letters(given.words[0]))
        if whole := with_beginning(given.words[-1], family_key):
            keys += [f"{sound(whole)} {letter}" for letter in letters]
    if given.first_is_full and may_be_misspelt(forms.joined):
        keys.append(f"{forms.joined[:SURE_BEGINNING]}~{given.words[0][:2]}")
    return tuple(dict.fromkeys(keys)) if len(keys) > 2 else tuple(keys)


def all_families(main: str, forms: FamilyForms) -> list[str]:
    """The main form, then the others in a fixed order."""
    return list(dict.fromkeys((main, *sorted(forms.sounds), *sorted(forms.parts))))


def initials_of(given: Given) -> list[str]:
    """The initials the person may go by, the printed one first."""
    if given.eastern and len(given.words) < MOST_SYLLABLES and not given.nickname:
        return [given.words[0][0]]
    letters = dict.fromkeys((given.words[0][0], *sorted(first_letters(given.words[0]))))
    if given.short[0] and len(given.words[0]) > 1:
        letters.update(dict.fromkeys(sorted(letters_of_abbreviated(given.words[0]))))
    if len(given.words) > 1:
        letters.update(dict.fromkeys(word[0] for word in full_middle_names(given)))
    if given.nickname:
        letters[given.nickname[0]] = None
    return list(letters)


def full_middle_names(given: Given) -> list[str]:
    return [word for word, short in zip(given.words[1:], given.short[1:], strict=True) if not short]


def keys_of_middle(given: Given, letters: frozenset[str]) -> list[str]:
    """A later given name may be a family name elsewhere: "Gabriel García" Márquez."""
    names = [sound(name) for name in full_middle_names(given) if len(name) >= SHORTEST_FAMILY]
    return [f"{name} {letter}" for name in names for letter in sorted(letters)]

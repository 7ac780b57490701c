"""What changed between two results, and why, in words."""

from claims.evidence import KINDS
from trust.components import BY_NAME, Part
from trust.evidence import Inputs
from trust.quick_read import counted
from trust.scoring import Result


def differences(before: Result | None, after: Result) -> list[str]:
    """One sentence for each difference; none where both results say the same."""
    if before is None:
        return ["Computed for the first time."]
    sentences = [part_in_words(*pair) for pair in changed_parts(before, after)]
    if before.level != after.level:
        sentences.append(f"Verification level {before.level} became {after.level}.")
    if before.model != after.model:
        sentences.append(f"The model changed from version {before.model} to {after.model}.")
    return sentences


def changed_parts(before: Result, after: Result) -> list[tuple[Part, Part]]:
    """The components that do not bring what they brought; one that either result lacks brought nothing."""
    earlier = {part.name: part for part in before.components}
    later = {part.name: part for part in after.components}
    names = [*later, *(name for name in earlier if name not in later)]
    pairs = [(earlier.get(name, Part(name, 0, 0)), later.get(name, Part(name, 0, 0))) for name in names]
    return [(one, other) for one, other in pairs if one != other]


def part_in_words(before: Part, after: Part) -> str:
    component = BY_NAME.get(after.name)
    title = component.title if component else after.name
    gain = after.points - before.points
    verb = "more" if gain > 0 else "fewer"
    return f"{title}: {counted(abs(gain), 'point')} {verb} ({before.points} became {after.points})."


def causes(before: Inputs | None, after: Inputs) -> list[str]:
    """What came and went of the evidence that its component alone does not tell."""
    if before is None:
        return []
    kinds, kinds_now = ({piece.kind for piece in inputs.evidence} for inputs in (before, after))
    return [
        *(f"Found: {title_of(kind)}." for kind in sorted(kinds_now - kinds)),
        *(f"Does not count any more: {title_of(kind)}." for kind in sorted(kinds - kinds_now)),
        *support_in_words(before, after, "vouch", "vouch", "vouches"),
        *support_in_words(before, after, "coauthor", "verified co-author"),
    ]


def title_of(kind: str) -> str:
    return KINDS[kind].title if kind in KINDS else kind


def support_in_words(before: Inputs, after: Inputs, way: str, *noun: str) -> list[str]:
    """How many more or fewer support in this way than did."""
    gain = sum(one.way == way for one in after.support) - sum(one.way == way for one in before.support)
    return [f"{counted(abs(gain), *noun)} {'more' if gain > 0 else 'fewer'}."] if gain else []

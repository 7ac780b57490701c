"""What changed between two results, in words."""

from trust.components import BY_NAME, Part
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

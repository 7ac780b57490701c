"""A result as a table: what each component brought, with a bar for it."""

from dataclasses import dataclass

from trust.components import BY_NAME, COMPONENTS, Component, Part

LEAST = min(component.cap for component in COMPONENTS)
MOST = max(component.cap for component in COMPONENTS)


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A component beside what it brought. One that a later model dropped has its name alone."""

    part: Part
    component: Component | None

    @property
    def title(self) -> str:
        return self.component.title if self.component else self.part.name

    @property
    def bar(self) -> tuple[int, int]:
        """Where the bar of the points begins and how long it is."""
        return bar_from_zero(self.part.points)

    @property
    def track(self) -> tuple[int, int]:
        """The same for the most it could bring."""
        return bar_from_zero(self.component.cap if self.component else 0)


def bar_from_zero(points: int) -> tuple[int, int]:
    """Start and length of a bar on the scale of the plot, whose left end is the largest deduction."""
    return min(points, 0) - LEAST, abs(points)


def plot_of(parts: tuple[Part, ...]) -> dict[str, int]:
    """What the bars are drawn on. The side of the deductions is shown only where there are any."""
    left = 0 if any(part.points < 0 for part in parts) else -LEAST
    return {"left": left, "zero": -LEAST, "width": MOST - LEAST - left}


def component_rows(parts: tuple[Part, ...]) -> list[ComponentRow]:
    return [ComponentRow(part, BY_NAME.get(part.name)) for part in parts]
